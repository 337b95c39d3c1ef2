"""What the services are asked: the input that ``contracts.calls`` describes, as pydantic models."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from contracts.calls import common
from contracts.calls.visits import PHONE


def _text(longest: int) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=1, max_length=longest, pattern=common.READABLE
    )


def _no_identity(text: str) -> str:
    if common.IDENTITY_NUMBER.search(text):
        raise ValueError("Do not write identity or card numbers here.")
    return text


def _given(consent: bool) -> bool:
    if not consent:
        raise ValueError("Without consent there is nothing to give.")
    return consent


Identifier = Annotated[str, StringConstraints(pattern=common.IDENTIFIER)]
PersonId = Annotated[str, StringConstraints(pattern=common.PERSON)]
Code = Annotated[str, StringConstraints(pattern=common.CODE)]
Kind = Annotated[str, _text(60), AfterValidator(_no_identity)]
Remark = Annotated[str, _text(300), AfterValidator(_no_identity)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$", max_length=254)]
Number = Annotated[int, Field(strict=True, ge=1, le=10_000)]
Sex = Literal["male", "female"]
Flag = Annotated[bool, Field(strict=True)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Officer(Strict):
    id: Identifier
    sex: Sex | None = None
    roles: list[Identifier] = []


class Command(Strict):
    command_id: Identifier
    facility: Identifier
    officer: Officer


class OfVisit(Command):
    visit_id: Identifier


class ConfigureFacility(Command):
    settings: dict[str, Any]


class Inmate(Strict):
    number: Identifier
    name: Annotated[str, _text(120)]
    sex: Sex
    legal_status: Literal["detainee", "convict"]
    status: Literal["available", "isolation", "hospital", "court"] = "available"


class ImportInmates(Command):
    inmates: Annotated[list[Inmate], Field(min_length=1, max_length=500)]


class Visitor(Strict):
    id_type: Literal["nik", "ktp", "kia", "kk", "sim", "passport", "other"]
    id_number: Annotated[str, _text(32)]
    name: Annotated[str, _text(120)]
    sex: Sex
    birth_date: Annotated[date, Field(ge=date(1900, 1, 1))]
    relationship: Annotated[str, _text(40)]


class Contact(Strict):
    name: Annotated[str, _text(120)] | None = None
    email: Email | None = None
    phone: Annotated[str, StringConstraints(pattern=PHONE)] | None = None
    language: Literal["id", "en"] | None = None
    consent: Annotated[Flag, AfterValidator(_given)]


class Register(Command):
    inmate_number: Identifier
    kind: Literal["family"] = "family"
    visitors: Annotated[list[Visitor], Field(min_length=1, max_length=50)]
    lead: Annotated[int, Field(strict=True, ge=0, le=49)] = 0
    contact: Contact | None = None

    @model_validator(mode="after")
    def _has_a_lead(self) -> "Register":
        if self.lead >= len(self.visitors):
            raise ValueError("There is no visitor at that place.")
        return self


class CallNext(Command):
    post: Identifier | None = None
    on_duty: Annotated[list[Sex], Field(min_length=1, max_length=2)]


class Searcher(Strict):
    id: Identifier
    sex: Sex


class Finding(Strict):
    person: PersonId
    decision: Literal["cleared", "refused"]
    reason: Code | None = None
    searched_by: Searcher | None = None
    accompanied_by: PersonId | None = None


class Carried(Strict):
    person: PersonId
    kind: Annotated[str, _text(60)]
    description: Annotated[str, _text(300)] | None = None
    count: Annotated[int, Field(strict=True, ge=1, le=1_000)]
    disposition: Literal["allowed", "deposit", "returned_outside", "parcel", "seized"]


class Result(OfVisit):
    consent: Literal["given", "refused", "withdrawn"]
    members: Annotated[list[Finding], Field(max_length=99)] = []
    items: Annotated[list[Carried], Field(max_length=200)] = []


class Item(Strict):
    kind: Kind
    count: Annotated[int, Field(strict=True, ge=1, le=1_000)]


class Deposit(OfVisit):
    items: Annotated[list[Item], Field(max_length=50)]


class ItemBack(Strict):
    kind: Kind
    count: Annotated[int, Field(strict=True, ge=0, le=1_000)]
    damaged: Annotated[int, Field(strict=True, ge=0, le=1_000)] | None = None

    @model_validator(mode="after")
    def _no_more_damaged_than_there_are(self) -> "ItemBack":
        if (self.damaged or 0) > self.count:
            raise ValueError("No more can be damaged than were counted.")
        return self


class ReturnBelongings(OfVisit):
    items: Annotated[list[ItemBack], Field(max_length=50)]
    card: Number | None = None


class Start(OfVisit):
    briefing_acknowledged: Flag
    table: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None


class End(OfVisit):
    outcome: Literal[
        "completed", "ended_early_by_visitor", "ended_early_by_inmate", "terminated_by_staff"
    ]
    reason: Remark | None = None


class Depart(OfVisit):
    persons: Annotated[int, Field(strict=True, ge=0, le=50)]
    identities_checked: Annotated[list[PersonId], Field(max_length=50)]

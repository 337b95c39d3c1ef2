"""A refusal, told at the form and marked at the fields that it is about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from console.alerts import Act, Alert
from console.pages.registration_visitor import Field, VisitorFields
from console.problems import Away, Problem
from console.texts import say
from console.words.refusals import FIELD_FAULTS, refusal

AT_PERSON = {
    "birth_date_in_future": "birth_date",
    "child_without_adult": "birth_date",
    "lead_is_minor": "birth_date",
    "same_person_twice": "id_number",
}
"""Which field of a person a refusal is about; the name, when it is about all of him or her."""


class FormAlert(Alert):
    """``people`` gives the group as it is in the form, ``field`` what stands at a path of the
    API's names."""

    def __init__(
        self,
        people: Callable[[], Sequence[VisitorFields]],
        field: Callable[[tuple[str, ...]], Field | None],
    ):
        super().__init__()
        self._people = people
        self._field = field

    def problem(self, problem: Problem | Away, override: Act | None = None) -> None:
        """The focus goes to the first field that it is about."""
        self.names = {
            f"p{n}": one.name.value or "" for n, one in enumerate(self._people(), start=1)
        }
        super().problem(problem, override)
        if isinstance(problem, Problem):
            marked = list(self._marked(problem))
            if marked:
                marked[0].run_method("focus")

    def _marked(self, problem: Problem) -> Iterator[Field]:
        for path, text in faults(problem.errors):
            if found := self._field(path):
                found.error = say(FIELD_FAULTS.get(text, FIELD_FAULTS["otherwise"]))
                yield found
        title = refusal(problem)[0]
        concerned = persons_of(problem)
        for place, one in enumerate(self._people(), start=1):
            if f"p{place}" in concerned:
                found = one.named_fields()[AT_PERSON.get(problem.code, "name")]
                found.error = title
                yield found
        if problem.field and (found := self._field(tuple(problem.field.split(".")))):
            found.error = title
            yield found


def persons_of(problem: Problem) -> list[str]:
    """Whom of the group a refusal names."""
    persons = problem.facts.get("persons")
    lead = problem.facts.get("lead")
    return [*(persons if isinstance(persons, list) else []), *([lead] if lead else [])]


def faults(errors: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[Any]:
    """Each field that could not be read, as its path, and what is wrong with it."""
    for name, wrong in errors.items():
        if isinstance(wrong, Mapping):
            yield from faults(wrong, (*path, name))
        else:
            yield (*path, name), wrong[0] if isinstance(wrong, list) and wrong else str(wrong)

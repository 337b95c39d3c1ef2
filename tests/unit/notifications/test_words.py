"""Every template in both languages, from the examples of the contracts."""

from pathlib import Path

import jinja2
import pytest

import services.notifications
from services.notifications.domain import policy
from services.notifications.domain.correspondence import Correspondence, Message, Status
from services.notifications.domain.terms import Contact
from services.notifications.rendering import LOCALES, Renderer
from tests.unit.notifications.given import HOUSE, NOW, VISIT, news

TEMPLATES = Path(services.notifications.__file__).parent / "templates"
PAIRS = [(about, rule) for about, rules in policy.HEARS.items() for rule in rules]
VARIANTS = {
    "visitor_held": [{"reason": reason} for reason in
                     ("no_answer", "no_officer_of_same_sex", "held_by_officer")],
    "visitor_called": [{"post": None}, {"call": 2}],
    "visitor_screened": [{"outcome": "refused"}],
    "visitor_banned": [{"until": None}],
    "ban_proposed": [{"evidence_number": None}],
    "visit_flagged": [{"persons": []}],
    "locker_unavailable": [{"reason": "no_card"}],
    "belongings_returned": [{"missing": 1}, {"disputed": True}, {"proof": "identity"}],
    "visit_ended": [{"outcome": "terminated_by_staff"}],
    "visitor_departed": [{"belongings_left": True}],
    "visit_cancelled": [{"outcome": outcome} for outcome in
                        ("cancelled_by_facility", "facility_closed", "inmate_refused")],
    "facility_closed": [{"cause": "end_of_day", "reason": ""}],
}  # fmt: skip


def rendered(about, rule, language, name=None, renderer=None, **data):
    contact = Contact(language=language, sequence=1, name=name)
    state = Correspondence(VISIT, HOUSE, contact=contact, language=language)
    message = Message(
        id="e1", about=about, recipient=rule.recipient, desk=rule.desk,
        facts=rule.facts_of(news(about, **data).data), created_at=NOW, good_until=None,
        status=Status.PENDING,
    )  # fmt: skip
    return (renderer or Renderer(desk_language=language)).render(state, message)


def visitor_rule(about):
    return next(rule for rule in policy.HEARS[about] if rule.recipient == "visitor")


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(("about", "rule"), PAIRS, ids=lambda part: getattr(part, "desk", part))
def test_every_message_has_words_in_both_languages(about, rule, language):
    for variant in [{}, *VARIANTS.get(about, [])]:
        text = rendered(about, rule, language, **variant)
        assert text.language == language
        assert 0 < len(text.subject) <= 78
        assert "\n" not in text.subject
        assert len(text.body.strip().splitlines()) >= 3
        assert not any(sign in text.subject + text.body for sign in ("{", "}", "None", "\n\n\n"))


@pytest.mark.parametrize("language", LOCALES)
def test_there_is_no_template_that_nobody_hears(language):
    files = {path.stem for path in (TEMPLATES / language).glob("[!_]*.j2")}
    assert files == {f"{about}.{rule.recipient}" for about, rule in PAIRS}


def test_the_visitor_is_greeted_by_name_and_told_number_day_and_session():
    text = rendered("visitor_registered", visitor_rule("visitor_registered"), "id", "Siti Aminah")
    assert text.subject == "Nomor antrean 12"
    assert text.body.startswith("Yth. Siti Aminah,\n\n")
    assert "sesi pagi" in text.body
    assert "Sabtu, 17 Januari 2026" in text.body


@pytest.mark.parametrize(
    ("language", "free"), [("id", "tidak dipungut biaya"), ("en", "free of charge")]
)
def test_a_visitor_is_told_that_visits_cost_nothing(language, free):
    for about in ("visit_booked", "visitor_registered"):
        assert free in rendered(about, visitor_rule(about), language).body


def test_times_are_shown_as_the_house_reads_them():
    (rule,) = policy.HEARS["visit_ending_soon"]
    assert "pukul 10.10" in rendered("visit_ending_soon", rule, "id").body
    assert "at 10:10" in rendered("visit_ending_soon", rule, "en").body


def test_an_unknown_code_is_shown_as_it_is():
    rule = visitor_rule("visitor_registered")
    assert "evening session" in rendered("visitor_registered", rule, "en", session="evening").body


def test_a_reason_is_told_when_the_house_cancels():
    rule = visitor_rule("visit_cancelled")
    cancelled = {"outcome": "cancelled_by_facility", "reason": "water is cut off"}
    assert "water is cut off" in rendered("visit_cancelled", rule, "en", **cancelled).body


def test_a_name_over_several_lines_is_brought_into_one():
    rule = visitor_rule("visitor_registered")
    body = rendered("visitor_registered", rule, "en", "Siti\r\nBcc: x@example.org").body
    assert body.startswith("Dear Siti Bcc: x@example.org,\n")


def test_a_house_signs_with_its_name():
    renderer = Renderer({HOUSE: "Rutan Kelas IIA Balikpapan"})
    rule = visitor_rule("visitor_registered")
    text = rendered("visitor_registered", rule, "id", renderer=renderer)
    assert "Rutan Kelas IIA Balikpapan" in text.body


def test_a_message_that_lacks_a_fact_is_an_error_and_no_hole():
    with pytest.raises(jinja2.UndefinedError):
        rendered("card_lost", policy.desk("supervisor"), "id")

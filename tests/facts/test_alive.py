"""Alive, row by row (domain.md A1 to A5), and its claim."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gateway.domain.evidence import Evidence
from gateway.domain.fact import Terms
from gateway.domain.finding import RecordKind, RestsOn
from gateway.domain.outcome import Outcome
from gateway.domain.question import HEALTH
from gateway.domain.records import CancellationBasis, SignKind
from gateway.facts.alive import fact
from gateway.facts.alive.claim import AliveClaim
from gateway.facts.death.questions import ask_all
from tests.facts.builders import (
    SUBJECT,
    TODAY,
    days_ago,
    evidence_of,
    inquire,
    late,
    mismatch,
    problems_of,
    silent,
)
from tests.facts.lives import (
    CERTIFICATE,
    CERTIFICATES,
    CREMATED,
    CREMATION,
    PERSON,
    SERVICE,
    UNNATURAL,
    dead_entry,
    declared,
    hear,
    sign,
)

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.fact import JsonValue
    from gateway.domain.finding import Finding
    from gateway.domain.question import Question

SEEN = sign(days_ago(10))


def _decide(replies: dict[Question, Reply], max_age_days: int = 180) -> Finding:
    terms = Terms(today=TODAY, max_age_days=max_age_days)
    return fact.decide(inquire(fact, terms=terms), evidence_of(replies))


def test_a1_sign_of_life_after_death() -> None:
    """Dead on record and seen alive since: a conflict, as in D1."""
    finding = _decide(hear(certificate=CERTIFICATE, service=SEEN))
    assert (Outcome.CONFLICT, ("sign_of_life_after_death",)) == (finding.outcome, finding.reasons)
    assert () == finding.parts["alive"].rests_on


def test_a2_dead_whoever_is_silent() -> None:
    """A proven death contradicts, and says nothing of its source."""
    finding = _decide({CERTIFICATES: CERTIFICATE})
    assert (Outcome.CONTRADICTED, ("death_recorded",)) == (finding.outcome, finding.reasons)


def test_a2_does_not_tell_of_a_court() -> None:
    """A death by declaration looks like any other."""
    finding = _decide(hear(declared=declared(date(2024, 1, 1))))
    assert (Outcome.CONTRADICTED, ("death_recorded",)) == (finding.outcome, finding.reasons)


def test_a2_needs_more_than_a_cremation_alone() -> None:
    """D2 is no proof: with health and public security silent, nothing is said."""
    finding = _decide({CREMATED: CREMATION})
    assert (Outcome.UNAVAILABLE, "A3") == (finding.outcome, finding.parts["alive"].row)


def test_a2_says_that_a_revocation_was_not_checked() -> None:
    """What hangs on a declaration is not stated unqualified while the courts are silent."""
    dead = dead_entry(CancellationBasis.DECLARATION, date(2020, 2, 1))
    finding = _decide(hear(person=dead, declared=silent()))
    assert Outcome.CONTRADICTED is finding.outcome
    assert ("death_recorded", "consulted_not_heard") == finding.reasons


@pytest.mark.parametrize(
    "question", [CERTIFICATES, SERVICE, PERSON, UNNATURAL], ids=lambda q: q.operation
)
def test_a3_a_required_department_silent(question: Question) -> None:
    """Although seen alive: somebody silent may know of her death."""
    seen = hear(custody=sign(days_ago(3), SignKind.CUSTODY))
    finding = _decide(seen | {question: silent()})
    assert Outcome.UNAVAILABLE is finding.outcome
    assert (question.department,) == finding.parts["alive"].silent
    assert None is finding.as_of


def test_a3_a_required_department_late() -> None:
    """A promise makes it pending."""
    finding = _decide(hear(certificate=late()))
    assert (Outcome.PENDING, (HEALTH,)) == (finding.outcome, finding.parts["alive"].silent)


@pytest.mark.parametrize("kind", SignKind, ids=lambda kind: kind.value)
def test_a4_recent_sign_of_life(kind: SignKind) -> None:
    """Each kind of sign confirms, neutrally and as of the day of checking (G6)."""
    place = {
        SignKind.IN_PERSON_SERVICE: "service",
        SignKind.DOCUMENT_ISSUED: "person",
        SignKind.CUSTODY: "custody",
    }[kind]
    finding = _decide(hear(**{place: sign(days_ago(10), kind)}))
    assert (Outcome.CONFIRMED, (), TODAY) == (finding.outcome, finding.reasons, finding.as_of)
    assert (RestsOn(RecordKind.SIGN_OF_LIFE, TODAY),) == finding.parts["alive"].rests_on


def test_a4_revocation_is_a_sign_of_life() -> None:
    """She who had her declaration of death revoked was there (CC 50); courts are not named."""
    finding = _decide(hear(declared=declared(date(2020, 1, 1), days_ago(30))))
    assert (Outcome.CONFIRMED, ()) == (finding.outcome, finding.reasons)


@pytest.mark.parametrize(
    ("days", "outcome"), [(90, Outcome.CONFIRMED), (91, Outcome.NO_RECORD), (-1, Outcome.NO_RECORD)]
)
def test_a4_age_is_the_matters(days: int, outcome: Outcome) -> None:
    """The terms say how old a sign may be; one that lies ahead is none."""
    assert outcome is _decide(hear(service=sign(days_ago(days))), max_age_days=90).outcome


@pytest.mark.parametrize("unheard", ["declared", "cremation"])
def test_a4_says_what_was_not_heard(unheard: str) -> None:
    """Consulted departments never block; that they could have known of a death is said."""
    finding = _decide(hear(service=SEEN, **{unheard: silent()}))
    assert (Outcome.CONFIRMED, ("consulted_not_heard",)) == (finding.outcome, finding.reasons)
    assert () == _decide(hear(service=SEEN, custody=silent())).reasons


def test_a4_stands_beside_a_mismatch() -> None:
    """A mismatch decides only if no row matches; it is told all the same (G2)."""
    finding = _decide(hear(person=mismatch(), service=SEEN))
    assert (Outcome.CONFIRMED, ("name_mismatch",)) == (finding.outcome, finding.reasons)


def test_a5_no_recent_sign_of_life() -> None:
    """No death on record is not proof of life, nor is its absence proof of death."""
    finding = _decide(hear())
    assert (Outcome.NO_RECORD, ("no_recent_sign_of_life",)) == (finding.outcome, finding.reasons)
    assert TODAY == finding.as_of


@pytest.mark.parametrize("unheard", ["declared", "cremation", "custody"])
def test_a5_says_what_was_not_heard(unheard: str) -> None:
    """Any consulted answer could have changed it."""
    finding = _decide(hear(**{unheard: silent()}))
    assert ("no_recent_sign_of_life", "consulted_not_heard") == finding.reasons


def test_g2_mismatch_is_ambiguous() -> None:
    """A required department that knows the number under another name leaves it open."""
    finding = _decide(hear(person=mismatch()))
    assert (Outcome.AMBIGUOUS, ("name_mismatch",)) == (finding.outcome, finding.reasons)


def test_plan_asks_everybody_at_once() -> None:
    """The same evidence as for a death."""
    first = fact.next_round(inquire(fact), Evidence())
    assert first is not None
    assert set(ask_all(SUBJECT)) == set(first.questions)


def test_claim_is_read_and_written_alike() -> None:
    """The canonical form of a claim reads as the same claim."""
    claim = fact.read_claim({"max_age_days": 90}, SUBJECT)
    assert AliveClaim(90) == claim == fact.read_claim(claim.canonical(), SUBJECT)
    assert (AliveClaim(), {}) == (fact.read_claim({}, SUBJECT), AliveClaim().canonical())
    assert () == claim.others


@pytest.mark.parametrize(
    ("value", "reason"),
    [(0, "out_of_range"), (9999, "out_of_range"), (True, "wrong_type"), ("9", "wrong_type")],
)
def test_claim_with_another_number(value: JsonValue, reason: str) -> None:
    """Only whole numbers of days within bounds."""
    assert {("/claim/max_age_days", reason)} == problems_of(fact, {"max_age_days": value})

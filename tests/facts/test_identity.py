"""Identity, row by row (domain.md I1 to I5), and its claim."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.domain.evidence import Evidence, Holding, Reply
from gateway.domain.finding import RecordKind, RestsOn
from gateway.domain.outcome import Outcome
from gateway.domain.records import CancelledBecause
from gateway.facts.former_identity import ask_person
from gateway.facts.identity import fact
from tests.facts.builders import (
    AS_OF,
    RENAMED,
    SUBJECT,
    answered,
    entry,
    evidence_of,
    inquire,
    late,
    mismatch,
    problems_of,
    silent,
)

if TYPE_CHECKING:
    from gateway.domain.fact import JsonValue
    from gateway.domain.finding import Finding
    from gateway.domain.person import Person

CANCELLED = entry(in_force=False, cancelled_because=CancelledBecause.MILITARY)
FORMERLY = entry(former_names=(RENAMED.name,))


def _decide(
    reply: Reply, claim: dict[str, JsonValue] | None = None, subject: Person = SUBJECT
) -> Finding:
    inquiry = inquire(fact, claim, subject=subject)
    return fact.decide(inquiry, evidence_of({ask_person(subject): reply}))


def _outcomes(finding: Finding) -> dict[str, str]:
    return {name: part.outcome.value for name, part in finding.parts.items()}


def test_i1_number_not_held() -> None:
    """A number that the register does not hold is no record, never a no."""
    finding = _decide(answered())
    assert Outcome.NO_RECORD is finding.outcome
    assert ("not_in_population_register",) == finding.reasons
    assert AS_OF == finding.as_of


def test_i2_number_shared() -> None:
    """Two people under one number cannot be told apart."""
    finding = _decide(answered(entry(), entry(), holding=Holding.SHARED))
    assert (Outcome.AMBIGUOUS, ("number_shared",)) == (finding.outcome, finding.reasons)


def test_i3_former_name_is_ambiguous() -> None:
    """Somebody named with a former name is not confirmed under it."""
    finding = _decide(answered(FORMERLY, holding=Holding.FORMER_NAME), subject=RENAMED)
    assert (Outcome.AMBIGUOUS, ("former_name",)) == (finding.outcome, finding.reasons)


def test_i3_claimed_former_name_confirms() -> None:
    """Named with her former name and claiming it as such, she is the same person (no. 3)."""
    reply = answered(FORMERLY, holding=Holding.FORMER_NAME)
    finding = _decide(reply, {"former_name": RENAMED.name}, RENAMED)
    assert {"identity": "confirmed", "former_name": "confirmed"} == _outcomes(finding)
    assert ("former_identity",) == finding.reasons


def test_i3_another_former_name_does_not_confirm() -> None:
    """Claiming some other former name does not help somebody named with a former one."""
    reply = answered(FORMERLY, holding=Holding.FORMER_NAME)
    finding = _decide(reply, {"former_name": "陈无名"}, RENAMED)
    assert {"identity": "ambiguous", "former_name": "ambiguous"} == _outcomes(finding)


def test_i3_recorded_former_name_confirms() -> None:
    """A claimed former name that the register holds is confirmed; variants say so."""
    exact = _decide(answered(FORMERLY), {"former_name": RENAMED.name})
    assert (Outcome.CONFIRMED, ()) == (exact.outcome, exact.reasons)
    spaced = " ".join(RENAMED.name)
    variant = _decide(answered(FORMERLY), {"former_name": spaced})
    assert (Outcome.CONFIRMED, ("name_variant",)) == (variant.outcome, variant.reasons)


def test_i3_unrecorded_former_name_is_no_record() -> None:
    """A former name that the register does not hold is no record; the identity stands."""
    finding = _decide(answered(entry()), {"former_name": RENAMED.name})
    assert {"identity": "confirmed", "former_name": "no_record"} == _outcomes(finding)
    assert ("former_name_not_recorded",) == finding.reasons


def test_i4_name_mismatch() -> None:
    """Another name under the number is ambiguous, and so is every part."""
    finding = _decide(mismatch(), {"status": "registered", "former_name": RENAMED.name})
    assert {"ambiguous"} == set(_outcomes(finding).values())
    assert ("name_mismatch",) == finding.reasons


def test_i5_number_and_name_match() -> None:
    """Number and name match: confirmed by the civil register as of its data date."""
    finding = _decide(answered(entry()))
    assert (Outcome.CONFIRMED, (), AS_OF) == (finding.outcome, finding.reasons, finding.as_of)
    rests = finding.parts["identity"].rests_on
    assert (RestsOn(RecordKind.CIVIL_REGISTER, AS_OF),) == rests


@pytest.mark.parametrize(
    ("status", "in_force", "outcome"),
    [
        ("registered", True, Outcome.CONFIRMED),
        ("registered", False, Outcome.CONTRADICTED),
        ("deregistered", True, Outcome.CONTRADICTED),
        ("deregistered", False, Outcome.CONFIRMED),
    ],
)
def test_i5_status(status: str, in_force: bool, outcome: Outcome) -> None:
    """Registered is an entry in force, deregistered one that was cancelled."""
    finding = _decide(answered(entry() if in_force else CANCELLED), {"status": status})
    assert outcome is finding.parts["status"].outcome
    assert Outcome.CONFIRMED is finding.parts["identity"].outcome
    assert "registration_cancelled" not in finding.reasons


@pytest.mark.parametrize("because", CancelledBecause, ids=lambda because: because.value)
def test_i5_cancelled_for_any_reason(because: CancelledBecause) -> None:
    """Without a status claim a cancelled entry says so, and not why."""
    finding = _decide(answered(replace(CANCELLED, cancelled_because=because)))
    assert (Outcome.CONFIRMED, ("registration_cancelled",)) == (finding.outcome, finding.reasons)


def test_i5_answer_without_an_entry_says_nothing_of_the_status() -> None:
    """A reply that cannot be understood is silence on the part it leaves open (G1)."""
    finding = _decide(answered(holding=Holding.HELD), {"status": "deregistered"})
    assert {"identity": "confirmed", "status": "unavailable"} == _outcomes(finding)
    assert ("public_security",) == finding.parts["status"].silent


def test_i5_variant_of_the_name_matches() -> None:
    """A name that differs in spacing only matches, with its reason (G2)."""
    finding = _decide(answered(entry(), variant=True))
    assert (Outcome.CONFIRMED, ("name_variant",)) == (finding.outcome, finding.reasons)


@pytest.mark.parametrize("never_asked", [False, True], ids=["failed", "never-asked"])
def test_silence_is_unavailable(never_asked: bool) -> None:
    """Silence is unavailable, naming the department (G1, G3)."""
    inquiry = inquire(fact, {"status": "registered"})
    evidence = Evidence() if never_asked else evidence_of({ask_person(SUBJECT): silent()})
    finding = fact.decide(inquiry, evidence)
    assert {"unavailable"} == set(_outcomes(finding).values())
    assert ("department_silent",) == finding.reasons
    assert ("public_security",) == finding.parts["identity"].silent


def test_promise_is_pending() -> None:
    """An answer promised for later is pending (G3)."""
    finding = _decide(late())
    assert (Outcome.PENDING, ("department_late",)) == (finding.outcome, finding.reasons)


def test_plan_is_one_question() -> None:
    """Public security is asked once, also when former identities turn up."""
    inquiry = inquire(fact, {"former_name": "陈无名"})
    first = fact.next_round(inquiry, Evidence())
    assert first is not None
    assert (ask_person(SUBJECT),) == first.questions
    assert None is fact.next_round(inquiry, evidence_of({ask_person(SUBJECT): answered(FORMERLY)}))


def test_claim_is_read_and_written_alike() -> None:
    """The canonical form of a claim reads as the same claim."""
    raw: dict[str, JsonValue] = {"status": "deregistered", "former_name": RENAMED.name}
    claim = fact.read_claim(raw, SUBJECT)
    assert raw == claim.canonical()
    assert {} == fact.read_claim({}, SUBJECT).canonical()
    assert ((), "IdentityClaim(…)") == (claim.others, repr(claim))


def test_claim_problems_are_all_named() -> None:
    """Everything wrong is told at once, with pointers."""
    problems = problems_of(fact, {"status": "dead", "former_name": 5, "extra": True})
    assert {
        ("/claim/status", "unknown_code"),
        ("/claim/former_name", "wrong_type"),
        ("/claim/extra", "unknown_field"),
    } == problems

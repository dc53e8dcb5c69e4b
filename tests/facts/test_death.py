"""Death, row by row (domain.md D1 to D5): the part `death`, and the revoked declaration."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gateway.domain.evidence import Evidence, Holding
from gateway.domain.finding import RecordKind, RestsOn
from gateway.domain.outcome import Outcome
from gateway.domain.question import COURTS, HEALTH, PUBLIC_SECURITY
from gateway.domain.records import (
    CancellationBasis,
    CancelledBecause,
    DeathKind,
    DeathRecord,
    Declaration,
    DeclarationKind,
)
from gateway.facts.death import fact
from gateway.facts.death.questions import (
    ask_all,
)
from tests.facts.builders import (
    AS_OF,
    SUBJECT,
    answered,
    days_ago,
    entry,
    evidence_of,
    inquire,
    late,
    mismatch,
    problems_of,
    silent,
)
from tests.facts.lives import (
    ALIVE_ENTRY,
    CERTIFICATE,
    CERTIFICATES,
    CREMATED,
    CREMATION,
    DECLARED,
    DIED,
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
    from gateway.domain.finding import Finding
    from gateway.domain.question import Question


def decide(replies: dict[Question, Reply]) -> Finding:
    """The finding on the part `death` alone."""
    return fact.decide(inquire(fact), evidence_of(replies))


def test_d1_sign_of_life_after_death() -> None:
    """A sign of life after the earliest date of the positive evidence is a conflict."""
    finding = decide(hear(certificate=CERTIFICATE, service=sign(date(2026, 3, 1))))
    assert Outcome.CONFLICT is finding.outcome
    assert ("sign_of_life_after_death",) == finding.reasons
    assert (None, False) == (finding.as_of, finding.parts["death"].neutral)


def test_d1_is_strict_by_day() -> None:
    """A sign of life on the very day of death is none after it."""
    finding = decide(hear(certificate=CERTIFICATE, service=sign(DIED)))
    assert Outcome.CONFIRMED is finding.outcome


def test_d1_earliest_of_all_dates() -> None:
    """The earliest date counts, whichever register bears it."""
    finding = decide(
        hear(certificate=CERTIFICATE, declared=declared(date(2025, 1, 1)), service=sign(DIED))
    )
    assert Outcome.CONFLICT is finding.outcome


def test_d2_only_a_cremation_and_nobody_else() -> None:
    """A cremation alone proves nothing while health and public security are silent."""
    finding = decide({CREMATED: CREMATION, DECLARED: answered()})
    assert Outcome.UNAVAILABLE is finding.outcome
    assert (HEALTH, PUBLIC_SECURITY) == finding.parts["death"].silent


def test_d2_needs_both_silent() -> None:
    """As soon as one of the two was heard, the cremation counts."""
    finding = decide({CREMATED: CREMATION, PERSON: ALIVE_ENTRY, UNNATURAL: answered()})
    assert (Outcome.CONFIRMED, ("single_source",)) == (finding.outcome, finding.reasons)


def test_d2_is_pending_if_one_promised() -> None:
    """A promise outranks a silence (G3)."""
    finding = decide({CREMATED: CREMATION, CERTIFICATES: late()})
    assert (Outcome.PENDING, (HEALTH,)) == (finding.outcome, finding.parts["death"].silent)


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (CERTIFICATES, CERTIFICATE),
        (PERSON, dead_entry()),
        (UNNATURAL, answered(DeathRecord(DeathKind.UNNATURAL_CERTIFICATE, DIED))),
    ],
    ids=["certificate", "deregistration", "unnatural"],
)
def test_d3_confirmed_whoever_is_silent(question: Question, reply: Reply) -> None:
    """One positive department suffices, and it is said that it was one."""
    finding = decide({question: reply})
    assert (Outcome.CONFIRMED, ("single_source",)) == (finding.outcome, finding.reasons)
    assert (RestsOn(RecordKind.DEATH_RECORD, AS_OF),) == finding.parts["death"].rests_on


def test_d3_several_sources() -> None:
    """With two departments nothing needs to be said; the older data date counts (G6)."""
    older = answered(DeathRecord(DeathKind.CREMATION, date(2026, 3, 3)), as_of=days_ago(9))
    finding = decide(hear(certificate=CERTIFICATE, cremation=older))
    assert (Outcome.CONFIRMED, (), days_ago(9)) == (
        finding.outcome,
        finding.reasons,
        finding.as_of,
    )


def test_d3_courts_alone() -> None:
    """A declaration in force confirms, with a date in law only."""
    finding = decide(hear(declared=declared(date(2024, 1, 1))))
    assert Outcome.CONFIRMED is finding.outcome
    assert ("single_source", "legal_date") == finding.reasons


def test_d3_declared_missing_is_not_dead() -> None:
    """A declaration of disappearance proves no death."""
    missing = answered(Declaration(DeclarationKind.DISAPPEARANCE, date(2024, 1, 1)))
    assert Outcome.NO_RECORD is decide(hear(declared=missing)).outcome


def test_d3_deregistered_otherwise_is_not_dead() -> None:
    """Deregistered is not dead."""
    abroad = answered(entry(in_force=False, cancelled_because=CancelledBecause.SETTLED_ABROAD))
    assert Outcome.NO_RECORD is decide(hear(person=abroad)).outcome


@pytest.mark.parametrize("basis", [None, *CancellationBasis], ids=str)
def test_d3_says_that_a_revocation_was_not_checked(basis: CancellationBasis | None) -> None:
    """If the proof hangs on a declaration and the courts are silent, the answer says so."""
    finding = decide(hear(person=dead_entry(basis), declared=silent()))
    assert Outcome.CONFIRMED is finding.outcome
    hangs = basis is not CancellationBasis.MEDICAL
    assert hangs == ("revocation_not_checked" in finding.reasons)


@pytest.mark.parametrize(
    "question", [CERTIFICATES, SERVICE, PERSON, UNNATURAL, DECLARED], ids=lambda q: q.operation
)
def test_d4_a_required_department_silent(question: Question) -> None:
    """Nothing positive, and a required question open: unavailable, naming its department."""
    finding = decide(hear() | {question: silent()})
    assert Outcome.UNAVAILABLE is finding.outcome
    assert (question.department,) == finding.parts["death"].silent


def test_d4_a_required_department_late() -> None:
    """If one of them promised, pending, although another is silent (G3)."""
    finding = decide(hear(declared=late(), certificate=silent()))
    assert (Outcome.PENDING, (COURTS,)) == (finding.outcome, finding.parts["death"].silent)


def test_d5_no_death_record() -> None:
    """Everybody answered and nobody knows of a death: no record, never alive."""
    finding = decide(hear())
    assert (Outcome.NO_RECORD, ("no_death_record",)) == (finding.outcome, finding.reasons)
    assert AS_OF == finding.as_of


@pytest.mark.parametrize(
    ("days", "reason"), [(0, "recent_sign_of_life"), (180, "recent_sign_of_life"), (181, None)]
)
def test_d5_recent_sign_of_life(days: int, reason: str | None) -> None:
    """A sign of life within 180 days is said, and still nothing is contradicted."""
    finding = decide(hear(service=sign(days_ago(days))))
    assert Outcome.NO_RECORD is finding.outcome
    assert (reason or "no_death_record",) == finding.reasons


def test_d5_consulted_departments_never_block() -> None:
    """Cremations and custody may be unheard; that a cremation could change it is said."""
    finding = decide(hear(cremation=silent(), custody=silent()))
    assert Outcome.NO_RECORD is finding.outcome
    assert ("no_death_record", "consulted_not_heard") == finding.reasons
    assert ("no_death_record",) == decide(hear(custody=silent())).reasons


@pytest.mark.parametrize(
    "basis", [CancellationBasis.DECLARATION, CancellationBasis.NOT_STATED, None], ids=str
)
def test_revoked_declaration_removes_what_rests_on_it(basis: CancellationBasis | None) -> None:
    """A revocation removes declaration and deregistration, and is a sign of life (CC 50)."""
    dead = dead_entry(basis, date(2020, 2, 1))
    revoked = declared(date(2020, 1, 1), days_ago(30))
    finding = decide(hear(person=dead, declared=revoked))
    assert Outcome.NO_RECORD is finding.outcome
    assert ("recent_sign_of_life", "declaration_revoked") == finding.reasons


def test_revoked_declaration_leaves_an_earlier_deregistration() -> None:
    """What is earlier than the declaration cannot rest on it; the revocation then conflicts."""
    dead = dead_entry(CancellationBasis.NOT_STATED, date(2019, 12, 31))
    finding = decide(hear(person=dead, declared=declared(date(2020, 1, 1), days_ago(30))))
    assert Outcome.CONFLICT is finding.outcome
    assert ("sign_of_life_after_death", "declaration_revoked") == finding.reasons


def test_revoked_declaration_leaves_a_medical_deregistration() -> None:
    """A deregistration on a medical certificate stands."""
    dead = dead_entry(CancellationBasis.MEDICAL, date(2026, 3, 10))
    finding = decide(hear(person=dead, declared=declared(date(2020, 1, 1), date(2021, 1, 1))))
    assert Outcome.CONFIRMED is finding.outcome
    assert ("single_source", "declaration_revoked") == finding.reasons


def test_g2_mismatch_decides_only_if_nothing_else_does() -> None:
    """Another name at one department is ambiguous, unless another proves the death."""
    alone = decide(hear(certificate=mismatch()))
    assert (Outcome.AMBIGUOUS, ("name_mismatch",)) == (alone.outcome, alone.reasons)
    proven = decide(hear(certificate=mismatch(), person=dead_entry()))
    assert (Outcome.CONFIRMED, ("single_source", "name_mismatch")) == (
        proven.outcome,
        proven.reasons,
    )
    silence = decide(hear(certificate=mismatch(), person=silent()))
    assert Outcome.UNAVAILABLE is silence.outcome


def test_a_shared_number_proves_nobodys_death() -> None:
    """Of two people under one number, neither is dead because one of them is."""
    shared = answered(
        entry(in_force=False, cancelled_because=CancelledBecause.DEATH),
        entry(),
        holding=Holding.SHARED,
    )
    finding = decide(hear(person=shared))
    assert (Outcome.AMBIGUOUS, ("number_shared",)) == (finding.outcome, finding.reasons)


def test_plan_asks_everybody_at_once() -> None:
    """One round: health, public security, courts, civil affairs."""
    inquiry = inquire(fact)
    first = fact.next_round(inquiry, Evidence())
    assert first is not None
    assert set(ask_all(SUBJECT)) == set(first.questions)
    assert None is fact.next_round(inquiry, evidence_of(hear()))
    assert None is fact.next_round(inquiry, evidence_of({PERSON: silent()}))


def test_claim_is_read_and_written_alike() -> None:
    """The canonical form of a claim reads as the same claim."""
    claim = fact.read_claim({"died_on": "2026-02-28"}, SUBJECT)
    assert claim == fact.read_claim(claim.canonical(), SUBJECT)
    assert {} == fact.read_claim({}, SUBJECT).canonical()
    assert ((), "DeathClaim(…)") == (claim.others, repr(claim))


@pytest.mark.parametrize("text", ["2026-02-30", "20260228", "2026-W09-6", "２０２６-02-28", ""])
def test_claim_with_an_impossible_date(text: str) -> None:
    """Only YYYY-MM-DD, and only days that exist."""
    assert {("/claim/died_on", "date_malformed")} == problems_of(fact, {"died_on": text})

"""Death, row by row (domain.md D6 to D10): the part `died_on`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gateway.domain.outcome import Outcome
from gateway.domain.records import (
    CancellationBasis,
    CancelledBecause,
    DeathKind,
    DeathRecord,
)
from gateway.facts.death import fact
from tests.facts.builders import answered, days_ago, entry, evidence_of, inquire, mismatch, silent
from tests.facts.lives import (
    CERTIFICATE,
    CREMATION,
    DIED,
    dead_entry,
    declared,
    hear,
    sign,
)

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.finding import Finding, PartFinding

UNDATED = answered(DeathRecord(DeathKind.MEDICAL_CERTIFICATE, None))


def _stated_by_register(on: date, basis: CancellationBasis) -> Reply:
    return answered(
        entry(
            in_force=False,
            cancelled_because=CancelledBecause.DEATH,
            cancelled_on=date(2026, 3, 10),
            cancellation_basis=basis,
            died_on=on,
        )
    )


def _decide(claimed: date, **changes: Reply) -> Finding:
    inquiry = inquire(fact, {"died_on": claimed.isoformat()})
    return fact.decide(inquiry, evidence_of(hear(**changes)))


def _part(claimed: date, **changes: Reply) -> PartFinding:
    return _decide(claimed, **changes).parts["died_on"]


def test_d6_sign_of_life_after_the_claimed_date() -> None:
    """Nobody dead on record was seen alive after the day on which she is said to have died."""
    part = _part(days_ago(20), service=sign(days_ago(10)))
    assert (Outcome.CONTRADICTED, ("sign_of_life_after_date",)) == (part.outcome, part.reasons)


def test_d6_follows_death_otherwise() -> None:
    """Without such a sign the part is what death is."""
    part = _part(days_ago(5), service=sign(days_ago(10)))
    assert (Outcome.NO_RECORD, "D6") == (part.outcome, part.row)
    assert Outcome.UNAVAILABLE is _part(DIED, declared=silent()).outcome


def test_d6_after_a_conflict() -> None:
    """A conflict on the death is one on its date, unless the sign of life decides."""
    later = _part(date(2026, 3, 2), certificate=CERTIFICATE, service=sign(date(2026, 3, 1)))
    assert Outcome.CONFLICT is later.outcome
    before = _part(DIED, certificate=CERTIFICATE, service=sign(date(2026, 3, 1)))
    assert Outcome.CONTRADICTED is before.outcome


def test_d6_says_that_custody_was_not_heard() -> None:
    """A custody record could have been a sign of life after the claimed date."""
    assert "consulted_not_heard" in _part(DIED, custody=silent()).reasons


def test_d7_stated_dates_differ() -> None:
    """Two stated dates of death leave every claimed one ambiguous."""
    stated = _stated_by_register(date(2026, 3, 1), CancellationBasis.MEDICAL)
    part = _part(DIED, certificate=CERTIFICATE, person=stated)
    assert (Outcome.AMBIGUOUS, ("dates_differ",)) == (part.outcome, part.reasons)


def test_d8_equals_the_stated_date() -> None:
    """The stated date of death confirms the claimed one."""
    finding = _decide(DIED, certificate=CERTIFICATE)
    part = finding.parts["died_on"]
    assert (Outcome.CONFIRMED, "D8", ()) == (part.outcome, part.row, part.reasons)
    assert Outcome.CONFIRMED is finding.outcome


def test_d8_equals_the_legal_date() -> None:
    """Without a stated date the courts' confirms, as a date in law."""
    part = _part(date(2024, 1, 1), declared=declared(date(2024, 1, 1)))
    assert (Outcome.CONFIRMED, ("legal_date",)) == (part.outcome, part.reasons)


def test_d8_stated_date_outranks_the_legal_one() -> None:
    """Where a date is stated, the courts' date confirms nothing."""
    part = _part(date(2026, 4, 1), certificate=CERTIFICATE, declared=declared(date(2026, 4, 1)))
    assert (Outcome.CONTRADICTED, "D9") == (part.outcome, part.row)


@pytest.mark.parametrize("silenced", ["service", "person", "unnatural", "declared"])
def test_d8_waits_for_required_departments(silenced: str) -> None:
    """Somebody silent may know a sign of life after the claimed date, so nothing is confirmed."""
    finding = _decide(DIED, certificate=CERTIFICATE, **{silenced: silent()})
    assert Outcome.CONFIRMED is finding.parts["death"].outcome
    assert Outcome.UNAVAILABLE is finding.parts["died_on"].outcome
    assert Outcome.UNAVAILABLE is finding.outcome


def test_d8_says_that_custody_was_not_heard() -> None:
    """A consulted question does not block, but is told where it could have decided."""
    part = _part(DIED, certificate=CERTIFICATE, custody=silent())
    assert (Outcome.CONFIRMED, ("consulted_not_heard",)) == (part.outcome, part.reasons)


def test_d9_differs_from_the_stated_date() -> None:
    """Another day than the stated one is contradicted."""
    part = _part(date(2026, 2, 27), certificate=CERTIFICATE, declared=silent())
    assert (Outcome.CONTRADICTED, ("date_differs",)) == (part.outcome, part.reasons)


def test_d9_waits_for_courts_where_they_could_remove_the_date() -> None:
    """A stated date that hangs on a declaration is not held against the claim unchecked."""
    stated = _stated_by_register(date(2026, 3, 1), CancellationBasis.DECLARATION)
    assert Outcome.UNAVAILABLE is _part(DIED, person=stated, declared=silent()).outcome
    assert Outcome.CONTRADICTED is _part(DIED, person=stated).outcome


@pytest.mark.parametrize(
    ("claimed", "outcome"),
    [(date(2026, 3, 3), Outcome.NO_RECORD), (date(2026, 3, 4), Outcome.CONTRADICTED)],
    ids=["on", "after"],
)
def test_d9_lies_after_an_upper_bound(claimed: date, outcome: Outcome) -> None:
    """Nobody dies after her cremation; on its day she might have."""
    part = _part(claimed, cremation=CREMATION, person=dead_entry())
    assert outcome is part.outcome


def test_d9_bound_waits_for_whoever_could_state_the_date() -> None:
    """A silent department might state exactly the claimed date."""
    part = _part(date(2026, 3, 4), cremation=CREMATION, unnatural=silent())
    assert Outcome.UNAVAILABLE is part.outcome


def test_d10_nothing_to_compare() -> None:
    """A death without a date confirms no day and contradicts none."""
    part = _part(DIED, certificate=UNDATED)
    assert (Outcome.NO_RECORD, ("date_not_recorded",)) == (part.outcome, part.reasons)


def test_d10_legal_date_differs() -> None:
    """A date in law says nothing against another day."""
    part = _part(DIED, declared=declared(date(2024, 1, 1)))
    assert (Outcome.NO_RECORD, "D10") == (part.outcome, part.row)


def test_d10_needs_everybody() -> None:
    """No record while somebody required is silent there is not (G4)."""
    assert Outcome.UNAVAILABLE is _part(DIED, certificate=UNDATED, person=silent()).outcome


def test_d10_says_what_was_not_heard() -> None:
    """A cremation would have been an upper bound."""
    part = _part(DIED, certificate=UNDATED, cremation=silent())
    assert ("date_not_recorded", "consulted_not_heard") == part.reasons


def test_d10_mismatch_is_ambiguous() -> None:
    """A required department that holds the number under another name might state the date."""
    part = _part(DIED, certificate=mismatch(), cremation=CREMATION)
    assert (Outcome.AMBIGUOUS, ("name_mismatch",)) == (part.outcome, part.reasons)


def test_two_parts_give_the_least_favourable() -> None:
    """G7: death confirmed and its date contradicted is contradicted."""
    finding = _decide(date(2026, 2, 27), certificate=CERTIFICATE)
    assert {"death": Outcome.CONFIRMED, "died_on": Outcome.CONTRADICTED} == {
        name: part.outcome for name, part in finding.parts.items()
    }
    assert Outcome.CONTRADICTED is finding.outcome
    assert ("single_source", "date_differs") == finding.reasons

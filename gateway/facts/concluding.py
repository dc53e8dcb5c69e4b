"""From rows to a finding: unavailability (G3), the oldest date (G6), the least favourable (G7).

Must never decide a row of a table; it only puts together what tables concluded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.domain.finding import Finding, OwnRecordKind, PartFinding, RecordKind, RestsOn
from gateway.domain.outcome import Outcome, least_favourable
from gateway.facts.shared_reasons import DEPARTMENT_LATE, DEPARTMENT_SILENT, NUMBER_GIVEN_AS_15

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gateway.domain.fact import Inquiry
    from gateway.facts.hearing import Silence


def unique(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes without repetition, in the order of their first appearance."""
    return tuple(dict.fromkeys(codes))


def rest_on(record: RecordKind | OwnRecordKind, dates: Iterable[date]) -> tuple[RestsOn, ...]:
    """One neutral kind of record with the oldest of the data dates (domain.md G6).

    One entry for a kind, however many departments stand behind it: their number would tell more
    than was asked. Nothing if there are no dates.
    """
    oldest = min(dates, default=None)
    return () if oldest is None else (RestsOn(record, oldest),)


def conclude_unheard(row: str, silence: Silence, reasons: Iterable[str] = ()) -> PartFinding:
    """Unavailable, naming the silent departments; pending if one promised to answer (G3).

    Pending names the departments that are awaited.
    """
    outcome, why, named = Outcome.UNAVAILABLE, DEPARTMENT_SILENT, silence.silent
    if silence.late:
        outcome, why, named = Outcome.PENDING, DEPARTMENT_LATE, silence.late
    return PartFinding(outcome, row, unique((why.code, *reasons)), silent=named)


def conclude(inquiry: Inquiry, parts: Mapping[str, PartFinding]) -> Finding:
    """Put the parts together: overall outcome (G7), reasons in the parts' order, `as_of` (G6).

    That a number was given with 15 digits is said once, for the whole (domain.md §3).
    """
    persons = (inquiry.subject, *inquiry.claim.others)
    reasons = [code for part in parts.values() for code in part.reasons]
    if any(person.given_as_15 for person in persons):
        reasons.append(NUMBER_GIVEN_AS_15.code)
    return Finding(
        parts=dict(parts),
        outcome=least_favourable(part.outcome for part in parts.values()),
        reasons=unique(reasons),
        as_of=min((rest.as_of for part in parts.values() for rest in part.rests_on), default=None),
    )

"""What of a finding leaves the gateway (design.md §5 step 7; promise 4; domain.md §1).

Must never let two findings look different to the requester that differ only in what she may not
know: which row decided, which department spoke, whether a record was sealed, which ⓘ reason it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.finding import Told
from gateway.domain.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from gateway.domain.decision import Permit
    from gateway.domain.finding import Finding, PartFinding, Reason, RestsOn

_DATED: Final = (Outcome.CONFIRMED, Outcome.NO_RECORD)
_WITHOUT_ANSWER: Final = (Outcome.UNAVAILABLE, Outcome.PENDING)
_UNDECIDED: Final = (Outcome.AMBIGUOUS, Outcome.CONFLICT)


def trim(finding: Finding, permit: Permit, fact_reasons: Iterable[Reason]) -> Told:
    """Reduce a finding to what permit and domain.md ("What leaves the gateway") let out.

    Outcomes go out part by part. Reasons go out as the fact declares them: an ⓘ reason as its
    neutral one unless the permit reveals it, one that the fact does not declare not at all. Record
    kinds, dates and silent departments go out only if no part is contradicted, derived or of a kind
    whose naming would tell a cause.
    """
    is_open = not any(_closes(part) for part in finding.parts.values())
    rests_on = tuple(dict.fromkeys(_rests_on(finding))) if is_open else ()
    return Told(
        outcome=finding.outcome,
        reasons=_reasons(finding, permit.reveals, {r.code: r for r in fact_reasons}),
        parts={name: part.outcome for name, part in finding.parts.items()},
        as_of=_as_of(finding, rests_on) if is_open else None,
        rests_on=rests_on,
        silent=tuple(dict.fromkeys(_silent(finding))) if is_open else (),
    )


def _closes(part: PartFinding) -> bool:
    """Whether no kind, date or department may go with an answer that has this part.

    An ambiguous or conflicting part shows none of its own anyway; whether the table calls it
    neutral must not show either, or an adoption (K4, B4) would differ from a coarse record (K8).
    """
    if part.outcome in _UNDECIDED:
        return False
    return part.outcome is Outcome.CONTRADICTED or not part.neutral


def _reasons(
    finding: Finding, reveals: frozenset[str], declared: Mapping[str, Reason]
) -> tuple[str, ...]:
    """The reason codes of the whole, then those of the parts, each once."""
    found = [*finding.reasons, *(code for p in finding.parts.values() for code in p.reasons)]
    told = (_as_told(declared[code], reveals) for code in found if code in declared)
    return tuple(dict.fromkeys(told))


def _as_told(reason: Reason, reveals: frozenset[str]) -> str:
    if reason.told_as is None or reason.code in reveals:
        return reason.code
    return reason.told_as


def _rests_on(finding: Finding) -> Iterator[RestsOn]:
    """Only a confirmed part names its records: elsewhere they would tell more than the outcome."""
    for part in finding.parts.values():
        if part.outcome is Outcome.CONFIRMED:
            yield from part.rests_on


def _as_of(finding: Finding, told: tuple[RestsOn, ...]) -> date | None:
    """The finding's date (G6) where nothing is undecided, else the oldest of what is told.

    Departments have data dates of their own: the date of an undecided part could give away which
    of them spoke.
    """
    if all(part.outcome in _DATED for part in finding.parts.values()):
        return finding.as_of
    return min((rest.as_of for rest in told), default=None)


def _silent(finding: Finding) -> Iterator[str]:
    """Departments are named where they are why there is no answer (G3), and nowhere else."""
    for part in finding.parts.values():
        if part.outcome in _WITHOUT_ANSWER:
            yield from part.silent

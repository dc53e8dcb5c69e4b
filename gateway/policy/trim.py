"""What of a finding leaves the gateway (design.md §5 step 7; promise 4; domain.md §1).

Must never let two findings look different to the requester that differ only in what she may not
know: which row decided, which department spoke, whether a record was sealed, which ⓘ reason it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.domain.finding import Told
from gateway.domain.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gateway.domain.decision import Permit
    from gateway.domain.finding import Finding, PartFinding, Reason, RestsOn


def trim(finding: Finding, permit: Permit, fact_reasons: Iterable[Reason]) -> Told:
    """Reduce a finding to what permit and domain.md ("What leaves the gateway") let out.

    Outcomes go out part by part. Reasons go out as the fact declares them: an ⓘ reason as its
    neutral one unless the permit reveals it, one that the fact does not declare not at all. Record
    kinds, dates and silent departments go out only if no part is contradicted, derived or of a kind
    whose naming would tell a cause.
    """
    open_to_all = all(_tells_no_cause(part) for part in finding.parts.values())
    return Told(
        outcome=finding.outcome,
        reasons=_reasons(finding, permit.reveals, {r.code: r for r in fact_reasons}),
        parts={name: part.outcome for name, part in finding.parts.items()},
        as_of=finding.as_of if open_to_all else None,
        rests_on=tuple(dict.fromkeys(_rests_on(finding))) if open_to_all else (),
        silent=tuple(dict.fromkeys(_silent(finding))) if open_to_all else (),
    )


def _tells_no_cause(part: PartFinding) -> bool:
    """Whether kind, date and department may go with this part.

    The outcome and the table's own mark decide, and never a reason: an ⓘ reason and its neutral one
    must look the same.
    """
    return part.neutral and part.outcome is not Outcome.CONTRADICTED


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


def _silent(finding: Finding) -> Iterator[str]:
    """Departments are named where they are why there is no answer (G3), and nowhere else."""
    for part in finding.parts.values():
        if part.outcome in (Outcome.UNAVAILABLE, Outcome.PENDING):
            yield from part.silent

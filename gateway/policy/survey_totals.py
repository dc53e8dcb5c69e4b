"""Totals over surveys: by paper, by superior body, hospitals and schools apart.

Every total is a sum over rows, and a row counts once in each of them. Must never drop a row: one on
which nothing else is known counts under the name that the unit gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from gateway.domain.survey import Coverage, Proposal, UnitKind
from gateway.policy.demand_texts import fold

if TYPE_CHECKING:
    from gateway.domain.matter import CertificateRef
    from gateway.domain.survey import FiledSurvey, SurveyCall, SurveyRow, Unit

KeyT = TypeVar("KeyT")


@dataclass(frozen=True, slots=True)
class Reported:
    """A row with the survey that reports it."""

    filed: FiledSurvey
    row: SurveyRow


@dataclass(frozen=True, slots=True)
class Counts:
    """`units` that report, `rows`, papers `per_year`; of the rows those `without_basis`, those to
    be `kept`, and those of papers that are not `retained`.
    """

    units: int = 0
    rows: int = 0
    per_year: int = 0
    without_basis: int = 0
    kept: int = 0
    outside_retained: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as the key of a total: listed, or by the name that was given."""

    certificate: CertificateRef | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """A period at a glance. `due` is None where no round was called for it.

    `covered_twice` are units that report for themselves while a survey of their superior's system
    may report them too: their rows may then count twice, which only people can settle.
    """

    period: str
    due: SurveyCall | None
    filed: tuple[FiledSurvey, ...]
    late: tuple[FiledSurvey, ...]
    missing: tuple[Unit, ...]
    total: Counts
    by_paper: Mapping[Paper, Counts]
    by_kind: Mapping[UnitKind, Counts]
    by_paper_and_kind: Mapping[Paper, Mapping[UnitKind, Counts]]
    by_superior: Mapping[str | None, Counts]
    without_basis: tuple[Reported, ...]
    negative_kept: tuple[Reported, ...]
    covered_twice: tuple[FiledSurvey, ...]


def rows_of(filed: Iterable[FiledSurvey]) -> tuple[Reported, ...]:
    """Every row of these surveys."""
    return tuple(Reported(one, row) for one in filed for row in one.survey.rows)


def count(rows: Iterable[Reported]) -> Counts:
    """Sum up these rows."""
    found = tuple(rows)
    return Counts(
        units=len({reported.filed.survey.unit.code for reported in found}),
        rows=len(found),
        per_year=sum(reported.row.per_year for reported in found),
        without_basis=sum(reported.row.basis is None for reported in found),
        kept=sum(reported.row.proposal is Proposal.KEEP for reported in found),
        outside_retained=sum(not reported.row.is_retained for reported in found),
    )


def count_by(rows: Iterable[Reported], key: Callable[[Reported], KeyT]) -> dict[KeyT, Counts]:
    """Sum up by a key, each row under exactly one."""
    return {value: count(group) for value, group in _grouped(rows, key).items()}


def paper_of(row: SurveyRow) -> Paper:
    """The paper of a row, as the key of a total."""
    return Paper(row.certificate, row.paper)


def overview(
    period: str,
    call: SurveyCall | None,
    filed: tuple[FiledSurvey, ...],
    late: tuple[FiledSurvey, ...],
) -> Overview:
    """Everything that compliance wants to see of a period.

    `filed` are the submitted surveys that no later one supersedes, `late` those of them that came
    after the due date.
    """
    rows = rows_of(filed)
    there = {one.survey.unit.code for one in filed}
    papers = _grouped(rows, _paper_key(rows))
    superiors = _grouped(rows, _superior_key(rows))
    return Overview(
        period=period,
        due=call,
        filed=filed,
        late=late,
        missing=tuple(unit for unit in (call.units if call else ()) if unit.code not in there),
        total=count(rows),
        by_paper={paper: count(group) for paper, group in papers.items()},
        by_kind={**_none_yet(), **count_by(rows, _kind)},
        by_paper_and_kind={paper: count_by(group, _kind) for paper, group in papers.items()},
        by_superior={name: count(group) for name, group in superiors.items()},
        without_basis=tuple(reported for reported in rows if reported.row.basis is None),
        negative_kept=tuple(reported for reported in rows if _keeps_negative(reported.row)),
        covered_twice=_covered_twice(filed),
    )


def _kind(reported: Reported) -> UnitKind:
    return reported.row.demanded_at


def _paper_key(rows: tuple[Reported, ...]) -> Callable[[Reported], Paper]:
    """Names that differ in width, case and punctuation only are one, as it was first written."""
    first: dict[str, str] = {}
    for reported in rows:
        if reported.row.paper is not None:
            first.setdefault(fold(reported.row.paper), reported.row.paper)

    def key(reported: Reported) -> Paper:
        name = reported.row.paper
        return Paper(reported.row.certificate, None if name is None else first[fold(name)])

    return key


def _superior_key(rows: tuple[Reported, ...]) -> Callable[[Reported], str | None]:
    """The same for superior bodies."""
    names = [reported.filed.survey.unit.superior for reported in rows]
    first: dict[str, str] = {}
    for name in names:
        if name is not None:
            first.setdefault(fold(name), name)

    def key(reported: Reported) -> str | None:
        name = reported.filed.survey.unit.superior
        return None if name is None else first[fold(name)]

    return key


def _grouped(
    rows: Iterable[Reported], key: Callable[[Reported], KeyT]
) -> dict[KeyT, list[Reported]]:
    groups: dict[KeyT, list[Reported]] = {}
    for reported in rows:
        groups.setdefault(key(reported), []).append(reported)
    return groups


def _none_yet() -> dict[UnitKind, Counts]:
    return {kind: Counts() for kind in UnitKind}


def _keeps_negative(row: SurveyRow) -> bool:
    listed = row.certificate is not None and not row.is_retained
    return listed and row.proposal is Proposal.KEEP


def _covered_twice(filed: tuple[FiledSurvey, ...]) -> tuple[FiledSurvey, ...]:
    systems = [one.survey for one in filed if one.survey.covers is Coverage.SYSTEM]
    names = {fold(survey.unit.name) for survey in systems}
    named = {fold(row.demanded_by or "") for survey in systems for row in survey.rows} - {""}
    return tuple(
        one
        for one in filed
        if fold(one.survey.unit.superior or "") in names or fold(one.survey.unit.name) in named
    )

"""Surveys and overviews as JSON, with the decree's remarks: for the interface and for exports.

Must never hold more than the survey itself and what the catalogue says about it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from gateway.domain.fact import JsonValue
from gateway.policy.survey_csv import moment
from gateway.policy.survey_form import row_json, survey_json
from gateway.policy.survey_remarks import paper_name, remarks_on
from gateway.policy.survey_totals import Counts, Overview, Paper, Reported, count, rows_of
from gateway.policy.survey_words import problem_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.domain.catalogue import Catalogue
    from gateway.domain.survey import FiledSurvey, SurveyCall, Unit
    from gateway.errors import Problem


def filed_json(filed: FiledSurvey, catalogue: Catalogue) -> dict[str, JsonValue]:
    """A survey as it is kept: state, digest, content, totals, and remarks by row."""
    return {
        **heading_json(filed),
        "survey": survey_json(filed.survey),
        "totals": _counts(count(rows_of((filed,)))),
        "remarks": [
            {
                "row": place,
                "code": remark.code,
                "text": remark.text.form(),
                "details": [detail.form() for detail in remark.details],
            }
            for place, row in enumerate(filed.survey.rows)
            for remark in remarks_on(row, catalogue)
        ],
    }


def heading_json(filed: FiledSurvey) -> dict[str, JsonValue]:
    """A survey without its rows, for lists."""
    signed = filed.sign_off
    return {
        "survey_id": filed.survey_id,
        "unit": _unit(filed.survey.unit),
        "period": filed.survey.period,
        "covers": filed.survey.covers.value,
        "state": filed.state.value,
        "rows": len(filed.survey.rows),
        "digest": filed.digest,
        "drafted_at": moment(filed.drafted_at),
        "changed_at": moment(filed.changed_at),
        "submitted_at": moment(filed.submitted_at) if filed.submitted_at else None,
        "filed_by": filed.filed_by,
        "signed_by": signed.signed_by if signed else None,
        "signed_on": signed.signed_on.isoformat() if signed else None,
        "superseded_by": filed.superseded_by,
    }


def overview_json(seen: Overview, catalogue: Catalogue) -> dict[str, JsonValue]:
    """A period at a glance."""
    return {
        "period": seen.period,
        "call": call_json(seen.due) if seen.due else None,
        "filed": [heading_json(one) for one in seen.filed],
        "late": [one.survey_id for one in seen.late],
        "missing": [_unit(unit) for unit in seen.missing],
        "total": _counts(seen.total),
        "by_paper": [
            {**_paper(paper, catalogue, seen), **_counts(counts)}
            for paper, counts in sorted(seen.by_paper.items(), key=_by_size)
        ],
        "by_kind": {kind.value: _counts(counts) for kind, counts in seen.by_kind.items()},
        "by_superior": [
            {"superior": superior, **_counts(counts)}
            for superior, counts in sorted(seen.by_superior.items(), key=lambda p: p[0] or "")
        ],
        "without_basis": [_reported(one, catalogue) for one in seen.without_basis],
        "negative_kept": [_reported(one, catalogue) for one in seen.negative_kept],
        "covered_twice": [one.survey_id for one in seen.covered_twice],
    }


def call_json(call: SurveyCall) -> dict[str, JsonValue]:
    """A round: what was called for, by when, and of whom, in the order of their codes."""
    return {
        "period": call.period,
        "due_on": call.due_on.isoformat(),
        "units": [_unit(unit) for unit in sorted(call.units, key=lambda unit: unit.code)],
    }


def problems_json(problems: Iterable[Problem]) -> list[JsonValue]:
    """Every problem in words, by row (counted from 1, None outside the rows) and field."""
    return [_problem(problem) for problem in problems]


def _problem(problem: Problem) -> JsonValue:
    parts = problem.pointer.split("/")[1:]
    in_rows = parts[:1] == ["rows"] and len(parts) > 1 and parts[1].isdecimal()
    row = int(parts[1]) + 1 if in_rows else None
    field = "/".join(parts[2:] if in_rows else parts)
    return {
        "row": row,
        "field": field,
        "reason": problem.reason,
        "text": problem_text(problem.reason).form(),
    }


def _unit(unit: Unit) -> dict[str, JsonValue]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind.value,
        "superior": unit.superior,
    }


def _counts(counts: Counts) -> dict[str, JsonValue]:
    return {**asdict(counts)}


def _paper(paper: Paper, catalogue: Catalogue, seen: Overview) -> dict[str, JsonValue]:
    listed = paper.certificate
    by_kind = seen.by_paper_and_kind[paper]
    return {
        "listed": listed.listed if listed else None,
        "number": listed.number if listed else None,
        "name": paper_name(listed, paper.name, catalogue).form(),
        "by_kind": {kind.value: _counts(counts) for kind, counts in by_kind.items()},
    }


def _by_size(item: tuple[Paper, Counts]) -> tuple[int, str, int, str]:
    """The paper of which most are demanded first."""
    paper, counts = item
    listed = paper.certificate
    place = (listed.listed, listed.number) if listed else ("unlisted", 0)
    return (-counts.per_year, *place, paper.name or "")


def _reported(reported: Reported, catalogue: Catalogue) -> JsonValue:
    row = reported.row
    return {
        "survey_id": reported.filed.survey_id,
        "unit": _unit(reported.filed.survey.unit),
        "name": paper_name(row.certificate, row.paper, catalogue).form(),
        **row_json(row),
    }

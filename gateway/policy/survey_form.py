"""A survey as a form: read from JSON or TOML, kept as canonical JSON, read back from it.

All problems are found at once, each by row and field, and nothing that was written is dropped:
what cannot be read is refused. Must never let personal data pass into a free text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gateway.domain.catalogue import NEGATIVE, RETAINED
from gateway.domain.credit_code import CreditCode, CreditCodeRefused
from gateway.domain.matter import CertificateRef
from gateway.domain.survey import PERIOD, Coverage, Proposal, Survey, SurveyRow, Unit, UnitKind
from gateway.errors import ContentRefused, Problem
from gateway.policy import survey_words as why
from gateway.policy.form import MISSING, TOO_MANY, UNKNOWN_VALUE, Form
from gateway.policy.survey_checks import check_rows
from gateway.policy.survey_texts import (
    LONGEST_BASIS,
    LONGEST_MATTER,
    LONGEST_NAME,
    LONGEST_PAPER,
    LONGEST_REMARKS,
    LONGEST_ROLE,
    LONGEST_SUMMARY,
    read_optional,
    read_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.catalogue import Catalogue
    from gateway.domain.fact import JsonValue
    from gateway.domain.survey import SignOff

MOST_ROWS: Final = 500
MOST_PER_YEAR: Final = 10_000_000
NOT_THIS_UNIT: Final = "not_this_unit"


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files, as registered: a form need not repeat it, and must not say otherwise."""

    code: str
    name: str


def read_survey(
    raw: Mapping[str, object], catalogue: Catalogue, year: int, filer: Filer | None = None
) -> Survey:
    """Read the form of a survey.

    `raw` is decoded JSON or TOML; `year` is the current civil year. Without `filer` the form must
    name the unit itself. Raises ContentRefused with every problem, each with its pointer.
    """
    problems: list[Problem] = []
    survey = _read(raw, filer, problems)
    _check_period(survey.period, year, problems)
    check_rows(survey, catalogue, problems)
    return _survey_unless(problems, survey)


def survey_from_json(raw: Mapping[str, Any]) -> Survey:
    """Read back what `survey_json` wrote: it was checked then, by the rules of then.

    Raises KeyError or ValueError for what it never wrote.
    """
    unit, rows = raw["unit"], raw["rows"]
    return Survey(
        unit=Unit(unit["code"], unit["name"], UnitKind(unit["kind"]), unit["superior"]),
        period=raw["period"],
        covers=Coverage(raw["covers"]),
        contact_role=raw["contact_role"],
        rows=tuple(_row_from_json(row) for row in rows),
        summary=raw["summary"],
    )


def survey_json(survey: Survey) -> dict[str, JsonValue]:
    """The canonical content: equal surveys give equal forms, and so equal digests.

    Every field is there; what is None is null.
    """
    unit = survey.unit
    return {
        "unit": {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind.value,
            "superior": unit.superior,
        },
        "period": survey.period,
        "covers": survey.covers.value,
        "contact_role": survey.contact_role,
        "summary": survey.summary,
        "nothing_demanded": not survey.rows,
        "rows": [row_json(row) for row in survey.rows],
    }


def row_json(row: SurveyRow) -> dict[str, JsonValue]:
    """One row in the form's own fields."""
    listed = row.certificate
    return {
        "listed": listed.listed if listed else None,
        "number": listed.number if listed else None,
        "paper": row.paper,
        "matter": row.matter,
        "basis": row.basis,
        "per_year": row.per_year,
        "proposal": row.proposal.value,
        "demanded_at": row.demanded_at.value,
        "demanded_by": row.demanded_by,
        "remarks": row.remarks,
    }


def sign_off_json(sign_off: SignOff) -> dict[str, JsonValue]:
    """Who in office signed, when, and that it was sealed."""
    return {
        "signed_by": sign_off.signed_by,
        "signed_on": sign_off.signed_on.isoformat(),
        "sealed": sign_off.sealed,
    }


def _row_from_json(raw: Mapping[str, Any]) -> SurveyRow:
    is_listed = raw["listed"] is not None
    as_it_is = ("paper", "matter", "basis", "per_year", "demanded_by", "remarks")
    return SurveyRow(
        certificate=CertificateRef(raw["listed"], raw["number"]) if is_listed else None,
        proposal=Proposal(raw["proposal"]),
        demanded_at=UnitKind(raw["demanded_at"]),
        **{name: raw[name] for name in as_it_is},
    )


def _read(raw: Mapping[str, object], filer: Filer | None, problems: list[Problem]) -> Survey:
    form = Form(_without_nulls(raw), problems)
    unit = read_unit(form.table("unit"), filer)
    survey = Survey(
        unit=unit,
        period=form.text("period"),
        covers=form.choice("covers", Coverage, Coverage.OWN),
        contact_role=read_text(form, "contact_role", LONGEST_ROLE),
        rows=_rows(form, unit.kind),
        summary=read_optional(form, "summary", LONGEST_SUMMARY),
    )
    form.close()
    return survey


def read_unit(form: Form, filer: Filer | None = None) -> Unit:
    """Read a unit, by its registration where there is one."""
    if filer is None:
        code, name = _code(form), read_text(form, "name", LONGEST_NAME)
    else:
        code, name = filer.code, filer.name
        if form.has("code") and form.text("code") != code:
            form.refuse("code", NOT_THIS_UNIT)
        if form.has("name"):
            form.text("name")  # the registered one holds
    kind = form.choice("kind", UnitKind)
    unit = Unit(code, name, kind, read_optional(form, "superior", LONGEST_NAME))
    form.close()
    return unit


def _code(form: Form) -> str:
    code = form.text("code")
    try:
        return CreditCode.parse(code).value
    except CreditCodeRefused:
        if code.strip():
            form.refuse("code", why.CODE_MALFORMED)
        return ""


def _rows(form: Form, kind: UnitKind) -> tuple[SurveyRow, ...]:
    """The rows; none only with the express word that nothing is demanded (零报告)."""
    nothing = form.flag("nothing_demanded")
    count = len(form.items("rows"))
    if count > MOST_ROWS:
        form.refuse("rows", TOO_MANY)
        return ()
    if nothing == bool(count):
        form.refuse("nothing_demanded" if nothing else "rows", why.ROWS_OR_NOTHING)
    return tuple(_row(table, kind) for table in form.tables("rows"))


def _row(form: Form, kind: UnitKind) -> SurveyRow:
    row = SurveyRow(
        certificate=_certificate(form),
        paper=read_optional(form, "paper", LONGEST_PAPER),
        matter=read_text(form, "matter", LONGEST_MATTER),
        basis=read_optional(form, "basis", LONGEST_BASIS),
        per_year=form.whole("per_year", 0, MOST_PER_YEAR),
        proposal=form.choice("proposal", Proposal),
        demanded_at=form.choice("demanded_at", UnitKind, kind),
        demanded_by=read_optional(form, "demanded_by", LONGEST_NAME),
        remarks=read_optional(form, "remarks", LONGEST_REMARKS),
    )
    form.close()
    return row


def _certificate(form: Form) -> CertificateRef | None:
    """List and number, both or neither; whether the list has that number is checked later."""
    if not form.has("listed") and not form.has("number"):
        return None
    if not form.has("listed"):
        form.refuse("listed", MISSING)
    listed = form.text("listed") if form.has("listed") else NEGATIVE
    if listed.strip() and listed not in (NEGATIVE, RETAINED):
        form.refuse("listed", UNKNOWN_VALUE)
    return CertificateRef(listed, form.whole("number", 1, 999))


def _check_period(period: str, year: int, problems: list[Problem]) -> None:
    if not period.strip():
        return
    if not PERIOD.fullmatch(period):
        problems.append(Problem("/period", why.PERIOD_MALFORMED))
    elif abs(int(period[:4]) - year) > 1:
        problems.append(Problem("/period", why.PERIOD_OUT_OF_RANGE))


def _without_nulls(raw: object) -> object:
    """The same with absent fields absent: JSON has a word for nothing, TOML has not."""
    if isinstance(raw, dict):
        return {key: _without_nulls(value) for key, value in raw.items() if value is not None}
    if isinstance(raw, list):
        return [_without_nulls(item) for item in raw]
    return raw


def _survey_unless(problems: list[Problem], survey: Survey) -> Survey:
    if problems:
        raise ContentRefused(*problems)
    return survey

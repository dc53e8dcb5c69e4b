"""`gateway survey …`: rounds, surveys of units without a client, the form, exports."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from gateway.api.forms.surveying import read_sign_off
from gateway.api.problems.kinds import KINDS
from gateway.assembly.joining import Assembled
from gateway.commands import survey_papers as papers
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    a_table,
    out,
    told_plainly,
    with_store,
)
from gateway.commands.survey_files import check_drafts, read_drafts, read_round
from gateway.commands.survey_papers import Period, SurveyId, check_period, found
from gateway.commands.survey_verify import verify
from gateway.domain.catalogue import Catalogue
from gateway.domain.survey import FiledSurvey, SignOff, Survey
from gateway.flow import surveys as flow
from gateway.flow.parts import Parts
from gateway.policy.survey_remarks import paper_name
from gateway.policy.survey_totals import Counts, Overview
from gateway.policy.survey_words import UNIT_KINDS
from gateway.ports.machine import civil_date
from gateway.ports.surveys import Barred, SurveyBar

app = typer.Typer(
    no_args_is_help=True, help="Survey the papers that units still demand (摸排清理)."
)
app.command()(papers.form)
app.command()(papers.export)
app.command()(papers.template)
app.command()(verify)


class Encoding(Enum):
    """How a file is written; older spreadsheet programs in China write GB 18030."""

    UTF_8 = "utf-8"
    GB_18030 = "gb18030"


Written = Annotated[Encoding, typer.Option(help="How the file is written.")]
SignedBy = Annotated[str | None, typer.Option(help="The office that signed, never a name.")]
SignedOn = Annotated[str | None, typer.Option(help="The day of the signature, 2026-12-30.")]
HAND = flow.Hand(flow.OPERATOR)


@app.command()
def call(
    period: Period,
    due: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day to file.")],
    units: Annotated[
        Path | None,
        typer.Option(help="A CSV of the units; by default all registered state bodies."),
    ] = None,
    encoding: Written = Encoding.UTF_8,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Call for a period's surveys: who is to file, and by when. Calling again replaces that."""

    def command() -> int:
        listed = read_round(units, encoding.value) if units else ()
        check_period(period)

        async def work(opened: Assembled) -> int:
            made = await flow.call_for_surveys(opened.parts, period, due.date(), listed)
            return len(made.units)

        return with_store(data, settings, work)

    out.print(f"{told_plainly(command)} units are to file for {period} by {due.date()}")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="One survey as .toml, or any number as .csv.")],
    signed_by: SignedBy = None,
    signed_on: SignedOn = None,
    encoding: Written = Encoding.UTF_8,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """File surveys of units without a client: as drafts, or submitted if the form was signed.

    A unit's draft of the period is replaced. All of a file is filed, or nothing of it.
    """

    def command() -> list[FiledSurvey]:
        sign_off = _sign_off(signed_by, signed_on)
        drafts = read_drafts(file, encoding.value)

        async def work(opened: Assembled) -> list[FiledSurvey]:
            surveys = await check_drafts(opened.parts, file, drafts)
            if sign_off is not None:
                flow.check_signed_on(opened.parts, sign_off)
            return [await _file(opened.parts, survey, sign_off) for survey in surveys]

        return with_store(data, settings, work)

    for filed in told_plainly(command):
        line = f"{filed.survey_id} {filed.state.value} {filed.digest}"
        out.print(line, markup=False, soft_wrap=True)


@app.command()
def submit(
    survey_id: SurveyId,
    digest: Annotated[str, typer.Option(help="The digest on the signed form.")],
    signed_by: Annotated[str, typer.Option(help="The office that signed, never a name.")],
    signed_on: Annotated[str, typer.Option(help="The day of the signature, 2026-12-30.")],
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Submit a draft whose form was signed and sealed; it never changes afterwards."""

    def command() -> FiledSurvey:
        sign_off = read_sign_off(signed_by, signed_on)
        wanted = "".join(digest.lower().split())

        async def work(opened: Assembled) -> FiledSurvey:
            kept = await flow.submit_survey(opened.parts, survey_id, wanted, sign_off, HAND)
            return _unless_barred(kept)

        return with_store(data, settings, work)

    filed = found(survey_id, command)
    out.print(f"{filed.survey_id} {filed.state.value}", markup=False)


@app.command("list")
def list_all(
    period: Annotated[str | None, typer.Option(help="Only this period.")] = None,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Show all surveys, drafts and superseded ones too."""

    async def work(opened: Assembled) -> tuple[FiledSurvey, ...]:
        await flow.note_export(opened.parts, {"what": "list"})
        return await opened.parts.surveys.find(period=period)

    table = a_table("survey", "period, state", "rows", "unit")
    for one in told_plainly(lambda: with_store(data, settings, work)):
        unit = one.survey.unit
        submitted = f"\n{civil_date(one.submitted_at)}" if one.submitted_at else ""
        state = f"{one.survey.period}\n{one.state.value}{submitted}"
        table.add_row(one.survey_id, state, str(len(one.survey.rows)), f"{unit.name}\n{unit.code}")
    out.print(table)


@app.command()
def status(period: Period, data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Show who has not filed for a period, and the totals by paper and kind of unit."""

    async def work(opened: Assembled) -> tuple[Overview, Catalogue]:
        check_period(period)
        await flow.note_export(opened.parts, {"what": "overview", "period": period})
        return await flow.overview_of(opened.parts, period), opened.parts.catalogue

    seen, catalogue = told_plainly(lambda: with_store(data, settings, work))
    due = f", due on {seen.due.due_on}" if seen.due else ", no round was called"
    out.print(f"{len(seen.filed)} filed, {len(seen.late)} of them late{due}")
    for unit in seen.missing:
        out.print(f"not filed: {unit.code} {unit.name} ({UNIT_KINDS[unit.kind].en})", markup=False)
    table = a_table("a year", "rows", "units", "no basis", "kept", "paper")
    for paper, counts in seen.by_paper.items():
        name = paper_name(paper.certificate, paper.name, catalogue)
        table.add_row(*_numbers(counts), name.zh)
    for kind, counts in seen.by_kind.items():
        table.add_row(*_numbers(counts), f"= {UNIT_KINDS[kind].zh}")
    table.add_row(*_numbers(seen.total), "= 合计")
    out.print(table)


async def _file(parts: Parts, survey: Survey, sign_off: SignOff | None) -> FiledSurvey:
    """Keep a survey as the unit's draft, and submit it if its form was signed."""
    kept = await flow.draft_survey(parts, survey, HAND)
    if isinstance(kept, Barred) and kept.bar is SurveyBar.DRAFT_EXISTS and kept.survey_id:
        kept = await flow.replace_survey(parts, kept.survey_id, survey, HAND)
    filed = _unless_barred(kept)
    if sign_off is None:
        return filed
    args = (filed.survey_id, filed.digest, sign_off, HAND)
    return _unless_barred(await flow.submit_survey(parts, *args))


def _sign_off(signed_by: str | None, signed_on: str | None) -> SignOff | None:
    if signed_by is None and signed_on is None:
        return None
    if signed_by is None or signed_on is None:
        raise ValueError("--signed-by and --signed-on belong together")
    return read_sign_off(signed_by, signed_on)


def _unless_barred(kept: FiledSurvey | Barred) -> FiledSurvey:
    if isinstance(kept, FiledSurvey):
        return kept
    said = f"{KINDS[kept.bar.value].title.zh} {KINDS[kept.bar.value].title.en}"
    raise ValueError(f"{kept.survey_id}: {said}")


def _numbers(counts: Counts) -> tuple[str, ...]:
    shown = (counts.per_year, counts.rows, counts.units, counts.without_basis, counts.kept)
    return tuple(str(number) for number in shown)

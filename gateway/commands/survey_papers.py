"""`gateway survey form|export|template`: what is written for people to read, sign or fill in."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from gateway.api.pages.survey import survey_form
from gateway.assembly.joining import Assembled
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    err,
    told_plainly,
    with_store,
)
from gateway.domain.survey import PERIOD
from gateway.errors import NotFound
from gateway.flow import surveys as flow
from gateway.policy.survey_csv import headings, to_csv
from gateway.policy.survey_record import filed_json
from gateway.policy.survey_words import PERIOD_MALFORMED, problem_text

Result = TypeVar("Result")


class Format(Enum):
    """What an export is written as."""

    CSV = "csv"
    JSON = "json"


class Language(Enum):
    """The language of the form."""

    ZH = "zh"
    EN = "en"


Period = Annotated[str, typer.Argument(help="2026, 2026-H1, 2026-Q4 or 2026-11.")]
SurveyId = Annotated[str, typer.Argument(help="The survey's id, srv_….")]
To = Annotated[Path | None, typer.Option("--to", help="Write to this file, not to the terminal.")]


def form(
    survey_id: SurveyId,
    lang: Annotated[Language, typer.Option(help="Its language.")] = Language.ZH,
    to: To = None,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Write the form that a head signs: a page of A4, whole in one HTML file."""

    async def work(opened: Assembled) -> bytes:
        parts = opened.parts
        filed = await parts.surveys.read(survey_id)
        if filed is None:
            raise NotFound
        await flow.note_export(parts, {"what": "form", "survey": survey_id})
        call = await parts.surveys.called(filed.survey.period)
        due_on = call.due_on if call else None
        version = parts.catalogue_digest
        page = survey_form(filed, parts.catalogue, version, due_on, lang.value, is_file=True)
        return bytes(page.body)

    page = found(survey_id, lambda: with_store(data, settings, work))
    _write(page.decode("utf-8"), to)


def export(
    period: Period,
    as_: Annotated[Format, typer.Option("--as", help="csv or json.")] = Format.CSV,
    chinese: Annotated[bool, typer.Option("--chinese", help="Headings in Chinese.")] = False,
    to: To = None,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Write every valid submission of a period; `gateway survey import` reads the table again."""

    async def work(opened: Assembled) -> str:
        parts = opened.parts
        check_period(period)
        await flow.note_export(parts, {"what": "export", "period": period})
        found = await flow.filed_surveys(parts, period, with_superseded=False)
        if as_ is Format.CSV:
            return to_csv(found, parts.catalogue, chinese=chinese)
        content = [filed_json(one, parts.catalogue) for one in found]
        whole = {"period": period, "surveys": content}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    text = told_plainly(lambda: with_store(data, settings, work))
    # Spreadsheet programs take a file without the mark for one in an older encoding.
    _write("\ufeff" + text if to and as_ is Format.CSV else text, to)


def template(
    chinese: Annotated[bool, typer.Option("--chinese", help="Headings in Chinese.")] = False,
    to: To = None,
) -> None:
    """Write an empty table to fill in and import."""
    text = headings(chinese=chinese)
    _write("\ufeff" + text if to else text, to)


def check_period(period: str) -> None:
    """Raise ValueError for what is no period."""
    if not PERIOD.fullmatch(period):
        raise ValueError(f"{period}: {problem_text(PERIOD_MALFORMED).en}")


def found(survey_id: str, command: Callable[[], Result]) -> Result:
    """Run a command about one survey; that it does not exist is said in a sentence."""

    def named() -> Result:
        try:
            return command()
        except NotFound as error:
            raise ValueError(f"no survey {survey_id} was filed") from error

    return told_plainly(named)


def _write(text: str, to: Path | None) -> None:
    """To a file, or to the terminal without anything that only lays it out."""
    if to is None:
        typer.echo(text, nl=False)
    else:
        told_plainly(lambda: to.write_text(text, encoding="utf-8", newline=""))
        err.print(f"written to {to}", markup=False, soft_wrap=True)

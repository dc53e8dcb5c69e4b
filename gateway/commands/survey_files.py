"""Files of surveys at the command line: read whole, and everything that is wrong in them told.

Must never file a part of a file: either all of it can be read, or nothing is filed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from gateway.domain.survey import Survey, Unit
from gateway.errors import ContentRefused, Problem
from gateway.flow.parts import Parts
from gateway.flow.surveys import read_content
from gateway.policy.form import UNKNOWN_VALUE, WRONG_TYPE
from gateway.policy.survey_columns import CODED
from gateway.policy.survey_csv import Drafted, from_csv
from gateway.policy.survey_units import read_units
from gateway.policy.survey_words import problem_text

TOML, CSV = ".toml", ".csv"


class FileRefused(ValueError):
    """What is wrong in a file, a line for each problem."""


def read_drafts(file: Path, encoding: str) -> tuple[Drafted, ...]:
    """The surveys of a file, not checked yet. Raises ValueError naming file and places."""
    text = _text(file, encoding)
    match file.suffix.lower():
        case ".toml":
            try:
                return (Drafted(tomllib.loads(text), 0, ()),)
            except tomllib.TOMLDecodeError as error:
                raise FileRefused(f"{file}: is not TOML: {error}") from None
        case ".csv":
            try:
                return from_csv(text)
            except ContentRefused as refused:
                raise _refused(file, map(_in_table, refused.problems)) from None
        case _:
            raise FileRefused(f"{file}: must end in .toml or .csv")


def read_round(file: Path, encoding: str) -> tuple[Unit, ...]:
    """The units that a round calls upon. Raises ValueError naming file and places."""
    try:
        return read_units(_text(file, encoding))
    except ContentRefused as refused:
        raise _refused(file, map(_in_table, refused.problems)) from None


async def check_drafts(parts: Parts, file: Path, drafts: tuple[Drafted, ...]) -> list[Survey]:
    """All surveys of a file. A unit that is registered is called as it is registered.

    Raises FileRefused with every problem of every survey.
    """
    surveys: list[Survey] = []
    told: list[str] = []
    for draft in drafts:
        requester = await parts.registry.requester(_code(draft))
        try:
            surveys.append(read_content(parts, draft.raw, requester))
        except ContentRefused as refused:
            told += [_said(_place(draft, problem), problem) for problem in refused.problems]
    if told:
        raise _refused(file, told)
    return surveys


def _code(draft: Drafted) -> str:
    unit = draft.raw.get("unit")
    code = unit.get("code") if isinstance(unit, dict) else None
    return code if isinstance(code, str) else ""


def _place(draft: Drafted, problem: Problem) -> str:
    """Line and column of a table; field of a TOML file, its rows counted from 1."""
    if draft.first_line:
        return draft.place_of(problem.pointer)
    return ", ".join(_counted(problem.pointer.split("/")[1:])) or "file"


def _counted(parts: list[str]) -> Iterator[str]:
    if parts[:1] == ["rows"] and len(parts) > 1 and parts[1].isdecimal():
        yield f"row {int(parts[1]) + 1}"
        parts = parts[2:]
    if parts:
        yield "/".join(parts)


def _in_table(problem: Problem) -> str:
    line, _, column = problem.pointer.removeprefix("/").partition("/")
    if column.isdecimal():
        column = f"heading {int(column) + 1}"
    return _said(f"line {line}{', ' if column else ''}{column}", problem)


def _said(place: str, problem: Problem) -> str:
    text = problem_text(problem.reason)
    return f"{place}: {text.zh} {text.en} ({problem.reason}){_expected(problem)}"


def _expected(problem: Problem) -> str:
    """What may stand there, where only some words or a number may."""
    parts = problem.pointer.split("/")
    name = f"unit_{parts[-1]}" if parts[-2:-1] == ["unit"] else parts[-1]
    if problem.reason == WRONG_TYPE and name in ("number", "per_year"):
        return ": 整数 a whole number"
    if problem.reason != UNKNOWN_VALUE or name not in CODED:
        return ""
    words: dict[str, str] = {}
    for word, code in CODED[name].items():
        words.setdefault(code, word)
    return ": " + ", ".join(f"{word} ({code})" for code, word in words.items())


def _refused(file: Path, told: Iterable[str]) -> FileRefused:
    return FileRefused("\n".join((f"{file}:", *(f"  {line}" for line in told))))


def _text(file: Path, encoding: str) -> str:
    """The text of a file. A spreadsheet program may have written it in another encoding."""
    try:
        return file.read_bytes().decode(encoding).removeprefix("\ufeff")
    except OSError as error:
        raise ValueError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        said = f"{file}: is not {encoding}, from byte {error.start}; see --encoding"
        raise ValueError(said) from None

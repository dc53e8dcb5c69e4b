"""What the pages of improper demands show, and what was typed into them.

Whatever is wrong, what was typed is shown again: nobody writes a report twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from gateway.api.forms.content_reasons import CONTENT_REASONS
from gateway.domain.catalogue import NEGATIVE, RETAINED, Catalogue
from gateway.domain.codes import Area, Codes
from gateway.domain.text import Text
from gateway.errors import Problem
from gateway.policy.demand_form import LONGEST_NAME, LONGEST_PLACE, LONGEST_SAID, RawReport

FIELDS: Final = (
    "reporter",
    "list",
    "number",
    "paper",
    "office",
    "code",
    "superior",
    "when",
    "area",
    "place",
    "said",
)
KEY: Final = "key"
LONGEST: Final = {"name": LONGEST_NAME, "place": LONGEST_PLACE, "said": LONGEST_SAID}

_FIELD_OF: Final = {
    "/reporter": "reporter",
    "/certificate": "paper",
    "/certificate/list": "paper",
    "/certificate/number": "paper",
    "/certificate/name": "paper",
    "/office/name": "office",
    "/office/credit_code": "code",
    "/office/superior": "superior",
    "/when": "when",
    "/where/area": "area",
    "/where/text": "place",
    "/said": "said",
}
_UNITS: Final = {3600: Text("小时", "h"), 60: Text("分钟", "min"), 1: Text("秒", "s")}
_AREA_UNKNOWN: Final = Text(
    "没有找到这个区划，请写六位代码，或者留空、只写地点。",
    "No such district is known here: give its six-digit code, or leave it out and name the place.",
)


def raw_report(typed: Mapping[str, str], codes: Codes, today: date) -> RawReport:
    """The report as typed; a district by its name is one by its code."""
    return RawReport(
        reporter=typed["reporter"],
        listed=typed["list"],
        number=typed["number"],
        paper=typed["paper"],
        office=typed["office"],
        code=typed["code"],
        superior=typed["superior"],
        happened_on=typed["when"],
        area=_area_code(typed["area"].strip(), areas(codes, today)),
        place=typed["place"],
        said=typed["said"],
    )


def areas(codes: Codes, today: date) -> tuple[Area, ...]:
    """The areas to choose from: those that exist today."""
    return tuple(area for area in codes.areas.values() if area.may_be_valid_on(today))


def errors_of(problems: Iterable[Problem]) -> dict[str, Text | None]:
    """For every field the sentence of its first problem."""
    found: dict[str, Text | None] = dict.fromkeys(FIELDS)
    for problem in problems:
        name = _FIELD_OF.get(problem.pointer, "paper")
        sentence = _AREA_UNKNOWN if name == "area" else CONTENT_REASONS[problem.reason]
        found[name] = found[name] or sentence
    return found


def name_of(catalogue: Catalogue, listed: str | None, number: int | None, name: str) -> Text:
    """What a paper is called in both languages; one on neither list as it was called."""
    if listed is None or number is None:
        return Text(name, name)
    papers = catalogue.retained if listed == RETAINED else catalogue.negative
    return papers[number].name


def instead_of(catalogue: Catalogue, listed: str | None, number: int | None) -> Text | None:
    """What the decree has instead of a paper that a committee no longer issues."""
    if listed != NEGATIVE or number is None:
        return None
    return catalogue.negative[number].instead


def wait_of(seconds: int) -> Text:
    """How long to wait, as people say it."""
    length = next(length for length in _UNITS if seconds >= 2 * length or length == 1)
    count = -(-seconds // length)
    unit = _UNITS[length]
    return Text(f"{count} {unit.zh}", f"{count} {unit.en}")


def _area_code(text: str, known: tuple[Area, ...]) -> str:
    """The code of the one area of this name; else the text, which is looked at as a code."""
    wanted = text.casefold()
    found = [a.code for a in known if wanted in (a.name.zh, a.name.en.casefold())]
    return found[0] if len(found) == 1 else text

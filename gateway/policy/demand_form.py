"""What somebody reports: checked field by field, and the paper found in the catalogue.

Must never put a value into a problem, never guess at a paper that is called otherwise, and never
ask for anything about a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from gateway.domain.catalogue import NEGATIVE, RETAINED, Catalogue
from gateway.domain.credit_code import CreditCode, CreditCodeRefused
from gateway.domain.demand import DemandedPaper, Office, Report, Reporter
from gateway.domain.fact import JsonValue
from gateway.errors import ContentRefused, Problem
from gateway.policy.catalogue_search import Fit, Found, Source, search
from gateway.policy.demand_texts import (
    LOOKS_LIKE_IDENTITY,
    fold,
    is_like_identity,
    personal_number_in,
)

LONGEST_NAME: Final = 60
LONGEST_PLACE: Final = 120
LONGEST_SAID: Final = 600
MOST_SIMILAR: Final = 5
EARLIEST: Final = date(2018, 1, 1)
"""The first list of such papers is of that year; an older demand broke none."""

MISSING: Final = "missing_field"
EMPTY: Final = "text_empty"
TOO_LONG: Final = "text_too_long"
CHARACTERS: Final = "text_characters"
MALFORMED: Final = "text_malformed"
NO_SUCH_DAY: Final = "date_malformed"
UNKNOWN: Final = "unknown_code"
ONLY_ONE: Final = "only_one_allowed"
IN_THE_FUTURE: Final = "day_in_the_future"
TOO_LONG_AGO: Final = "day_too_long_ago"

_NAMED: Final = frozenset({Source.NAME, Source.OTHER_NAME, Source.OLDER_NAME})
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_AREA: Final = re.compile(r"[1-9][0-9]{5}")


@dataclass(frozen=True, slots=True)
class RawReport:
    """A report as it was typed; empty where nothing was. `number` belongs to `listed`."""

    reporter: str
    listed: str
    number: str
    paper: str
    office: str
    code: str
    superior: str
    happened_on: str
    area: str
    place: str
    said: str


def read_report(raw: RawReport, catalogue: Catalogue, today: date) -> Report:
    """The report. Raises ContentRefused with every problem, by the pointers of the JSON form."""
    problems: list[Problem] = []
    paper = _paper(raw, catalogue, problems)
    office = free_text(raw.office, "/office/name", LONGEST_NAME, problems)
    superior = free_text(raw.superior, "/office/superior", LONGEST_NAME, problems, needed=False)
    code = _code(raw.code.strip(), problems)
    happened_on = _day(raw.happened_on.strip(), today, problems)
    area = _area(raw.area.strip(), problems)
    place = free_text(
        raw.place, "/where/text", LONGEST_PLACE, problems, needed=not raw.area.strip()
    )
    said = free_text(raw.said, "/said", LONGEST_SAID, problems, needed=False, lines=True)
    if raw.reporter not in {one.value for one in Reporter}:
        problems.append(Problem("/reporter", UNKNOWN if raw.reporter else MISSING))
    if problems or paper is None or office is None or happened_on is None:
        raise ContentRefused(*problems)
    return Report(
        reporter=Reporter(raw.reporter),
        paper=paper,
        office=Office(office, code, superior),
        happened_on=happened_on,
        area=area,
        place=place,
        said=said,
    )


def report_json(report: Report) -> dict[str, JsonValue]:
    """A report's canonical form, as it was understood: what makes two of them the same."""
    office, paper = report.office, report.paper
    return {
        "reporter": report.reporter.value,
        "certificate": {"list": paper.listed, "number": paper.number, "name": paper.name},
        "office": {"name": office.name, "credit_code": office.code, "superior": office.superior},
        "when": report.happened_on.isoformat(),
        "where": {"area": report.area, "text": report.place},
        "said": report.said,
    }


def similar(catalogue: Catalogue, paper: DemandedPaper) -> tuple[Found, ...]:
    """Entries of the lists that a paper on neither may have been meant for, closest first."""
    if paper.listed is not None:
        return ()
    return tuple(_named(catalogue, paper.name)[:MOST_SIMILAR])


def is_several(found: Iterable[Found]) -> bool:
    """Tell whether a paper is none for sure because several entries are called as it is."""
    return any(one.fit is Fit.WHOLE for one in found)


def paper_key(paper: DemandedPaper) -> str:
    """What papers are grouped by."""
    if paper.listed is None:
        return f"name/{fold(paper.name)}"
    return f"{paper.listed}/{paper.number}"


def listed_paper(catalogue: Catalogue, listed: str, number: int) -> DemandedPaper:
    """An entry of a list with its official name. Raises KeyError."""
    paper = catalogue.retained[number] if listed == RETAINED else catalogue.negative[number]
    return DemandedPaper(listed, number, paper.name.zh)


def _paper(raw: RawReport, catalogue: Catalogue, problems: list[Problem]) -> DemandedPaper | None:
    """By list and number, or by what it is called: then all of a name must fit."""
    if not raw.listed and not raw.number:
        name = free_text(raw.paper, "/certificate/name", LONGEST_NAME, problems)
        return _called(catalogue, name) if name is not None else None
    if raw.paper.strip():
        problems.append(Problem("/certificate", ONLY_ONE))
        return None
    number = int(raw.number) if re.fullmatch(r"[1-9][0-9]?", raw.number) else 0
    if not catalogue.holds(raw.listed, number):
        pointer = "number" if raw.listed in (NEGATIVE, RETAINED) else "list"
        problems.append(Problem(f"/certificate/{pointer}", UNKNOWN))
        return None
    return listed_paper(catalogue, raw.listed, number)


def _called(catalogue: Catalogue, name: str) -> DemandedPaper:
    """The one entry that is called so; one older item is covered by two, which is none for sure."""
    called = [one for one in _named(catalogue, name) if one.fit is Fit.WHOLE]
    closest = [one for one in called if one.source is called[0].source]
    if len(closest) != 1:
        return DemandedPaper(None, None, name)
    return listed_paper(catalogue, closest[0].listed, closest[0].number)


def _named(catalogue: Catalogue, name: str) -> list[Found]:
    return [one for one in search(catalogue, name) if one.source in _NAMED]


def free_text(
    raw: str,
    pointer: str,
    longest: int,
    problems: list[Problem],
    *,
    needed: bool = True,
    lines: bool = False,
) -> str | None:
    """A text without what cannot be seen, without personal numbers; None if there is none."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n")).strip()
    reason = _wrong(text, longest, lines=lines) if text else (EMPTY if needed else None)
    if reason is not None:
        problems.append(Problem(pointer, reason))
        return None
    return text or None


def _wrong(text: str, longest: int, *, lines: bool) -> str | None:
    if len(text) > longest:
        return TOO_LONG
    if _has_unseen(text.replace("\n", "") if lines else text):
        return CHARACTERS
    return personal_number_in(text) or (None if fold(text) else EMPTY)


def _has_unseen(characters: Iterable[str]) -> bool:
    """Control characters, direction marks and halves of characters would show something else."""
    return any(unicodedata.category(character) in _REFUSED for character in characters)


def _code(raw: str, problems: list[Problem]) -> str | None:
    if not raw:
        return None
    if is_like_identity(raw):
        problems.append(Problem("/office/credit_code", LOOKS_LIKE_IDENTITY))
        return None
    try:
        return str(CreditCode.parse(raw.upper()))
    except CreditCodeRefused as refused:
        problems.append(Problem("/office/credit_code", refused.reason))
        return None


def _day(raw: str, today: date, problems: list[Problem]) -> date | None:
    """An ISO 8601 day that is not in the future (Asia/Shanghai)."""
    try:
        day = date.fromisoformat(raw) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw) else None
    except ValueError:
        day = None
    if day is not None and EARLIEST <= day <= today:
        return day
    reason = NO_SUCH_DAY if raw else MISSING
    if day is not None:
        reason = IN_THE_FUTURE if day > today else TOO_LONG_AGO
    problems.append(Problem("/when", reason))
    return None


def _area(raw: str, problems: list[Problem]) -> str | None:
    """A code of GB/T 2260. The table of areas need not hold it: ours is not the whole country."""
    if raw and not _AREA.fullmatch(raw):
        problems.append(Problem("/where/area", MALFORMED))
        return None
    return raw or None

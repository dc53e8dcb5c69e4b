"""The conditions by which compliance reads demands, out of a query.

A query ends up in logs that are not ours: a value that looks like a personal number is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from gateway.api.problems.documents import ProblemRaised
from gateway.domain.catalogue import NEGATIVE, RETAINED
from gateway.domain.credit_code import CreditCode, CreditCodeRefused
from gateway.domain.demand import DemandState
from gateway.policy.demand_form import LONGEST_NAME
from gateway.policy.demand_texts import fold, is_like_identity, personal_number_in
from gateway.ports.demands import DemandFilter, RepeatPlace
from gateway.ports.machine import SHANGHAI

NEITHER: Final = "neither"
CONDITIONS: Final = frozenset(
    {"office", "superior", "list", "number", "paper", "status", "overdue", "from", "until"}
)
PAGE: Final = frozenset({"limit", "after"})
MOST: Final = 200
DEFAULT: Final = 50
_DEMAND_ID: Final = re.compile(r"dmd_[0-9a-f]{32}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER: Final = re.compile(r"[1-9][0-9]?")
_PLACE: Final = re.compile(r"([1-9][0-9]{0,9})\.([1-9][0-9]{0,17})")


def read_filter(query: Mapping[str, str], today: date) -> DemandFilter:
    """The filter. Days are of Asia/Shanghai, both included. Raises `query_not_allowed`."""
    listed, number = query.get("list"), query.get("number")
    _require(listed in (None, NEGATIVE, RETAINED, NEITHER))
    _require(number is None or bool(_NUMBER.fullmatch(number)))
    _require(query.get("overdue") in (None, "true"))
    since, until = _day(query.get("from")), _day(query.get("until"))
    return DemandFilter(
        office=_part(query.get("office")),
        superior=_part(query.get("superior")),
        listed=listed,
        number=int(number) if number is not None else None,
        paper=_part(query.get("paper")),
        states=_states(query.get("status")),
        since=_begins(since) if since is not None else None,
        until=_begins(until + timedelta(days=1)) if until is not None else None,
        overdue_on=today if "overdue" in query else None,
    )


def read_limit(query: Mapping[str, str]) -> int:
    """How many a page has. Raises `query_not_allowed`."""
    raw = query.get("limit", str(DEFAULT))
    _require(bool(re.fullmatch(r"[1-9][0-9]{0,2}", raw)) and int(raw) <= MOST)
    return int(raw)


def read_after(query: Mapping[str, str]) -> str | None:
    """The demand behind which a page begins. Raises `query_not_allowed`."""
    after = query.get("after")
    _require(after is None or bool(_DEMAND_ID.fullmatch(after)))
    return after


def read_place(query: Mapping[str, str]) -> RepeatPlace | None:
    """The row of repeats behind which a page begins. Raises `query_not_allowed`."""
    raw = query.get("after")
    if raw is None:
        return None
    found = _PLACE.fullmatch(raw)
    if found is None:
        raise ProblemRaised("query_not_allowed")
    return RepeatPlace(int(found[1]), int(found[2]))


def write_place(place: RepeatPlace) -> str:
    """The same as one word of a URL."""
    return f"{place.times}.{place.newest}"


def _part(raw: str | None) -> str | None:
    if raw is not None:
        _require(len(raw) <= LONGEST_NAME and bool(fold(raw)))
        _require(_is_code(raw) or personal_number_in(raw) is None)
    return raw


def _is_code(raw: str) -> bool:
    """Whether it is a credit code and cannot be an identity number."""
    try:
        CreditCode.parse(raw)
    except CreditCodeRefused:
        return False
    return not is_like_identity(raw)


def _states(raw: str | None) -> frozenset[DemandState]:
    known = {state.value: state for state in DemandState}
    named = raw.split(",") if raw is not None else []
    _require(all(name in known for name in named))
    return frozenset(known[name] for name in named)


def _day(raw: str | None) -> date | None:
    if raw is None:
        return None
    _require(bool(_DAY.fullmatch(raw)))
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise ProblemRaised("query_not_allowed") from None
    _require(2000 <= day.year <= 9000)
    return day


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def _require(holds: bool) -> None:  # noqa: FBT001 - a condition is what it takes
    if not holds:
        raise ProblemRaised("query_not_allowed")

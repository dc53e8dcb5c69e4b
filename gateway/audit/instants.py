"""How a moment is written in the trail: RFC 3339 in UTC with milliseconds and Z.

Must never round up: a moment that was not yet there must not be stated.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def write_instant(moment: datetime) -> str:
    """Write an aware moment; what is finer than a millisecond is cut off.

    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_instant(text: str) -> datetime:
    """Read exactly the form that `write_instant` writes. Raises ValueError."""
    if not _FORM.fullmatch(text):
        raise ValueError("not a moment in UTC with milliseconds")
    return datetime.fromisoformat(text)

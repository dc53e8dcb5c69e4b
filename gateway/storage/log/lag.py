"""How far the log may fall behind before the gateway stops answering (formats.md §2).

Judged by the entries that wait, not by a clock that a restart would set back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from gateway.errors import LogBehind
from gateway.storage.log.tables import unsequenced


@dataclass(frozen=True, slots=True)
class LagLimit:
    """The longest that an entry may wait for its index; None where no sequencer is at work."""

    longest: timedelta | None

    def check(self, transaction: Connection, now: datetime) -> None:
        """Raises LogBehind if the oldest entry that waits has waited longer."""
        if self.longest is None:
            return
        oldest = transaction.scalar(select(func.min(unsequenced.c.at)))
        if oldest is not None and now - oldest > self.longest:
            raise LogBehind("entries have waited too long for their place in the log")

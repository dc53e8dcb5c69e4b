"""Time and chance, passed in so that tests can hold them still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """The wall clock and a clock that never jumps."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds, only good for differences."""
        ...


class Chance(Protocol):
    """A source of unpredictable bytes."""

    def take(self, count: int) -> bytes:
        """That many bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """The one deadline of a verification, handed down to everybody who works for it."""

    at: float
    monotonic: Callable[[], float]

    def remaining(self) -> float:
        """Seconds left; never negative."""
        return max(0.0, self.at - self.monotonic())


def civil_date(moment: datetime) -> date:
    """The civil date in Asia/Shanghai of an aware moment (domain.md §1)."""
    return moment.astimezone(SHANGHAI).date()


def uuid7(moment: datetime, chance: Chance) -> str:
    """A UUIDv7 (RFC 9562 §5.7) for that moment, in its hyphenated form."""
    milliseconds = int(moment.timestamp() * 1000)
    raw = bytearray(milliseconds.to_bytes(6, "big") + chance.take(10))
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

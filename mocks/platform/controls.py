"""What can be set and seen at a running mock platform, in-process or under /_control/platform.

Must never be on by default: a platform without faults keeps its contract.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from threading import Lock

from mocks.platform.door import LIFETIME_SECONDS, Door

STALE_SECRET = "stale_secret"  # noqa: S105 - the name of a fault
WRONG_SIGN = "wrong_sign"
BUSY = "busy"
UNKNOWN_CODE = "unknown_code"
CALL_FAULTS = {
    STALE_SECRET: "GJ1006",
    WRONG_SIGN: "GJ1005",
    BUSY: "GJ1009",
    UNKNOWN_CODE: "GJ9999",
}
"""Faults of a call, and the code with which it is refused whatever it shows."""

REFRESH_CODE = "refresh_code"
REFRESH_FAILS = "refresh_fails"
REFRESH_MALFORMED = "refresh_malformed"
REFRESH_SLOW = "refresh_slow"
REFRESH_FAULTS = frozenset({REFRESH_CODE, REFRESH_FAILS, REFRESH_MALFORMED, REFRESH_SLOW})


class PlatformControlRefused(ValueError):
    """A setting cannot be made; the text says why."""


@dataclass(frozen=True, slots=True)
class PlatformFault:
    """One misbehaviour of the platform; `times` is after how many uses it ends (None = never)."""

    kind: str
    times: int | None = None


class PlatformControls:
    """The door of one front, its faults, and what it has counted."""

    def __init__(self, door: Door | None = None) -> None:
        self.door = door or Door()
        self._lock = Lock()
        self._left: list[PlatformFault] = []
        self._counts = {"refreshed": 0, "passed": 0, "refused": 0}

    @property
    def counts(self) -> Mapping[str, int]:
        """How many secrets were asked for, and how many calls were passed on and refused."""
        with self._lock:
            return dict(self._counts)

    def count(self, what: str) -> None:
        """Count one of them."""
        with self._lock:
            self._counts[what] += 1

    def fault(self, kind: str, times: int | None = None) -> None:
        """Switch one fault on, instead of what is on. Raises PlatformControlRefused."""
        self.switch(PlatformFault(kind, times))

    def switch(self, *faults: PlatformFault) -> None:
        """Replace what is on. Raises PlatformControlRefused, and then changes nothing."""
        for fault in faults:
            if fault.kind not in CALL_FAULTS and fault.kind not in REFRESH_FAULTS:
                known = ", ".join(sorted({*CALL_FAULTS, *REFRESH_FAULTS}))
                raise PlatformControlRefused(f"unknown kind {fault.kind!r}; there are: {known}")
            if fault.times is not None and fault.times < 1:
                raise PlatformControlRefused("times must be positive")
        with self._lock:
            self._left = list(faults)

    def take(self, *, refreshing: bool) -> str | None:
        """The fault of this call, if any; counts as one use of it."""
        with self._lock:
            for index, fault in enumerate(self._left):
                if (fault.kind in REFRESH_FAULTS) is refreshing:
                    self._use(index, fault)
                    return fault.kind
        return None

    def mend(self) -> None:
        """No faults, the usual lifetime, a right clock, and nothing counted; secrets live on."""
        self.switch()
        self.door.lifetime_seconds = LIFETIME_SECONDS
        self.door.clock_ahead_seconds = 0.0
        with self._lock:
            self._counts = dict.fromkeys(self._counts, 0)

    def read(self, body: bytes) -> None:
        """Read what `PUT /_control/platform` takes; raises PlatformControlRefused."""
        try:
            value: object = json.loads(body)
        except (ValueError, RecursionError):
            raise PlatformControlRefused("not JSON") from None
        known = {"faults", "lifetime_seconds", "clock_ahead_seconds"}
        if not isinstance(value, dict) or not value.keys() <= known:
            raise PlatformControlRefused(f"expected an object of {', '.join(sorted(known))}")
        faults = value.get("faults", [])
        seconds = [value[name] for name in known - {"faults"} if name in value]
        if not isinstance(faults, list) or any(type(n) not in (int, float) for n in seconds):
            raise PlatformControlRefused("faults is a list, the seconds are numbers")
        self.switch(*(_read_fault(item) for item in faults))
        self.door.lifetime_seconds = value.get("lifetime_seconds", LIFETIME_SECONDS)
        self.door.clock_ahead_seconds = value.get("clock_ahead_seconds", 0.0)

    def shown(self) -> dict[str, object]:
        """What `GET /_control/platform` shows."""
        with self._lock:
            faults = [asdict(fault) for fault in self._left]
        return {
            "faults": faults,
            "lifetime_seconds": self.door.lifetime_seconds,
            "clock_ahead_seconds": self.door.clock_ahead_seconds,
            "counts": dict(self.counts),
        }

    def _use(self, index: int, fault: PlatformFault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            self._left[index] = PlatformFault(fault.kind, fault.times - 1)
        else:
            del self._left[index]


def _read_fault(item: object) -> PlatformFault:
    if not isinstance(item, dict) or not {"kind"} <= item.keys() <= {"kind", "times"}:
        raise PlatformControlRefused("a fault is an object with a kind, and perhaps times")
    kind, times = item["kind"], item.get("times")
    if not isinstance(kind, str) or not (times is None or type(times) is int):
        raise PlatformControlRefused("kind is a text, times a whole number")
    return PlatformFault(kind, times)

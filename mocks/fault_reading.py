"""Reads faults from JSON, and says everything that is wrong with them at once.

Must never switch anything on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mocks.faults import (
    ANY,
    DISTRIBUTIONS,
    LATENCY,
    LOGNORMAL,
    STEPS,
    TWISTS,
    UNIFORM,
    WIRE_FAULTS,
    Fault,
    FaultRefused,
)
from mocks.platform.controls import REFRESH_FAULTS, STALE_SECRET, WRONG_SIGN
from mocks.population import DEPARTMENTS

PLATFORM_KINDS = frozenset({STALE_SECRET, WRONG_SIGN, *REFRESH_FAULTS})
"""Misbehaviours of the exchange platform in front of a department."""
PLATFORM_MEMBERS = frozenset({"kind", "department", "times"})
KINDS = WIRE_FAULTS | TWISTS | PLATFORM_KINDS
TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "kind": ((str,), "a text"),
    "department": ((str,), "a text"),
    "operation": ((str,), "a text"),
    "step": ((str,), "a text"),
    "times": ((int, type(None)), "a whole number or null"),
    "probability": ((int, float), "a number"),
    "seed": ((int,), "a whole number"),
    "seconds": ((int, float), "a number"),
    "size": ((int,), "a whole number"),
    "distribution": ((str,), "a text"),
    "high": ((int, float, type(None)), "a number or null"),
    "sigma": ((int, float), "a number"),
    "member": ((str, type(None)), "a text or null"),
}


def read_faults(value: object, fits: Callable[[Fault], bool] = lambda _: True) -> tuple[Fault, ...]:
    """Read `{"faults": [{"kind": …, …}]}`; raises FaultRefused naming all that is wrong.

    `fits` says of a well-formed fault whether any department could have it; one department checks
    when it switches them on.
    """
    listed = value.get("faults") if isinstance(value, Mapping) else None
    if not isinstance(listed, list) or len(value) != 1:  # type: ignore[arg-type]
        raise FaultRefused('expected {"faults": [...]}')
    problems = [
        f"/faults/{index}{problem}"
        for index, item in enumerate(listed)
        for problem in list(_find_problems(item)) or _unfit(item, fits)
    ]
    if problems:
        raise FaultRefused("; ".join(problems))
    return tuple(Fault(**item) for item in listed)


def _unfit(item: Mapping[str, Any], fits: Callable[[Fault], bool]) -> list[str]:
    known = ": no department has that kind of fault for that operation"
    return [] if fits(Fault(**item)) else [known]


def _find_problems(item: object) -> Iterator[str]:
    """Everything wrong with one fault, as "/member: what"."""
    if not isinstance(item, dict) or "kind" not in item:
        yield ": a fault is an object with a kind"
        return
    mistyped = False
    for name, value in item.items():
        if name not in TYPES:
            yield f"/{name}: there is no such member"
            mistyped = True
        elif not isinstance(value, TYPES[name][0]) or isinstance(value, bool):
            yield f"/{name}: must be {TYPES[name][1]}"
            mistyped = True
    if mistyped:
        return
    yield from _wrong_words(item)
    yield from _wrong_numbers(Fault(**item))


def _wrong_words(item: Mapping[str, object]) -> Iterator[str]:
    kind = item["kind"]
    for name, known in (
        ("kind", tuple(sorted(KINDS))),
        ("department", (ANY, *DEPARTMENTS)),
        ("step", STEPS),
        ("distribution", DISTRIBUTIONS),
    ):
        if name in item and item[name] not in known:
            yield f"/{name}: unknown {name} {item[name]!r}; there are: {', '.join(known)}"
    if kind in PLATFORM_KINDS and not item.keys() <= PLATFORM_MEMBERS:
        yield f": a {kind} takes {', '.join(sorted(PLATFORM_MEMBERS))} only"
    if kind != LATENCY and not {"distribution", "high", "sigma"}.isdisjoint(item):
        yield ": distribution, high and sigma are for a latency"


def _wrong_numbers(fault: Fault) -> Iterator[str]:
    if fault.times is not None and fault.times < 1:
        yield "/times: must be positive"
    if not 0 < fault.probability <= 1:
        yield "/probability: must be above 0 and at most 1"
    if fault.seconds < 0:
        yield "/seconds: must not be negative"
    if fault.size < 1:
        yield "/size: must be positive"
    if fault.distribution == UNIFORM and (fault.high is None or fault.high < fault.seconds):
        yield "/high: must be there, and not below seconds"
    if fault.distribution == LOGNORMAL and (fault.seconds <= 0 or fault.sigma <= 0):
        yield "/seconds: median and sigma of a lognormal latency must be positive"
    if fault.high is not None and fault.high < 0:
        yield "/high: must not be negative"

"""Exemptions from rules: which there may be, and whether a dialect's agree with what it shows.

Must never let a rule be exempt that keeps a failure from becoming a statement about a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from connectors.kit.dialect import Dialect
from connectors.kit.rules import RULES
from gateway.domain.evidence import Holding

SHORTEST_REASON: Final = 10


def _shows(holding: Holding) -> Callable[[Dialect], bool]:
    return lambda dialect: any(r.holding is holding for r in dialect.readings.values())


EXEMPTIBLE: Final[Mapping[str, Callable[[Dialect], bool]]] = {
    "contract": lambda dialect: dialect.contract is not None,
    "sealed": lambda dialect: bool(dialect.sealed),
    "names": lambda dialect: any(r.variant for r in dialect.readings.values()),
    "former_names": _shows(Holding.FORMER_NAME),
    "shared_numbers": _shows(Holding.SHARED),
    "two_people": lambda dialect: dialect.of_two is not None,
    "dropped": lambda dialect: bool(dialect.dropped),
    "late": lambda dialect: dialect.connect().answers_late,
    "callbacks": lambda dialect: hasattr(dialect.connect(), "read_callback"),
    "unpromised": lambda dialect: not dialect.connect().answers_late,
    "mock": lambda dialect: dialect.mock is not None,
    "mock_faults": lambda dialect: dialect.mock is not None,
}
"""Rules that a department may have no occasion for, and how to see that it has one after all."""


def mistakes_in(dialect: Dialect) -> list[str]:
    """What is wrong with the exemptions of a dialect; nothing if they can stand."""
    return [
        mistake for rule, why in dialect.exempt.items() for mistake in _mistakes(dialect, rule, why)
    ]


def _mistakes(dialect: Dialect, rule: str, why: str) -> Iterator[str]:
    if rule not in RULES:
        yield f"{rule}: there is no such rule"
    elif rule not in EXEMPTIBLE:
        yield f"{rule}: no connector can be exempt from it"
    elif EXEMPTIBLE[rule](dialect):
        yield f"{rule}: the dialect shows it, and so is not exempt"
    if len(why.strip()) < SHORTEST_REASON or "|" in why or "\n" in why:
        yield f"{rule}: the reason must be one line of at least {SHORTEST_REASON} characters"

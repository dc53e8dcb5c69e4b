"""What the suite needs to know of a connector's mock department, whoever wrote that one.

Must never import a mock: the mock is written from the contract alone and shares no code with the
connector, so that a misreading of the contract shows up as a difference between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gateway.domain.evidence import Cause
from gateway.domain.person import Person
from gateway.domain.question import Question


def nothing_to_switch(_fault: str) -> None:
    """For a mock that has no faults."""


def nothing_to_mend() -> None:
    """For a mock that is never broken."""


@dataclass(frozen=True, slots=True, repr=False)
class RunningMock:
    """A mock department that is running now.

    `question(operation, person)` makes a question that this mock can answer. `faults` says for each
    of its misbehaviours which silence it must become, and `switch` turns one of them on for
    whatever is asked from then on, until `mend`. `fields()` gives the names of all fields that it
    was sent since it was mended. `poll_seconds`: how often to look for a late answer.
    """

    url: str
    people: tuple[Person, ...]
    question: Callable[[str, Person], Question]
    fields: Callable[[], Iterable[str]]
    faults: Mapping[str, Cause] = field(default_factory=dict)
    switch: Callable[[str], None] = nothing_to_switch
    mend: Callable[[], None] = nothing_to_mend
    poll_seconds: float = 0.1

"""What a plant is.

Must never say what a gateway should answer: that follows from the records and the tables alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mocks.generator.scene import Scene, Unit


@dataclass(frozen=True, slots=True)
class Plant:
    """One kind of disagreement.

    `rate` is the share of the units of `among` in which it is planted, `facts` are the facts whose
    answers it bears on, `en` is a sentence for the table of the README. `sow` changes the scene and
    returns those concerned, whom questions are asked about first.
    """

    kind: str
    rate: float
    among: Callable[[Scene], Iterator[Unit]]
    facts: tuple[str, ...]
    en: str
    sow: Callable[[Scene, Unit], Unit]

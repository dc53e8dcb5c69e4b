"""Sets questions about an archive: every kind of disagreement is among them, and ordinary people.

Must never set a question whose answer the tables leave open.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Protocol

from mocks.generator.plants.bed import PLANTS, facts_of
from mocks.generator.questions.folk import Folk
from mocks.generator.questions.kin import about_kin
from mocks.generator.questions.single import (
    AGES,
    about_birth,
    about_childbirth,
    about_death,
    about_identity,
    about_life,
    about_marriage,
)
from mocks.oracle.answer import Answer, UndeterminedError
from mocks.oracle.asking import FACTS, Question, answer
from mocks.population import Population

ORDINARY = "ordinary"
MAKERS: Mapping[str, Callable[[Folk, str], Question]] = {
    "identity": about_identity,
    "kinship": about_kin,
    "marriage": about_marriage,
    "birth": about_birth,
    "childbirth": about_childbirth,
    "alive": about_life,
    "death": about_death,
}
PLANTED_SHARE = 0.6
ATTEMPTS = 40


class Blocks(Protocol):
    """Residents in blocks that have nothing to do with each other, as an archive has them."""

    @property
    def blocks(self) -> int:
        """How many there are."""
        ...

    def block(self, number: int) -> Population:
        """One of them, from 0 on."""
        ...

    def kinds(self) -> Mapping[str, int]:
        """How often each kind of disagreement was planted."""
        ...

    def blocks_with(self, kind: str) -> Iterable[int]:
        """The blocks in which that kind was planted."""
        ...


@dataclass(frozen=True, slots=True)
class OneBlock:
    """A population of your own, as the only block."""

    population: Population
    blocks: int = 1

    def __post_init__(self) -> None:
        if len({resident.number for resident in self.population.residents}) < 2:
            raise ValueError("questions are about two residents at least")

    def block(self, number: int) -> Population:
        """The population, which is number 0; raises KeyError for another."""
        if number:
            raise KeyError(number)
        return self.population

    def kinds(self) -> Mapping[str, int]:
        """How often each kind that the generator knows is noted as planted."""
        known = {plant.kind for plant in PLANTS}
        return Counter(one.kind for one in self.population.planted if one.kind in known)

    def blocks_with(self, kind: str) -> Iterable[int]:
        """The only block, if it has that kind."""
        return [0] if kind in self.kinds() else []


@dataclass(frozen=True, slots=True)
class Set:
    """A question with its answer; `planted` is the disagreement in the person asked about."""

    question: Question
    answer: Answer
    planted: str


def set_questions(archive: Blocks, count: int, seed: int) -> Iterator[Set]:
    """So many questions in an order of their own; the same archive and seed give the same ones."""
    random = Random(f"questions {seed}")
    kinds = [(kind, list(archive.blocks_with(kind))) for kind in archive.kinds()]
    for index in range(count):
        while True:
            planted = index % 5 < 5 * PLANTED_SHARE and kinds
            kind, blocks = kinds[index % len(kinds)] if planted else (ORDINARY, [])
            number = random.choice(blocks) if blocks else random.randrange(archive.blocks)
            found = _set_one(Folk(archive.block(number), random), kind)
            if found is not None:
                yield found
                break


def _set_one(folk: Folk, kind: str) -> Set | None:
    for _ in range(ATTEMPTS):
        if kind == ORDINARY:
            key, fact = folk.anybody(), folk.random.choice(FACTS)
        else:
            units = [one.who for one in folk.population.planted if one.kind == kind]
            unit = folk.random.choice(units)
            key = unit[0] if folk.random.random() < 0.7 else folk.random.choice(unit)
            fact = folk.random.choice(facts_of(kind))
        try:
            question = MAKERS[fact](folk, key)
            return Set(question, answer(folk.view, question), _planted_in(folk, key))
        except UndeterminedError:
            continue
    return None


def _planted_in(folk: Folk, key: str) -> str:
    return next((one.kind for one in folk.population.planted if key in one.who), ORDINARY)


def as_json(number: int, one: Set) -> str:
    """A line of the oracle file."""
    question, expected = one.question, one.answer
    reasons = None if expected.reasons is None else sorted(expected.reasons)
    value = {
        "id": f"q{number:06d}",
        "fact": question.fact,
        "subject": dict(question.subject),
        "claim": dict(question.claim),
        "matter": {
            "derive": question.derive,
            "at_death": question.at_death,
            "max_age_days": list(AGES),
        },
        "expected": {
            "outcome": expected.outcome,
            "parts": dict(expected.parts),
            "reasons": reasons,
        },
        "planted": one.planted,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

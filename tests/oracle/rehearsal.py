"""One run from a seed: grow residents, set questions, ask them all in virtual time.

Must never use anything but its arguments: the same ones give the same run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final

from mocks.faults import LATENCY
from mocks.generator.growing import RESIDENTS, grow
from mocks.generator.questions.setting import Set, set_questions
from mocks.population.archive import Archive
from tests.oracle.asking import Result, ask_all, finish_all
from tests.oracle.judging import Verdict
from tests.oracle.misfortune import Misfortune
from tests.oracle.stage import Stage, open_stage
from tests.oracle.virtual_time import run_virtually

DAY: Final = date(2026, 11, 20)
SIZE: Final = 20_000
"""Residents enough for every kind of disagreement."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run."""

    size: int = SIZE
    questions: int = 10_000
    seed: int = 1
    faults: bool = False
    today: date = DAY


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it.

    `finished` are the pending ones after everything was mended; `heard` counts replies by
    department and kind (or cause of silence), `used` the faults by department, kind and operation,
    those that can happen and never did with 0. `virtual` seconds passed on the loop, `real` ones on
    the machine.
    """

    plan: Plan
    results: tuple[Result, ...]
    finished: tuple[Result, ...]
    heard: Mapping[tuple[str, str], int]
    used: Mapping[tuple[str, str, str], int]
    virtual: float
    real: float
    crashes: tuple[str, ...] = field(default=())

    @property
    def contradictions(self) -> tuple[Result, ...]:
        """Every answer that is not what the oracle says and has no excuse."""
        return tuple(
            one for one in (*self.results, *self.finished) if one.verdict is Verdict.CONTRADICTION
        )


def rehearse(plan: Plan, folder: Path) -> Run:
    """Run it; `folder` gets residents and keys."""
    grow(folder / RESIDENTS, plan.size, plan.seed, plan.today)
    with Archive(folder / RESIDENTS) as archive:
        questions = tuple(set_questions(archive, plan.questions, plan.seed))
        return run_virtually(_run(plan, folder, archive, questions))


async def _run(plan: Plan, folder: Path, archive: Archive, questions: tuple[Set, ...]) -> Run:
    began = perf_counter()
    async with open_stage(folder, archive, plan.seed) as stage:
        misfortune = Misfortune(stage.town, plan.seed) if plan.faults else None
        results = await ask_all(stage, questions, misfortune)
        finished = await finish_all(stage, results)
        return Run(
            plan=plan,
            results=tuple(results),
            finished=tuple(finished),
            heard=dict(stage.heard),
            used=_used(stage),
            virtual=stage.parts.clock.monotonic(),
            real=perf_counter() - began,
            crashes=tuple(stage.wires.crashes),
        )


def _used(stage: Stage) -> dict[tuple[str, str, str], int]:
    return {
        (name, kind, operation): board.used[kind, operation]
        for name, board in stage.town.boards.items()
        for kind in sorted(board.kinds - {LATENCY})
        for operation in board.operations
    }

"""The town that the mock departments serve: the scenarios' residents, and ordinary families.

The same seed, day and size give the same bytes. Must never read a clock or global randomness.
"""

from __future__ import annotations

from datetime import date
from random import Random

from mocks.population import Population
from mocks.population.families import raise_families
from mocks.population.ledger import Ledger
from mocks.scenarios import (
    Scenario,
    alive,
    birth,
    birth_gaps,
    childbirth,
    death,
    death_dates,
    identity,
    identity_names,
    inheritance,
    kinship,
    kinship_adoption,
    kinship_derived,
    kinship_spouses,
    marital_status,
    marriage,
    marriage_ends,
    numbers,
)
from mocks.scenarios.cast import Cast

EARLIEST = date(2026, 1, 1)
"""What the scenarios tell happened before that day."""
DEFAULT_SEED = 1
DEFAULT_SIZE = 300

STAGES = (
    identity,
    identity_names,
    numbers,
    death,
    death_dates,
    alive,
    marriage,
    marriage_ends,
    marital_status,
    birth,
    birth_gaps,
    kinship,
    kinship_spouses,
    kinship_adoption,
    kinship_derived,
    childbirth,
    inheritance,
)


def build_town(today: date, *, seed: int = DEFAULT_SEED, size: int = DEFAULT_SIZE) -> Population:
    """The scenarios' residents, who are the same for every seed, and at least `size` others.

    `today` is a day in Asia/Shanghai. Raises ValueError for a day before EARLIEST.
    """
    cast = _stage(today)
    raise_families(cast.ledger, Random(seed), size)
    return cast.ledger.close()


def list_scenarios(today: date) -> tuple[Scenario, ...]:
    """Every scenario; their residents are in the town of any seed on any day.

    Raises ValueError for a day before EARLIEST.
    """
    return tuple(_stage(today).scenarios)


def _stage(today: date) -> Cast:
    if today < EARLIEST:
        raise ValueError(f"there is no town on a day before {EARLIEST}")
    cast = Cast(Ledger(today))
    for module in STAGES:
        module.stage(cast)
    return cast

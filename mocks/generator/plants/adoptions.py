"""Adoptions: by others, by a step-parent, sealed, dissolved.

Must never leave a parent with two marriages in force.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from mocks.generator.among import certified
from mocks.generator.plants.plant import Plant
from mocks.generator.scene import Scene, Unit
from mocks.population.civil_registers import Adoption, MaritalEvent
from mocks.population.people import Spelt
from mocks.population.recording import divorce, marry

OF_KIN = ("kinship", "birth")


def _adopt(scene: Scene, child: str, adopters: tuple[str, ...], on: date, **more: object) -> None:
    serial = scene.ledger.serial("adoption")
    adoption = Adoption(
        f"S500112-{on.year}-{serial:06d}", on, Spelt(child), tuple(map(Spelt, adopters))
    )
    scene.ledger.add(replace(adoption, **more))  # type: ignore[arg-type]


def _adoption_day(scene: Scene, child: str) -> date:
    first = scene.of(child).born_on.toordinal() + 90
    last = max(first, scene.today.toordinal() - 30)
    return min(date.fromordinal(scene.random.randint(first, last)), scene.ledger.ago(1))


def _strangers(scene: Scene, unit: Unit) -> tuple[str, str]:
    _, mother, father = unit
    return scene.newcomer(mother, -2), scene.newcomer(father, -2)


def _adopted(scene: Scene, unit: Unit) -> Unit:
    adopters = _strangers(scene, unit)
    _adopt(scene, unit[0], adopters, _adoption_day(scene, unit[0]))
    return (*unit, *adopters)


def _adopted_sealed(scene: Scene, unit: Unit) -> Unit:
    adopters = _strangers(scene, unit)
    _adopt(scene, unit[0], adopters, _adoption_day(scene, unit[0]), sealed=True)
    return (*unit, *adopters)


def _adopted_by_step_father(scene: Scene, unit: Unit) -> Unit:
    child, mother, father = unit
    step_father = scene.newcomer(mother, -2, "1")
    on = max(_adoption_day(scene, child), _part(scene, mother, father))
    marry(scene.ledger, mother, step_father, on)
    _adopt(scene, child, (step_father,), on, kept_parent=Spelt(mother))
    return (*unit, step_father)


def _part(scene: Scene, mother: str, father: str) -> date:
    """Let the parents be divorced, if they are not; returns a day after that."""
    between = [
        event
        for event in scene.ledger.held(MaritalEvent)
        if {event.one.person, event.other.person} == {mother, father}
    ]
    ends = [event.on for event in between if event.kind == "divorce"]
    if not ends:
        ends = [min(max(e.on for e in between) + timedelta(days=90), scene.ledger.ago(3))]
        divorce(scene.ledger, mother, father, ends[0])
    return min(max(ends) + timedelta(days=60), scene.ledger.ago(1))


def _dissolved(scene: Scene, unit: Unit) -> Unit:
    adopters = _strangers(scene, unit)
    on = _adoption_day(scene, unit[0])
    span = max(1, scene.ledger.ago(1).toordinal() - on.toordinal())
    dissolved_on = on + timedelta(days=scene.random.randint(1, span))
    _adopt(scene, unit[0], adopters, on, dissolved_on=min(dissolved_on, scene.ledger.ago(1)))
    return (*unit, *adopters)


PLANTS = (
    Plant("adopted", 0.006, certified, OF_KIN, "adopted by others", _adopted),
    Plant(
        "adoption_sealed",
        0.002,
        certified,
        OF_KIN,
        "the adoption is sealed: exactly as if there were none",
        _adopted_sealed,
    ),
    Plant(
        "adopted_by_step_parent",
        0.003,
        certified,
        ("kinship",),
        "adopted by the mother's second husband, her own tie is kept",
        _adopted_by_step_father,
    ),
    Plant("adoption_dissolved", 0.002, certified, OF_KIN, "the adoption was dissolved", _dissolved),
)

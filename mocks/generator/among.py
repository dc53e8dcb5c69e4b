"""Among whom a disagreement can be planted: elders, adults, couples, children of certificates.

Must never change the scene.
"""

from __future__ import annotations

from collections.abc import Iterator

from mocks.generator.scene import Scene, Unit
from mocks.population.civil_registers import MaritalEvent
from mocks.population.health_registers import Birth


def living(scene: Scene, youngest: int = 0) -> Iterator[Unit]:
    """Everybody alive of that age or older, one by one."""
    for key, resident in list(scene.ledger.residents.items()):
        if resident.died_on is None and scene.age(key) >= youngest:
            yield (key,)


def elders(scene: Scene) -> Iterator[Unit]:
    """Everybody alive of sixty or older."""
    return living(scene, 60)


def adults(scene: Scene) -> Iterator[Unit]:
    """Everybody alive of twenty-five or older."""
    return living(scene, 25)


def couples(scene: Scene) -> Iterator[Unit]:
    """Wife and husband, both alive and married, never divorced."""
    divorced = {
        event.one.person for event in scene.ledger.held(MaritalEvent) if event.kind == "divorce"
    }
    for couple in list(scene.families.couples):
        pair = (couple.wife, couple.husband)
        alive = all(scene.of(key).died_on is None for key in pair)
        if alive and couple.husband not in divorced:
            yield pair


def certified(scene: Scene) -> Iterator[Unit]:
    """Child, mother and father of every certificate of birth."""
    for birth in scene.ledger.held(Birth):
        if birth.child is None or birth.child.person is None:
            continue
        child = scene.of(birth.child.person)
        if child.mother is not None and child.father is not None:
            yield (child.id, child.mother, child.father)

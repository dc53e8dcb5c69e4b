"""All plants, in the order in which they are sown.

Must never depend on anything but the scene: the same scene and dice give the same plants.
"""

from __future__ import annotations

from mocks.generator.plants import adoptions, births, deaths, identities, marriages
from mocks.generator.plants.plant import Plant
from mocks.generator.scene import Scene

PLANTS: tuple[Plant, ...] = (
    *deaths.PLANTS,
    *births.PLANTS,
    *adoptions.PLANTS,
    *marriages.PLANTS,
    *identities.PLANTS,
)


def sow_all(scene: Scene) -> None:
    """Plant everything at its rate."""
    for plant in PLANTS:
        scene.sow(plant.kind, plant.rate, plant.among(scene), plant.sow)


def facts_of(kind: str) -> tuple[str, ...]:
    """The facts whose answers a plant bears on; raises KeyError for a kind that there is not."""
    return {plant.kind: plant.facts for plant in PLANTS}[kind]

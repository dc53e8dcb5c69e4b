"""Names and numbers that changed, are written differently, or are held twice.

Must never give somebody a number that another one has, unless that is what is planted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mocks.generator.among import adults, living
from mocks.generator.plants.plant import Plant
from mocks.generator.scene import Scene, Unit
from mocks.population.civil_registers import MaritalEvent
from mocks.population.health_registers import Birth, Service
from mocks.population.numbers import shorten
from mocks.population.people import Resident, Spelt
from mocks.population.population_register import Cancellation, Entry

OF_IDENTITY = ("identity", "marriage", "alive", "birth", "kinship")
FAR_NAMES = (
    "古丽娜尔·吐尔逊",
    "阿依古丽·买买提",
    "迪丽拜尔·艾力",
    "努尔麦麦提·图尔荪",
    "扎西·次仁",
)


def _respell(scene: Scene, who: str, how: Callable[[Spelt], Spelt]) -> None:
    """Let health and civil affairs, not public security, write somebody otherwise."""

    def other(spelt: Spelt) -> Spelt:
        return how(spelt) if spelt.person == who else spelt

    ledger = scene.ledger
    for event in ledger.held(MaritalEvent):
        ledger.swap(event, replace(event, one=other(event.one), other=other(event.other)))
    for service in ledger.held(Service):
        ledger.swap(service, replace(service, who=other(service.who)))
    for birth in ledger.held(Birth):
        if birth.child is not None:
            ledger.swap(birth, replace(birth, child=other(birth.child)))


def _interpunct(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    name = scene.random.choice(FAR_NAMES)
    scene.change(who, name=name)
    dot = scene.random.choice("．•・‧.")
    _respell(scene, who, lambda spelt: replace(spelt, name=name.replace("·", dot)))
    return unit


def _renamed(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    former = scene.of(who).name
    scene.change(who, name=former[0] + scene.random.choice(("雅宁", "思远", "若溪", "安然")))
    scene.enter(who, former_names=(former,))
    _respell(scene, who, lambda spelt: replace(spelt, name=former))
    return unit


def _corrected(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    resident = scene.of(who)
    day = resident.born_on - timedelta(days=scene.random.randint(20, 500))
    former = scene.ledger.issue(resident.number[:6], day, resident.sex)
    scene.enter(who, other_numbers=(former,))
    _respell(scene, who, lambda spelt: replace(spelt, number=former))
    return unit


def _fifteen(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    number = scene.of(who).number
    if number[6:8] == "19":
        scene.enter(who, other_numbers=(shorten(number),))
    return unit


def _double(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    resident = scene.of(who)
    second = scene.ledger.issue("511202", resident.born_on, resident.sex)
    scene.enter(who, other_numbers=(second,))
    scene.ledger.entries[f"{who}:duplicate"] = Entry(
        Spelt(who, number=second),
        resident.sex,
        resident.born_on,
        Cancellation("duplicate", scene.ago(800, 5000)),
        other_numbers=(resident.number,),
    )
    return unit


def _shared(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    first = scene.of(who)
    scene.change(who, number_shared=True)
    other = Resident(
        f"{who}:other", first.number, "何建平", first.sex, first.born_on, number_shared=True
    )
    scene.ledger.add_resident(other)
    return (who, other.id)


def _deregistered(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    reason = scene.random.choice(("military", "settled_abroad", "settled_hk_macao", "other"))
    scene.enter(who, cancelled=Cancellation(reason, scene.ago(30, 3000)))  # type: ignore[arg-type]
    return unit


def _sealed(scene: Scene, unit: Unit) -> Unit:
    scene.enter(unit[0], sealed=True)
    return unit


PLANTS = (
    Plant(
        "name_interpunct",
        0.008,
        adults,
        OF_IDENTITY,
        "health and civil affairs write the interpunct of a minority name otherwise",
        _interpunct,
    ),
    Plant(
        "renamed",
        0.008,
        adults,
        OF_IDENTITY,
        "health and civil affairs hold the former name, public security both",
        _renamed,
    ),
    Plant(
        "number_corrected",
        0.005,
        adults,
        OF_IDENTITY,
        "health and civil affairs hold a number with a birth date since corrected",
        _corrected,
    ),
    Plant(
        "number_of_15_digits",
        0.02,
        adults,
        ("identity", "marriage"),
        "public security lists the old number of 15 digits",
        _fifteen,
    ),
    Plant(
        "double_registration",
        0.002,
        adults,
        ("identity",),
        "two entries of one person, one of them cancelled as a duplicate",
        _double,
    ),
    Plant("number_shared", 0.0005, adults, ("identity",), "two people, one number", _shared),
    Plant(
        "deregistered_otherwise",
        0.004,
        adults,
        ("identity", "death", "alive"),
        "cancelled for military service, settlement elsewhere, or another reason",
        _deregistered,
    ),
    Plant("entry_sealed", 0.001, living, ("identity",), "the entry is sealed", _sealed),
)

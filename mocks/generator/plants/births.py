"""Births, adoptions and households that the registers do not agree about.

Must never plant a kinship that no register could hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from mocks.generator.among import certified, living
from mocks.generator.plants.plant import Plant
from mocks.generator.scene import Scene, Unit
from mocks.population.civil_registers import Adoption, MaritalEvent
from mocks.population.people import Spelt
from mocks.population.population_register import BirthRegistration
from mocks.population.recording import birth_certificate, divorce, live_together, marry

OF_BIRTH = ("birth", "kinship", "childbirth")
OF_KIN = ("kinship", "birth")


def _registration(scene: Scene, child: str) -> BirthRegistration:
    held = scene.ledger.held(BirthRegistration)
    return next(one for one in held if one.child.person == child)


def _replaced(scene: Scene, unit: Unit) -> Unit:
    birth = scene.birth(unit[0])
    old = replace(
        birth,
        certificate=birth_certificate(scene.ledger),
        status="replaced",
        replaced_by=birth.certificate,
    )
    scene.ledger.add(old)
    return unit


def _voided(scene: Scene, unit: Unit) -> Unit:
    birth = scene.birth(unit[0])
    void = replace(birth, certificate=birth_certificate(scene.ledger), status="voided")
    scene.ledger.add(void)
    return unit


def _no_father(scene: Scene, unit: Unit) -> Unit:
    birth, entry = scene.birth(unit[0]), _registration(scene, unit[0])
    scene.ledger.swap(birth, replace(birth, father=None))
    scene.ledger.swap(entry, replace(entry, father=None))
    return unit


def _father_in_register(scene: Scene, unit: Unit) -> Unit:
    birth = scene.birth(unit[0])
    scene.ledger.swap(birth, replace(birth, father=None))
    return unit


def _dates_differ(scene: Scene, unit: Unit) -> Unit:
    entry = _registration(scene, unit[0])
    other = entry.born_on + timedelta(days=scene.random.randint(1, 9))
    scene.ledger.swap(entry, replace(entry, born_on=min(other, scene.today)))
    return unit


def _not_certified(scene: Scene, unit: Unit) -> Unit:
    scene.ledger.drop(scene.birth(unit[0]))
    return unit


def _sealed(scene: Scene, unit: Unit) -> Unit:
    birth, entry = scene.birth(unit[0]), _registration(scene, unit[0])
    scene.ledger.swap(birth, replace(birth, sealed=True))
    scene.ledger.drop(entry)
    return unit


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


def _household_differs(scene: Scene, unit: Unit) -> Unit:
    child, mother, _ = unit
    since = min(scene.of(child).born_on + timedelta(days=400), scene.ledger.ago(1))
    live_together(scene.ledger, since, {child: "02", mother: "75"}, scene.today)
    return unit


def _step_child(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    child = scene.newcomer(who, 28, scene.random.choice("12"))
    code = "27" if scene.of(child).sex == "1" else "37"
    live_together(scene.ledger, scene.ago(100, 300), {who: "02", child: code}, scene.today)
    return (child, who)


def _foster_child(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    child = scene.newcomer(who, 30, scene.random.choice("12"))
    live_together(scene.ledger, scene.ago(100, 300), {who: "02", child: "99"}, scene.today)
    return (child, who)


def _middle_aged(scene: Scene) -> Iterator[Unit]:
    return (unit for unit in living(scene, 40) if scene.age(unit[0]) < 60)


PLANTS = (
    Plant(
        "certificate_replaced",
        0.012,
        certified,
        OF_BIRTH,
        "the certificate of birth was replaced by a new one",
        _replaced,
    ),
    Plant(
        "certificate_voided",
        0.004,
        certified,
        OF_BIRTH,
        "a second certificate of birth was voided",
        _voided,
    ),
    Plant(
        "father_not_recorded", 0.02, certified, OF_BIRTH, "no register names a father", _no_father
    ),
    Plant(
        "father_in_household_register_only",
        0.01,
        certified,
        OF_BIRTH,
        "the certificate names no father, the household register does",
        _father_in_register,
    ),
    Plant(
        "birth_dates_differ",
        0.006,
        certified,
        ("birth",),
        "certificate and birth registration bear different days",
        _dates_differ,
    ),
    Plant(
        "birth_not_certified",
        0.015,
        certified,
        OF_BIRTH,
        "born outside an institution: only the household register knows",
        _not_certified,
    ),
    Plant("birth_sealed", 0.002, certified, OF_BIRTH, "the only birth record is sealed", _sealed),
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
    Plant(
        "household_says_otherwise",
        0.002,
        certified,
        ("kinship",),
        "a household book holds the mother as an elder sister",
        _household_differs,
    ),
    Plant(
        "step_child",
        0.004,
        _middle_aged,
        ("kinship",),
        "an adoptive or stepchild known from the household book alone",
        _step_child,
    ),
    Plant(
        "foster_child",
        0.002,
        _middle_aged,
        ("kinship",),
        "a foster child in the household book, registered as not kin",
        _foster_child,
    ),
)

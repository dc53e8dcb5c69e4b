"""Births and households that the registers do not agree about.

Must never plant a kinship that no register could hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from mocks.generator.among import certified, living
from mocks.generator.plants.plant import Plant
from mocks.generator.scene import Scene, Unit
from mocks.population.population_register import BirthRegistration
from mocks.population.recording import birth_certificate, live_together

OF_BIRTH = ("birth", "kinship", "childbirth")


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

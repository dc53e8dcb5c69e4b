"""Marriages whose end, or beginning, one of the registers does not know.

Must never end a marriage by a death: those are planted elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from mocks.generator.among import couples
from mocks.generator.plants.plant import Plant
from mocks.generator.scene import Scene, Unit
from mocks.population.civil_registers import MaritalEvent
from mocks.population.court_files import Judgment
from mocks.population.numbers import shorten
from mocks.population.people import Spelt
from mocks.population.recording import divorce, marital, marry

OF_MARRIAGE = ("marriage", "kinship")


def _wedding(scene: Scene, unit: Unit) -> MaritalEvent:
    events = scene.ledger.held(MaritalEvent)
    return next(e for e in events if {e.one.person, e.other.person} == set(unit))


def _later(scene: Scene, unit: Unit) -> date:
    """A day after the wedding, and before today."""
    first = _wedding(scene, unit).on.toordinal()
    return date.fromordinal(scene.random.randint(first + 60, scene.today.toordinal() - 1))


def _judge(scene: Scene, unit: Unit, on: date) -> Judgment:
    one, other = (Spelt(key) for key in unit)
    if scene.random.random() < 0.5:
        return Judgment("divorce_judgment", one, other, on - timedelta(15), on, "judgment_final")
    return Judgment("divorce_mediation", one, other, on, on, "last_signature")


def _court_divorce(scene: Scene, unit: Unit) -> Unit:
    scene.ledger.add(_judge(scene, unit, _later(scene, unit)))
    return unit


def _archive_missing(scene: Scene, unit: Unit) -> Unit:
    scene.ledger.add(_judge(scene, unit, _later(scene, unit)))
    scene.ledger.drop(_wedding(scene, unit))
    return unit


def _not_proven(scene: Scene, unit: Unit) -> Unit:
    one, other = (Spelt(key) for key in unit)
    scene.ledger.add(Judgment("divorce_judgment", one, other, _later(scene, unit)))
    return unit


def _annulled(scene: Scene, unit: Unit) -> Unit:
    on = _later(scene, unit)
    if scene.random.random() < 0.5:
        scene.ledger.add(marital(scene.ledger, "annulment", unit[0], unit[1], on))
    else:
        one, other = (Spelt(key) for key in unit)
        scene.ledger.add(Judgment("void", one, other, on - timedelta(15), on, "judgment_final"))
    return unit


def _unregistered(scene: Scene, unit: Unit) -> Unit:
    scene.ledger.drop(_wedding(scene, unit))
    return unit


def _sealed(scene: Scene, unit: Unit) -> Unit:
    wedding = _wedding(scene, unit)
    scene.ledger.swap(wedding, replace(wedding, sealed=True))
    return unit


def _reissued(scene: Scene, unit: Unit) -> Unit:
    scene.ledger.add(
        marital(scene.ledger, "marriage_reissued", unit[0], unit[1], _later(scene, unit))
    )
    return unit


def _again(scene: Scene, unit: Unit) -> Unit:
    wife, husband = unit
    on = _later(scene, unit)
    divorce(scene.ledger, wife, husband, on)
    marry(scene.ledger, wife, husband, min(on + timedelta(days=400), scene.ledger.ago(1)))
    return unit


def _remarried(scene: Scene, unit: Unit) -> Unit:
    wife, husband = unit
    on = _later(scene, unit)
    divorce(scene.ledger, wife, husband, on)
    second = scene.newcomer(husband, 2)
    marry(scene.ledger, wife, second, min(on + timedelta(days=500), scene.ledger.ago(1)))
    return (wife, husband, second)


def _twice(scene: Scene, unit: Unit) -> Unit:
    wife, husband = unit
    second = scene.newcomer(wife, 3)
    marry(scene.ledger, second, husband, _later(scene, unit))
    return (husband, wife, second)


def _fifteen(scene: Scene, unit: Unit) -> Unit:
    wedding = _wedding(scene, unit)
    if all(scene.of(key).number[6:8] == "19" for key in unit):
        one, other = (Spelt(key, number=shorten(scene.of(key).number)) for key in unit)
        scene.ledger.swap(wedding, replace(wedding, one=one, other=other))
    return unit


def _misspelt(scene: Scene, unit: Unit) -> Unit:
    wife, husband = unit
    wedding = _wedding(scene, unit)
    strange = Spelt(wife, name="欧阳" + scene.of(wife).name[-1] + "婷")
    scene.ledger.swap(wedding, replace(wedding, one=strange, other=Spelt(husband)))
    return unit


PLANTS = (
    Plant(
        "court_divorce_unknown_to_civil_affairs",
        0.03,
        couples,
        OF_MARRIAGE,
        "divorced by judgment or mediation; civil affairs still shows a marriage",
        _court_divorce,
    ),
    Plant(
        "marriage_archive_missing",
        0.006,
        couples,
        OF_MARRIAGE,
        "the registration was never digitised; only a court's divorce is held",
        _archive_missing,
    ),
    Plant(
        "divorce_effect_not_proven",
        0.004,
        couples,
        OF_MARRIAGE,
        "a divorce judgment whose effect the court cannot prove",
        _not_proven,
    ),
    Plant(
        "marriage_annulled",
        0.004,
        couples,
        OF_MARRIAGE,
        "revoked at civil affairs, or declared void by a court",
        _annulled,
    ),
    Plant(
        "marriage_unregistered",
        0.015,
        couples,
        OF_MARRIAGE,
        "in one household as husband and wife, registered nowhere",
        _unregistered,
    ),
    Plant("marriage_sealed", 0.002, couples, OF_MARRIAGE, "the registration is sealed", _sealed),
    Plant(
        "certificate_reissued",
        0.03,
        couples,
        OF_MARRIAGE,
        "the marriage certificate was issued again, which is no event",
        _reissued,
    ),
    Plant(
        "married_again",
        0.006,
        couples,
        OF_MARRIAGE,
        "divorced, and married to each other again",
        _again,
    ),
    Plant("remarried", 0.012, couples, OF_MARRIAGE, "divorced, and married to another", _remarried),
    Plant(
        "two_in_force",
        0.002,
        couples,
        OF_MARRIAGE,
        "two marriages of one person in force at once",
        _twice,
    ),
    Plant(
        "archive_of_15_digits",
        0.02,
        couples,
        OF_MARRIAGE,
        "the marriage archive spells both numbers with 15 digits",
        _fifteen,
    ),
    Plant(
        "marriage_name_differs",
        0.003,
        couples,
        OF_MARRIAGE,
        "the marriage register holds the wife's number under quite another name",
        _misspelt,
    ),
)

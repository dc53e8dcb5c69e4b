"""Deaths that the registers do not agree about, and signs of life where they do not fit.

Must never leave a sign of life after a death unless that is what is planted.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from mocks.generator.among import adults, elders
from mocks.generator.plants.plant import Plant
from mocks.generator.scene import Scene, Unit
from mocks.population.civil_registers import Cremation
from mocks.population.court_files import Custody, Declaration
from mocks.population.people import Spelt
from mocks.population.population_register import Cancellation, UnnaturalDeath
from mocks.population.recording import certify_death, deregister_dead, issue_document

OF_DEATH = ("death", "alive", "identity", "marriage")


def _dies(scene: Scene, who: str, on: date) -> None:
    scene.forget_signs(who)
    scene.change(who, died_on=on)


def _not_deregistered(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    on = scene.ago(1, 14)
    _dies(scene, who, on)
    certify_death(scene.ledger, who, on)
    return unit


def _cremated(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    on = scene.ago(100, 4000)
    _dies(scene, who, on)
    scene.ledger.add(Cremation(Spelt(who), on + timedelta(days=3)))
    return unit


def _never_certified(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    on = scene.ago(2000, 7000)
    _dies(scene, who, on)
    deregister_dead(scene.ledger, who, on)
    return unit


def _dates_differ(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    on = scene.ago(60, 3000)
    _dies(scene, who, on)
    certify_death(scene.ledger, who, on)
    deregister_dead(scene.ledger, who, on + timedelta(days=scene.random.randint(1, 5)))
    return unit


def _seen_after(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    on = scene.ago(200, 900)
    scene.forget_signs(who)
    certify_death(scene.ledger, who, on)
    issue_document(scene.ledger, who, on + timedelta(days=scene.random.randint(30, 150)))
    return unit


def _unnatural(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    on = scene.ago(60, 3000)
    _dies(scene, who, on)
    scene.ledger.add(UnnaturalDeath(Spelt(who), on, on + timedelta(days=2)))
    deregister_dead(scene.ledger, who, on)
    return unit


def _partner(scene: Scene, who: str) -> Spelt | None:
    for couple in scene.families.couples:
        if who in (couple.husband, couple.wife):
            return Spelt(couple.wife if who == couple.husband else couple.husband)
    return None


def _declared(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    scene.forget_signs(who)
    judged_on = scene.ago(300, 4000)
    scene.ledger.add(Declaration("death", Spelt(who), judged_on, _partner(scene, who)))
    if scene.random.random() < 0.5:
        on = judged_on + timedelta(days=40)
        scene.enter(who, cancelled=Cancellation("death", on, "declaration"))
    return unit


def _revoked(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    scene.forget_signs(who)
    judged_on = scene.ago(1500, 4000)
    revoked_on = judged_on + timedelta(days=scene.random.randint(300, 1200))
    answers: tuple[Literal["yes", "no", "unknown"], ...] = ("yes", "no", "unknown")
    no_resume = scene.random.choice(answers)
    spouse = _partner(scene, who)
    scene.ledger.add(
        Declaration(
            "death", Spelt(who), judged_on, spouse, revoked_on, no_resume if spouse else None
        )
    )
    if scene.random.random() < 0.5:
        on = judged_on + timedelta(days=40)
        scene.enter(who, cancelled=Cancellation("death", on, "declaration"))
    return unit


def _missing(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    scene.forget_signs(who)
    scene.ledger.add(Declaration("disappearance", Spelt(who), scene.ago(300, 4000)))
    return unit


def _in_custody(scene: Scene, unit: Unit) -> Unit:
    (who,) = unit
    scene.forget_signs(who)
    scene.ledger.add(Custody(Spelt(who), scene.ago(1, 300)))
    return unit


PLANTS = (
    Plant(
        "death_not_yet_deregistered",
        0.012,
        elders,
        OF_DEATH,
        "certified by health within the last fortnight, still in force at public security",
        _not_deregistered,
    ),
    Plant(
        "cremated_still_registered",
        0.006,
        elders,
        ("death", "alive", "identity"),
        "cremated, known to no other register",
        _cremated,
    ),
    Plant(
        "death_never_certified",
        0.006,
        elders,
        OF_DEATH,
        "deregistered by death long ago, no digital certificate",
        _never_certified,
    ),
    Plant(
        "death_dates_differ",
        0.004,
        elders,
        OF_DEATH,
        "certificate and population register state different days",
        _dates_differ,
    ),
    Plant(
        "seen_after_death",
        0.002,
        elders,
        ("death", "alive"),
        "a document was issued in person after the certified death",
        _seen_after,
    ),
    Plant(
        "unnatural_death",
        0.001,
        adults,
        OF_DEATH,
        "certified by public security alone",
        _unnatural,
    ),
    Plant(
        "declared_dead",
        0.001,
        adults,
        OF_DEATH,
        "declared dead by a court; half of them deregistered upon it",
        _declared,
    ),
    Plant(
        "declaration_revoked",
        0.001,
        adults,
        OF_DEATH,
        "the declaration was revoked; half of the deregistrations were not undone",
        _revoked,
    ),
    Plant(
        "declared_missing",
        0.001,
        adults,
        ("death", "alive"),
        "declared missing, which is not dead",
        _missing,
    ),
    Plant(
        "in_custody",
        0.002,
        adults,
        ("alive", "death"),
        "seen by nobody but the courts, which confirm custody",
        _in_custody,
    ),
)

"""Scenarios of the fact death, part `death`: rows D1 to D5 of the domain's table.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mocks.population.civil_registers import Cremation
from mocks.population.court_files import Declaration
from mocks.population.health_registers import Death
from mocks.population.people import Spelt
from mocks.population.population_register import Cancellation, UnnaturalDeath
from mocks.population.recording import (
    certify_death,
    deregister_dead,
    die,
    issue_document,
    see_in_person,
)
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, down, late


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _known_to_all(cast)
    _known_to_one(cast)
    _unnatural(cast)
    _cremated(cast)
    _seen_later(cast)
    _living(cast)
    _silent_or_late(cast)
    _missing(cast)


def answer(outcome: str, *reasons: str) -> Expected:
    """An answer about the part `death`, the only one claimed."""
    return Expected(outcome, {"death": outcome}, reasons)


def unavailable(*silent: str) -> Expected:
    """An answer that departments' silence kept from being given."""
    return Expected("unavailable", {"death": "unavailable"}, None, silent=silent)


def _known_to_all(cast: Cast) -> None:
    dead = cast.man("d3-known", 1940)
    die(cast.ledger, dead, date(2024, 5, 6))
    cast.ask(
        "death-d3-known-to-all",
        "Certified, cremated and deregistered",
        "有死亡证明，已火化，已注销户口",
        subject=dead,
        expected=answer("confirmed"),
    )


def _known_to_one(cast: Cast) -> None:
    certified = cast.woman("d3-certified", 1938)
    certify_death(cast.ledger, certified, date(2025, 11, 3))
    cast.ask(
        "death-d3-health-only",
        "Certified by a hospital; the notice has not reached the population register",
        "医院已出具死亡证明，公安尚未收到通知",
        subject=certified,
        expected=answer("confirmed", "single_source"),
    )
    cast.ask(
        "death-d3-others-silent",
        "The same while public security and the courts are out of order",
        "同上，公安与法院接口均故障",
        subject=certified,
        expected=answer("confirmed", "single_source"),
        troubles=down("public_security", "courts"),
    )
    deregistered = cast.man("d3-deregistered", 1929)
    deregister_dead(cast.ledger, deregistered, date(1994, 8, 15))
    cast.ask(
        "death-d3-register-only",
        "Deregistered long ago; no certificate was ever digitised",
        "早年已因死亡注销户口，无电子死亡证明",
        subject=deregistered,
        expected=answer("confirmed", "single_source"),
    )
    declared = cast.man("d3-declared", 1962)
    spelt = Spelt(declared)
    cast.ledger.add(Declaration("death", spelt, date(2018, 3, 20)))
    cancelled = Cancellation("death", date(2018, 5, 2), "declaration")
    cast.ledger.entries[declared] = replace(cast.ledger.entries[declared], cancelled=cancelled)
    cast.ask(
        "death-d3-declared-and-deregistered",
        "Declared dead by a court and deregistered upon it",
        "法院宣告死亡，公安据此注销户口",
        subject=declared,
        expected=answer("confirmed"),
    )


def _unnatural(cast: Cast) -> None:
    drowned = cast.man("d3-unnatural", 1985)
    died_on = date(2023, 7, 19)
    cast.ledger.add(UnnaturalDeath(Spelt(drowned), died_on, date(2023, 7, 21)))
    deregister_dead(cast.ledger, drowned, died_on)
    cast.ask(
        "death-d3-unnatural",
        "An accident: public security certified the unnatural death",
        "意外身故：公安出具非正常死亡证明",
        subject=drowned,
        expected=answer("confirmed", "single_source"),
    )


def _cremated(cast: Cast) -> None:
    cremated = cast.woman("d2-cremated", 1931)
    cast.ledger.add(Cremation(Spelt(cremated), date(2022, 1, 9)))
    cast.ask(
        "death-d3-cremation-only",
        "Cremated, still registered as living",
        "已火化，户口仍在册",
        subject=cremated,
        expected=answer("confirmed", "single_source"),
    )
    cast.ask(
        "death-d2-cremation-only",
        "The same while health and public security are out of order",
        "同上，卫健与公安接口均故障",
        subject=cremated,
        expected=unavailable("health", "public_security"),
        troubles=down("health", "public_security"),
    )


def _seen_later(cast: Cast) -> None:
    seen = cast.man("d1-seen", 1950)
    cast.ledger.add(Death("SW2023500112000900", "old", Spelt(seen), date(2023, 2, 1), "R99"))
    issue_document(cast.ledger, seen, date(2023, 9, 14))
    cast.ask(
        "death-d1-seen-later",
        "A document was issued to him in person half a year after the certified death",
        "死亡证明所载日期半年之后，本人又到场领取证件",
        subject=seen,
        expected=answer("conflict", "sign_of_life_after_death"),
    )


def _living(cast: Cast) -> None:
    recent = cast.woman("d5-recent", 1960)
    see_in_person(cast.ledger, recent, cast.ledger.ago(12))
    cast.ask(
        "death-d5-recent-sign",
        "No death known; seen in person twelve days ago",
        "无死亡记录，十二天前本人曾到场",
        subject=recent,
        expected=answer("no_record", "recent_sign_of_life"),
    )
    quiet = cast.woman("d5-quiet", 1944)
    cast.ask(
        "death-d5-nothing",
        "Registered, and nothing else is known of her",
        "户口在册，此外无任何记录",
        subject=quiet,
        expected=answer("no_record", "no_death_record"),
    )
    cast.ask(
        "death-d5-unknown-person",
        "No register holds the number",
        "任何登记均无此号码",
        subject=cast.nobody("d5-nobody", 1935),
        expected=answer("no_record", "no_death_record"),
    )
    sealed = cast.man("d5-sealed", 1957)
    cast.ledger.add(
        Death("SW2020500112000901", "old", Spelt(sealed), date(2020, 6, 6), "R99", sealed=True)
    )
    cast.ask(
        "death-d5-sealed",
        "The only certificate is sealed: exactly as if there were none",
        "唯一的死亡证明已封存，与无记录无任何区别",
        subject=sealed,
        expected=answer("no_record", "no_death_record"),
    )


def _silent_or_late(cast: Cast) -> None:
    someone = cast.man("d4-someone", 1968)
    cast.ask(
        "death-d4-silent",
        "No death known, but health is out of order",
        "无死亡记录，但卫健接口故障",
        subject=someone,
        rows=("G3",),
        expected=unavailable("health"),
        troubles=down("health"),
    )
    cast.ask(
        "death-d4-late",
        "No death known so far; the courts will answer later",
        "暂无死亡记录，法院待反馈",
        subject=someone,
        rows=("D5",),
        expected=Expected(
            "pending", {"death": "pending"}, None, later=answer("no_record", "no_death_record")
        ),
        troubles=late("courts"),
    )


def _missing(cast: Cast) -> None:
    missing = cast.woman("d5-missing", 1977)
    cast.ledger.add(Declaration("disappearance", Spelt(missing), date(2021, 10, 12)))
    cast.ask(
        "death-d5-missing",
        "Declared missing, which is not dead",
        "仅被宣告失踪，并非死亡",
        subject=missing,
        expected=answer("no_record", "no_death_record"),
    )

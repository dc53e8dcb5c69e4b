"""Writes the ordinary events of a life into the registers that an ordinary event reaches.

Whoever needs a register to differ writes that record by hand. Must never read a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from mocks.population.civil_registers import Cremation, MaritalEvent
from mocks.population.health_registers import Birth, Death, Service
from mocks.population.ledger import Ledger
from mocks.population.people import Spelt
from mocks.population.population_register import (
    BirthRegistration,
    Cancellation,
    Household,
    Member,
)

FIRST_CERTIFICATES = date(1996, 1, 1)
"""Medical certificates of birth exist since then."""
NEW_DEATH_FORM = date(2026, 7, 1)
CAUSES = ("I21.9", "I63.9", "C34.9", "J44.1", "E11.9", "R54")


def birth_certificate(ledger: Ledger) -> str:
    """A new certificate number: a letter and nine digits."""
    return f"E50{ledger.serial('birth'):07d}"


def deliver(ledger: Ledger, child: str, *, father: bool = True, sealed: bool = False) -> str:
    """Health certifies a birth as it was, with or without its father; returns the number."""
    born = ledger.residents[child]
    if born.mother is None:
        raise ValueError("a certificate of birth names a mother")
    certificate = birth_certificate(ledger)
    ledger.add(
        Birth(
            certificate=certificate,
            born_at=datetime.combine(born.born_on, time(8, 15)),
            mother=Spelt(born.mother),
            child=Spelt(child),
            child_sex=born.sex,
            father=Spelt(born.father) if father and born.father else None,
            sealed=sealed,
        )
    )
    return certificate


def register_birth(ledger: Ledger, child: str) -> None:
    """The birth is reported to the population register as it was."""
    born = ledger.residents[child]
    mother = Spelt(born.mother) if born.mother else None
    father = Spelt(born.father) if born.father else None
    ledger.add(BirthRegistration(Spelt(child), born.born_on, mother, father))


def live_together(
    ledger: Ledger, since: date, relations: Mapping[str, str], until: date | None = None
) -> None:
    """A household: key to relation to the head (the head has 02)."""
    members = tuple(
        Member(Spelt(key), relation, ledger.residents[key].sex, ledger.residents[key].born_on)
        for key, relation in relations.items()
    )
    number = f"500112{ledger.serial('household'):06d}"
    ledger.add(Household(number, since, members, until))


def marital(ledger: Ledger, kind: str, one: str, other: str, on: date) -> MaritalEvent:
    """An event of the marriage register, not yet added."""
    letter = "L" if kind.startswith("divorce") else "J"
    certificate = f"{letter}500112-{on.year}-{ledger.serial('marriage'):06d}"
    return MaritalEvent(kind, on, certificate, Spelt(one), Spelt(other))  # type: ignore[arg-type]


def marry(ledger: Ledger, one: str, other: str, on: date) -> None:
    """Civil affairs registers a marriage."""
    ledger.add(marital(ledger, "marriage", one, other, on))


def divorce(ledger: Ledger, one: str, other: str, on: date) -> None:
    """Civil affairs registers a divorce."""
    ledger.add(marital(ledger, "divorce", one, other, on))


def certify_death(ledger: Ledger, who: str, on: date) -> None:
    """Health certifies a death, on the form of the time."""
    serial = ledger.serial("death")
    new = on >= NEW_DEATH_FORM
    number = ledger.residents[who].number if new else f"SW{on.year}500112{serial:06d}"
    cause = CAUSES[serial % len(CAUSES)]
    ledger.add(Death(number, "new" if new else "old", Spelt(who), on, cause))


def deregister_dead(ledger: Ledger, who: str, died_on: date, days_later: int = 10) -> None:
    """The population register cancels an entry on a medical certificate."""
    on = min(died_on + timedelta(days=days_later), ledger.today)
    cancelled = Cancellation("death", on, "medical", died_on)
    ledger.entries[who] = replace(ledger.entries[who], cancelled=cancelled)


def die(ledger: Ledger, who: str, on: date) -> None:
    """A death that reaches every register: certified, cremated, deregistered."""
    ledger.residents[who] = replace(ledger.residents[who], died_on=on)
    certify_death(ledger, who, on)
    ledger.add(Cremation(Spelt(who), min(on + timedelta(days=3), ledger.today)))
    deregister_dead(ledger, who, on)


def see_in_person(ledger: Ledger, who: str, on: date) -> None:
    """A health service saw somebody in person."""
    ledger.add(Service(Spelt(who), on))


def issue_document(ledger: Ledger, who: str, on: date) -> None:
    """Public security issued somebody a document in person."""
    ledger.entries[who] = replace(ledger.entries[who], document_issued_on=on)

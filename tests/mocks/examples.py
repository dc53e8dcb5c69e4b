"""What the departments hold in the examples of their wire contracts, and the examples themselves.

Must never hold a record that no contract shows.
"""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from mocks.population.civil_registers import Adoption, Cremation, MaritalEvent
from mocks.population.court_files import Custody, Declaration, Judgment
from mocks.population.health_registers import Birth, Death, Service
from mocks.population.ledger import Ledger
from mocks.population.model import Population
from mocks.population.people import Resident, Spelt
from mocks.population.population_register import (
    BirthRegistration,
    Cancellation,
    Household,
    Member,
    UnnaturalDeath,
)

TODAY = date(2026, 11, 20)
FATHER = Resident("father", "500112195803120017", "陈建国", "1", date(1958, 3, 12))
MOTHER = Resident("mother", "500105196007050020", "王秀英", "2", date(1960, 7, 5))
DAUGHTER = Resident("daughter", "500112198509200044", "陈小雨", "2", date(1985, 9, 20))
SON_IN_LAW = Resident("son-in-law", "500112198301140038", "李伟", "1", date(1983, 1, 14))
GRANDCHILD = Resident("grandchild", "50011220101103002X", "陈乐", "2", date(2010, 11, 3))
EVERYBODY = (FATHER, MOTHER, DAUGHTER, SON_IN_LAW, GRANDCHILD)
NOBODY = ("11010519491231002X", "无此人")

CONTRACTS = Path(__file__).parents[2] / "contracts" / "departments"


def read_fences(department: str, language: str) -> list[str]:
    """The code blocks of a department's contract in that language, in their order."""
    text = (CONTRACTS / department / "CONTRACT.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def read_inline(department: str, start: str) -> str:
    """The first example in the running text of a contract that begins like that."""
    text = (CONTRACTS / department / "CONTRACT.md").read_text(encoding="utf-8")
    found = next(code for code in re.findall(r"`([^`\n]+)`", text) if code.startswith(start))
    return str(found)


def open_ledger() -> Ledger:
    """A ledger with the example residents, in force and with nothing else recorded."""
    ledger = Ledger(TODAY)
    for resident in EVERYBODY:
        ledger.add_resident(resident)
    return ledger


def make_population() -> Population:
    """The example residents with all that the contracts' examples tell of them."""
    ledger = open_ledger()
    record_public_security(ledger)
    _record_civil_affairs(ledger)
    _record_health(ledger)
    _record_courts(ledger)
    return ledger.close()


def spell(resident: Resident) -> Spelt:
    """Somebody as she is."""
    return Spelt(resident.id)


def record_public_security(ledger: Ledger) -> None:
    """What the contract of public security shows."""
    died_on = date(2026, 2, 28)
    ledger.entries["father"] = replace(
        ledger.entries["father"],
        cancelled=Cancellation("death", date(2026, 3, 10), "medical", died_on),
        former_names=("陈建设",),
        other_numbers=("500112580312001",),
        document_issued_on=date(2019, 5, 6),
    )
    members = (
        Member(spell(FATHER), "02", "1", FATHER.born_on),
        Member(spell(MOTHER), "12", "2", MOTHER.born_on),
    )
    ledger.add(
        Household("500112000123", date(1984, 6, 1), members),
        BirthRegistration(spell(DAUGHTER), DAUGHTER.born_on, spell(MOTHER), spell(FATHER)),
        UnnaturalDeath(spell(FATHER), died_on, date(2026, 3, 3)),
    )


def make_household(head: Resident, since: int, until: int | None) -> Household:
    """A household of one from the first day of a year to that of another."""
    return Household(
        f"500112{since:06d}",
        date(since, 1, 1),
        (Member(spell(head), "02", head.sex, head.born_on),),
        None if until is None else date(until, 1, 1),
    )


def _record_civil_affairs(ledger: Ledger) -> None:
    ledger.add(
        MaritalEvent(
            "marriage", date(1983, 10, 1), "J500112-1983-000087", spell(FATHER), spell(MOTHER)
        ),
        Adoption(
            "S500112-2023-000009",
            date(2023, 5, 16),
            spell(GRANDCHILD),
            (spell(SON_IN_LAW),),
            kept_parent=spell(DAUGHTER),
        ),
        Cremation(spell(FATHER), date(2026, 3, 3)),
    )


def _record_health(ledger: Ledger) -> None:
    born_at = datetime.fromisoformat("2010-11-03T08:15:00")
    ledger.add(
        Birth("E500000123", born_at, spell(DAUGHTER), spell(GRANDCHILD), "2"),
        Death("SW2026500112000417", "old", spell(FATHER), date(2026, 2, 28), "I21.9"),
        Service(spell(MOTHER), date(2026, 11, 2)),
    )


def _record_courts(ledger: Ledger) -> None:
    ledger.add(
        Judgment(
            "divorce_judgment",
            spell(DAUGHTER),
            spell(SON_IN_LAW),
            date(2024, 2, 18),
            date(2024, 3, 5),
            "judgment_final",
        ),
        Declaration(
            "death", spell(FATHER), date(2019, 4, 12), spell(MOTHER), date(2023, 7, 1), "no"
        ),
        Custody(spell(SON_IN_LAW), date(2026, 10, 30)),
    )

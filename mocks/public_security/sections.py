"""Writes the parts of a RY, in the order that the wire contract lists them.

Must never leave out or reorder an element: connectors are written against that order.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lxml import etree

from mocks import names
from mocks.envelope import add
from mocks.population.people import Spelt
from mocks.population.population_register import Household, Member
from mocks.public_security.register import Found, Register

NAME_CODES = {names.SAME: "2", names.VARIANT: "1", names.SIMILAR: "3", names.DIFFERENT: "4"}
REASON_CODES = {
    "death": "1",
    "military": "2",
    "settled_abroad": "3",
    "settled_hk_macao": "4",
    "duplicate": "5",
    "other": "9",
}
BASIS_CODES = {"medical": "1", "declaration": "2", "not_stated": "9"}


def day(value: date) -> str:
    """A date as public security writes it."""
    return f"{value:%Y%m%d}"


def add_header(person: etree._Element, asked: str, name: str, found: Found) -> None:
    """The elements with which every RY begins."""
    entry = found.entry
    add(person, "CXHM", asked)
    add(person, "gmsfzh_ppddm", "2" if asked == found.number else "1")
    add(person, "xm_ppddm", NAME_CODES[names.compare(name, found.name)])
    add(person, "GMSFHM", found.number)
    add(person, "XM", found.name)
    add(person, "BMBS", "1" if entry.sealed else "0")
    former_names = add(person, "CYMLB")
    for former in entry.former_names:
        add(former_names, "CYM", former)
    other_numbers = add(person, "CYHMLB")
    for other in entry.other_numbers:
        add(other_numbers, "CYHM", other)


def _add_person(person: etree._Element, found: Found, _register: Register) -> None:
    entry = found.entry
    cancelled = entry.cancelled
    add(person, "XB", entry.sex)
    add(person, "CSRQ", day(entry.born_on))
    add(person, "HKZT", "1" if cancelled is None else "2")
    if cancelled is not None:
        add(person, "ZXYY", REASON_CODES[cancelled.reason])
        add(person, "ZXRQ", day(cancelled.on))
        if cancelled.basis is not None:
            add(person, "ZXYJ", BASIS_CODES[cancelled.basis])
        _add_day(person, "SWRQ", cancelled.died_on)
    dead = cancelled is not None and cancelled.reason == "death"
    add(person, "swbs", "1" if dead else "0")
    _add_day(person, "ZJBZRQ", entry.document_issued_on)


def _add_households(person: etree._Element, found: Found, register: Register) -> None:
    homes = add(person, "HHLB")
    for household in register.households(found):
        _add_household(homes, household, register)


def _add_household(homes: etree._Element, household: Household, register: Register) -> None:
    home = add(homes, "HH")
    add(home, "HHBH", household.id)
    add(home, "HHZT", "1" if household.until is None else "2")
    add(home, "QSRQ", day(household.since))
    _add_day(home, "JZRQ", household.until)
    members = add(home, "CYLB")
    for member in household.members:
        _add_member(members, member, register)


def _add_member(members: etree._Element, member: Member, register: Register) -> None:
    number = register.directory.number(member.who)
    element = add(members, "CY")
    add(element, "GMSFHM", number)
    add(element, "XM", register.directory.name(member.who))
    add(element, "YHZGX", member.relation)
    add(element, "XB", member.sex)
    add(element, "CSRQ", day(member.born_on))
    add(element, "BMBS", "1" if register.is_sealed(number) else "0")


def _add_birth(person: etree._Element, found: Found, register: Register) -> None:
    births = add(person, "CSDJLB")
    for birth in register.births(found):
        element = add(births, "CSDJ")
        add(element, "CSRQ", day(birth.born_on))
        _add_parent(element, "MQ", birth.mother, register)
        _add_parent(element, "FQ", birth.father, register)


def _add_parent(
    element: etree._Element, prefix: str, parent: Spelt | None, register: Register
) -> None:
    number, name = register.directory.number(parent), register.directory.name(parent)
    if number:
        add(element, f"{prefix}GMSFHM", number)
    if name:
        add(element, f"{prefix}XM", name)


def _add_unnatural_death(person: etree._Element, found: Found, register: Register) -> None:
    deaths = add(person, "FZCSWLB")
    for death in register.unnatural_deaths(found):
        element = add(deaths, "FZCSW")
        add(element, "SWRQ", day(death.died_on))
        add(element, "QFRQ", day(death.issued_on))


def _add_day(parent: etree._Element, name: str, value: date | None) -> None:
    if value is not None:
        add(parent, name, day(value))


SECTIONS: dict[str, Callable[[etree._Element, Found, Register], None]] = {
    "person": _add_person,
    "household": _add_households,
    "birth_registration": _add_birth,
    "unnatural_death": _add_unnatural_death,
}

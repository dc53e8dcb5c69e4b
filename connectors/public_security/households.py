"""Households of the population register as records of the house (wire contract, `HJXX`).

Relations are self-declared and relative to the head: they are passed on as they are. Must never
pass on a sealed member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.public_security.persons import SEALS
from connectors.public_security.translate import SEXES
from connectors.public_security.wire import tag
from gateway.domain.evidence import Cause
from gateway.domain.person import Person
from gateway.domain.records import HouseholdMember, Record
from gateway.outbound.values import COMPACT_DAY, known, read_day, read_name, read_number
from gateway.outbound.xml_documents import child_of, children_of, value_of, value_or_none_of
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from datetime import date

    from lxml.etree import _Element

    from connectors.public_security.persons import Entry

_HISTORIC: Final = {"1": False, "2": True}

# GB/T 4761-2008 (domain.md §4), and 03 and 98, which books from before 2008 hold.
_UNITS: Final = {"0": "123", "1": "012"}
_RELATIONS: Final = {
    ten + unit: ten + unit for ten in "0123456789" for unit in _UNITS.get(ten, "0123456789")
}


def read_households(entry: Entry, asked: Person, _as_of: date) -> tuple[Record, ...]:
    """`HJXX`: the members of all households the person is or was in, but sealed ones."""
    households = children_of(child_of(entry.element, tag("HHLB")), tag("HH"))
    return tuple(member for household in households for member in _members(household, entry, asked))


def _members(household: _Element, entry: Entry, asked: Person) -> list[HouseholdMember]:
    number = value_of(household, tag("HHBH"))
    historic = known(_HISTORIC, value_of(household, tag("HHZT")))
    read_day(value_of(household, tag("QSRQ")), COMPACT_DAY)
    until = value_or_none_of(household, tag("JZRQ"))
    if historic != (until is not None):
        raise LinkFailed(Cause.MALFORMED)
    if until is not None:
        read_day(until, COMPACT_DAY)
    elements = children_of(child_of(household, tag("CYLB")), tag("CY"))
    open_ones = [e for e in elements if not known(SEALS, value_of(e, tag("BMBS")))]
    hers = {asked.number, entry.number, *entry.other_numbers}
    members = [_member(e, number, historic, hers, asked) for e in open_ones]
    if not any(member.member.is_same_as(asked) for member in members):
        raise LinkFailed(Cause.WRONG_PERSON)  # a household of somebody else
    return members


def _member(
    element: _Element,
    household: str,
    historic: bool,  # noqa: FBT001 - a field of the record that is made here
    hers: set[str],
    asked: Person,
) -> HouseholdMember:
    """One member; the person asked about appears under the number that was asked."""
    number = read_number(value_of(element, tag("GMSFHM")))
    return HouseholdMember(
        household=household,
        member=Person(
            asked.number if number in hers else number, read_name(value_of(element, tag("XM")))
        ),
        relation=known(_RELATIONS, value_of(element, tag("YHZGX"))),
        sex=known(SEXES, value_of(element, tag("XB"))),
        born_on=read_day(value_of(element, tag("CSRQ")), COMPACT_DAY),
        historic=historic,
    )

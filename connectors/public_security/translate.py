"""Entries of the population register as records of the house (wire contract, section 3).

Every code and every "only with" of the contract is checked: what contradicts it is unreadable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.public_security.wire import tag
from gateway.domain.evidence import Cause
from gateway.domain.records import (
    BirthRecord,
    CancellationBasis,
    CancelledBecause,
    DeathKind,
    DeathRecord,
    PopulationEntry,
    Record,
    SignKind,
    SignOfLife,
)
from gateway.outbound.values import COMPACT_DAY, known, read_day, read_person
from gateway.outbound.xml_documents import child_of, children_of, value_of, value_or_none_of
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from datetime import date

    from lxml.etree import _Element

    from connectors.public_security.persons import Entry
    from gateway.domain.person import Person

SEXES: Final = {"0": None, "1": "1", "2": "2", "9": None}
_CANCELLED: Final = {"1": False, "2": True}
_REASONS: Final = {
    "1": CancelledBecause.DEATH,
    "2": CancelledBecause.MILITARY,
    "3": CancelledBecause.SETTLED_ABROAD,
    "4": CancelledBecause.SETTLED_HK_MACAO,
    "5": CancelledBecause.DUPLICATE,
    "9": CancelledBecause.OTHER,
}
_BASES: Final = {
    "1": CancellationBasis.MEDICAL,
    "2": CancellationBasis.DECLARATION,
    "9": CancellationBasis.NOT_STATED,
}
_DEAD: Final = {"0": False, "1": True}


def read_person_entry(entry: Entry, _asked: Person, as_of: date) -> tuple[Record, ...]:
    """`RYXX`: the entry, and the last document issued in person as a sign of life."""
    element = entry.element
    cancelled = known(_CANCELLED, value_of(element, tag("HKZT")))
    reason = _with(cancelled, element, "ZXYY")
    because = known(_REASONS, reason) if reason else None
    dead = because is CancelledBecause.DEATH
    basis = _with(dead, element, "ZXYJ")
    ended = _with(cancelled, element, "ZXRQ")
    died = _with(dead, element, "SWRQ", required=False)
    if known(_DEAD, value_of(element, tag("swbs"))) is not dead:
        raise LinkFailed(Cause.MALFORMED)
    found = PopulationEntry(
        in_force=not cancelled,
        cancelled_on=read_day(ended, COMPACT_DAY) if ended else None,
        cancelled_because=because,
        cancellation_basis=known(_BASES, basis) if basis else None,
        died_on=_past(died, as_of) if died else None,
        former_names=entry.former_names,
        former_numbers=entry.other_numbers,
        registered_name=entry.name,
        sex=known(SEXES, value_of(element, tag("XB"))),
        born_on=_past(value_of(element, tag("CSRQ")), as_of),
    )
    issued = value_or_none_of(element, tag("ZJBZRQ"))
    if issued is None:
        return (found,)
    return (found, SignOfLife(SignKind.DOCUMENT_ISSUED, _past(issued, as_of)))


def read_birth(entry: Entry, asked: Person, as_of: date) -> tuple[Record, ...]:
    """`CSDJ`: the registration of the person's own birth; none or one."""
    return tuple(
        BirthRecord(
            born_on=_past(value_of(birth, tag("CSRQ")), as_of),
            mother=_parent(birth, "MQ"),
            father=_parent(birth, "FQ"),
            child=asked,
        )
        for birth in _at_most_one(entry.element, "CSDJ")
    )


def read_unnatural_death(entry: Entry, _asked: Person, as_of: date) -> tuple[Record, ...]:
    """`FZCSW`: the certificate of unnatural death; none or one."""
    records = []
    for death in _at_most_one(entry.element, "FZCSW"):
        _past(value_of(death, tag("QFRQ")), as_of)
        died_on = _past(value_of(death, tag("SWRQ")), as_of)
        records.append(DeathRecord(DeathKind.UNNATURAL_CERTIFICATE, died_on))
    return tuple(records)


def _with(
    condition: bool,  # noqa: FBT001 - reads as the contract does: "only with"
    element: _Element,
    name: str,
    *,
    required: bool = True,
) -> str | None:
    """The value of an element that is there only under a condition."""
    text = value_or_none_of(element, tag(name))
    if (text is not None and not condition) or (text is None and condition and required):
        raise LinkFailed(Cause.MALFORMED)
    return text


def _past(text: str, as_of: date) -> date:
    """A day of something that has happened: it cannot lie behind the data date."""
    day = read_day(text, COMPACT_DAY)
    if day > as_of:
        raise LinkFailed(Cause.MALFORMED)
    return day


def _parent(birth: _Element, prefix: str) -> Person | None:
    number = value_or_none_of(birth, tag(prefix + "GMSFHM"))
    return read_person(number, value_or_none_of(birth, tag(prefix + "XM")))


def _at_most_one(element: _Element, name: str) -> tuple[_Element, ...]:
    found = children_of(child_of(element, tag(name + "LB")), tag(name))
    if len(found) > 1:
        raise LinkFailed(Cause.MALFORMED)
    return found

"""Records of health as records of the house (wire contract, sections 3 and 4).

Must never look into a sealed record, nor say where or why somebody was treated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause
from gateway.domain.question import BIRTH_BY_CERTIFICATE, BIRTH_BY_MOTHER
from gateway.domain.records import (
    BirthRecord,
    DeathKind,
    DeathRecord,
    Record,
    SignKind,
    SignOfLife,
)
from gateway.outbound.answers import check_same, check_same_number
from gateway.outbound.values import (
    COMPACT_DAY,
    known,
    read_day,
    read_name,
    read_number,
    read_person,
)
from gateway.outbound.xml_documents import value_of, value_or_none_of
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lxml.etree import _Element

    from gateway.domain.person import Person
    from gateway.domain.question import Question

_SEALS: Final = {"0": False, "1": True}
_SEXES: Final = {"0": None, "1": "1", "2": "2", "9": None}
_FORMS: Final = {"1": "new", "2": "old"}  # both are valid (domain.md §3)
_VALID, _REPLACED, _VOIDED = "1", "2", "3"
_STATES: Final = {state: state for state in (_VALID, _REPLACED, _VOIDED)}
_BIRTH_TIME: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2}) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
)


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A record, and the name under which it keeps the person asked about (None: it has none)."""

    record: Record
    own_name: str | None


def open_elements(elements: Iterable[_Element]) -> list[_Element]:
    """The records that are not sealed."""
    return [e for e in elements if not known(_SEALS, value_of(e, "FCBZ"))]


def read_birth(element: _Element, question: Question, as_of: date) -> Found:
    """A certificate of birth, found by its number, by the child or by the mother."""
    certificate = value_of(element, "CSZMBH")
    if question.operation == BIRTH_BY_CERTIFICATE:
        check_same(question.certificate_number or "", certificate)
    state = known(_STATES, value_of(element, "ZT"))
    replaced_by = value_or_none_of(element, "HFBH", must_exist=True)
    if (state == _REPLACED) != (replaced_by is not None):
        raise LinkFailed(Cause.MALFORMED)
    known(_SEXES, value_of(element, "ETXB"))
    born = value_or_none_of(element, "CSSJ", must_exist=True)
    record = BirthRecord(
        born_on=_past(born, _BIRTH_TIME, as_of) if born else None,
        mother=_person(element, "MQ"),
        father=_person(element, "FQ"),
        child=_person(element, "ET"),
        certificate_number=certificate,
        replaced_by=replaced_by,
        voided=state == _VOIDED,
    )
    return Found(record, _own_name_at_birth(element, question))


def read_death(element: _Element, question: Question, as_of: date) -> Found:
    """A certificate of death, of either form; its number is personal data and stays here."""
    value_or_none_of(element, "ZSBH", must_exist=True)
    known(_FORMS, value_of(element, "ZSLX"))
    died = value_or_none_of(element, "SWRQ", must_exist=True)
    day = _past(died, COMPACT_DAY, as_of) if died else None
    return Found(DeathRecord(DeathKind.MEDICAL_CERTIFICATE, day), _own_name(element, question))


def read_service(element: _Element, question: Question, as_of: date) -> Found:
    """The last day on which the person was seen in person."""
    day = _past(value_of(element, "JZRQ"), COMPACT_DAY, as_of)
    return Found(SignOfLife(SignKind.IN_PERSON_SERVICE, day), _own_name(element, question))


def _own_name(element: _Element, question: Question) -> str:
    check_same_number(question.about, value_of(element, "GMSFHM"))
    return read_name(value_of(element, "XM"))


def _own_name_at_birth(element: _Element, question: Question) -> str | None:
    """The mother's or the child's name; a child is often registered before it has one.

    A certificate found by its number may be another child's: then its name says nothing about the
    person asked about, and the record says whose it is.
    """
    side = "MQ" if question.operation == BIRTH_BY_MOTHER else "ET"
    number = value_or_none_of(element, side + "GMSFHM", must_exist=True)
    name = value_or_none_of(element, side + "XM", must_exist=True)
    called = read_name(name) if name else None
    if side == "MQ":
        check_same_number(question.about, number or "")
        return called or ""  # a mother without a name matches no name
    if number is None:
        return called
    is_hers = read_number(number) == question.about.number
    if not is_hers and question.operation != BIRTH_BY_CERTIFICATE:
        raise LinkFailed(Cause.WRONG_PERSON)
    return called if is_hers else None


def _person(element: _Element, side: str) -> Person | None:
    number = value_or_none_of(element, side + "GMSFHM", must_exist=True)
    return read_person(number, value_or_none_of(element, side + "XM", must_exist=True))


def _past(text: str, form: re.Pattern[str], as_of: date) -> date:
    """A day of something that has happened: it cannot lie behind the data date."""
    day = read_day(text, form)
    if day > as_of:
        raise LinkFailed(Cause.MALFORMED)
    return day

"""Whom a reply of public security is about: number, name, seal, former names and numbers.

Must never let a sealed entry look different from one that is not held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.public_security.wire import tag
from gateway.domain.evidence import Cause, Holding
from gateway.domain.names import NameMatch, compare_names
from gateway.outbound.answers import check_same
from gateway.outbound.values import known, read_name, read_number
from gateway.outbound.xml_documents import child_of, children_of, value_of, value_or_none_of
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from gateway.domain.person import Person

_CONSISTENT: Final = "1"
_FULL: Final = "2"
_SIMILAR: Final = "3"
_NO_MATCH: Final = "4"
_MATCHES: Final = {code: code for code in (_CONSISTENT, _FULL, _SIMILAR, _NO_MATCH)}
SEALS: Final = {"0": False, "1": True}


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """An entry under the number asked. `number` is its own, in the 18-character form."""

    element: _Element
    number: str
    name: str
    name_code: str
    former_names: tuple[str, ...]
    other_numbers: tuple[str, ...]


def read_entries(elements: Iterable[_Element], asked: Person) -> tuple[Entry, ...]:
    """The entries that are held and not sealed. Raises LinkFailed."""
    entries = (_read_entry(element, asked) for element in elements)
    return tuple(entry for entry in entries if entry is not None)


def hold_under_name(entry: Entry, asked: Person) -> tuple[Holding, bool]:
    """Under which name the person is held, and whether the name is a variant (domain.md G2, I3).

    Their "full match" and "consistent" match. "Similar" and "no match" are looked at again,
    because separators, width and spaces are no difference here.
    """
    match = compare_names(asked.name, entry.name)
    if entry.name_code in {_FULL, _CONSISTENT} and match is NameMatch.DIFFERENT:
        raise LinkFailed(Cause.MALFORMED)  # the code says the opposite of the name beside it
    if entry.name_code in {_FULL, _CONSISTENT}:
        return Holding.HELD, match is not NameMatch.EXACT
    if match is not NameMatch.DIFFERENT:
        return Holding.HELD, match is NameMatch.VARIANT
    former = {compare_names(asked.name, name) for name in entry.former_names}
    if former - {NameMatch.DIFFERENT}:
        return Holding.FORMER_NAME, NameMatch.EXACT not in former
    return Holding.NAME_MISMATCH, False


def _read_entry(element: _Element, asked: Person) -> Entry | None:
    """None if the number is not held (a similar number is another one), or sealed."""
    check_same(asked.number, value_of(element, tag("CXHM")))
    number_code = known(_MATCHES, value_of(element, tag("gmsfzh_ppddm")))
    name_code = known(_MATCHES, value_of(element, tag("xm_ppddm")))
    if number_code in {_SIMILAR, _NO_MATCH}:
        if value_or_none_of(element, tag("GMSFHM")) is not None:
            raise LinkFailed(Cause.MALFORMED)  # an entry beside a code that says there is none
        return None
    if known(SEALS, value_of(element, tag("BMBS"))):
        return None
    own = read_number(value_of(element, tag("GMSFHM")))
    others = tuple(read_number(number) for number in _listed(element, "CYHM"))
    if asked.number != own and (number_code == _FULL or asked.number not in others):
        raise LinkFailed(Cause.WRONG_PERSON)
    return Entry(
        element=element,
        number=own,
        name=read_name(value_of(element, tag("XM"))),
        name_code=name_code,
        former_names=tuple(read_name(name) for name in _listed(element, "CYM")),
        other_numbers=_all_other(asked.number, own, others),
    )


def _listed(element: _Element, name: str) -> tuple[str, ...]:
    """The texts in the list that is called after its elements."""
    items = children_of(child_of(element, tag(name + "LB")), tag(name))
    texts = tuple((item.text or "").strip() for item in items)
    if not all(texts):
        raise LinkFailed(Cause.MALFORMED)
    return texts


def _all_other(asked: str, own: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """Every number of the person but her own; asked under another one, her own as well.

    A 15-digit form of her own number is no other number.
    """
    numbers = dict.fromkeys(others if asked == own else (own, *others))
    if asked == own:
        numbers.pop(own, None)
    return tuple(numbers)

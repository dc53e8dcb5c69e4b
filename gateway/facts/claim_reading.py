"""Reading claims and persons from JSON: typed values, or every problem with its pointer.

Must never put a value into a problem, not even as part of a pointer: a field that nobody knows is
pointed at only if its name cannot be somebody's name or number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from gateway.domain.identity_number import CENTENARY_SERIALS, IdentityNumber, NumberRefused
from gateway.domain.names import NameRefused, PersonName
from gateway.domain.person import ID_TYPES, RESIDENT_IDENTITY, Person
from gateway.errors import ContentRefused, Problem
from gateway.facts import claim_reasons as why

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gateway.domain.fact import JsonValue

CLAIM: Final = "/claim"
_PERSON_FIELDS: Final = frozenset({"id_number", "name", "id_type"})
_TELLABLE_FIELD: Final = re.compile(r"[a-z][a-z_]{0,39}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DOCUMENT_NUMBER: Final = re.compile(r"[!-~]{1,40}")


@dataclass(frozen=True, slots=True, repr=False)
class ObjectReader:
    """Reads the fields of one JSON object; what is wrong goes into `problems`, nothing is raised.

    Every `read_…` gives None for a field that is absent or wrong. `raw` that is no object reads as
    an empty one, with the problem noted.
    """

    raw: Mapping[str, JsonValue]
    pointer: str
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def over(cls, raw: JsonValue, pointer: str, problems: list[Problem]) -> ObjectReader:
        """Read any JSON value that ought to be an object."""
        if isinstance(raw, dict):
            return cls(raw, pointer, problems)
        problems.append(Problem(pointer, why.WRONG_TYPE))
        return cls({}, pointer, problems)

    def at(self, name: str) -> str:
        """The pointer to one of the object's own fields."""
        return f"{self.pointer}/{name}"

    def note(self, name: str, reason: str) -> None:
        """Note that a field is wrong."""
        self.problems.append(Problem(self.at(name), reason))

    def allow(self, names: Collection[str]) -> None:
        """Note every field that is not among the names."""
        for name in self.raw:
            if name not in names:
                self.problems.append(Problem(_pointer_to(self.pointer, name), why.UNKNOWN_FIELD))

    def require(self, *names: str) -> None:
        """Note every one of the names that is absent."""
        for name in names:
            if name not in self.raw:
                self.note(name, why.MISSING_FIELD)

    def read_text(self, name: str) -> str | None:
        """A JSON string."""
        value = self.raw.get(name)
        if isinstance(value, str):
            return value
        self._refuse_if_present(name)
        return None

    def read_code(self, name: str, codes: Collection[str]) -> str | None:
        """A JSON string out of a closed list."""
        code = self.read_text(name)
        if code is None or code in codes:
            return code
        self.note(name, why.UNKNOWN_CODE)
        return None

    def read_count(self, name: str, lowest: int, highest: int) -> int | None:
        """A JSON integer within both bounds; `true` is no integer."""
        value = self.raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse_if_present(name)
            return None
        if lowest <= value <= highest:
            return value
        self.note(name, why.OUT_OF_RANGE)
        return None

    def read_date(self, name: str) -> date | None:
        """A civil date, written YYYY-MM-DD only; whether it lies ahead cannot be told here."""
        text = self.read_text(name)
        if text is None:
            return None
        try:
            return date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError:
            self.note(name, why.DATE_MALFORMED)
            return None

    def read_name(self, name: str) -> str | None:
        """A person's name, exactly as given."""
        text = self.read_text(name)
        return None if text is None else _read_name(text, self.at(name), self.problems)

    def read_person(self, name: str) -> Person | None:
        """A person object."""
        if name not in self.raw:
            return None
        return read_person(self.raw[name], self.at(name), self.problems)

    def raise_if_refused(self) -> None:
        """Raise ContentRefused with everything noted so far, if anything was."""
        if self.problems:
            raise ContentRefused(*self.problems)

    def _refuse_if_present(self, name: str) -> None:
        if name in self.raw:
            self.note(name, why.WRONG_TYPE)


def read_claim_object(raw: Mapping[str, JsonValue], names: Collection[str]) -> ObjectReader:
    """A reader over the claim itself, unknown fields noted already."""
    reader = ObjectReader(raw, CLAIM)
    reader.allow(names)
    return reader


def read_person(
    raw: JsonValue,
    pointer: str,
    problems: list[Problem],
    *,
    further: Collection[str] = (),
    centenary: Collection[str] = CENTENARY_SERIALS,
) -> Person | None:
    """Read `{"id_number", "name", "id_type"?}` (design.md §6); None if anything in it is wrong.

    `further` names fields that the caller reads by itself, such as an operator's `staff_id`.
    `centenary` is the operator's correction of domain.md §3. A resident identity number is
    returned in its 18-character form (GB 11643-1999).
    """
    before = len(problems)
    reader = ObjectReader.over(raw, pointer, problems)
    if len(problems) > before:
        return None
    reader.allow({*_PERSON_FIELDS, *further})
    reader.require("id_number", "name")
    id_type = _read_id_type(reader)
    number = _read_number(reader, id_type, centenary) if id_type else None
    name = reader.read_name("name")
    if len(problems) > before or number is None or name is None or id_type is None:
        return None
    return Person(number.value, name, id_type, given_as_15=number.given_as_15)


def refuse_same_person(reader: ObjectReader, people: Mapping[str, Person | None]) -> None:
    """Note every person of the mapping who was already named before, by field name.

    The subject goes first, under the empty name: a claim about oneself says nothing.
    """
    seen: list[Person] = []
    for name, person in people.items():
        if person is None:
            continue
        if any(person.is_same_as(other) for other in seen):
            reader.note(name, why.SAME_PERSON)
        seen.append(person)


def canonical_person(person: Person) -> dict[str, JsonValue]:
    """The JSON form of a person in which equal persons are equal; `read_person` reads it again."""
    return {"id_number": person.number, "id_type": person.id_type, "name": person.name}


@dataclass(frozen=True, slots=True, repr=False)
class _Number:
    value: str
    given_as_15: bool = False


def _read_id_type(reader: ObjectReader) -> str | None:
    if "id_type" not in reader.raw:
        return RESIDENT_IDENTITY
    id_type = reader.read_text("id_type")
    if id_type is None or id_type in ID_TYPES:
        return id_type
    reader.note("id_type", why.ID_TYPE_UNKNOWN)
    return None


def _read_number(reader: ObjectReader, id_type: str, centenary: Collection[str]) -> _Number | None:
    text = reader.read_text("id_number")
    if text is None:
        return None
    if id_type != RESIDENT_IDENTITY:
        if _DOCUMENT_NUMBER.fullmatch(text):
            return _Number(text)
        reader.note("id_number", why.DOCUMENT_NUMBER_MALFORMED)
        return None
    try:
        number = IdentityNumber.parse(text, centenary=centenary)
    except NumberRefused as refused:
        reader.note("id_number", refused.reason)
        return None
    return _Number(number.value, number.given_as_15)


def _read_name(text: str, pointer: str, problems: list[Problem]) -> str | None:
    try:
        return PersonName.parse(text).value
    except NameRefused as refused:
        problems.append(Problem(pointer, refused.reason))
        return None


def _pointer_to(parent: str, name: str) -> str:
    """Point at a field, or at its object where the field's name itself could be personal.

    The names that are pointed at need no escaping by RFC 6901.
    """
    return f"{parent}/{name}" if _TELLABLE_FIELD.fullmatch(name) else parent

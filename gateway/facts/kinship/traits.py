"""Sex and birth date of a person as registers hold them: what specific relations turn on.

Pure. Must never prefer one register to another: where they differ, nothing is held.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gateway.domain.identity_number import IdentityNumber, NumberRefused
from gateway.domain.names import NameMatch, compare_names
from gateway.domain.person import RESIDENT_IDENTITY
from gateway.domain.records import BirthRecord, HouseholdMember, PopulationEntry
from gateway.facts.former_identity import ask_person
from gateway.facts.kinship.archive import birth_questions, household_question
from gateway.facts.kinship.inverses import FEMALE, MALE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.domain.person import Person
    from gateway.facts.kinship.archive import Archive


def held_sex(archive: Archive, person: Person) -> str | None:
    """The sex that registers hold (GB/T 2261.1); None if none does, or if they differ."""
    held = _sexes(archive, person)
    return held.pop() if len(held) == 1 else None


def sex_of(archive: Archive, person: Person) -> str | None:
    """The sex that registers hold or, where none does, the one her own number states."""
    return held_sex(archive, person) if _sexes(archive, person) else _stated_sex(person)


def births_between(archive: Archive, person: Person) -> tuple[date, date] | None:
    """The first and the last birth date that registers hold; None if none does."""
    dates = {on for on in _birth_dates(archive, person) if on is not None}
    return (min(dates), max(dates)) if dates else None


def _sexes(archive: Archive, person: Person) -> set[str]:
    held = [entry.sex for entry in _entries(archive, person)]
    held += [member.sex for member in _memberships(archive, person)]
    return {sex for sex in held if sex in (MALE, FEMALE)}


def _stated_sex(person: Person) -> str | None:
    if person.id_type != RESIDENT_IDENTITY:
        return None
    try:
        stated = IdentityNumber.parse(person.number).sex
    except NumberRefused:
        return None
    return MALE if stated == "male" else FEMALE


def _birth_dates(archive: Archive, person: Person) -> Iterator[date | None]:
    for entry in _entries(archive, person):
        yield entry.born_on
    for member in _memberships(archive, person):
        yield member.born_on
    for question in birth_questions(person):
        for found in archive.hearing.records(question, BirthRecord):
            if archive.is_about(found.record, person):
                yield found.record.born_on


def _entries(archive: Archive, person: Person) -> Iterator[PopulationEntry]:
    for found in archive.hearing.records(ask_person(person), PopulationEntry):
        yield found.record


def _memberships(archive: Archive, person: Person) -> Iterator[HouseholdMember]:
    """Her own lines in the household books, whoever was asked about."""
    for asked in archive.people.named.values():
        for found in archive.hearing.records(household_question(asked), HouseholdMember):
            member = found.record.member
            same_name = compare_names(person.name, member.name) is not NameMatch.DIFFERENT
            if same_name and archive.key(member) == archive.key(person):
                yield found.record

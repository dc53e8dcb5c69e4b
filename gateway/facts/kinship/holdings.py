"""What departments hold directly of the relative's relation to the subject.

Pure. A household book counts only between a member and the head, to whom its codes relate; what
follows from two entries is a derivation. Must never let a household entry exclude anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from gateway.domain.records import HouseholdMember
from gateway.facts.kinship.archive import Archive, Tie, household_question
from gateway.facts.kinship.inverses import FEMALE, MALE, inverse_of
from gateway.facts.kinship.relations import Line, family_of, meets
from gateway.facts.kinship.traits import sex_of
from gateway.facts.marriage.people import matched_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.domain.person import Person
    from gateway.facts.hearing import Found

HEAD: Final = "02"


class Source(Enum):
    """What kind of entry holds it."""

    HOUSEHOLD = "household"
    BIRTH = "birth"
    ADOPTION = "adoption"


@dataclass(frozen=True, slots=True)
class Held:
    """One entry about the two. `codes` are what the relative is by it; none if no code is certain.

    `family` is the line it lies in, residual codes included; None for remoter kin. `is_sound`: no
    adoption can have ended it; always so for a household entry, which excludes nothing anyway.
    """

    codes: frozenset[str]
    family: Line | None
    source: Source
    as_of: date
    is_sound: bool = True
    reasons: tuple[str, ...] = ()

    def meets(self, claimed: str) -> bool:
        """Whether it is what is claimed, or included in it."""
        return any(meets(claimed, code) for code in self.codes)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything held of the two; `mismatch` if something stood under another name (G2)."""

    held: tuple[Held, ...]
    mismatch: bool


def holdings_of(archive: Archive, subject: Person, relative: Person) -> Holdings:
    """Read household books, births and adoptions of both."""
    households = list(_in_households(archive, subject, relative))
    own, others = archive.parentage(subject), archive.parentage(relative)
    as_parent = [
        _parent(archive, relative, tie, is_sound=tie in own.sound)
        for tie in (*own.sound, *own.unchecked)
        if tie.key == relative.key
    ]
    as_child = [
        _child(archive, relative, tie, is_sound=tie in others.sound)
        for tie in (*others.sound, *others.unchecked)
        if tie.key == subject.key
    ]
    known = [held for held in households if held is not None]
    return Holdings(
        held=(*known, *as_parent, *as_child),
        mismatch=own.mismatch or others.mismatch or len(known) < len(households),
    )


def _parent(archive: Archive, relative: Person, tie: Tie, *, is_sound: bool) -> Held:
    """The relative is the subject's parent."""
    codes = {
        MALE: {"51", "57"} if tie.by_adoption else {"51"},
        FEMALE: {"52", "58"} if tie.by_adoption else {"52"},
    }
    known = codes.get(tie.sex or sex_of(archive, relative) or "", {"50"})
    return _held(known, Line.PARENT, tie, is_sound=is_sound)


def _child(archive: Archive, relative: Person, tie: Tie, *, is_sound: bool) -> Held:
    """The relative is the subject's child; the standard has no code for a child of either sex."""
    codes = {
        MALE: {"20", "27"} if tie.by_adoption else {"20"},
        FEMALE: {"30", "37"} if tie.by_adoption else {"30"},
    }
    known = codes.get(sex_of(archive, relative) or "", set())
    return _held(known, Line.CHILD, tie, is_sound=is_sound)


def _held(codes: set[str], family: Line, tie: Tie, *, is_sound: bool) -> Held:
    source = Source.ADOPTION if tie.by_adoption else Source.BIRTH
    return Held(frozenset(codes), family, source, tie.as_of, is_sound, tie.reasons)


def _in_households(archive: Archive, subject: Person, relative: Person) -> Iterator[Held | None]:
    """Every entry of the one in a household whose head is the other; None under another name."""
    for asked in (subject, relative):
        question = household_question(asked)
        reasons = matched_by(archive.hearing, question)
        found = archive.hearing.records(question, HouseholdMember)
        for name in sorted({entry.record.household for entry in found}):
            members = [entry for entry in found if entry.record.household == name]
            for held in _in_household(archive, members, subject, relative):
                yield held and replace(held, reasons=(*reasons, *held.reasons))


def _in_household(
    archive: Archive,
    members: list[Found[HouseholdMember]],
    subject: Person,
    relative: Person,
) -> Iterator[Held | None]:
    of_both = {p.key: [m for m in members if _is(archive, m, p)] for p in (subject, relative)}
    entries = [entry for found in of_both.values() for entry in found]
    if any(archive.people.attribute(e.record.member).is_mismatch for e in entries):
        yield None
        return
    for one, other in ((subject, relative), (relative, subject)):
        if any(entry.record.relation == HEAD for entry in of_both[one.key]):
            for entry in of_both[other.key]:
                yield _entry(archive, entry, relative, is_about_relative=other is relative)


def _entry(
    archive: Archive,
    entry: Found[HouseholdMember],
    relative: Person,
    *,
    is_about_relative: bool,
) -> Held:
    """What the book says of the member to the head, turned round if the head is the relative."""
    code: str | None = entry.record.relation
    near = code
    if not is_about_relative:
        code, near = inverse_of(entry.record.relation, sex_of(archive, relative))
    return Held(
        codes=frozenset(() if code is None else (code,)),
        family=family_of(near or ""),
        source=Source.HOUSEHOLD,
        as_of=entry.as_of,
        reasons=archive.people.attribute(entry.record.member).reasons,
    )


def _is(archive: Archive, entry: Found[HouseholdMember], person: Person) -> bool:
    return archive.key(entry.record.member) == person.key

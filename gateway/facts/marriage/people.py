"""Who is who in the records: one key for a person, whatever number or name a register uses.

Pure. Must never take two people for one: a record under a number of somebody whom the request
names, but under a name she never had, or under none, is set aside and reported as a mismatch
(domain.md G2, G8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.domain.identity_number import IdentityNumber, NumberRefused
from gateway.domain.names import NameMatch, compare_names
from gateway.domain.person import RESIDENT_IDENTITY
from gateway.facts.former_identity import former_identities
from gateway.facts.marriage.timeline import Key
from gateway.facts.shared_reasons import FORMER_IDENTITY, NAME_VARIANT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.domain.evidence import Evidence
    from gateway.domain.person import Person
    from gateway.domain.question import Question
    from gateway.facts.hearing import Hearing


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom a register means. `reasons` say by what she was matched (G2, G8)."""

    key: Key
    is_mismatch: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class People:
    """The persons that the request names, and by what else public security knows them."""

    named: Mapping[Key, Person]
    former: Mapping[Person, tuple[Person, ...]]
    aliases: Mapping[Key, Key]

    @classmethod
    def of(cls, evidence: Evidence, *persons: Person) -> People:
        """Learn former numbers and names from what public security has answered so far."""
        former = {person: former_identities(evidence, person) for person in persons}
        aliases = {
            key_of(identity): person.key
            for person, identities in former.items()
            for identity in identities
        }
        return cls({person.key: person for person in persons}, former, aliases)

    def attribute(self, held: Person) -> Attribution:
        """Say whom a register means by a person in one of its records."""
        number = key_of(held)
        key = self.aliases.get(number, number)
        meant = self.named.get(key)
        if meant is None:
            return Attribution(key)
        match = compare_names(meant.name, held.name)
        by_name = () if match is NameMatch.EXACT else (NAME_VARIANT.code,)
        if match is NameMatch.DIFFERENT:
            if not self._had_the_name(meant, held.name):
                return Attribution(key, is_mismatch=True)
            by_name = (FORMER_IDENTITY.code,)
        by_number = () if number == key else (FORMER_IDENTITY.code,)
        return Attribution(key, reasons=tuple(dict.fromkeys((*by_number, *by_name))))

    def is_named(self, person: Person) -> bool:
        """Whether the request itself names this person, under whatever number."""
        number = key_of(person)
        return self.aliases.get(number, number) in self.named

    def _had_the_name(self, person: Person, name: str) -> bool:
        return any(
            compare_names(identity.name, name) is not NameMatch.DIFFERENT
            for identity in self.former.get(person, ())
        )


def key_of(person: Person) -> Key:
    """What identifies a person; a 15-digit number stands for its 18-character form."""
    if person.id_type != RESIDENT_IDENTITY:
        return person.key
    try:
        return (person.id_type, IdentityNumber.parse(person.number).value)
    except NumberRefused:
        return person.key


def matched_by(hearing: Hearing, question: Question) -> tuple[str, ...]:
    """By what the person asked about was matched, where it is not just by number and name."""
    unresolved = hearing.unresolved((question,))
    return tuple(code for code in hearing.match_reasons((question,)) if code not in unresolved)


def between(
    questions: Iterable[Question], evidence: Evidence, *named: Person
) -> tuple[Person, ...]:
    """Those whom the questions are about although the request does not name them, each once."""
    people = People.of(evidence, *named)
    asked = (p for q in questions for p in (q.about, q.other) if p is not None)
    return tuple({p.key: p for p in asked if not people.is_named(p)}.values())

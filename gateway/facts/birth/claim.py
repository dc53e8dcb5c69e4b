"""The claim of `birth`: certificate number, day, mother, father; at least one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.errors import Problem
from gateway.facts import claim_reasons as why
from gateway.facts.claim_reading import (
    CLAIM,
    canonical_person,
    read_claim_object,
    refuse_same_person,
)
from gateway.facts.claim_schema import DATE_SCHEMA, PERSON_SCHEMA, object_schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person
    from gateway.facts.claim_reading import ObjectReader

CERTIFICATE_NUMBER: Final = "certificate_number"
BORN_ON: Final = "born_on"
MOTHER: Final = "mother"
FATHER: Final = "father"
PARTS: Final = (CERTIFICATE_NUMBER, BORN_ON, MOTHER, FATHER)

# A letter and nine digits (domain.md §3). Unlike marriage certificates these have one form only,
# and a number that was mistyped must not come back as a contradicted birth.
_CERTIFICATE: Final = re.compile(r"[A-Z][0-9]{9}")

CLAIM_SCHEMA: Final = object_schema(
    {
        CERTIFICATE_NUMBER: {"type": "string", "pattern": "^[A-Za-z][0-9]{9}$"},
        BORN_ON: DATE_SCHEMA,
        MOTHER: PERSON_SCHEMA,
        FATHER: PERSON_SCHEMA,
    },
    at_least_one=True,
)


@dataclass(frozen=True, slots=True, repr=False)
class BirthClaim:
    """What is claimed of the subject's birth; None where nothing is."""

    certificate_number: str | None = None
    born_on: date | None = None
    mother: Person | None = None
    father: Person | None = None

    def __repr__(self) -> str:
        """Keep number and day out of logs."""
        return "BirthClaim(…)"

    @property
    def others(self) -> tuple[Person, ...]:
        """The mother and the father, as far as they are named."""
        return tuple(parent for parent in (self.mother, self.father) if parent is not None)

    def canonical(self) -> dict[str, JsonValue]:
        """The claim as it was read, without what was not claimed."""
        form: dict[str, JsonValue] = {}
        if self.certificate_number is not None:
            form[CERTIFICATE_NUMBER] = self.certificate_number
        if self.born_on is not None:
            form[BORN_ON] = self.born_on.isoformat()
        if self.mother is not None:
            form[MOTHER] = canonical_person(self.mother)
        if self.father is not None:
            form[FATHER] = canonical_person(self.father)
        return form


def read_claim(raw: Mapping[str, JsonValue], subject: Person) -> BirthClaim:
    """Read the claim. Raises ContentRefused, also for one that claims nothing."""
    reader = read_claim_object(raw, PARTS)
    if not any(name in raw for name in PARTS):
        reader.problems.append(Problem(CLAIM, why.EMPTY_CLAIM))
    claim = BirthClaim(
        certificate_number=_read_certificate_number(reader),
        born_on=reader.read_date(BORN_ON),
        mother=reader.read_person(MOTHER),
        father=reader.read_person(FATHER),
    )
    refuse_same_person(reader, {"": subject, MOTHER: claim.mother, FATHER: claim.father})
    reader.raise_if_refused()
    return claim


def _read_certificate_number(reader: ObjectReader) -> str | None:
    text = reader.read_text(CERTIFICATE_NUMBER)
    if text is None:
        return None
    number = text[:1].upper() + text[1:]
    if _CERTIFICATE.fullmatch(number):
        return number
    reader.note(CERTIFICATE_NUMBER, why.CERTIFICATE_NUMBER_MALFORMED)
    return None

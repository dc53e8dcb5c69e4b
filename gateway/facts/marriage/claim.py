"""The claim of `marriage`: married to one named person now, or of one marital status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.facts import claim_reasons as why
from gateway.facts.claim_reading import canonical_person, read_claim_object, refuse_same_person
from gateway.facts.claim_schema import PERSON_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person

_FIELDS: Final = ("spouse", "status")

NEVER_MARRIED: Final = "10"
MARRIED: Final = "20"
FIRST_MARRIAGE: Final = "21"
REMARRIED: Final = "22"
REMARRIED_TO_FORMER: Final = "23"
WIDOWED: Final = "30"
DIVORCED: Final = "40"
NOT_STATED: Final = "90"

MARRIED_STATUSES: Final = (MARRIED, FIRST_MARRIAGE, REMARRIED, REMARRIED_TO_FORMER)
STATUSES: Final = (NEVER_MARRIED, *MARRIED_STATUSES, WIDOWED, DIVORCED)
"""What may be claimed of GB/T 2261.2. 90 states nothing that could be verified."""

CLAIM_SCHEMA: Final[Mapping[str, JsonValue]] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"spouse": PERSON_SCHEMA, "status": {"enum": [*STATUSES]}},
    "oneOf": [{"required": ["spouse"]}, {"required": ["status"]}],
}


@dataclass(frozen=True, slots=True, repr=False)
class MarriageClaim:
    """Exactly one of the two is set."""

    spouse: Person | None = None
    status: str | None = None

    def __repr__(self) -> str:
        """Keep spouse and status out of logs."""
        return "MarriageClaim(…)"

    @property
    def others(self) -> tuple[Person, ...]:
        """The spouse, if one is named."""
        return () if self.spouse is None else (self.spouse,)

    @property
    def part(self) -> str:
        """The name of the one claimed part."""
        return "status" if self.spouse is None else "spouse"

    def canonical(self) -> dict[str, JsonValue]:
        """The claim as it was read."""
        if self.spouse is not None:
            return {"spouse": canonical_person(self.spouse)}
        return {"status": self.status}


def read_claim(raw: Mapping[str, JsonValue], subject: Person) -> MarriageClaim:
    """Read the claim. Raises ContentRefused; status 90 is known, but nothing can be verified."""
    reader = read_claim_object(raw, _FIELDS)
    if len(raw.keys() & set(_FIELDS)) > 1:
        reader.note("status", why.ONLY_ONE_ALLOWED)
    if not raw.keys() & set(_FIELDS):
        reader.note("spouse", why.ONE_OF_REQUIRED)
    status = reader.read_code("status", (*STATUSES, NOT_STATED))
    if status == NOT_STATED:
        reader.note("status", why.CODE_NOT_ASKABLE)
    spouse = reader.read_person("spouse")
    refuse_same_person(reader, {"": subject, "spouse": spouse})
    reader.raise_if_refused()
    return MarriageClaim(spouse, status)

"""The claim of `kinship`: what the relative is to the subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.errors import ContentRefused
from gateway.facts import claim_reasons as why
from gateway.facts.claim_reading import canonical_person, read_claim_object, refuse_same_person
from gateway.facts.claim_schema import PERSON_SCHEMA
from gateway.facts.kinship.relations import KNOWN, NOT_ASKABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person

_FIELDS: Final = ("relative", "relation")

CLAIM_SCHEMA: Final[Mapping[str, JsonValue]] = {
    "type": "object",
    "additionalProperties": False,
    "required": [*_FIELDS],
    "properties": {
        "relative": PERSON_SCHEMA,
        "relation": {"enum": [*sorted(KNOWN - NOT_ASKABLE)]},
    },
}


@dataclass(frozen=True, slots=True, repr=False)
class KinshipClaim:
    """The relative is the subject's `relation` (GB/T 4761)."""

    relative: Person
    relation: str

    def __repr__(self) -> str:
        """Keep relative and relation out of logs."""
        return "KinshipClaim(…)"

    @property
    def others(self) -> tuple[Person, ...]:
        """The relative."""
        return (self.relative,)

    def canonical(self) -> dict[str, JsonValue]:
        """The claim as it was read."""
        return {"relative": canonical_person(self.relative), "relation": self.relation}


def read_claim(raw: Mapping[str, JsonValue], subject: Person) -> KinshipClaim:
    """Read the claim. Raises ContentRefused, for what K1 refuses too."""
    reader = read_claim_object(raw, _FIELDS)
    reader.require(*_FIELDS)
    relation = reader.read_code("relation", KNOWN)
    if relation in NOT_ASKABLE:
        reader.note("relation", why.CODE_NOT_ASKABLE)
    relative = reader.read_person("relative")
    refuse_same_person(reader, {"": subject, "relative": relative})
    if relative is None or relation is None:
        raise ContentRefused(*reader.problems)
    reader.raise_if_refused()
    return KinshipClaim(relative, relation)

"""The claim of `childbirth`: a child by name, or at least one child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.facts.claim_reading import canonical_person, read_claim_object, refuse_same_person
from gateway.facts.claim_schema import PERSON_SCHEMA, object_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person

CHILD: Final = "child"

CLAIM_SCHEMA: Final = object_schema({CHILD: PERSON_SCHEMA})


@dataclass(frozen=True, slots=True, repr=False)
class ChildbirthClaim:
    """The child who is claimed to be the subject's; None claims that there is at least one."""

    child: Person | None = None

    def __repr__(self) -> str:
        """Keep the child out of logs."""
        return "ChildbirthClaim(…)"

    @property
    def others(self) -> tuple[Person, ...]:
        """The child, if she is named."""
        return () if self.child is None else (self.child,)

    def canonical(self) -> dict[str, JsonValue]:
        """The claim as it was read, without what was not claimed."""
        return {} if self.child is None else {CHILD: canonical_person(self.child)}


def read_claim(raw: Mapping[str, JsonValue], subject: Person) -> ChildbirthClaim:
    """Read the claim; it may be empty. Raises ContentRefused."""
    reader = read_claim_object(raw, (CHILD,))
    child = reader.read_person(CHILD)
    refuse_same_person(reader, {"": subject, CHILD: child})
    reader.raise_if_refused()
    return ChildbirthClaim(child)

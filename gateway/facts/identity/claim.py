"""The claim of `identity`: nothing beyond number and name, a status, a former name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.facts.claim_reading import read_claim_object
from gateway.facts.claim_schema import NAME_SCHEMA, object_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person

REGISTERED: Final = "registered"
DEREGISTERED: Final = "deregistered"
_STATUSES: Final = (REGISTERED, DEREGISTERED)
_FIELDS: Final = ("status", "former_name")

CLAIM_SCHEMA: Final = object_schema({"status": {"enum": [*_STATUSES]}, "former_name": NAME_SCHEMA})


@dataclass(frozen=True, slots=True, repr=False)
class IdentityClaim:
    """What is claimed beyond number and name; None where nothing is."""

    status: str | None = None
    former_name: str | None = None

    def __repr__(self) -> str:
        """Keep the former name out of logs."""
        return "IdentityClaim(…)"

    @property
    def others(self) -> tuple[Person, ...]:
        """Nobody else is named."""
        return ()

    def canonical(self) -> dict[str, JsonValue]:
        """The claim as it was read, without what was not claimed."""
        pairs = (("status", self.status), ("former_name", self.former_name))
        return {name: value for name, value in pairs if value is not None}


def read_claim(raw: Mapping[str, JsonValue], _subject: Person) -> IdentityClaim:
    """Read the claim; it may be empty. Raises ContentRefused."""
    reader = read_claim_object(raw, _FIELDS)
    claim = IdentityClaim(
        status=reader.read_code("status", _STATUSES),
        former_name=reader.read_name("former_name"),
    )
    reader.raise_if_refused()
    return claim

"""The claim of `death`: that the person is dead, and perhaps since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.facts.claim_reading import read_claim_object
from gateway.facts.claim_schema import DATE_SCHEMA, object_schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person

_FIELDS: Final = ("died_on",)

CLAIM_SCHEMA: Final = object_schema({"died_on": DATE_SCHEMA})


@dataclass(frozen=True, slots=True, repr=False)
class DeathClaim:
    """The claimed date of death, if one is claimed."""

    died_on: date | None = None

    def __repr__(self) -> str:
        """Keep the date out of logs."""
        return "DeathClaim(…)"

    @property
    def others(self) -> tuple[Person, ...]:
        """Nobody else is named."""
        return ()

    def canonical(self) -> dict[str, JsonValue]:
        """The claim as it was read."""
        return {} if self.died_on is None else {"died_on": self.died_on.isoformat()}


def read_claim(raw: Mapping[str, JsonValue], _subject: Person) -> DeathClaim:
    """Read the claim; it may be empty. Raises ContentRefused."""
    reader = read_claim_object(raw, _FIELDS)
    claim = DeathClaim(died_on=reader.read_date("died_on"))
    reader.raise_if_refused()
    return claim

"""The claim of `alive`: how old a sign of life may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.facts.claim_reading import read_claim_object
from gateway.facts.claim_schema import object_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person

LONGEST_AGE: Final = 3660
"""Days; what a matter lists is decided elsewhere, this only bounds the form."""

_FIELDS: Final = ("max_age_days",)

CLAIM_SCHEMA: Final = object_schema(
    {"max_age_days": {"type": "integer", "minimum": 1, "maximum": LONGEST_AGE}}
)


@dataclass(frozen=True, slots=True)
class AliveClaim:
    """`max_age_days` as claimed; None leaves it to the matter.

    Whether the matter lists that value is the policy's question (a caller must not bisect a
    date); the value that the table uses arrives in the terms.
    """

    max_age_days: int | None = None

    @property
    def others(self) -> tuple[Person, ...]:
        """Nobody else is named."""
        return ()

    def canonical(self) -> dict[str, JsonValue]:
        """The claim as it was read."""
        return {} if self.max_age_days is None else {"max_age_days": self.max_age_days}


def read_claim(raw: Mapping[str, JsonValue], _subject: Person) -> AliveClaim:
    """Read the claim; it may be empty. Raises ContentRefused."""
    reader = read_claim_object(raw, _FIELDS)
    claim = AliveClaim(max_age_days=reader.read_count("max_age_days", 1, LONGEST_AGE))
    reader.raise_if_refused()
    return claim

"""A person as somebody names her: kind of document, number, name.

Must never show a number or a name in `repr` or `str`: values travel through logs and tracebacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

RESIDENT_IDENTITY = "resident_identity"
ID_TYPES = frozenset(
    {
        RESIDENT_IDENTITY,
        "passport",
        "hk_macao_permit",
        "taiwan_permit",
        "foreign_permanent_resident",
        "military",
    }
)


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Who is meant. `number` is canonical: the 18-character form for resident identity numbers.

    `given_as_15` remembers that the caller wrote a 15-digit number (domain.md §3); it does not
    take part in comparison.
    """

    number: str
    name: str
    id_type: str = RESIDENT_IDENTITY
    given_as_15: bool = field(default=False, compare=False)

    def __repr__(self) -> str:
        """Name the kind of document only."""
        return f"Person({self.id_type})"

    @property
    def key(self) -> tuple[str, str]:
        """What identifies her whatever spelling of the name was used."""
        return (self.id_type, self.number)

    def is_same_as(self, other: Person) -> bool:
        """Whether both carry the same document; names may be spelt differently."""
        return self.key == other.key

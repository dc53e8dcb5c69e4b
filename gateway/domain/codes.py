"""National code tables and areas as values: what a code is called and how sure we are of it.

Holds no code of any table: those are data, which an operator can correct.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from gateway.domain.text import Text


class Certainty(Enum):
    """How a statement of our data is known (the marks of domain.md)."""

    READ = "read"
    WEAK = "weak"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code table."""

    code: str
    name: Text
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A code table by its codes, in the table's order; ``standard`` is None for a table of ours."""

    title: Text
    standard: str | None
    codes: Mapping[str, Code]

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def name_of(self, code: str) -> Text:
        """What people call a code. Raises KeyError for a code that the table does not hold."""
        return self.codes[code].name


@dataclass(frozen=True, slots=True)
class Successor:
    """An area that took over another, or the ``part`` of it that is named."""

    code: str
    part: Text | None


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative division (GB/T 2260) with its validity and its successors.

    ``valid_from`` and ``valid_until`` are a year, a month or a day in ISO 8601, as precisely as
    known; None means that it is not known to begin or to end. An area may have ceded a part to a
    successor and go on.
    """

    code: str
    name: Text
    certainty: Certainty
    valid_from: str | None
    valid_until: str | None
    successors: tuple[Successor, ...]

    def may_be_valid_on(self, day: date) -> bool:
        """Tell whether the area may exist on a day; an imprecise end counts as valid in full."""
        text = day.isoformat()
        begun = self.valid_from is None or self.valid_from <= text[: len(self.valid_from)]
        ended = self.valid_until is not None and self.valid_until < text[: len(self.valid_until)]
        return begun and not ended


@dataclass(frozen=True, slots=True)
class Codes:
    """All code tables (domain.md §3 and §4).

    ``organisation_prefixes`` maps the first two characters of a credit code to a code of
    ``organisation_kinds``; ``centenary_serials`` belongs to the reading of old identity numbers.
    """

    sex: CodeTable
    marital_status: CodeTable
    family_relation: CodeTable
    deregistration_reasons: CodeTable
    requester_kinds: CodeTable
    organisation_kinds: CodeTable
    organisation_prefixes: Mapping[str, str]
    areas: Mapping[str, Area]
    centenary_serials: frozenset[str]

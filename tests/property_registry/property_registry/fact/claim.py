"""The claim of `property`: a jurisdiction, by its code of GB/T 2260."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.facts.claim_reading import read_claim_object
from gateway.facts.claim_reasons import UNKNOWN_CODE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person

JURISDICTION: Final = "jurisdiction"
_FORM: Final = "[1-9][0-9]{5}"
_PROVINCE, _PREFECTURE = "0000", "00"

CLAIM_SCHEMA: Final[Mapping[str, JsonValue]] = {
    "type": "object",
    "additionalProperties": False,
    "required": [JURISDICTION],
    "properties": {
        JURISDICTION: {
            "type": "string",
            "pattern": f"^{_FORM}$",
            "description": "GB/T 2260: a province, a prefecture, or a district or county.",
        }
    },
}


@dataclass(frozen=True, slots=True)
class PropertyClaim:
    """That the subject owns real estate in this jurisdiction."""

    jurisdiction: str

    @property
    def others(self) -> tuple[Person, ...]:
        """It names nobody else."""
        return ()

    def canonical(self) -> dict[str, JsonValue]:
        """The claim as it was read."""
        return {JURISDICTION: self.jurisdiction}

    def covers(self, area: str) -> bool:
        """Whether an area lies in the jurisdiction: by the code's own levels (GB/T 2260)."""
        for level in (_PROVINCE, _PREFECTURE):
            if self.jurisdiction.endswith(level):
                return area.startswith(self.jurisdiction.removesuffix(level))
        return area == self.jurisdiction


def read_claim(raw: Mapping[str, JsonValue]) -> PropertyClaim:
    """Read the claim. Raises ContentRefused."""
    reader = read_claim_object(raw, (JURISDICTION,))
    reader.require(JURISDICTION)
    jurisdiction = reader.read_text(JURISDICTION)
    if jurisdiction is not None and not re.fullmatch(_FORM, jurisdiction):
        reader.note(JURISDICTION, UNKNOWN_CODE)
    reader.raise_if_refused()
    return PropertyClaim(jurisdiction or "")

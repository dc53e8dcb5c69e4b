"""The reasons of `property`, with the sentences that people read."""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD, SHARED

NO_PROPERTY_RECORD: Final = Reason(
    "no_property_record",
    Text(
        "不动产登记中未查到此人在该行政区划内的不动产。查无记录不等于无房，不得作为无房证明使用。",
        "The register shows no real estate of this person in the jurisdiction. That does not mean "
        "that she owns none, and must not be used as proof of it.",
    ),
)

REASONS: Final = (NO_PROPERTY_RECORD, CONSULTED_NOT_HEARD, *SHARED)

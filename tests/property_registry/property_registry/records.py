"""What the real-estate register holds of a person, in the gateway's terms.

Must never hold what no answer needs: not the building, not its size or price, not a co-owner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gateway.domain.records import Record


@dataclass(frozen=True, slots=True)
class Ownership(Record):
    """A right of ownership, alone or shared, and the area (GB/T 2260) that it lies in.

    `area` is the code in force on the data date. `until` is the day the right ended; None while it
    is in force. Where somebody owns says where she lives: no traceback shows it.
    """

    area: str = field(repr=False)
    since: date
    until: date | None = None

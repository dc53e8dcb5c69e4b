"""When a late answer is due: working days counted once, when the department promises.

Must never count anew for a verification that is deferred again: the requester was told a date.
"""

from __future__ import annotations

import json
from datetime import datetime

from gateway.domain.working_days import DueDate
from gateway.flow.parts import Parts
from gateway.ports.commands import StoredVerification
from gateway.ports.machine import civil_date


def new_due_date(parts: Parts, now: datetime) -> DueDate:
    """The date for a promise made `now`: so many working days after the day in Asia/Shanghai."""
    return parts.working_days.after(civil_date(now), parts.settings.pending_working_days)


def due_date_of(stored: StoredVerification) -> DueDate | None:
    """The date that the requester was told, with its mark; None if it was told none.

    A deferral by a version that knew no marks carries none: its date is not provisional.
    """
    if stored.due_on is None:
        return None
    told = json.loads(stored.answer) if stored.answer is not None else {}
    return DueDate(stored.due_on, provisional=told.get("due_provisional") is True)

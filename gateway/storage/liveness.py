"""Which unfinished verifications somebody is still at: lease not over, process not gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_

from gateway.storage.attempt_tables import verification

BEGUN = "begun"
DEFERRED = "deferred"
CONCLUDED = "concluded"
REFUSED = "refused"
DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Liveness:
    """This process's name among workers, and whether it is the only one there can be.

    `alone`: it holds the data directory's lock, so whatever another worker began is abandoned,
    whatever its lease says.
    """

    worker: str
    alone: bool

    def is_live(self, now: datetime) -> ColumnElement[bool]:
        """The condition on a row of `verification` that somebody is still at it."""
        live = and_(verification.c.state == BEGUN, verification.c.lease_until > now)
        return and_(live, verification.c.worker == self.worker) if self.alone else live

    def holds(self, worker: str | None, lease_until: datetime | None, now: datetime) -> bool:
        """The same for the lease of a call that is no verification."""
        if lease_until is None or lease_until <= now:
            return False
        return worker == self.worker or not self.alone

    def is_abandoned(self, now: datetime) -> ColumnElement[bool]:
        """The condition that it was begun and nobody is at it any more."""
        return and_(verification.c.state == BEGUN, not_(self.is_live(now)))

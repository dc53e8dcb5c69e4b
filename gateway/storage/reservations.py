"""Reserving and spending the uses of consents (domain.md §2).

One use is reserved for (consent, claim) with the intent, and spent by any outcome but unavailable.
While a live attempt holds it, nobody else gets it, not even the same claim; after an outage the
same claim may take it again, another may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, select

from gateway.domain.consent import ConsentState
from gateway.domain.decision import RefusalReason
from gateway.ports.commands import Reservation
from gateway.storage.attempt_tables import verification
from gateway.storage.consent_rows import (
    RESERVED,
    SPENT,
    ConsentRows,
    Row,
    Use,
    state_of,
    uses_of,
)
from gateway.storage.liveness import BEGUN, DROPPED, Liveness
from gateway.storage.register_tables import consent, consent_use
from gateway.storage.replies import free_key

_ENDED = {
    ConsentState.REVOKED: RefusalReason.CONSENT_REVOKED,
    ConsentState.EXPIRED: RefusalReason.CONSENT_EXPIRED,
    ConsentState.EXHAUSTED: RefusalReason.CONSENT_EXHAUSTED,
    # Nobody becomes unconfirmed again: whoever gets here asked under a consent not yet given.
    ConsentState.AWAITING: RefusalReason.CONSENT_EXPIRED,
}


class Reservations:
    """Takes, spends and checks uses. Methods work within the caller's transaction."""

    def __init__(self, rows: ConsentRows, liveness: Liveness) -> None:
        self._rows = rows
        self._liveness = liveness

    def obstacle(
        self, transaction: Connection, wanted: Sequence[Reservation], now: datetime
    ) -> RefusalReason | None:
        """Why not all of these uses can be reserved now; None if they can."""
        for reservation in wanted:
            row = self._rows.held(transaction, reservation.consent_id)
            if row is None:
                return RefusalReason.CONSENT_REVOKED
            uses = uses_of(transaction, reservation.consent_id)
            reason = _ended(row, uses, now)
            if reason is not None:
                return reason
            free = len(uses) < row["uses_allowed"]
            if not free and self._retakable(transaction, reservation, uses, now) is None:
                return RefusalReason.CONSENT_EXHAUSTED
        return None

    def take(
        self,
        transaction: Connection,
        wanted: Sequence[Reservation],
        verification_id: str,
        now: datetime,
    ) -> tuple[str, ...]:
        """Reserve one use of each for a verification; `obstacle` has said that it can be.

        Returns the abandoned verifications that ended because their reservation was taken over.
        """
        ended: list[str] = []
        for reservation in wanted:
            uses = uses_of(transaction, reservation.consent_id)
            again = self._retakable(transaction, reservation, uses, now)
            if again is None:
                self._reserve(transaction, reservation, verification_id)
            elif _take_over(transaction, again, verification_id):
                ended.append(again.verification_id)
        return tuple(ended)

    def settle(self, transaction: Connection, verification_id: str, *, spends: bool) -> None:
        """Spend what a verification has reserved, or leave it reserved for the same claim."""
        transaction.execute(
            consent_use.update()
            .where(consent_use.c.verification_id == verification_id)
            .values(state=SPENT if spends else RESERVED)
        )

    def any_revoked(self, transaction: Connection, verification_id: str) -> bool:
        """Whether a consent that the verification rests on has been withdrawn meanwhile."""
        joined = consent_use.join(consent, consent.c.consent_id == consent_use.c.consent_id)
        query = select(
            exists()
            .select_from(joined)
            .where(consent_use.c.verification_id == verification_id)
            .where(consent.c.revoked_at.is_not(None))
        )
        return bool(transaction.scalar(query))

    def _retakable(
        self, transaction: Connection, wanted: Reservation, uses: Sequence[Use], now: datetime
    ) -> Use | None:
        """The use that an earlier attempt at the same claim has left reserved."""
        claim = self._rows.claim_mac(wanted.consent_id, wanted.claim_key)
        for use in uses:
            if use.state == RESERVED and use.claim_mac == claim:
                live = exists().where(
                    verification.c.verification_id == use.verification_id,
                    self._liveness.is_live(now),
                )
                if not transaction.scalar(select(live)):
                    return use
        return None

    def _reserve(self, transaction: Connection, wanted: Reservation, verification_id: str) -> None:
        transaction.execute(
            consent_use.insert().values(
                consent_id=wanted.consent_id,
                claim_mac=self._rows.claim_mac(wanted.consent_id, wanted.claim_key),
                state=RESERVED,
                verification_id=verification_id,
            )
        )


def _ended(row: Row, uses: Sequence[Use], now: datetime) -> RefusalReason | None:
    if now < row["valid_from"]:
        return RefusalReason.CONSENT_EXPIRED
    return _ENDED.get(state_of(row, uses, now))


def _take_over(transaction: Connection, use: Use, verification_id: str) -> bool:
    """Give a use to a new attempt, and end the old one: only one of them may ever disclose.

    If the old attempt's process is merely slow, its `conclude` finds the verification dropped. Its
    idempotency key is free again. Returns whether the old one ended by it.
    """
    transaction.execute(
        consent_use.update()
        .where(consent_use.c.use_id == use.use_id)
        .values(verification_id=verification_id)
    )
    old = use.verification_id
    ended = transaction.execute(
        verification.update()
        .where(verification.c.verification_id == old, verification.c.state == BEGUN)
        .values(state=DROPPED, refusal=RefusalReason.CONSENT_EXHAUSTED.value)
    )
    if ended.rowcount:
        free_key(transaction, old)
    return bool(ended.rowcount)

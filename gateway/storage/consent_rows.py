"""Reading consents: the state that follows from a row and a moment.

EXPIRED and EXHAUSTED are derived here and stored nowhere, so that they are never late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from gateway.domain.consent import Assurance, Consent, ConsentState, Guardian, HowGiven
from gateway.errors import TrailUnavailable
from gateway.storage.register_tables import consent as table
from gateway.storage.register_tables import consent_use
from gateway.storage.requester_keys import RequesterKeys
from gateway.storage.vault import Vault

RESERVED = "reserved"
SPENT = "spent"

Row = RowMapping | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a consent: for which claim (hashed), by which verification, how far."""

    use_id: int
    claim_mac: bytes
    state: str
    verification_id: str


def uses_of(transaction: Connection, consent_id: str) -> tuple[Use, ...]:
    """All uses of a consent, reserved and spent."""
    columns = consent_use.c
    query = select(columns.use_id, columns.claim_mac, columns.state, columns.verification_id).where(
        columns.consent_id == consent_id
    )
    return tuple(Use(*row) for row in transaction.execute(query.order_by(columns.use_id)))


def state_of(row: Row, uses: Sequence[Use], now: datetime) -> ConsentState:
    """The state at a moment. What can never become active any more is expired."""
    if row["revoked_at"] is not None:
        return ConsentState.REVOKED
    if row["valid_until"] <= now:
        return ConsentState.EXPIRED
    if is_awaiting(row):
        can_be = row["confirm_until"] > now and row["tries_left"] > 0
        return ConsentState.AWAITING if can_be else ConsentState.EXPIRED
    if sum(use.state == SPENT for use in uses) >= row["uses_allowed"]:
        return ConsentState.EXHAUSTED
    return ConsentState.ACTIVE


def is_awaiting(row: Row) -> bool:
    """Whether a one-time code was asked for and has not been entered."""
    return row["confirm_mac"] is not None and row["confirmed_at"] is None


class ConsentRows:
    """Reads consents as the policy sees them. Methods work within the caller's transaction."""

    def __init__(self, vault: Vault, requester_keys: RequesterKeys) -> None:
        self._vault = vault
        self._requester_keys = requester_keys

    def row(self, transaction: Connection, consent_id: str) -> RowMapping | None:
        """The row as it is."""
        query = select(table).where(table.c.consent_id == consent_id)
        return transaction.execute(query).mappings().one_or_none()

    def held(self, transaction: Connection, consent_id: str) -> RowMapping | None:
        """The row, held against change by others until the transaction ends."""
        query = select(table).where(table.c.consent_id == consent_id).with_for_update()
        return transaction.execute(query).mappings().one_or_none()

    def claim_mac(self, consent_id: str, claim_key: bytes) -> bytes:
        """What is stored of a claim: not the same for two consents."""
        return self._vault.mac("claim", consent_id, claim_key)

    def read(self, transaction: Connection, row: Row, claim_key: bytes, now: datetime) -> Consent:
        """The consent as of `now`, seen by the claim with this key."""
        consent_id = row["consent_id"]
        uses = uses_of(transaction, consent_id)
        own = self.claim_mac(consent_id, claim_key)
        holds = any(use.claim_mac == own and use.state == RESERVED for use in uses)
        return Consent(
            consent_id=consent_id,
            principal=row["principal"],
            others=frozenset(row["others"]),
            requester=row["requester"],
            matter=row["matter"],
            facts=frozenset(row["facts"]),
            case=self.case(transaction, row),
            recorded_at=row["recorded_at"],
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            uses_allowed=row["uses_allowed"],
            uses_left=row["uses_allowed"] - len(uses),
            assurance=Assurance(row["assurance"]),
            how_given=HowGiven(row["how_given"]),
            state=state_of(row, uses, now),
            guardian=_guardian(row),
            reserved_for=frozenset({claim_key.hex()}) if holds else frozenset(),
        )

    def seal_case(
        self, transaction: Connection, requester: str, consent_id: str, case: str
    ) -> bytes:
        """The case as ciphertext under the requester's key."""
        key = self._requester_keys.admit(transaction, requester)
        return self._vault.seal(key, case.encode(), f"consent.case:{consent_id}")

    def case(self, transaction: Connection, row: Row) -> str:
        """The case, opened."""
        key = self._requester_keys.find(transaction, row["requester"])
        if key is None:
            raise TrailUnavailable("the key of a consent's requester is missing")
        place = f"consent.case:{row['consent_id']}"
        return self._vault.open(key, row["sealed_case"], place).decode()


def _guardian(row: Row) -> Guardian | None:
    if row["guardian"] is None:
        return None
    return Guardian(row["guardian"], row["guardian_relation"], row["guardian_proof"])

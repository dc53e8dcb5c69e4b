"""Verifications under way and done: their state, and what is sealed of each.

Everything of a person in a row is in envelopes for all persons it is about. Must never decide
anything: the commands that move a verification from state to state stand beside this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, RowMapping, exists, select

from gateway.audit.canonical import canonical_json
from gateway.domain.decision import RefusalReason
from gateway.domain.fact import JsonValue
from gateway.ports.commands import Attempt, StoredVerification
from gateway.storage.attempt_tables import verification as table
from gateway.storage.entries import Written
from gateway.storage.envelopes import Envelopes
from gateway.storage.liveness import BEGUN, DEFERRED, REFUSED, Liveness


class Verifications:
    """Reads and writes the rows. Methods work within the caller's transaction."""

    def __init__(self, envelopes: Envelopes, liveness: Liveness) -> None:
        self._envelopes = envelopes
        self._liveness = liveness

    def add(
        self,
        transaction: Connection,
        attempt: Attempt,
        written: Written,
        refusal: RefusalReason | None,
    ) -> None:
        """Insert a verification that has just been begun or refused."""
        draft, verification_id = attempt.entry.draft, attempt.verification_id
        request = self.seal(transaction, "request", verification_id, written.refs, attempt.request)
        transaction.execute(
            table.insert().values(
                verification_id=verification_id,
                requester=draft.requester or "",
                fact=draft.fact or "",
                matter=draft.matter or "",
                state=BEGUN if refusal is None else REFUSED,
                refusal=None if refusal is None else refusal.value,
                asked_at=draft.at,
                intent=written.entry_id,
                worker=self._liveness.worker,
                lease_until=attempt.lease_until,
                persons=[*written.refs],
                request=request,
            )
        )

    def unfinished(self, transaction: Connection, verification_id: str) -> RowMapping | None:
        """The row, if the verification is begun or deferred; held until the transaction ends."""
        query = select(table).where(
            table.c.verification_id == verification_id, table.c.state.in_((BEGUN, DEFERRED))
        )
        return transaction.execute(query.with_for_update()).mappings().one_or_none()

    def change(self, transaction: Connection, verification_id: str, **values: object) -> None:
        """Set columns of the row."""
        transaction.execute(
            table.update().where(table.c.verification_id == verification_id).values(values)
        )

    def let_go(self, transaction: Connection, verification_id: str, now: datetime) -> None:
        """End the lease of a begun verification; nothing if it went on meanwhile."""
        transaction.execute(
            table.update()
            .where(table.c.verification_id == verification_id, table.c.state == BEGUN)
            .values(lease_until=now)
        )

    def seal(
        self,
        transaction: Connection,
        what: str,
        verification_id: str,
        refs: Iterable[str],
        content: Mapping[str, JsonValue] | bytes,
    ) -> bytes:
        """An envelope for one of the row's sealed columns; bytes as they are, others as JSON."""
        plaintext = content if isinstance(content, bytes) else canonical_json({**content})
        return self._envelopes.close(transaction, refs, plaintext, f"{what}:{verification_id}")

    def read(self, transaction: Connection, verification_id: str) -> StoredVerification | None:
        """Everything of a verification, opened as far as its persons' keys reach."""
        query = select(table).where(table.c.verification_id == verification_id)
        row = transaction.execute(query).mappings().one_or_none()
        if row is None:
            return None
        request = self._open(transaction, row, "request")
        memory = self._open(transaction, row, "memory")
        answer = self._open(transaction, row, "answer")
        return StoredVerification(
            verification_id=verification_id,
            requester=row["requester"],
            fact=row["fact"],
            matter=row["matter"],
            state=row["state"],
            asked_at=row["asked_at"],
            intent=row["intent"],
            disclosure=row["disclosure"],
            due_on=row["due_on"],
            refusal=None if row["refusal"] is None else RefusalReason(row["refusal"]),
            request=None if request is None else json.loads(request),
            memory=None if memory is None else json.loads(memory),
            answer=answer,
            # The request is always there and sealed for all whom the question named at first; an
            # answer may be about more of them.
            erased=request is None or (row["answer"] is not None and answer is None),
            deferred_at=row["deferred_at"],
            reminded_at=row["reminded_at"],
        )

    def is_live(self, transaction: Connection, verification_id: str, now: datetime) -> bool:
        """Whether somebody is still at it."""
        live = exists().where(
            table.c.verification_id == verification_id, self._liveness.is_live(now)
        )
        return bool(transaction.scalar(select(live)))

    def abandoned(self, transaction: Connection, now: datetime) -> tuple[str, ...]:
        """Ids of those begun that nobody is at any more, the oldest first."""
        query = select(table.c.verification_id).where(self._liveness.is_abandoned(now))
        return tuple(transaction.scalars(query.order_by(table.c.asked_at)))

    def deferred(self, transaction: Connection) -> tuple[str, ...]:
        """Ids of those that wait for a late answer, the longest waiting first."""
        query = select(table.c.verification_id).where(table.c.state == DEFERRED)
        return tuple(transaction.scalars(query.order_by(table.c.deferred_at)))

    def _open(self, transaction: Connection, row: RowMapping, what: str) -> bytes | None:
        if row[what] is None:
            return None
        place = f"{what}:{row['verification_id']}"
        return self._envelopes.open(transaction, row[what], place)

"""Recording, confirming and withdrawing consents, each within one transaction.

A consent never changes but for its confirmation and its withdrawal (formats.md §5). Codes are kept
as keyed hashes; a wrong try is counted even though it is refused.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.audit.canonical import canonical_json
from gateway.audit.entry import NewEntry
from gateway.domain.consent import Assurance, ConsentState
from gateway.domain.decision import ConsentUse
from gateway.ports.registers import NewConsent
from gateway.storage.consent_rows import ConsentRows, Row, state_of
from gateway.storage.entries import Entries
from gateway.storage.envelopes import Envelopes
from gateway.storage.persons import Persons
from gateway.storage.register_tables import consent as table
from gateway.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class ConsentChanges:
    """Writes consents. Methods work within the caller's transaction."""

    vault: Vault
    persons: Persons
    envelopes: Envelopes
    entries: Entries
    rows: ConsentRows

    def record(
        self, transaction: Connection, consent: NewConsent, entry: NewEntry
    ) -> tuple[str, ...]:
        """See the port; the references of all persons in the consent."""
        principal = self.persons.admit(transaction, consent.principal).ref
        others = [self.persons.admit(transaction, other).ref for other in consent.others]
        guardian = (
            self.persons.admit(transaction, consent.guardian).ref if consent.guardian else None
        )
        refs = tuple(ref for ref in (principal, *others, guardian) if ref is not None)
        self._insert(transaction, consent, principal, others, guardian)
        self.entries.write(transaction, entry, refs)
        return refs

    def confirm(
        self,
        transaction: Connection,
        consent_id: str,
        code: str,
        now: datetime,
        entry: NewEntry,
    ) -> bool:
        """Whether the code was right, in time and wanted. A wrong one has used up a try."""
        row = self.rows.held(transaction, consent_id)
        # The same work is done for a consent that does not exist: time must not tell.
        expected = row["confirm_mac"] if row else None
        given = self._confirm_mac(consent_id, code)
        right = hmac.compare_digest(expected or self.vault.random(len(given)), given)
        if row is None or state_of(row, (), now) is not ConsentState.AWAITING:
            return False
        if not right:
            self._change(transaction, consent_id, tries_left=row["tries_left"] - 1)
            return False
        self._change(transaction, consent_id, confirmed_at=now)
        self._write(transaction, row, entry)
        return True

    def withdraw(
        self, transaction: Connection, code: str, now: datetime, entry: NewEntry
    ) -> str | None:
        """The id of the consent that the code withdraws; None if it opens none."""
        mac = self.vault.mac("withdrawal code", code)
        query = select(table).where(table.c.withdrawal_mac == mac).with_for_update()
        row = transaction.execute(query).mappings().one_or_none()
        if row is None:
            return None
        self._revoke(transaction, row, now, entry)
        return str(row["consent_id"])

    def revoke(
        self,
        transaction: Connection,
        consent_id: str,
        requester: str,
        now: datetime,
        entry: NewEntry,
    ) -> bool:
        """Whether there is such a consent of this requester; it is revoked then."""
        row = self.rows.held(transaction, consent_id)
        if row is None or row["requester"] != requester:
            return False
        self._revoke(transaction, row, now, entry)
        return True

    def open_record(self, transaction: Connection, row: Row) -> bytes | None:
        """The ISO/IEC TS 27560 record as JSON; None if a person in it was erased."""
        return self.envelopes.open(transaction, row["record"], _place(row["consent_id"]))

    def _insert(
        self,
        transaction: Connection,
        consent: NewConsent,
        principal: str,
        others: list[str],
        guardian: str | None,
    ) -> None:
        consent_id, code = consent.consent_id, consent.confirm_code
        refs = [ref for ref in (principal, *others, guardian) if ref is not None]
        record = canonical_json({**consent.record})
        transaction.execute(
            table.insert().values(
                consent_id=consent_id,
                principal=principal,
                others=others,
                guardian=guardian,
                guardian_relation=consent.guardian_relation,
                guardian_proof=consent.guardian_proof,
                requester=consent.requester,
                matter=consent.matter,
                facts=sorted(consent.facts),
                sealed_case=self.rows.seal_case(
                    transaction, consent.requester, consent_id, consent.case
                ),
                recorded_at=consent.recorded_at,
                valid_from=consent.valid_from,
                valid_until=consent.valid_until,
                uses_allowed=consent.uses_allowed,
                assurance=consent.assurance.value,
                how_given=consent.how_given.value,
                record=self.envelopes.close(transaction, refs, record, _place(consent_id)),
                withdrawal_mac=self.vault.mac("withdrawal code", consent.withdrawal_code),
                confirm_mac=None if code is None else self._confirm_mac(consent_id, code),
                confirm_until=consent.confirm_until or consent.valid_until,
                tries_left=consent.confirm_tries,
            )
        )

    def _revoke(self, transaction: Connection, row: Row, now: datetime, entry: NewEntry) -> None:
        if row["revoked_at"] is None:
            self._change(transaction, row["consent_id"], revoked_at=now)
            self._write(transaction, row, entry)

    def _change(self, transaction: Connection, consent_id: str, **values: object) -> None:
        transaction.execute(table.update().where(table.c.consent_id == consent_id).values(values))

    def _write(self, transaction: Connection, row: Row, entry: NewEntry) -> None:
        """Write an entry about a consent, completed by what only the store knows of it."""
        draft = entry.draft
        use = ConsentUse(row["consent_id"], Assurance(row["assurance"]))
        completed = replace(
            entry,
            case=entry.case or self.rows.case(transaction, row),
            draft=replace(
                draft,
                requester=draft.requester or row["requester"],
                matter=draft.matter or row["matter"],
                consents=draft.consents or (use,),
            ),
        )
        principal = self.persons.keys(transaction, (row["principal"],))
        self.entries.write(transaction, completed, tuple(principal))

    def _confirm_mac(self, consent_id: str, code: str) -> bytes:
        return self.vault.mac("confirmation code", consent_id, code)


def _place(consent_id: str) -> str:
    return f"consent.record:{consent_id}"

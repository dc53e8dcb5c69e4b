"""Drafts of audit entries, small and full, for the tests of the trail's formats."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gateway.audit.entry import EntryDraft
from gateway.audit.leaf import SealedPart
from gateway.domain.consent import Assurance
from gateway.domain.decision import ConsentUse
from gateway.domain.matter import CertificateRef

ENTRY_ID = "019ab2c3-0000-7000-8000-000000000001"
PARENT_ID = "019ab2c3-0000-7000-8000-000000000000"
AT = datetime(2026, 1, 2, 3, 4, 5, 678999, tzinfo=UTC)
REQUESTER = "11500000000000001G"


def small_draft(**changes: Any) -> EntryDraft:
    """An entry that says no more than it must."""
    fields: dict[str, Any] = {"entry_id": ENTRY_ID, "kind": "requester.state", "at": AT}
    return EntryDraft(**(fields | changes))


def full_draft(**changes: Any) -> EntryDraft:
    """An entry that uses every field."""
    fields: dict[str, Any] = {
        "entry_id": ENTRY_ID,
        "kind": "verification.disclosed",
        "at": AT,
        "parent": PARENT_ID,
        "verification_id": "ver_7",
        "requester": REQUESTER,
        "matter": "GJJ-007",
        "fact": "marriage",
        "certificate": CertificateRef("negative", 8),
        "basis": "consent",
        "consents": (ConsentUse("cns_1", Assurance.SIGNED_BY_PERSON),),
        "decision": "permit",
        "rule": "basis.consent",
        "outcome": "no_record",
        "reasons": ("no_marriage_record",),
        "departments": (("civil_affairs", "answered"), ("courts", "late")),
        "digests": {"request": "11" * 32, "answer": "22" * 32, "receipt": "33" * 32},
        "catalogue_digest": "44" * 32,
        "policy_digest": "55" * 32,
        "key_ids": ("key-1",),
        "about": {"note": "核验 “一致”"},
    }
    return EntryDraft(**(fields | changes))


FULL_DETAIL = (SealedPart("subject", "66" * 32), SealedPart("requester", "77" * 32))

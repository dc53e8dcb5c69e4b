"""Checking offline that a receipt is in the transparency log (formats.md §3, promise 5).

Must never need the network or the store: the proof file carries the entry.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from gateway.audit.entry import DISCLOSED
from gateway.audit.leaf import read_leaf
from gateway.audit.tlog.notes import NotSigned
from gateway.audit.tlog.proof_files import check_proof_file, read_proof_file
from gateway.audit.tlog.refusal import NotInFormat
from gateway.signing.receipts import ReceiptRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.audit.tlog.checkpoints import Checkpoint
    from gateway.audit.tlog.note_keys import NoteKey


def check_in_log(
    compact: str, proof: bytes, log: NoteKey, witnesses: Iterable[NoteKey] = ()
) -> Checkpoint:
    """The checkpoint under which the entry that commits to this receipt is in the log.

    `compact` is the receipt, whose own signature is checked elsewhere. Every one of `witnesses`
    must have cosigned the checkpoint. Raises ReceiptRefused.
    """
    try:
        entry = read_proof_file(proof).extra
        if entry is None:
            raise ReceiptRefused("the proof does not carry its entry")
        checkpoint = check_proof_file(proof, entry, log, witnesses)
        draft = read_leaf(entry).draft
    except (NotInFormat, NotSigned, ValueError) as error:
        message = f"not proved to be in the log: {error}"
        raise ReceiptRefused(message) from error
    jwt = compact.strip().partition("~")[0]
    digest = hashlib.sha256(jwt.encode()).hexdigest()
    if draft.kind != DISCLOSED or not hmac.compare_digest(digest, draft.digests.get("receipt", "")):
        raise ReceiptRefused("the entry in the log commits to another receipt")
    return checkpoint

"""The golden vectors of contracts/audit/vectors/witness.json, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

from gateway.audit.tlog.note_keys import read_note_key
from gateway.audit.tlog.notes import read_note, verified
from gateway.audit.tlog.witness_messages import read_add_checkpoint
from tests.audit.tlog.signing import private
from tests.witness.scene import Witnessing

VECTORS = json.loads(Path("contracts/audit/vectors/witness.json").read_bytes())
LOG_KEY = read_note_key(VECTORS["log_key"])
WITNESS_KEY = read_note_key(VECTORS["witness_key"])


def test_every_step(witness: Witnessing) -> None:
    """A witness of that name and key answers each submission exactly so."""
    object.__setattr__(witness.desk.key, "private", private(WITNESS_KEY.name))
    assert (WITNESS_KEY, VECTORS["time"]) == (witness.desk.key.public, witness.desk.now())
    for step in VECTORS["steps"]:
        reply = witness.desk.add_checkpoint(step["request"].encode())
        assert (step["why"], step["status"]) == (step["why"], reply.status)
        if "reply" in step:
            assert (step["content_type"], step["reply"].encode()) == (reply.media_type, reply.body)


def test_messages_are_written_as_they_are_read() -> None:
    """Every request of the vectors is in its one form."""
    for step in VECTORS["steps"]:
        content = step["request"].encode()
        assert content == read_add_checkpoint(content).encoded()


def test_the_cosigned_checkpoint() -> None:
    """It verifies under both keys, at the time that the witness states."""
    found = verified(read_note(VECTORS["cosigned"].encode()), [LOG_KEY, WITNESS_KEY])
    assert {LOG_KEY.name: None, WITNESS_KEY.name: VECTORS["time"]} == found

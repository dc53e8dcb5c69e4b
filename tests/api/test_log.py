"""The log over HTTP: heads and tiles for anybody, entries for those who may read them."""

from __future__ import annotations

import pytest

from gateway.audit.tlog.bundles import read_bundle
from gateway.audit.tlog.checkpoints import open_checkpoint
from gateway.audit.tlog.hashes import leaf_hash
from gateway.audit.tlog.note_keys import read_note_key
from gateway.audit.tlog.proof_files import check_proof_file, read_proof_file
from gateway.signing.receipt_in_log import check_in_log
from gateway.signing.receipts import ReceiptRefused
from tests.api.demanding import let_handle
from tests.api.office import Office, a_request
from tests.audit.tlog.signing import private

CHECKPOINT = "/log/checkpoint"
ENTRIES = "/log/tile/entries/000.p/3"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
async def logged(office: Office) -> Office:
    """An office whose three registrations are in the log."""
    await office.sequencer.sequence()
    return office


async def test_nothing_before_the_first_head(office: Office) -> None:
    """A log that has signed nothing yet has no checkpoint and no tile."""
    for path in (CHECKPOINT, "/log/tile/0/000.p/1"):
        reply = await office.http.get(path)
        assert (404, "not_found") == (reply.status_code, reply.json()["reason"])


async def test_the_checkpoint_for_anybody(logged: Office) -> None:
    """Without login, never from a cache, and it verifies under the key that is served."""
    reply = await logged.http.get(CHECKPOINT)
    key = read_note_key((await logged.http.get("/log/key")).text.strip())
    assert ("text/plain; charset=utf-8", "no-cache") == (
        reply.headers["content-type"],
        reply.headers["cache-control"],
    )
    assert (3, logged.parts.log.key) == (open_checkpoint(reply.content, key).size, key)


async def test_a_tile_for_anybody(logged: Office) -> None:
    """Bytes that never change, and say so."""
    reply = await logged.http.get("/log/tile/0/000.p/3")
    assert ("application/octet-stream", FOR_EVER, 96) == (
        reply.headers["content-type"],
        reply.headers["cache-control"],
        len(reply.content),
    )
    assert reply.content[:32] == (await logged.http.get("/log/tile/0/000.p/1")).content


@pytest.mark.parametrize(
    "tile",
    ["0/000", "0/000.p/4", "0/001.p/1", "1/000.p/1", "0/0", "0/000.p/03", "x", "0/000.p/3/", ""],
)
async def test_no_such_tile(logged: Office, tile: str) -> None:
    """Beyond the checkpoint, or by another spelling: not found."""
    reply = await logged.http.get(f"/log/tile/{tile}")
    assert (404, "not_found") == (reply.status_code, reply.json()["reason"])


async def test_a_query_is_refused(logged: Office) -> None:
    """One tile has one address."""
    assert 400 == (await logged.http.get(f"{CHECKPOINT}?x=1")).status_code


async def test_entries_need_the_scope(logged: Office) -> None:
    """Without a token 401, without the scope 403."""
    anonymous = await logged.http.get(ENTRIES)
    reply = await logged.get(ENTRIES)
    assert (401, "token_missing") == (anonymous.status_code, anonymous.json()["reason"])
    assert (403, "scope_missing") == (reply.status_code, reply.json()["reason"])


async def test_entries_for_compliance(logged: Office) -> None:
    """With the scope the entries come, which hash to the leaves of the tile."""
    await let_handle(logged, "audit:read")
    reply = await logged.get(ENTRIES)
    assert "private, max-age=31536000, immutable" == reply.headers["cache-control"]
    hashes = [leaf_hash(entry) for entry in read_bundle(reply.content)]
    assert (await logged.http.get("/log/tile/0/000.p/3")).content == b"".join(hashes)


async def test_the_proof_binds_the_receipt_to_the_log(office: Office) -> None:
    """The proof file verifies, carries the entry, and the entry commits to this receipt alone."""
    asked = (await office.post("/v1/verify/identity", a_request())).json()
    await office.sequencer.sequence()
    reply = await office.get(f"/v1/verifications/{asked['verification_id']}/proof")
    assert (200, "text/plain; charset=utf-8") == (reply.status_code, reply.headers["content-type"])
    entry = read_proof_file(reply.content).extra
    assert entry is not None
    key = office.parts.log.key
    head = check_proof_file(reply.content, entry, key)
    assert head == check_in_log(asked["receipt"], reply.content, key)
    other = (await office.post("/v1/verify/identity", a_request(), "key-2")).json()["receipt"]
    with pytest.raises(ReceiptRefused, match="another receipt"):
        check_in_log(other, reply.content, key)


async def test_a_refusal_is_proved_too(office: Office) -> None:
    """Its entry is in the log as well; but it commits to no receipt."""
    refused = await office.post("/v1/verify/identity", a_request(matter="GJJ-404"))
    verification_id = refused.json()["verification_id"]
    await office.sequencer.sequence()
    reply = await office.get(f"/v1/verifications/{verification_id}/proof")
    entry = read_proof_file(reply.content).extra
    assert entry is not None
    assert b"verification.refused" in entry
    with pytest.raises(ReceiptRefused, match="another receipt"):
        check_in_log("x~", reply.content, office.parts.log.key)


async def test_a_proof_of_another_log(office: Office) -> None:
    """Another log's key does not accept it."""
    asked = (await office.post("/v1/verify/identity", a_request())).json()
    await office.sequencer.sequence()
    proof = (await office.get(f"/v1/verifications/{asked['verification_id']}/proof")).content
    raw = private("another log").public_key().public_bytes_raw()
    key = office.parts.log.key
    other = type(key)(key.name, key.type, raw)
    with pytest.raises(ReceiptRefused, match="not proved to be in the log"):
        check_in_log(asked["receipt"], proof, other)

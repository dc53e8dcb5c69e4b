"""Receipts: signed once, checked offline by anybody with the issuer's keys (promise 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.audit.canonical import blinded_digest, canonical_json
from gateway.domain.fact import JsonValue
from gateway.ports.signer import IssuedReceipt, ReceiptContent
from gateway.signing.key_store import SigningKeys, open_signing_keys
from gateway.signing.receipts import ReceiptRefused, check_receipt, request_content
from gateway.signing.sd_jwt import join, split
from gateway.signing.signer import FileSigner
from tests.still import NOON, SeededChance, StillClock

BLIND = b"\x07" * 32
VISIBLE: dict[str, JsonValue] = {
    "fact": "marriage",
    "outcome": "confirmed",
    "parts": {"spouse": "confirmed"},
    "reasons": [],
    "as_of": "2026-11-20",
    "answered_at": "2026-11-24T04:00:00.000Z",
    "requester": "11500000009275772R",
    "matter": "GJJ-007",
    "catalogue_digest": "00",
    "intent": "0192",
}
DISCLOSABLE: dict[str, JsonValue] = {
    "subject": {"id_number": "A", "id_type": "resident_identity", "name": "甲"},
    "relative": {"spouse": {"id_number": "B", "id_type": "resident_identity", "name": "乙"}},
    "claim": {},
    "case": "2026-1",
    "operator": {"id_number": "C", "id_type": "resident_identity", "name": "丙", "staff_id": "7"},
    "basis": {"kind": "consent", "consents": ["cns_1"]},
    "blind": BLIND.hex(),
}


@pytest.fixture
def keys(tmp_path: Path) -> SigningKeys:
    return open_signing_keys(tmp_path / "keys", NOON)


async def issue(keys: SigningKeys, **visible: JsonValue) -> IssuedReceipt:
    signer = FileSigner(keys, "https://gateway.example", 30, StillClock(), SeededChance())
    request = request_content(VISIBLE, DISCLOSABLE)
    digest = blinded_digest(BLIND, canonical_json(request))
    content = {**VISIBLE, "request_digest": digest, **visible}
    return await signer.issue_receipt(ReceiptContent("ver_1", NOON, content, DISCLOSABLE))


async def test_a_receipt_holds_and_gives_back_what_was_answered(keys: SigningKeys) -> None:
    """All claims come back, the disclosed request matches its digest, and it is current."""
    issued = await issue(keys)
    checked = check_receipt(issued.compact, keys.jwks(), NOON)
    assert DISCLOSABLE == checked.disclosed
    assert "confirmed" == checked.claims["outcome"]
    assert (True, True) == (checked.current, checked.request_matches)
    assert issued.key_id == checked.key_id


async def test_a_holder_may_keep_back_what_she_likes(keys: SigningKeys) -> None:
    """Without some disclosures it still holds; the request can then not be compared."""
    presented = split((await issue(keys)).compact)
    for kept in range(len(presented.disclosures)):
        shown = join(presented.jwt, presented.disclosures[:kept])
        checked = check_receipt(shown, keys.jwks(), NOON)
        assert kept == len(checked.disclosed)
        assert checked.request_matches is None


async def test_nothing_personal_is_visible_without_a_disclosure(keys: SigningKeys) -> None:
    """The issuer-signed part alone holds no name, number, case or operator."""
    presented = split((await issue(keys)).compact)
    checked = check_receipt(join(presented.jwt, ()), keys.jwks(), NOON)
    shown = str(dict(checked.claims))
    assert not any(secret in shown for secret in ("甲", "乙", "丙", "2026-1'", BLIND.hex()))


async def test_every_changed_character_is_noticed(keys: SigningKeys) -> None:
    """Changing any one character of the compact form makes the check fail."""
    compact = (await issue(keys)).compact
    for place in range(0, len(compact) - 1, 7):
        other = "A" if compact[place] != "A" else "B"
        changed = compact[:place] + other + compact[place + 1 :]
        try:
            check_receipt(changed, keys.jwks(), NOON)
        except ReceiptRefused:
            continue
        # The last character of a base64 text may carry bits that mean nothing.
        assert compact[place + 1] in ".~"


async def test_expiry_makes_it_old_but_not_void(keys: SigningKeys) -> None:
    """After its expiry the signature still proves what was answered then."""
    compact = (await issue(keys)).compact
    assert check_receipt(compact, keys.jwks(), NOON + timedelta(days=29)).current
    assert not check_receipt(compact, keys.jwks(), NOON + timedelta(days=30)).current


async def test_the_keys_of_somebody_else_do_not_help(keys: SigningKeys, tmp_path: Path) -> None:
    """A receipt is refused under another issuer's keys, none at all, and malformed ones."""
    compact = (await issue(keys)).compact
    other = open_signing_keys(tmp_path / "other", NOON).jwks()
    sets: list[Mapping[str, Any]] = [
        other,
        {},
        {"keys": "x"},
        {"keys": [1, {"kty": "RSA"}, {"kty": "OKP", "crv": "Ed25519"}]},
    ]
    for jwks in sets:
        with pytest.raises(ReceiptRefused, match="issuer's keys"):
            check_receipt(compact, jwks, NOON)


async def test_a_digest_of_another_request_is_noticed(keys: SigningKeys) -> None:
    """If what is disclosed is not what was digested, the receipt is refused."""
    issued = await issue(keys, request_digest="00" * 32)
    with pytest.raises(ReceiptRefused, match="not the one that was answered"):
        check_receipt(issued.compact, keys.jwks(), NOON)


async def test_a_signed_statement_of_another_kind_is_no_receipt(keys: SigningKeys) -> None:
    """The header's type keeps a consent receipt from passing for a verification receipt."""
    signer = FileSigner(keys, "https://gateway.example", 30, StillClock(), SeededChance())
    statement = await signer.sign_statement("consent-receipt+jwt", {"outcome": "confirmed"})
    with pytest.raises(ReceiptRefused, match="not a receipt"):
        check_receipt(statement + "~", keys.jwks(), NOON)


@pytest.mark.parametrize("text", ["", "~", "x~", "a.b.c~", "e30.e30.AA~", "\x00~"], ids=range(6))
def test_garbage_is_refused_with_a_reason(text: str, keys: SigningKeys) -> None:
    """Whatever is handed in, the answer is a reason and never a crash."""
    with pytest.raises(ReceiptRefused):
        check_receipt(text, keys.jwks(), NOON)


async def test_the_signer_proves_itself_ready(keys: SigningKeys) -> None:
    """Readiness signs and verifies with the active key."""
    signer = FileSigner(keys, "https://gateway.example", 30, StillClock(), SeededChance())
    await signer.ready()
    assert keys.jwks() == signer.jwks()

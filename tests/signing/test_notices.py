"""Signed notices: checked offline by anybody with the issuer's keys, bound to hidden persons."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.fact import JsonValue
from gateway.signing.key_store import SigningKeys, open_signing_keys
from gateway.signing.notices import (
    NOTICE_TYPE,
    NoticeRefused,
    check_notice,
    encoded,
    person_digest,
    read_code,
)
from gateway.signing.signer import FileSigner
from tests.api.notices import with_es256
from tests.still import NOON, SeededChance, StillClock

SALT = b"\x05" * 16
CLAIMS: dict[str, JsonValue] = {
    "jti": "ver_1",
    "exp": int((NOON + timedelta(days=30)).timestamp()),
    "outcome": "no_record",
    "facts": {"kinship": "no_record"},
    "paper": 1,
    "requester": "11500000009275772R",
    "matter": "GJJ-007",
    "answered_at": "2026-11-24T04:00:00.000Z",
    "catalogue": "AAAA",
    "accept": ["sharing"],
    "committee": ["transition"],
    "receipts": ["AAAA"],
    "salt": encoded(SALT),
    "persons": {"subject": person_digest("示例甲", "00000019800517001X", SALT)},
}


@pytest.fixture
def keys(tmp_path: Path) -> SigningKeys:
    return open_signing_keys(tmp_path / "keys", NOON)


async def sign(keys: SigningKeys, kind: str = NOTICE_TYPE, **changes: Any) -> str:
    """A notice's code; a change to None leaves a claim out."""
    claims = {n: v for n, v in (CLAIMS | changes).items() if v is not None}
    signer = FileSigner(keys, "https://gateway.example", 30, StillClock(), SeededChance())
    return await signer.sign_statement(kind, claims)


async def test_a_notice_holds(keys: SigningKeys) -> None:
    """Claims, issuer and key come back, and it is in force."""
    found = check_notice(await sign(keys), keys.jwks(), NOON)
    assert CLAIMS == {name: found.claims[name] for name in CLAIMS}
    assert ("https://gateway.example", True) == (found.claims["iss"], found.current)
    assert keys.active.thumbprint() == found.key_id


async def test_however_it_was_scanned_or_typed(keys: SigningKeys) -> None:
    """With the page's address before it, and in groups with blanks and line breaks."""
    code = await sign(keys)
    groups = " \n".join(code[at : at + 8] for at in range(0, len(code), 8))
    for text in (f"https://gateway.example/notices/check#{code}\n", groups):
        assert code == read_code(text)
        assert check_notice(text, keys.jwks(), NOON).current


async def test_every_changed_character_is_noticed(keys: SigningKeys) -> None:
    """Changing any one character makes the check fail."""
    code = await sign(keys)
    for place in range(0, len(code) - 1, 5):
        other = "A" if code[place] != "A" else "B"
        with pytest.raises(NoticeRefused):
            check_notice(code[:place] + other + code[place + 1 :], keys.jwks(), NOON)


async def test_expiry_makes_it_old_but_not_void(keys: SigningKeys) -> None:
    """After its day the signature still proves what was answered."""
    code = await sign(keys)
    assert not check_notice(code, keys.jwks(), NOON + timedelta(days=30)).current


async def test_another_issuers_keys(keys: SigningKeys, tmp_path: Path) -> None:
    """A notice is nobody's whose key did not sign it."""
    other = open_signing_keys(tmp_path / "other", NOON)
    code = await sign(keys)
    with pytest.raises(NoticeRefused, match="issuer's keys"):
        check_notice(code, other.jwks(), NOON)


@pytest.mark.parametrize("kind", ["verification-receipt+sd-jwt", "readiness+jwt", "JWT"])
async def test_what_is_signed_but_no_notice(keys: SigningKeys, kind: str) -> None:
    """The same content under another type is something else (RFC 8725 §3.11)."""
    code = await sign(keys, kind)
    with pytest.raises(NoticeRefused, match="not a notice"):
        check_notice(code, keys.jwks(), NOON)


@pytest.mark.parametrize("name", sorted(CLAIMS.keys() - {"paper"}))
async def test_every_claim_is_needed(keys: SigningKeys, name: str) -> None:
    """A notice that leaves one out says less than it must."""
    changes: dict[str, Any] = {name: None}
    code = await sign(keys, **changes)
    with pytest.raises(NoticeRefused, match=f"lacks a proper {name}"):
        check_notice(code, keys.jwks(), NOON)


@pytest.mark.parametrize("salt", ["", "AAAA", "not base64!"], ids=["none", "short", "malformed"])
async def test_a_salt_that_is_none(keys: SigningKeys, salt: str) -> None:
    """Without a whole salt the digests bind nobody."""
    code = await sign(keys, salt=salt)
    with pytest.raises(NoticeRefused, match="lacks a proper salt"):
        check_notice(code, keys.jwks(), NOON)


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c", "x" * 10_000, "....", "é.é.é", "#", "e30.e30.e30"],
    ids=["empty", "two", "three", "long", "dots", "foreign", "mark", "objects"],
)
def test_what_is_no_code(keys: SigningKeys, text: str) -> None:
    """Whatever else is pasted is refused in words, and its text is not repeated."""
    with pytest.raises(NoticeRefused):
        check_notice(text, keys.jwks(), NOON)


async def test_the_header_does_not_choose_the_algorithm(keys: SigningKeys) -> None:
    """`none`, or a MAC under the public key, is no signature."""
    _, payload, signature = (await sign(keys)).split(".")
    for algorithm in ("none", "HS256", "EdDSA"):
        header = {"alg": algorithm, "kid": keys.active.thumbprint(), "typ": NOTICE_TYPE}
        forged = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
        with pytest.raises(NoticeRefused):
            check_notice(f"{forged}.{payload}.{signature}", keys.jwks(), NOON)


def test_a_key_on_p_256() -> None:
    """An issuer may sign with ES256; the key alone says so."""
    code, jwks = with_es256({**CLAIMS, "iss": "https://gateway.example", "iat": 1})
    assert check_notice(code, jwks, NOON).current


async def test_whose_it_is(keys: SigningKeys) -> None:
    """Separators, widths and blanks of a name do not matter, nor all but the end of a number."""
    found = check_notice(await sign(keys), keys.jwks(), NOON)
    assert "subject" == found.role_of("示 例甲", "001x")
    assert [None, None] == [found.role_of("示例乙", "001X"), found.role_of("示例甲", "0012")]


@settings(max_examples=10)
@given(st.text("甲乙·•.A．Ａ", min_size=1, max_size=5), st.binary(min_size=16, max_size=16))
def test_a_digest_depends_on_its_salt(name: str, salt: bytes) -> None:
    """The same person under another salt has another digest, of 128 bits."""
    other = bytes(byte ^ 1 for byte in salt)
    first, second = person_digest(name, "001X", salt), person_digest(name, "001X", other)
    assert (22, True) == (len(first), first != second)

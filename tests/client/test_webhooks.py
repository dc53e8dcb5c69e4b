"""`verify_webhook`: what is genuine comes back typed, and nothing else does."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.client import NotGenuine, WebhookMessage, verify_webhook
from gateway.signing.webhook_signatures import secret_text, stamp

KEY, OTHER = b"k" * 32, b"o" * 32
AT = 1_795_500_000
BODY = (
    b'{"type":"verification.concluded","timestamp":"2026-11-24T04:00:00.000Z",'
    b'"data":{"verification_id":"ver_1","state":"concluded"}}'
)


def sent(*keys: bytes, body: bytes = BODY) -> dict[str, str]:
    """The headers of a message."""
    return dict(stamp(keys or (KEY,), "evt_1", datetime.fromtimestamp(AT, UTC), body))


def check(headers: dict[str, str], body: bytes = BODY, **changes: Any) -> WebhookMessage:
    """Check it at the moment at which it was sent, unless told otherwise."""
    given: dict[str, Any] = {"now": lambda: AT, "secret": secret_text(KEY)} | changes
    return verify_webhook(headers=headers, body=body, **given)


def test_a_genuine_message() -> None:
    """Its parts by name."""
    message = check(sent())
    assert ("evt_1", "verification.concluded") == (message.event_id, message.kind)
    assert ("ver_1", "concluded") == (message.verification_id, message.state)
    assert "2026-11-24T04:00:00.000Z" == message.at


def test_headers_in_any_case() -> None:
    """As frameworks hand them over."""
    assert "evt_1" == check({name.title(): value for name, value in sent().items()}).event_id


@pytest.mark.parametrize("keys", [(KEY, OTHER), (OTHER, KEY)])
def test_one_of_two_signatures_is_enough(keys: tuple[bytes, ...]) -> None:
    """While a secret is changed, whoever holds the old or the new one can check it."""
    assert "evt_1" == check(sent(*keys)).event_id


def test_signatures_of_other_versions_are_passed_over() -> None:
    """An asymmetric one, one that is not Base64, and nonsense beside the right one."""
    headers = sent()
    headers["webhook-signature"] = f"v1a,AAAA v1,? nonsense {headers['webhook-signature']}"
    assert "evt_1" == check(headers).event_id


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header(name: str) -> None:
    """It is named."""
    headers = sent()
    del headers[name]
    with pytest.raises(NotGenuine, match=name):
        check(headers)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-id", "evt_2"),
        ("webhook-timestamp", str(AT + 1)),
        ("webhook-signature", ""),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1," + b64encode(bytes(32)).decode()),
        ("webhook-signature", "v1a," + b64encode(bytes(64)).decode()),
    ],
)
def test_a_changed_header(name: str, value: str) -> None:
    """Id and timestamp are signed too; a signature of nothing does not count."""
    with pytest.raises(NotGenuine, match="no signature holds"):
        check(sent() | {name: value})


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_a_changed_body(place: int, change: int) -> None:
    """One other byte anywhere, and it is not genuine."""
    body = bytearray(BODY)
    body[place] ^= change
    with pytest.raises(NotGenuine):
        check(sent(), bytes(body))


@pytest.mark.parametrize("moved", [-301, 301, 86_400])
def test_an_old_or_early_message(moved: int) -> None:
    """A replay after five minutes is not from just now, nor is one from the future."""
    with pytest.raises(NotGenuine, match="just now"):
        check(sent(), now=lambda: AT + moved)
    assert "evt_1" == check(sent(), now=lambda: AT + moved, tolerance_seconds=86_400).event_id


@pytest.mark.parametrize(
    "text",
    ["", "now", "-1", "1e9", "１７９５", f"{AT}.0", " ", "9" * 5000, f"{AT}\n"],
    ids=range(9),
)
def test_a_timestamp_that_is_none(text: str) -> None:
    """Whole seconds in ASCII digits."""
    with pytest.raises(NotGenuine, match="just now"):
        check(sent() | {"webhook-timestamp": text})


def test_another_secret() -> None:
    """What was signed for somebody else is not genuine here."""
    with pytest.raises(NotGenuine, match="no signature holds"):
        check(sent(OTHER))


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_AAAA", "whsec_?", "password"])
def test_a_secret_that_is_none(secret: str) -> None:
    """An empty or short key would accept what anybody can sign."""
    with pytest.raises(ValueError, match="secret"):
        check(sent(), secret=secret)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'"x"', b"{}", b'{"type":"a","timestamp":"b","data":1}']
)
def test_signed_but_no_message(body: bytes) -> None:
    """What is signed and yet not of this form is not understood, without its content."""
    with pytest.raises(NotGenuine, match="no message"):
        check(sent(body=body), body)


def test_a_message_about_no_verification() -> None:
    """A probe, and whatever comes later, is tolerated."""
    body = b'{"type":"webhook.test","timestamp":"t","data":{"webhook_id":"whk_1"}}'
    message = check(sent(body=body), body)
    assert ("webhook.test", None, None) == (message.kind, message.verification_id, message.state)

"""Signatures of messages, checked with a published vector of Standard Webhooks."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime

from gateway.signing.webhook_signatures import secret_text, stamp

SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime.fromtimestamp(1614265330, UTC)


def test_the_published_vector() -> None:
    """The example that the convention's own libraries test themselves with."""
    headers = stamp(
        [b64decode(SECRET)], "msg_p5jXN8AQM9LWM0D4loKWxJek", AT, b'{"test": 2432232314}'
    )
    assert {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    } == headers


def test_one_signature_for_each_secret() -> None:
    """While a secret is changed a message carries both, the newest first."""
    one, other = (stamp([key], "evt_1", AT, b"{}") for key in (b"a" * 32, b"b" * 32))
    both = stamp([b"a" * 32, b"b" * 32], "evt_1", AT, b"{}")
    wanted = f"{one['webhook-signature']} {other['webhook-signature']}"
    assert wanted == both["webhook-signature"]


def test_how_a_secret_is_handed_over() -> None:
    """With the prefix by which receivers and secret scanners know it."""
    assert f"whsec_{SECRET}" == secret_text(b64decode(SECRET))

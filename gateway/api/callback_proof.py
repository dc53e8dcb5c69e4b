"""Whether a call-back comes from the department and is fresh.

HMAC-SHA-256 over version, department, time and body, so that nothing signed for another department
or another moment can be used. Must never compare in a time that depends on the secret, nor tell
what about a signature is wrong.
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from typing import Final

from fastapi import Request

from gateway.api.problems.documents import ProblemRaised
from gateway.ports.callbacks import CallbackDoor

TIMESTAMP: Final = "X-Callback-Timestamp"
SIGNATURE: Final = "X-Callback-Signature"
VERSION: Final = "v1"
CHALLENGE: Final = {"WWW-Authenticate": "Callback-HMAC-SHA256"}
_SECONDS: Final = re.compile(r"[0-9]{1,12}")
_HEXADECIMAL: Final = re.compile(r"v1=[0-9a-f]{64}")


def sign_callback(secret: bytes, department: str, timestamp: str, body: bytes) -> str:
    """The signature of a call-back; `timestamp` in whole seconds since 1970, decimal."""
    signed = b".".join((VERSION.encode(), department.encode(), timestamp.encode(), body))
    return f"{VERSION}={hmac.digest(secret, signed, 'sha256').hex()}"


def prove_callback(
    request: Request, door: CallbackDoor, department: str, body: bytes, now: datetime, window: float
) -> tuple[str, int]:
    """The proven signature and the time it was made for.

    Raises ProblemRaised: `callback_not_authentic` for whatever does not prove the department,
    `callback_stale` for what it has signed too long ago, or for the future.
    """
    timestamp, signature = _header(request, TIMESTAMP), _header(request, SIGNATURE)
    if not (_SECONDS.fullmatch(timestamp) and _HEXADECIMAL.fullmatch(signature)):
        raise ProblemRaised("callback_not_authentic", headers=CHALLENGE)
    expected = [sign_callback(key, department, timestamp, body) for key in door.secrets]
    # All are compared, so that the time does not tell which of the secrets is in use.
    if not any([hmac.compare_digest(one, signature) for one in expected]):  # noqa: C419
        raise ProblemRaised("callback_not_authentic", headers=CHALLENGE)
    signed_at = int(timestamp)
    if abs(now.timestamp() - signed_at) > window:
        raise ProblemRaised("callback_stale", headers=CHALLENGE)
    return signature, signed_at


def _header(request: Request, name: str) -> str:
    """The header's one value; what is missing or there twice proves nothing."""
    values = request.headers.getlist(name)
    return values[0] if len(values) == 1 else ""

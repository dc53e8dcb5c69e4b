"""The Idempotency-Key of a request, bound to client, path and content (design.md §6).

Must never keep or compare the content itself: a digest of it is enough, and the store keeps only an
HMAC of that.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from fastapi import Request

from gateway.api.problems.documents import ProblemRaised
from gateway.audit.canonical import canonical_json
from gateway.domain.fact import JsonValue
from gateway.domain.requester import Caller
from gateway.ports.commands import Idempotency

HEADER: Final = "Idempotency-Key"
LONGEST_KEY: Final = 128
_BARE: Final = re.compile(r"[!#-~][!-~]*")
_QUOTED: Final = re.compile(r'"((?:[!#-\[\]-~]|\\["\\])+)"')


def read_key(request: Request) -> str:
    """The key, bare or as a string of RFC 9651 (the form of the IETF draft).

    Raises ProblemRaised: `idempotency_key_missing`, `idempotency_key_malformed`.
    """
    lines = request.headers.getlist(HEADER)
    if not lines:
        raise ProblemRaised("idempotency_key_missing")
    key = _unquoted(lines[0].strip()) if len(lines) == 1 else None
    if key is None or len(key) > LONGEST_KEY:
        raise ProblemRaised("idempotency_key_malformed")
    return key


def bind(key: str, caller: Caller, path: str, content: dict[str, JsonValue]) -> Idempotency:
    """Bind a key to who sends what where; another content under it is a conflict."""
    canonical = canonical_json({"path": path, "content": content})
    return Idempotency(
        client_id=caller.client_id,
        path=path,
        key=key,
        request_digest=hashlib.sha256(canonical).digest(),
    )


def _unquoted(text: str) -> str | None:
    quoted = _QUOTED.fullmatch(text)
    if quoted is not None:
        return re.sub(r"\\(.)", r"\1", quoted[1])
    return text if _BARE.fullmatch(text) else None

"""Access tokens that were verified already: each is verified once, until it expires.

Must never hold a token itself, only its SHA-256, and never let one live longer than it says.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from datetime import datetime
from typing import Final

from gateway.signing.key_store import SigningKeys
from gateway.signing.tokens import Access, check_access

MOST_PASSES: Final = 4096


class Passes:
    """Verifies access tokens of this gateway, remembering the most recent ones."""

    def __init__(self, keys: SigningKeys, issuer: str) -> None:
        """`issuer` is both issuer and audience of the tokens."""
        self._keys = keys
        self._issuer = issuer
        self._known: OrderedDict[bytes, Access] = OrderedDict()

    def check(self, token: str, now: datetime) -> Access:
        """What the token proves. Raises TokenRefused."""
        digest = hashlib.sha256(token.encode("utf-8")).digest()
        access = self._known.get(digest)
        if access is not None and access.expires > int(now.timestamp()):
            self._known.move_to_end(digest)
            return access
        self._known.pop(digest, None)
        access = check_access(token, self._keys, self._issuer, now)
        self._known[digest] = access
        if len(self._known) > MOST_PASSES:
            self._known.popitem(last=False)
        return access

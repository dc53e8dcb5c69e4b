"""Sealing and keyed hashing: the only place that holds the store's secrets.

AES-256-GCM under data keys that are themselves wrapped; HMAC-SHA-256 for look-ups. Nonces come
from the chance that is passed in. Must never show a key, and never open what was moved elsewhere:
every ciphertext is bound to its place.
"""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.errors import TrailUnavailable
from gateway.ports.machine import Chance
from gateway.storage.key_files import KEY_BYTES, Keys

FORMAT = b"\x01"
NONCE_BYTES = 12


class Vault:
    """Seals, opens and hashes for the store."""

    def __init__(self, keys: Keys, chance: Chance) -> None:
        self._chance = chance
        self._wrapping = _derived(keys.wrapping, b"wrap data keys")
        self._steady = _derived(keys.wrapping, b"steady hashes")
        self._lookup = sorted(keys.lookup.items(), reverse=True)
        self.own_key = _derived(keys.wrapping, b"records of the store")

    def fingerprints(self) -> dict[str, bytes]:
        """For each key, by name, what tells it from every other and gives nothing of it away."""
        text = ("which key is this",)
        prints = {f"lookup-{n}": _hash(key, "fingerprint", text) for n, key in self._lookup}
        return prints | {"wrapping": _hash(self._steady, "fingerprint", text)}

    @property
    def epoch(self) -> int:
        """The current epoch of look-ups: the newest there is a key for."""
        return self._lookup[0][0]

    @property
    def epochs(self) -> tuple[int, ...]:
        """All epochs with a key, the newest first."""
        return tuple(epoch for epoch, _ in self._lookup)

    def random(self, count: int) -> bytes:
        """That many unpredictable bytes."""
        return self._chance.take(count)

    def new_key(self, owner: str) -> tuple[bytes, bytes]:
        """A fresh data key, and the same wrapped for `owner`."""
        key = self._chance.take(KEY_BYTES)
        return key, self.seal(self._wrapping, key, f"key:{owner}")

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """A data key. Raises TrailUnavailable if it is not this owner's."""
        return self.open(self._wrapping, wrapped, f"key:{owner}")

    def seal(self, key: bytes, plaintext: bytes, place: str) -> bytes:
        """Encrypt for a place (the associated data): format byte, nonce, ciphertext and tag."""
        nonce = self._chance.take(NONCE_BYTES)
        return FORMAT + nonce + AESGCM(key).encrypt(nonce, plaintext, place.encode())

    def open(self, key: bytes, sealed: bytes, place: str) -> bytes:
        """Decrypt. Raises TrailUnavailable for other bytes, another key or another place."""
        head = len(FORMAT) + NONCE_BYTES
        nonce, ciphertext = sealed[len(FORMAT) : head], sealed[head:]
        if not sealed.startswith(FORMAT) or len(nonce) != NONCE_BYTES:
            raise TrailUnavailable("a ciphertext of an unknown format")
        try:
            return AESGCM(key).decrypt(nonce, ciphertext, place.encode())
        except InvalidTag:
            raise TrailUnavailable("a ciphertext cannot be opened") from None

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        """A keyed hash that stays the same over epochs: for what cannot be hashed anew."""
        return _hash(self._steady, purpose, parts)

    def lookup_mac(self, epoch: int, purpose: str, *parts: str) -> bytes:
        """A keyed hash under an epoch's key: for what a rotation rewrites."""
        return _hash(dict(self._lookup)[epoch], purpose, parts)


def _derived(secret: bytes, purpose: bytes) -> bytes:
    info = b"verification-gateway " + purpose
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def _hash(key: bytes, purpose: str, parts: tuple[str | bytes, ...]) -> bytes:
    # Every part carries its length: no two lists of parts are hashed as the same bytes.
    message = bytearray()
    for part in (purpose, *parts):
        raw = part.encode() if isinstance(part, str) else part
        message += len(raw).to_bytes(4, "big") + raw
    return hmac.digest(key, message, "sha256")

"""The gateway's signing keys as files: one active, the retired ones kept for verification.

Must never hand out a private key in any form but for signing inside this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from gateway.errors import SettingsRefused
from gateway.private_files import make_private_directory, read_private_file, write_private_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from gateway.domain.fact import JsonValue


@dataclass(frozen=True, slots=True, repr=False)
class SigningKeys:
    """All signing keys, the newest last; that one is active."""

    keys: tuple[OKPKey, ...]

    @property
    def active(self) -> OKPKey:
        """The key that signs."""
        return self.keys[-1]

    def jwks(self) -> dict[str, JsonValue]:
        """The public halves as a JWK set, each with `kid` (RFC 7638), `alg` and `use`."""
        return {"keys": [_public(key) for key in self.keys]}


def open_signing_keys(directory: Path, now: datetime) -> SigningKeys:
    """Read the keys in `directory`, making the first one on first start.

    Files are `<UTC time>-<thumbprint>.pem`, PKCS #8, mode 0600. Raises SettingsRefused naming the
    file that cannot be used.
    """
    make_private_directory(directory)
    if not any(directory.glob("*.pem")):
        _make(directory, now)
    return SigningKeys(tuple(_read(path) for path in sorted(directory.glob("*.pem"))))


def _make(directory: Path, now: datetime) -> None:
    key = OKPKey.generate_key("Ed25519")
    name = f"{now.strftime('%Y%m%dT%H%M%SZ')}-{key.thumbprint()}.pem"
    write_private_file(directory / name, key.as_pem(private=True))


def _read(path: Path) -> OKPKey:
    try:
        key = OKPKey.import_key(read_private_file(path))
    except (JoseError, ValueError, TypeError) as error:
        message = f"{path}: is not a PKCS #8 key in PEM form"
        raise SettingsRefused(message) from error
    if not key.is_private or key.as_dict(private=False).get("crv") != "Ed25519":
        message = f"{path}: is not a private Ed25519 key"
        raise SettingsRefused(message)
    return key


def _public(key: OKPKey) -> dict[str, JsonValue]:
    members = cast("Mapping[str, JsonValue]", key.as_dict(private=False))
    kept = {name: members[name] for name in ("kty", "crv", "x")}
    return {**kept, "kid": key.thumbprint(), "alg": "Ed25519", "use": "sig"}

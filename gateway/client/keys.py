"""A client's own key: made here, kept in a file of mode 0600, only its public half sent away."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey


@dataclass(frozen=True, slots=True, repr=False)
class ClientKey:
    """An Ed25519 key pair. Never shows itself."""

    key: OKPKey

    @property
    def thumbprint(self) -> str:
        """RFC 7638; public."""
        return self.key.thumbprint()


def make_key() -> ClientKey:
    """Make a new key."""
    return ClientKey(OKPKey.generate_key("Ed25519"))


def public_jwk(key: ClientKey) -> dict[str, Any]:
    """The public half, for registration with the gateway."""
    members = key.key.as_dict(private=False)
    return {name: members[name] for name in ("kty", "crv", "x")}


def write_key(key: ClientKey, path: Path) -> None:
    """Write the private key as PEM with mode 0600. Raises FileExistsError: never overwrites one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.key.as_pem(private=True))


def read_key(path: Path) -> ClientKey:
    """Read a private key. Raises ValueError naming the file if it is none, or others can read it.

    Raises OSError if it cannot be read.
    """
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ValueError(f"{path}: others can read this key; make its mode 0600")
    try:
        key = OKPKey.import_key(path.read_bytes())
    except (JoseError, ValueError, TypeError):
        raise ValueError(f"{path}: is not a private key in PEM form") from None
    if not key.is_private:
        raise ValueError(f"{path}: is not a private key")
    return ClientKey(key)

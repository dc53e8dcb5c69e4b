"""A client's own key: kept private, only its public half leaves."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gateway.client import make_key, public_jwk, read_key, write_key


def test_a_key_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """The file has mode 0600 and gives the same key back."""
    key, path = make_key(), tmp_path / "key.pem"
    write_key(key, path)
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert key.thumbprint == read_key(path).thumbprint


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """Whoever has registered a key would lose it."""
    path = tmp_path / "key.pem"
    write_key(make_key(), path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write_key(make_key(), path)
    assert before == path.read_bytes()


def test_only_the_public_half_leaves() -> None:
    """The JWK has no private member."""
    assert {"kty", "crv", "x"} == set(public_jwk(make_key()))


def test_a_key_that_others_can_read(tmp_path: Path) -> None:
    """It is refused, and the file is named."""
    path = tmp_path / "key.pem"
    write_key(make_key(), path)
    path.chmod(0o640)
    with pytest.raises(ValueError, match=r"key\.pem: others can read this key"):
        read_key(path)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\x00"], ids=["none", "text", "bytes"])
def test_a_file_that_is_no_key(tmp_path: Path, content: bytes) -> None:
    """It is refused, the file is named, and its content is not shown."""
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(ValueError, match=r"key\.pem: is not") as told:
        read_key(path)
    assert "nonsense" not in str(told.value)


def test_a_public_key_in_its_place(tmp_path: Path) -> None:
    """A public half proves nothing and is refused."""
    path = tmp_path / "key.pem"
    path.write_bytes(make_key().key.as_pem(private=False))
    path.chmod(0o600)
    with pytest.raises(ValueError, match="is not a private key"):
        read_key(path)

"""Signing keys as files: made once, private, and never silently replaced."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.errors import SettingsRefused
from gateway.signing.key_store import open_signing_keys
from tests.still import NOON


def test_the_first_start_makes_one_key_and_the_next_finds_it(tmp_path: Path) -> None:
    """Directory 0700, file 0600, and the same key after a restart."""
    directory = tmp_path / "keys"
    first = open_signing_keys(directory, NOON)
    (file,) = directory.iterdir()
    assert (0o700, 0o600) == tuple(stat.S_IMODE(p.stat().st_mode) for p in (directory, file))
    again = open_signing_keys(directory, NOON + timedelta(days=1))
    assert first.active.thumbprint() == again.active.thumbprint()
    assert first.active.thumbprint() in file.name


def test_the_newest_key_signs_and_the_older_ones_still_verify(tmp_path: Path) -> None:
    """A second file with a later name is active; the set publishes both."""
    older = open_signing_keys(tmp_path / "keys", NOON)
    newer = open_signing_keys(tmp_path / "more", NOON + timedelta(days=1))
    (file,) = (tmp_path / "more").iterdir()
    file.rename(tmp_path / "keys" / file.name)
    both = open_signing_keys(tmp_path / "keys", NOON)
    assert newer.active.thumbprint() == both.active.thumbprint()
    published = both.jwks()["keys"]
    assert isinstance(published, list)
    kids = [key["kid"] for key in published if isinstance(key, dict)]
    assert [older.active.thumbprint(), newer.active.thumbprint()] == kids
    assert all("d" not in key for key in published if isinstance(key, dict))


@pytest.mark.parametrize("content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAA=="])
def test_a_file_that_is_no_key_stops_the_start(tmp_path: Path, content: bytes) -> None:
    """The message names the file."""
    open_signing_keys(tmp_path / "keys", NOON)
    (file,) = (tmp_path / "keys").iterdir()
    file.write_bytes(content)
    with pytest.raises(SettingsRefused, match=file.name):
        open_signing_keys(tmp_path / "keys", NOON)


def test_keys_that_others_can_read_stop_the_start(tmp_path: Path) -> None:
    """A wider mode on file or directory is refused, not repaired: somebody may have read it."""
    directory = tmp_path / "keys"
    open_signing_keys(directory, NOON)
    (file,) = directory.iterdir()
    file.chmod(0o640)
    with pytest.raises(SettingsRefused, match="mode 0640"):
        open_signing_keys(directory, NOON)
    file.chmod(0o600)
    directory.chmod(0o755)
    with pytest.raises(SettingsRefused, match="mode 0755"):
        open_signing_keys(directory, NOON)

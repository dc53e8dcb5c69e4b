"""Files that hold secrets are whole or absent, private, and never overwritten."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gateway.errors import SettingsRefused
from gateway.private_files import make_private_directory, read_private_file, write_private_file


def test_a_secret_is_written_once(tmp_path: Path) -> None:
    """A second write fails and leaves the first content, and no draft stays behind."""
    path = tmp_path / "secret"
    write_private_file(path, b"first")
    with pytest.raises(FileExistsError):
        write_private_file(path, b"second")
    assert b"first" == read_private_file(path)
    assert ["secret"] == [entry.name for entry in tmp_path.iterdir()]


def test_the_umask_does_not_matter(tmp_path: Path) -> None:
    """Directory and file get exactly their modes under an open and under a closed umask."""
    for number, mask in enumerate((0o000, 0o777)):
        before = os.umask(mask)
        try:
            make_private_directory(tmp_path / str(number))
        finally:
            os.umask(before)
        assert 0o700 == stat.S_IMODE((tmp_path / str(number)).stat().st_mode)


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    """The error says which file, and nothing else is needed to mend it."""
    with pytest.raises(SettingsRefused, match="absent"):
        read_private_file(tmp_path / "absent")


def test_what_a_dead_process_of_the_same_number_left_is_no_obstacle(tmp_path: Path) -> None:
    """In a container every process has the same number: a draft left behind by a kill goes."""
    draft = tmp_path / f".key.{os.getpid()}.draft"
    draft.write_bytes(b"half")
    write_private_file(tmp_path / "key", b"whole")
    assert b"whole" == read_private_file(tmp_path / "key")
    assert ["key"] == [path.name for path in tmp_path.iterdir()]

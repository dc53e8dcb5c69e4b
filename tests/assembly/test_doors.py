"""Doors for call-backs: only with a secret that is long enough and nobody else's to read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.assembly.doors import open_doors
from gateway.assembly.plugins import load_connectors
from gateway.errors import SettingsRefused
from gateway.settings import BUNDLED_CONNECTORS, Settings, SourceSettings

COURTS = SourceSettings("courts", "http://127.0.0.1:9")
CONNECTORS = load_connectors(BUNDLED_CONNECTORS)


def with_secrets(folder: Path, *secrets: bytes, department: str = "courts") -> Settings:
    """Settings that name a file for each secret, in the data directory."""
    names = tuple(f"secret-{number}" for number in range(len(secrets)))
    for name, secret in zip(names, secrets, strict=True):
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(secret)
    source = replace(COURTS, department=department, callback_secret_files=names)
    return Settings(data_dir=folder, departments={department: source})


def test_a_door_for_each_department_with_secrets(tmp_path: Path) -> None:
    """All its secrets are good, without the newline at the end; its connector reads."""
    settings = with_secrets(tmp_path, b"a" * 32 + b"\n", b"b" * 40)
    doors = open_doors(settings, CONNECTORS)
    assert {"courts"} == set(doors)
    assert (b"a" * 32, b"b" * 40) == doors["courts"].secrets
    assert "20261120500112000001" == doors["courts"].read(b'{"queryNo": "20261120500112000001"}')


def test_no_secret_no_door(tmp_path: Path) -> None:
    """A department that the settings give no secret cannot call."""
    settings = Settings(data_dir=tmp_path, departments={"courts": COURTS})
    assert {} == open_doors(settings, CONNECTORS)


def test_a_short_secret(tmp_path: Path) -> None:
    """It could be guessed: the start is refused, and the secret is not in the text."""
    settings = with_secrets(tmp_path, b"guess me" + b" " * 30)
    with pytest.raises(SettingsRefused, match="secret-0 holds less than 32 bytes") as told:
        open_doors(settings, CONNECTORS)
    assert "guess me" not in str(told.value)


def test_a_secret_that_others_can_read(tmp_path: Path) -> None:
    """Then it is none."""
    settings = with_secrets(tmp_path, b"a" * 32)
    (tmp_path / "secret-0").chmod(0o640)
    with pytest.raises(SettingsRefused, match="secret-0: has mode 0640"):
        open_doors(settings, CONNECTORS)


def test_a_secret_that_is_not_there(tmp_path: Path) -> None:
    """It is named."""
    settings = with_secrets(tmp_path, b"a" * 32)
    (tmp_path / "secret-0").unlink()
    with pytest.raises(SettingsRefused, match="secret-0: cannot be read"):
        open_doors(settings, CONNECTORS)


def test_a_connector_that_takes_no_callbacks(tmp_path: Path) -> None:
    """Settings that could never work are refused, not ignored."""
    settings = with_secrets(tmp_path, b"a" * 32, department="health")
    expected = r"departments\.health\.callback_secret_files: the connector of health takes no"
    with pytest.raises(SettingsRefused, match=expected):
        open_doors(settings, CONNECTORS)

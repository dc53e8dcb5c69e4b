"""What an operator may set: every key checked, every mistake named with file and key."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date
from pathlib import Path

import pytest

from gateway.errors import SettingsRefused
from gateway.settings import (
    BUNDLED_CONNECTORS,
    BUNDLED_FACTS,
    Settings,
    SourceSettings,
    WitnessSettings,
    read_settings,
)


def read(tmp_path: Path, text: str) -> Settings:
    """The settings of a file with this text."""
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file, tmp_path / "data")


def refused(tmp_path: Path, text: str) -> str:
    """What is wrong with a file of this text, after the file's name."""
    with pytest.raises(SettingsRefused) as told:
        read(tmp_path, text)
    message = str(told.value)
    assert message.startswith(f"{tmp_path}/settings.toml: ")
    return message.removeprefix(f"{tmp_path}/settings.toml: ")


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    """No department can be asked, and everything bundled is there."""
    settings = read_settings(None, tmp_path)
    assert (tmp_path, {}) == (settings.data_dir, settings.departments)
    assert (BUNDLED_CONNECTORS, BUNDLED_FACTS) == (settings.connectors, settings.facts)
    assert settings == Settings(data_dir=tmp_path)


def test_everything_can_be_set(tmp_path: Path) -> None:
    """Texts, numbers, lists and departments arrive; a whole number is a number of seconds too."""
    settings = read(
        tmp_path,
        """
        issuer = "https://gateway.example"
        deadline_seconds = 4
        receipt_days = 7
        facts = ["alive"]

        [departments.courts]
        url = "https://courts.example/"
        timeout_seconds = 2.5
        circuit_failures = 3
        circuit_rest_seconds = 2
        coverage = { family_judgments = 2001-04-28 }
        options = { access_key = "key.txt" }

        [witnesses.archive]
        url = "https://witness.example"
        key_file = "witness.key"
        """,
    )
    assert ("https://gateway.example", 4.0, 7) == (
        settings.issuer,
        settings.deadline_seconds,
        settings.receipt_days,
    )
    assert (float, ("alive",)) == (type(settings.deadline_seconds), settings.facts)
    courts = SourceSettings(
        department="courts",
        url="https://courts.example",
        timeout_seconds=2.5,
        circuit_failures=3,
        circuit_rest_seconds=2.0,
        coverage={"family_judgments": date(2001, 4, 28)},
        options={"access_key": "key.txt"},
    )
    assert {"courts": courts} == settings.departments
    archive = WitnessSettings("archive", "https://witness.example", "witness.key")
    assert {"archive": archive} == settings.witnesses


def test_settings_are_frozen(tmp_path: Path) -> None:
    """Nobody changes them while the gateway runs."""
    with pytest.raises(FrozenInstanceError):
        read_settings(None, tmp_path).receipt_days = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("speed = 1", "speed: is not a setting"),
        ('data_dir = "x"', "data_dir: is not a setting"),
        ("issuer = 1", "issuer: must be a text"),
        ('receipt_days = "7"', "receipt_days: must be a whole number"),
        ("receipt_days = 7.5", "receipt_days: must be a whole number"),
        ("receipt_days = true", "receipt_days: must be a whole number"),
        ("deadline_seconds = true", "deadline_seconds: must be a number"),
        ('facts = "alive"', "facts: must be a list of texts"),
        ("facts = [1]", "facts: must be a list of texts"),
        ("departments = 1", "departments: must be a table"),
        ("departments.courts = 1", "departments.courts: must be a table"),
        ("[departments.courts]", "departments.courts.url: is missing"),
        ("witnesses = 1", "witnesses: must be a table"),
        ("witnesses.archive = 1", "witnesses.archive: must be a table"),
        ('[witnesses.archive]\nurl = "x"', "witnesses.archive.key_file: is missing"),
        ('[witnesses.archive]\nkey_file = "x"', "witnesses.archive.url: is missing"),
        ('[witnesses.archive]\nname = "x"', "witnesses.archive.name: is not a setting"),
        ("log_witness_quorum = 0", "log_witness_quorum: must be more than 0"),
        ("[departments.courts]\nurl = 1", "departments.courts.url: must be a text"),
        ('[departments.courts]\nurl = "x"\na = 1', "departments.courts.a: is not a setting"),
        (
            '[departments.courts]\nurl = "x"\ndepartment = "tax"',
            "departments.courts.department: is not a setting",
        ),
        (
            '[departments.courts]\nurl = "x"\noptions = { a = 1 }',
            "departments.courts.options: must be a table of strings",
        ),
        (
            '[departments.courts]\nurl = "x"\ncoverage = { custody = "2001-04-28" }',
            "departments.courts.coverage: must be a table of dates",
        ),
        (
            '[departments.courts]\nurl = "x"\ncoverage = { custody = 2001-04-28T00:00:00 }',
            "departments.courts.coverage: must be a table of dates",
        ),
        (
            '[departments.courts]\nurl = "x"\ncoverage = 2001-04-28',
            "departments.courts.coverage: must be a table of dates",
        ),
    ],
    ids=[
        "unknown",
        "not-for-a-file",
        "text",
        "int-text",
        "int-half",
        "int-bool",
        "float-bool",
        "list-text",
        "list-number",
        "departments",
        "department",
        "no-url",
        "witnesses",
        "witness",
        "witness-no-key",
        "witness-no-url",
        "name-of-witness",
        "no-quorum",
        "url",
        "unknown-of-department",
        "name-of-department",
        "options",
        "coverage-text",
        "coverage-moment",
        "coverage-no-table",
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    """The key is named with what it must be; nothing is guessed."""
    assert complaint == refused(tmp_path, text)


@pytest.mark.parametrize("key", [f.name for f in fields(Settings) if f.type in ("int", "float")])
@pytest.mark.parametrize("value", [0, -1])
def test_numbers_that_make_no_sense(tmp_path: Path, key: str, value: int) -> None:
    """A time, a count or a size is more than nothing: zero would stop or never stop something."""
    assert f"{key}: must be more than 0" == refused(tmp_path, f"{key} = {value}")


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_numbers_that_are_none(tmp_path: Path, value: str) -> None:
    """TOML knows numbers that no clock knows."""
    assert "deadline_seconds: must be a finite number" == refused(
        tmp_path, f"deadline_seconds = {value}"
    )


def test_a_department_s_numbers(tmp_path: Path) -> None:
    """The same holds for a department's own."""
    text = '[departments.courts]\nurl = "https://x"\ntimeout_seconds = 0'
    assert "departments.courts.timeout_seconds: must be more than 0" == refused(tmp_path, text)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"issuer =", "cannot be read as TOML"), (b"\xff", "cannot be read as TOML")],
    ids=["half", "bytes"],
)
def test_a_file_that_is_no_toml(tmp_path: Path, content: bytes, complaint: str) -> None:
    """The file is named."""
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsRefused, match=complaint):
        read_settings(file, tmp_path)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    """A file that was named must be there."""
    with pytest.raises(SettingsRefused, match=r"none\.toml: .*No such file"):
        read_settings(tmp_path / "none.toml", tmp_path)

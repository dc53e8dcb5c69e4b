"""Nothing that the decree lists can get lost on the way, and the message says from which file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gateway.errors import SettingsRefused
from gateway.storage.catalogue_files import load_catalogue

CONTRACTS = Path(__file__).parents[2] / "contracts"


def _cut(root: Path, listed: str, count: int) -> None:
    """Take the last entry out of a list, and let the file's own count agree."""
    shutil.copytree(CONTRACTS / "catalogue", root / "catalogue")
    path = root / "catalogue" / f"{listed}.toml"
    text = path.read_text(encoding="utf-8").replace(f"\ncount = {count}", f"\ncount = {count - 1}")
    path.write_text(text[: text.rindex("[[certificate]]")], encoding="utf-8")


def test_a_lost_negative_entry_stops_the_start(tmp_path: Path) -> None:
    """Twenty-nine are not the decree's list, even if the file says twenty-nine."""
    _cut(tmp_path, "negative", 30)
    with pytest.raises(SettingsRefused, match=r"negative\.toml: file: holds 29 of the decree's 30"):
        load_catalogue(tmp_path)


def test_a_lost_retained_entry_stops_the_start(tmp_path: Path) -> None:
    """Six are not the decree's list, even if the file says six."""
    _cut(tmp_path, "retained", 7)
    with pytest.raises(SettingsRefused, match=r"retained\.toml: file: holds 6 of the decree's 7"):
        load_catalogue(tmp_path)


def test_a_later_batch_may_add(tmp_path: Path) -> None:
    """The decree calls its list the first batch: more entries than its own are no error."""
    shutil.copytree(CONTRACTS / "catalogue", tmp_path / "catalogue")
    path = tmp_path / "catalogue" / "negative.toml"
    text = path.read_text(encoding="utf-8")
    last = text[text.rindex("[[certificate]]") :]
    more = text.replace("\ncount = 30", "\ncount = 31") + "\n" + last.replace("30", "31", 1)
    path.write_text(more, encoding="utf-8")
    assert 31 == len(load_catalogue(tmp_path).negative)

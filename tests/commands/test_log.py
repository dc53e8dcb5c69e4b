"""`gateway log status`: how far the log has come, also where nothing serves yet."""

from __future__ import annotations

from pathlib import Path

from tests.audit.tlog.signing import COSIGNER
from tests.commands.conftest import Counter
from tests.commands.terminal import register, run


def status(data: Path, *words: str | Path) -> str:
    told = run("log", "status", "--data", data, *words)
    assert (0, "") == (told.status, told.err)
    return told.out


def test_before_anything_is_served(tmp_path: Path) -> None:
    """What was registered waits; there is no witness, and that is said."""
    data = tmp_path / "data"
    register(data)
    told = status(data)
    assert "size       0 entries" in told
    assert "waiting    1 entries, the oldest for" in told
    assert "served     nothing yet" in told
    assert "witnesses  none" in told


def test_beside_a_serving_gateway(counter: Counter) -> None:
    """The head that is served, without cosignatures."""
    assert "entries, 0 cosignatures" in status(counter.served.data)


def test_a_witness_who_has_cosigned_nothing(tmp_path: Path) -> None:
    """It is named; before the first head it is not behind."""
    data = tmp_path / "data"
    register(data)
    (data / "w.key").write_text(COSIGNER.text, encoding="utf-8")
    settings = tmp_path / "settings.toml"
    lines = ("[witnesses.archive]", 'url = "https://witness.example"', 'key_file = "w.key"')
    settings.write_text("\n".join(lines), encoding="utf-8")
    told = status(data, "--settings", settings)
    assert f"witness    archive ({COSIGNER.name}): nothing cosigned yet, up to date" in told

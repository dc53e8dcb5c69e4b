"""`gateway working-days check`."""

from __future__ import annotations

from pathlib import Path

from tests.commands.terminal import one_line, run


def test_the_bundled_file() -> None:
    """Without a file it shows what ships: announced and provisional years."""
    told = run("working-days", "check", columns=100)
    assert (0, "") == (told.status, told.err)
    assert "2026 33 6 248 yes" in one_line(told.out)
    assert "no: provisional" in told.out


def test_a_wrong_file(tmp_path: Path) -> None:
    """A mistake is told in one sentence, with exit status 1."""
    file = tmp_path / "days.toml"
    file.write_text('title = { zh = "假", en = "days" }\n', encoding="utf-8")
    told = run("working-days", "check", file)
    assert (1, "", "days.toml: file: unlisted is missing\n") == (told.status, told.out, told.err)

"""The command line as somebody at a terminal of 80 columns sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from gateway.__main__ import app
from gateway.commands import options

CODE = "12500112EXAMPLE010"
BANK = "91500112EXAMPLE057"


@dataclass(frozen=True)
class Told:
    """What a command left behind: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


def run(*words: str | Path, stdin: str | bytes | None = None, columns: int = 80) -> Told:
    """Run a command in this process. An exception that comes out of it is raised here."""
    for console in (options.out, options.err):
        console.width = columns  # it took its width when it was made, wherever that was
    result = CliRunner().invoke(
        app,
        [str(word) for word in words],
        input=stdin,
        env={"COLUMNS": str(columns), "GATEWAY_DATA": None, "GATEWAY_PROFILE": None},
        catch_exceptions=False,
    )
    return Told(result.exit_code, result.stdout, result.stderr)


def one_line(text: str) -> str:
    """A table's or sentence's text without the breaks and lines that only lay it out."""
    return " ".join("".join(c if c not in "│┃|" else " " for c in text).split())


def register(data: Path, code: str = CODE, kind: str = "authorised_organisation") -> None:
    """Register a requester."""
    words = ["--name-zh", "示例区住房公积金管理中心", "--name-en", "Example Housing Fund Centre"]
    if kind == "other":
        for department in ("public_security", "civil_affairs", "health", "courts"):
            words += ["--agreement", f"{department}=XY-2026-{department}"]
    told = run("requester", "add", code, *words, "--kind", kind, "--data", data)
    assert Told(0, f"registered {code}\n", "") == told

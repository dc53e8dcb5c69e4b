"""`--help` of every command can be read at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command

from gateway.__main__ import app
from tests.commands.terminal import run


def commands(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """The words of every command and group."""
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, *path, name)


EVERY = sorted(commands(get_command(app)))


@pytest.mark.parametrize("words", EVERY, ids=lambda words: "-".join(words) or "gateway")
def test_help_fits(words: tuple[str, ...]) -> None:
    """No line is longer than the terminal, nothing is cut, and every command says what it does."""
    told = run(*words, "--help")
    lines = told.out.splitlines()
    assert (0, "") == (told.status, told.err)
    assert [] == [line for line in lines if cell_len(line) > 80]
    assert [] == [line for line in lines if line.rstrip(" │").endswith("…")]
    assert "Usage: gateway" in lines[1]
    assert lines[3].strip()


def test_the_list_of_commands() -> None:
    """What the documentation names is there."""
    groups = {words[0] for words in EVERY if words}
    demanded = {"serve", "demo", "ask", "consent", "receipt", "requester", "matter", "openapi"}
    assert set() == demanded - groups


def test_nothing_typed_shows_the_help() -> None:
    """`gateway` alone, and a group alone, show what they can do."""
    for words in ((), ("requester",), ("consent",)):
        told = run(*words)
        assert "Commands" in told.out + told.err


def test_a_command_that_does_not_exist() -> None:
    """It is told, with the usual exit status 2."""
    told = run("nonsense")
    assert (2, True) == (told.status, "nonsense" in told.err)

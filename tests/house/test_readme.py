"""Every command that a README shows exists, with the options that it shows."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

import pytest
from typer.main import get_command

from tests.house.repository import ROOT

READMES = ("README.md", "README.zh-CN.md")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELLS = {"", "sh", "bash", "console", "shell"}
PROMPT = re.compile(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*")
END = {"|", ">", ">>", "<", "&&", "||", ";", "&"}


class Parameter(Protocol):
    """What an option or argument of a command is known by."""

    opts: list[str]
    secondary_opts: list[str]
    is_flag: bool


class Command(Protocol):
    """A command of the command line; `commands` are its own, if it has any."""

    params: list[Parameter]


@pytest.fixture(scope="module")
def root() -> Command:
    """The gateway's command line."""
    return cast("Command", get_command(import_module("gateway.__main__").app))


def _shown(readme: str) -> Iterator[list[str]]:
    """The command lines in a README's shell blocks, split into words up to a pipe or the like."""
    for language, block in FENCE.findall((ROOT / readme).read_text(encoding="utf-8")):
        if language in SHELLS:
            for line in block.replace("\\\n", " ").splitlines():
                yield _words(PROMPT.sub("", line.strip()))


def _words(line: str) -> list[str]:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:  # a quotation that goes on over several lines
        words = line.split()
    ends = [place for place, word in enumerate(words) if word in END]
    return words[: ends[0]] if ends else words


def _commands(readme: str, *programs: str) -> list[list[str]]:
    """What follows each mention of one of the programs at the start of a command line."""
    return [words[1:] for words in _shown(readme) if words and words[0] in programs]


def _wrong(command: Command, words: list[str]) -> str:
    """The first word that leads nowhere in the tree of commands, or nothing."""
    options = {text: p for p in command.params for text in (*p.opts, *p.secondary_opts)}
    position = 0
    while position < len(words):
        word, _, attached = words[position].partition("=")
        position += 1
        subcommands: dict[str, Command] = getattr(command, "commands", {})
        if word.startswith("-"):
            if word not in options:
                return "" if word == "--help" else word
            position += 0 if attached or options[word].is_flag else 1
        elif subcommands:
            return _wrong(subcommands[word], words[position:]) if word in subcommands else word
    return ""


@pytest.mark.parametrize("readme", READMES)
def test_shown_tasks_exist(readme: str) -> None:
    """Each `./dev X` is a task of ./dev, and the two that a newcomer needs are shown."""
    run = subprocess.run(
        [sys.executable, ROOT / "dev", "--help"], capture_output=True, text=True, check=True
    )
    tasks = set(re.findall(r"^ +\./dev ([a-z-]+)", run.stdout, re.MULTILINE))
    shown = {words[0] for words in _commands(readme, "./dev")}
    assert (set(), {"demo", "test"}) == (shown - tasks, shown & {"demo", "test"})


@pytest.mark.parametrize("readme", READMES)
def test_shown_commands_of_the_gateway_exist(readme: str, root: Command) -> None:
    """Each `gateway X --y` is a command of the gateway with that option."""
    shown = _commands(readme, "gateway", ".venv/bin/gateway")
    shown += [["demo", *words[1:]] for words in _commands(readme, "./dev") if words[0] == "demo"]
    assert [] == [wrong for words in shown if (wrong := _wrong(root, words))]


def test_a_command_that_does_not_exist_is_found(root: Command) -> None:
    """The check itself notices an unknown command and an unknown option."""
    assert ("nonsense", "--nonsense") == (_wrong(root, ["nonsense"]), _wrong(root, ["--nonsense"]))

"""`gateway webhook`: registered with a secret shown once, listed, tried, removed."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.terminal import CODE, Told, register, run

SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=\n")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """An address on this machine where nobody listens, nor will."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"https://127.0.0.1:{held.getsockname()[1]}/hook?token=1"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with a requester, whose settings allow this machine."""
    path = tmp_path / "data"
    register(path)
    (path / "settings.toml").write_text('webhook_networks = ["127.0.0.1/32"]\n')
    return path


def webhook(data: Path, *words: str) -> Told:
    """Run a command of the group."""
    return run("webhook", *words, "--data", data)


def test_the_secret_is_shown_once(data: Path, url: str) -> None:
    """On standard output, alone, so that it can be piped to where it belongs; never listed."""
    told = webhook(data, "add", CODE, url)
    assert (0, True) == (told.status, bool(SECRET.fullmatch(told.out)))
    shown = run("webhook", "list", "--data", data, columns=120)
    assert "whsec_" not in shown.out + shown.err
    assert "active" in shown.out
    assert url in shown.out


def test_a_new_secret_is_another(data: Path, url: str) -> None:
    """`rotate` shows the new one once."""
    first, second = webhook(data, "add", CODE, url).out, webhook(data, "rotate", CODE).out
    assert SECRET.fullmatch(second)
    assert first != second


def test_a_test_that_does_not_arrive(data: Path, url: str) -> None:
    """It says why, with exit status 1; it is no delivery."""
    webhook(data, "add", CODE, url)
    assert Told(1, "not delivered: unreachable\n", "") == webhook(data, "test", CODE)
    shown = webhook(data, "deliveries")
    assert (0, False) == (shown.status, "evt_" in shown.out)


def test_removed_and_added_again(data: Path, url: str) -> None:
    """A second one is refused until the first is removed."""
    webhook(data, "add", CODE, url)
    again = webhook(data, "add", CODE, url)
    assert (1, "", True) == (again.status, again.out, "remove that one first" in again.err)
    assert f"{CODE} is told again\n" == webhook(data, "enable", CODE).out
    assert f"{CODE} is not told any more\n" == webhook(data, "remove", CODE).out
    assert 0 == webhook(data, "add", CODE, url).status


@pytest.mark.parametrize("command", ["remove", "enable", "rotate", "test"])
def test_a_requester_without_one(data: Path, command: str) -> None:
    """One sentence, exit status 1."""
    wanted = Told(1, "", f"no webhook of {CODE} is registered\n")
    assert wanted == webhook(data, command, CODE)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("http://127.0.0.1/", "the address must begin with https://"),
        ("https://u:p@127.0.0.1/", "the address must not hold a user name or password"),
        ("https://127.0.0.2/", "private or otherwise special network"),
    ],
)
def test_an_address_that_is_refused(data: Path, wrong: str, complaint: str) -> None:
    """It is told what is wrong with it."""
    told = webhook(data, "add", CODE, wrong)
    assert (1, "", True) == (told.status, told.out, complaint in told.err)


def test_an_unknown_requester(data: Path, url: str) -> None:
    """It is named."""
    told = webhook(data, "add", "12500112EXAMPLE029", url)
    assert Told(1, "", "no requester 12500112EXAMPLE029 is registered\n") == told

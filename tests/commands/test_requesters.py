"""`gateway requester` and `gateway client`: who may ask, through which systems."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.client import make_key, public_jwk
from tests.commands.terminal import BANK, CODE, one_line, register, run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that is made on first use."""
    return tmp_path / "data"


def a_key_file(tmp_path: Path, name: str = "key.jwk") -> tuple[Path, str]:
    """A public key as a file, and its thumbprint."""
    key = make_key()
    file = tmp_path / name
    file.write_text(json.dumps(public_jwk(key)))
    return file, key.thumbprint


def test_a_requester_is_listed_whole(data: Path, tmp_path: Path) -> None:
    """At 80 columns code, names, kind, state and clients are all there; nothing is cut."""
    register(data)
    file, _ = a_key_file(tmp_path)
    run("client", "add", "fund-counter", "--requester", CODE, "--key", file, "--data", data)
    shown = run("requester", "list", "--data", data).out
    words = "".join(one_line(shown).split())
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    for column in (CODE, "active", "Example", "fund-counter"):
        assert column in words


def test_registering_again_replaces(data: Path) -> None:
    """A changed registration takes the place of the earlier one."""
    register(data)
    register(data, kind="state_organ")
    shown = run("requester", "list", "--data", data, columns=150).out
    assert (1, 0) == (shown.count("state_organ"), shown.count("authorised_organisation"))


def test_suspended_and_resumed(data: Path) -> None:
    """The state is told and listed."""
    register(data)
    assert f"{CODE} is now suspended\n" == run("requester", "suspend", CODE, "--data", data).out
    assert "suspended" in run("requester", "list", "--data", data, columns=150).out
    assert f"{CODE} is now active\n" == run("requester", "resume", CODE, "--data", data).out


@pytest.mark.parametrize(
    "words",
    [("requester", "suspend", BANK), ("requester", "resume", BANK)],
    ids=["suspend", "resume"],
)
def test_an_unknown_requester(data: Path, words: tuple[str, ...]) -> None:
    """It is named, with exit status 1."""
    told = run(*words, "--data", data)
    assert (1, f"no requester {BANK} is registered\n") == (told.status, told.err)


@pytest.mark.parametrize(
    ("code", "reason"),
    [("123", "code_length"), (CODE[:-1] + "9", "code_check_character"), ("I" * 18, "code_ch")],
    ids=["short", "check-character", "characters"],
)
def test_a_code_that_is_none(data: Path, code: str, reason: str) -> None:
    """The code and what is wrong with it are told, and nothing is registered."""
    names = ("--name-zh", "名", "--name-en", "Name", "--kind", "state_organ")
    told = run("requester", "add", code, *names, "--data", data)
    assert (1, True) == (told.status, told.err.startswith(f"{code}: is not a unified social"))
    assert reason in told.err
    assert CODE[:4] not in run("requester", "list", "--data", data).out


def test_an_agreement_of_wrong_form(data: Path) -> None:
    """It is told what form an agreement has."""
    words = ("--name-zh", "名", "--name-en", "Name", "--kind", "other", "--agreement", "health")
    told = run("requester", "add", BANK, *words, "--data", data)
    assert (1, "--agreement must be department=reference\n") == (told.status, told.err)


def test_a_client_is_listed_whole(data: Path, tmp_path: Path) -> None:
    """The thumbprint of its key is not cut, and it may ask every fact unless told otherwise."""
    register(data)
    file, thumbprint = a_key_file(tmp_path)
    told = run("client", "add", "counter", "--requester", CODE, "--key", file, "--data", data)
    assert (0, f"registered counter of {CODE}\n") == (told.status, told.out)
    shown = run("client", "list", CODE, "--data", data).out
    assert (True, True) == ("…" not in shown, max(map(len, shown.splitlines())) <= 80)
    for column in ("counter", thumbprint, "consent:read", "consent:write", "verify:kinship"):
        assert column in shown


def test_a_client_with_scopes(data: Path, tmp_path: Path) -> None:
    """It may do what is named, and nothing else."""
    register(data)
    file, _ = a_key_file(tmp_path)
    words = ("--requester", CODE, "--key", file, "--scope", "verify:alive")
    run("client", "add", "counter", *words, "--data", data)
    wide = run("client", "list", CODE, "--data", data, columns=250).out
    assert (True, False) == ("verify:alive" in wide, "consent" in wide)


def test_a_client_of_nobody(data: Path, tmp_path: Path) -> None:
    """Its requester must be registered first."""
    file, _ = a_key_file(tmp_path)
    told = run("client", "add", "counter", "--requester", CODE, "--key", file, "--data", data)
    assert (1, f"no requester {CODE} is registered\n") == (told.status, told.err)


@pytest.mark.parametrize("name", ["", "x" * 65, "柜台", "a\tb"], ids=["no", "long", "zh", "tab"])
def test_a_client_id_that_is_none(data: Path, tmp_path: Path, name: str) -> None:
    """It goes into headers and logs, so it is short visible ASCII."""
    register(data)
    file, _ = a_key_file(tmp_path)
    told = run("client", "add", name, "--requester", CODE, "--key", file, "--data", data)
    assert (1, "a client id has 1 to 64 visible ASCII characters\n") == (told.status, told.err)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"nonsense", "is not a JSON object"),
        (b"[]", "is not a JSON object"),
        (b"\xff\xfe", "is not UTF-8"),
        (b'{"kty": "oct", "k": "AAAA"}', ""),
        (None, "cannot be read: No such file"),
    ],
    ids=["text", "list", "bytes", "secret", "missing"],
)
def test_a_key_that_is_none(
    data: Path, tmp_path: Path, content: bytes | None, complaint: str
) -> None:
    """The file is named with what is wrong, and its content is not shown."""
    register(data)
    file = tmp_path / "wrong.jwk"
    if content is not None:
        file.write_bytes(content)
    told = run("client", "add", "counter", "--requester", CODE, "--key", file, "--data", data)
    assert 1 == told.status
    assert told.err.startswith(f"{file}: {complaint}")
    assert [] == [text for text in ("nonsense", "AAAA") if text in told.err]


def test_three_keys(data: Path, tmp_path: Path) -> None:
    """Two are enough to change from one to the other."""
    register(data)
    words: list[str | Path] = []
    for number in range(3):
        words += ["--key", a_key_file(tmp_path, f"{number}.jwk")[0]]
    told = run("client", "add", "counter", "--requester", CODE, *words, "--data", data)
    assert (1, True) == (told.status, told.err.startswith("a client has one key, or two"))

"""`gateway serve` that cannot start, `gateway openapi`, `gateway key`: a sentence and a status."""

from __future__ import annotations

import json
import socket
import stat
from pathlib import Path

import pytest

from gateway.client import public_jwk, read_key
from tests.commands.terminal import run

CONTRACT = Path(__file__).parents[2] / "contracts" / "gateway" / "openapi.json"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("nonsense", "cannot be read as TOML"),
        ("speed = 1", "speed: is not a setting"),
        ('receipt_days = "many"', "receipt_days: must be a whole number"),
        ('connectors = ["tax"]', "no installed distribution provides tax"),
        ('facts = ["wealth"]', "no installed distribution provides wealth"),
        (
            '[departments.tax]\nurl = "http://127.0.0.1:9"',
            "departments.tax: no installed distribution provides its connector",
        ),
        ("[departments.courts]\ntimeout_seconds = 1", "departments.courts.url: is missing"),
    ],
    ids=["toml", "unknown", "type", "connector", "fact", "department", "url"],
)
def test_wrong_settings(tmp_path: Path, content: str, complaint: str) -> None:
    """What is wrong is told in one sentence with exit status 1, and nothing serves."""
    settings = tmp_path / "settings.toml"
    settings.write_text(content)
    told = run("serve", "--settings", settings, "--data", tmp_path / "data", "--port", "0")
    assert (1, "", 1) == (told.status, told.out, told.err.count("\n"))
    assert complaint in told.err


def test_the_settings_of_the_data_directory(tmp_path: Path) -> None:
    """Without --settings they are read from the data directory; the file is named."""
    (tmp_path / "settings.toml").write_text("speed = 1")
    told = run("serve", "--data", tmp_path, "--port", "0")
    assert (1, f"{tmp_path}/settings.toml: speed: is not a setting\n") == (told.status, told.err)


def test_settings_that_are_missing(tmp_path: Path) -> None:
    """A file that was named must be there."""
    told = run("serve", "--settings", tmp_path / "none.toml", "--data", tmp_path / "data")
    assert (1, True) == (told.status, "none.toml" in told.err)
    assert "No such file" in told.err


def test_a_taken_port(tmp_path: Path) -> None:
    """The address is named."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        told = run("serve", "--port", port, "--data", tmp_path / "data")
    sentence = f"cannot listen on 127.0.0.1 port {port}: Address already in use\n"
    assert (1, sentence) == (told.status, told.err)


def test_a_port_that_is_none(tmp_path: Path) -> None:
    """A number that is no port is a mistake of typing: exit status 2."""
    assert 2 == run("serve", "--port", "70000", "--data", tmp_path / "data").status


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    """An address that this machine does not have is named."""
    told = run("serve", "--host", "192.0.2.1", "--port", "0", "--data", tmp_path / "data")
    assert (1, True) == (told.status, told.err.startswith("cannot listen on 192.0.2.1 port 0: "))


@pytest.mark.parametrize("below", ["", "data"], ids=["itself", "below"])
def test_a_data_directory_that_cannot_be_made(tmp_path: Path, below: str) -> None:
    """A file in its place is told in one sentence."""
    blocking = tmp_path / "file"
    blocking.write_text("somebody else's")
    told = run("serve", "--data", blocking / below, "--port", "0")
    assert (1, 1) == (told.status, told.err.count("\n"))
    assert told.err.startswith(str(blocking))
    assert "somebody else's" == blocking.read_text()


def test_a_data_directory_that_others_can_read(tmp_path: Path) -> None:
    """It is refused before anything is written into it."""
    (tmp_path / "data").mkdir(mode=0o755)
    told = run("serve", "--data", tmp_path / "data", "--port", "0")
    assert (1, []) == (told.status, list((tmp_path / "data").iterdir()))
    assert "has mode 0755, must be 0700 or narrower" in told.err


def test_a_store_that_is_none(tmp_path: Path) -> None:
    """A file that is no store is left alone and told in few lines, without a traceback."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "gateway.sqlite3").write_bytes(b"not a database, but somebody's notes" * 100)
    told = run("requester", "list", "--data", data)
    assert (1, False) == (told.status, "Traceback" in told.err)
    assert told.err.startswith(f"{data}/gateway.sqlite3: cannot be opened as a store")


def test_the_interface_document_is_the_contract(tmp_path: Path) -> None:
    """What the command writes is what is promised, to a file or to standard output."""
    file = tmp_path / "openapi.json"
    told = run("openapi", file)
    assert (0, CONTRACT.read_bytes()) == (told.status, file.read_bytes())
    assert CONTRACT.read_text(encoding="utf-8") == run("openapi").out


def test_a_document_that_cannot_be_written(tmp_path: Path) -> None:
    """The file is named."""
    file = tmp_path / "none" / "openapi.json"
    told = run("openapi", file)
    assert (1, f"{file}: No such file or directory\n") == (told.status, told.err)


def test_a_new_key(tmp_path: Path) -> None:
    """The private half is in a file of mode 0600, the public half on standard output."""
    file = tmp_path / "key.pem"
    told = run("key", "new", file)
    assert (0, public_jwk(read_key(file))) == (told.status, json.loads(told.out))
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert "PRIVATE" not in told.out + told.err


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """A second one in its place is refused, and the first one stays."""
    file = tmp_path / "key.pem"
    run("key", "new", file)
    before = file.read_bytes()
    told = run("key", "new", file)
    assert (1, "", f"{file}: File exists\n") == (told.status, told.out, told.err)
    assert before == file.read_bytes()


def test_a_key_where_there_is_no_folder(tmp_path: Path) -> None:
    """The file is named."""
    file = tmp_path / "none" / "key.pem"
    assert f"{file}: No such file or directory\n" == run("key", "new", file).err

"""The witness over HTTP: three addresses, bounded in size and time."""

from __future__ import annotations

import socket
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from gateway.audit.tlog.note_keys import read_note_key
from gateway.errors import SettingsRefused
from gateway.witness import serving
from gateway.witness.application import LARGEST_BODY
from gateway.witness.opening import DATABASE
from gateway.witness.serving import Place
from tests.outbound.certificates import Authority
from tests.witness.scene import FORKED, Witnessing, submission
from tests.witness.served import PATIENCE, serving_witness


@pytest.fixture
def url(witness: Witnessing) -> Iterator[str]:
    """The witness, served."""
    with serving_witness(witness.desk) as found:
        yield found


def test_a_submission(witness: Witnessing, url: str) -> None:
    """The cosignature by HTTP is the one of the desk."""
    reply = httpx.post(f"{url}/add-checkpoint", content=submission(0, 8).encoded())
    assert (200, "text/plain; charset=utf-8") == (reply.status_code, reply.headers["Content-Type"])
    assert witness.submit(8, 8).body == reply.content


def test_a_conflict(witness: Witnessing, url: str) -> None:
    """The size comes as its own media type, without a character set."""
    witness.submit(0, 8)
    reply = httpx.post(f"{url}/add-checkpoint", content=submission(8, 8, FORKED).encoded())
    found = (reply.status_code, reply.headers["Content-Type"], reply.content)
    assert (409, "text/x.tlog.size", b"8\n") == found


def test_its_key_and_its_health(witness: Witnessing, url: str) -> None:
    """Anybody may fetch the key; health takes the write lock."""
    reply = httpx.get(f"{url}/key")
    assert witness.desk.key.public == read_note_key(reply.text.strip())
    assert (200, b"ok\n") == ((ok := httpx.get(f"{url}/healthz")).status_code, ok.content)
    assert (200, b"") == ((head := httpx.head(f"{url}/healthz")).status_code, head.content)


def test_a_store_that_cannot_be_written(witness: Witnessing, url: str) -> None:
    """Nothing is cosigned, and health says so."""
    with closing(sqlite3.connect(witness.folder / DATABASE, isolation_level=None)) as other:
        witness.store._connection.execute("PRAGMA busy_timeout = 0")  # noqa: SLF001 - no waiting
        other.execute("BEGIN IMMEDIATE")
        content = submission(0, 8).encoded()
        assert 503 == httpx.post(f"{url}/add-checkpoint", content=content).status_code
        assert 503 == httpx.get(f"{url}/healthz").status_code
    assert witness.size is None


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/add-checkpoint", 405),
        ("POST", "/key", 405),
        ("GET", "/", 404),
        ("POST", "/add-checkpoint/", 404),
    ],
)
def test_nothing_else(url: str, method: str, path: str, status: int) -> None:
    """There are three addresses."""
    assert status == httpx.request(method, url + path).status_code


def test_a_body_that_is_too_large(url: str) -> None:
    """It is refused before it has been read to its end."""
    content = b"old 0\n" + b"A" * LARGEST_BODY
    assert 413 == httpx.post(f"{url}/add-checkpoint", content=content).status_code


def _dripped(url: str, sent: bytes) -> bytes:
    """What comes back to somebody who sends this and then nothing."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), PATIENCE) as connection:
        connection.sendall(sent)
        found = b""
        while piece := connection.recv(4096):
            found += piece
    return found


def test_a_body_that_never_ends(witness: Witnessing) -> None:
    """Whoever sends too slowly is told so, and let go."""
    head = b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\nold"
    with serving_witness(witness.desk, body_seconds=0.05) as url:
        assert _dripped(url, head).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("sent", [b"", b"GET /key HTTP/1.1\r\nHo"], ids=["nothing", "half"])
def test_a_head_that_never_ends(
    witness: Witnessing, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is closed; after a reply the next head has its time again."""
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.05)
    with serving_witness(witness.desk) as url:
        assert b"" == _dripped(url, sent)
        answered = _dripped(url, b"GET /key HTTP/1.1\r\nHost: w\r\n\r\n" + sent)
    assert answered.startswith(b"HTTP/1.1 200")


def test_with_a_certificate(witness: Witnessing, tmp_path: Path) -> None:
    """It speaks TLS itself where it has a certificate."""
    authority = Authority(tmp_path, "authority")
    pair = authority.sign("witness")
    place = Place("127.0.0.1", 0, Path(pair.certificate), Path(pair.key))
    with serving_witness(witness.desk, place) as url:
        context = ssl.create_default_context(cafile=authority.certificate)
        assert url.startswith("https://")
        assert 200 == httpx.get(f"{url}/key", verify=context).status_code


@pytest.mark.parametrize(
    "place",
    [Place("0.0.0.0", 0), Place("witness.example", 0), Place("::", 0)],  # noqa: S104 - refused
)
def test_other_machines_are_reached_with_tls(place: Place) -> None:
    """Unless something in front of it does that."""
    with pytest.raises(SettingsRefused, match="certificate"):
        place.check()
    Place(place.host, 0, behind_proxy=True).check()
    Place("localhost", 0).check()
    Place("::1", 0).check()


def test_half_a_certificate(tmp_path: Path) -> None:
    """A certificate without its key is no way to speak TLS."""
    with pytest.raises(SettingsRefused, match="together"):
        Place("127.0.0.1", 0, certificate=tmp_path).check()

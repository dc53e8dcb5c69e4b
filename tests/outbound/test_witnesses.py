"""Submitting heads over HTTP: only what a witness may answer, bounded in size and time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.kit.scripted import HANG, HANG_UP, Line, Sent, reply, scripted
from gateway.audit.tlog.notes import Note, NoteSignature, signed
from gateway.audit.tlog.witness_messages import AddCheckpoint, write_cosignatures
from gateway.errors import SettingsRefused
from gateway.outbound import witnesses
from gateway.outbound.witnesses import HttpWitness
from gateway.ports.witnesses import Cosigned, StandsAt, WitnessFailure, WitnessReply
from gateway.witness.serving import Place
from tests.audit.tlog.signing import COSIGNER, SEEN_AT, WITNESS, a_note, sign
from tests.outbound.certificates import Authority
from tests.witness.scene import head, made, opened, submission
from tests.witness.served import HERE, serving_witness

NAME = "archive"
HEAD = head(8)
MESSAGE = AddCheckpoint(0, (), a_note(HEAD).encoded())
LINE = signed(HEAD.text, COSIGNER, sign(WITNESS), at=SEEN_AT)
OTHER = signed(HEAD.text, COSIGNER, sign("somebody"), at=SEEN_AT)
SIZE = "text/x.tlog.size"


def lines(*signatures: NoteSignature) -> bytes:
    return write_cosignatures(Note(HEAD.text, signatures))


async def submitted(
    script: Callable[[Sent], Line], *, seconds: float = 5.0
) -> tuple[WitnessReply, list[Sent]]:
    """What comes of a submission to a server that answers by the script, and what it got."""
    async with scripted(script) as server:
        witness = HttpWitness(NAME, COSIGNER, server.url, seconds=seconds)
        try:
            return await witness.add_checkpoint(MESSAGE), server.sent
        finally:
            await witness.close()


async def test_a_cosignature() -> None:
    """The message goes to add-checkpoint as it is; the line of the known key is taken."""
    unknown = a_note(HEAD).signatures[0]
    found, (sent,) = await submitted(lambda _: reply(lines(unknown, LINE)))
    assert Cosigned(LINE) == found
    assert ("POST", "/add-checkpoint", MESSAGE.encoded()) == (sent.method, sent.target, sent.body)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (reply(b"42\n", SIZE, 409), StandsAt(42)),
        (reply(b"42", SIZE, 409), WitnessFailure.BROKEN),
        (reply(b"042\n", SIZE, 409), WitnessFailure.BROKEN),
        (reply(b"9223372036854775808\n", SIZE, 409), WitnessFailure.BROKEN),
        (reply(b"42\n", status=409), WitnessFailure.BROKEN),
        (reply(b"", status=404), WitnessFailure.UNKNOWN_LOG),
        (reply(b"", status=403), WitnessFailure.KEY_REFUSED),
        (reply(b"", status=422), WitnessFailure.PROOF_REFUSED),
        (reply(b"", status=400), WitnessFailure.BROKEN),
        (reply(b"", status=500), WitnessFailure.BROKEN),
        (reply(b"", status=302, headers={"Location": "/elsewhere"}), WitnessFailure.BROKEN),
        (reply(b"", status=200), WitnessFailure.BROKEN),
        (reply(lines(OTHER), status=200), WitnessFailure.BROKEN),
        (reply(lines(a_note(HEAD).signatures[0]), status=200), WitnessFailure.BROKEN),
        (reply(b"x" * 20_000, status=200), WitnessFailure.BROKEN),
        (HANG_UP, WitnessFailure.BROKEN),
    ],
    ids=range(16),
)
async def test_what_it_answers(answer: Line, found: WitnessReply) -> None:
    """Everything that is not exactly a reply of the protocol is none; no redirect is followed."""
    came, sent = await submitted(lambda _: answer)
    assert (found, 1) == (came, len(sent))


async def test_a_witness_that_is_silent() -> None:
    """It is waited for as long as its time, no longer."""
    found, _ = await submitted(lambda _: HANG, seconds=0.05)
    assert WitnessFailure.TIMEOUT == found


async def test_a_witness_that_is_gone() -> None:
    """Nobody listens there."""
    async with scripted(lambda _: HANG) as server:
        url = server.url
    witness = HttpWitness(NAME, COSIGNER, url)
    assert WitnessFailure.UNREACHABLE == await witness.add_checkpoint(MESSAGE)
    await witness.close()


async def test_over_tls(tmp_path: Path) -> None:
    """Its certificate is by whom the operator says, and by nobody else."""
    authority = Authority(tmp_path, "authority")
    pair = authority.sign("witness")
    place = Place(HERE.host, HERE.port, pair.certificate, pair.key)
    own = opened(made(tmp_path / "w"))
    with serving_witness(own.desk, place) as url:
        found = [
            await _once(HttpWitness(NAME, own.desk.key.public, url, trusted))
            for trusted in (authority.certificate, None)
        ]
    assert [200, WitnessFailure.UNTRUSTED] == [
        200 if isinstance(one, Cosigned) else one for one in found
    ]
    own.store.close()


async def _once(witness: HttpWitness) -> WitnessReply:
    try:
        return await witness.add_checkpoint(submission(0, 8))
    finally:
        await witness.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://witness.example",
        "ftp://witness.example",
        "witness.example",
        "https://",
        "https://user@witness.example",
        "https://witness.example/?a",
        "https://witness.example/#a",
        "https://witness.example:port",
        "https://[witness",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    """HTTPS and a path; without TLS only on this machine."""
    with pytest.raises(SettingsRefused, match=r"witnesses\.archive\.url"):
        HttpWitness(NAME, COSIGNER, url)


@pytest.mark.parametrize("url", ["http://localhost:1/", "http://[::1]:1", "http://127.0.0.1:1/w"])
async def test_addresses_on_this_machine(url: str) -> None:
    """They need no TLS."""
    witness = HttpWitness(NAME, COSIGNER, url)
    await witness.close()
    assert (NAME, COSIGNER) == (witness.name, witness.key)


def test_an_authority_that_is_none(tmp_path: Path) -> None:
    """The file is named."""
    file = tmp_path / "ca.pem"
    file.write_text("none", encoding="utf-8")
    with pytest.raises(SettingsRefused, match=r"ca\.pem"):
        HttpWitness(NAME, COSIGNER, "https://witness.example", file)


def test_a_reply_is_small() -> None:
    """A cosignature line has less than 400 bytes; nobody sends a stream for it."""
    assert len(lines(LINE)) * 10 < witnesses.LARGEST_REPLY

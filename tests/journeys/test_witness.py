"""A witness in other hands: cosigned proofs offline, and a log that somebody rewrote."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from gateway.audit.tlog.checkpoints import open_cosigned
from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.notes import read_note, verified
from gateway.audit.tlog.proof_files import read_proof_file
from gateway.settings import Settings, WitnessSettings
from mocks.serving import Mocks
from tests.audit.tlog.signing import COSIGNER
from tests.commands.terminal import run
from tests.journeys.desk import Desk, an_office, open_desk
from tests.journeys.served import Served, serving
from tests.journeys.witnessed import (
    NAME,
    ORIGIN,
    a_witness,
    log_key_of,
    metric,
    rewrite,
    wait_until,
    watched_settings,
    with_another,
)
from tests.witness.scene import Witnessing

SCENARIO = "identity-i5-held"
SIZE = f'gateway_witness_size{{witness="{NAME}"}}'
LAG = f'gateway_witness_lag_seconds{{witness="{NAME}"}}'
REFUSED = f'gateway_witness_history_refused{{witness="{NAME}"}}'


def submissions(result: str) -> str:
    return f'gateway_witness_submissions_total{{result="{result}",witness="{NAME}"}}'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The gateway's data directory."""
    return tmp_path / "data"


@pytest.fixture
def watched(tmp_path: Path, data: Path, mocks: Mocks) -> Iterator[tuple[Witnessing, Settings]]:
    """A served witness, and the settings of a gateway that shows its log to it."""
    with a_witness(tmp_path / "witness", data) as (witness, url):
        yield witness, watched_settings(data, mocks, witness, url, log_witness_quorum=1)


def a_desk(served: Served) -> Desk:
    return open_desk(served, an_office(971))


def answered(desk: Desk) -> dict[str, str]:
    """A question, and its answer."""
    reply = desk.ask("identity", desk.request(SCENARIO))
    assert 200 == reply.status_code
    answer: dict[str, str] = reply.json()
    return answer


def proof_of(desk: Desk, verification: str) -> bytes:
    """The proof of an answer's entry, as soon as it is in a served head."""
    found: list[httpx.Response] = []

    def is_there() -> bool:
        found.append(desk.get(f"/v1/verifications/{verification}/proof"))
        return found[-1].status_code == 200

    wait_until(is_there, "the entry did not get into a cosigned head")
    return found[-1].content


def test_a_cosigned_proof_is_checked_offline(
    watched: tuple[Witnessing, Settings], mocks: Mocks, data: Path, tmp_path: Path
) -> None:
    """With the witness's key; it fails under another witness's, and without the cosignature."""
    witness, settings = watched
    with serving(settings, mocks) as served:
        desk = a_desk(served)
        answer = answered(desk)
        proof = proof_of(desk, answer["verification_id"])
        checkpoint = httpx.get(f"{served.url}/log/checkpoint").content
        files = _files(tmp_path, desk, answer["receipt"], proof, checkpoint)
        words = ("--jwks", files / "jwks", "--log-key", files / "log.key")
        own, other = files / "witness.key", files / "other.key"
        own.write_text(witness.desk.key.public.text, encoding="utf-8")
        other.write_text(COSIGNER.text, encoding="utf-8")
        bare = read_proof_file(proof)
        note = read_note(bare.checkpoint)
        alone = replace(note, signatures=note.signatures[:1])
        (files / "bare").write_bytes(replace(bare, checkpoint=alone.encoded()).encoded())
        for name, key, status in (("proof", own, 0), ("proof", other, 1), ("bare", own, 1)):
            told = run(
                "receipt", "verify", files / "receipt", *words,
                "--proof", files / name, "--witness-key", key,
            )  # fmt: skip
            assert (name, status) == (name, told.status)
        kept = ("--from-checkpoint", files / "checkpoint", "--log-key", files / "log.key")
        told = run("audit", "verify", "--data", data, *kept, "--witness-key", own)
        assert (0, True) == (told.status, "cosigned" in told.out)
        told = run("audit", "verify", "--data", data, *kept, "--witness-key", other)
        assert (2, True) == (told.status, "has not cosigned" in told.err)


def _files(folder: Path, desk: Desk, receipt: str, proof: bytes, checkpoint: bytes) -> Path:
    """What somebody takes along to check it offline."""
    files = folder / "taken"
    files.mkdir()
    (files / "receipt").write_text(receipt, encoding="utf-8")
    (files / "proof").write_bytes(proof)
    (files / "checkpoint").write_bytes(checkpoint)
    (files / "jwks").write_text(json.dumps(desk.gateway.jwks()), encoding="utf-8")
    (files / "log.key").write_bytes(httpx.get(f"{desk.served.url}/log/key").content)
    return files


def test_the_served_head_is_cosigned(
    watched: tuple[Witnessing, Settings], mocks: Mocks, data: Path
) -> None:
    """The witness's line stands below the log's; the state is told in metrics and on the line."""
    witness, settings = watched
    keys: list[NoteKey] = [log_key_of(data), witness.desk.key.public]
    with serving(settings, mocks) as served:
        answered(a_desk(served))
        wait_until(lambda: (metric(served.url, SIZE) or 0) > 0, "nothing was cosigned")
        checkpoint = httpx.get(f"{served.url}/log/checkpoint").content
        assert {one.name for one in keys} == verified(read_note(checkpoint), keys).keys()
        wait_until(lambda: metric(served.url, LAG) == 0.0, "the witness stayed behind")
        assert 0.0 == metric(served.url, REFUSED)
        told = run("log", "status", "--data", data, "--settings", _file(data, settings))
        assert (0, True) == (told.status, f"log        {ORIGIN}" in told.out)
        assert "1 cosignatures" in told.out
        assert f"witness    {NAME}" in told.out


def _file(data: Path, settings: Settings) -> Path:
    """The settings of the log as a file, for the command line."""
    file = data / "settings.toml"
    one = settings.witnesses[NAME]
    lines = (f"[witnesses.{NAME}]", f'url = "{one.url}"', 'key_file = "witness.key"')
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_two_witnesses(
    watched: tuple[Witnessing, Settings], mocks: Mocks, data: Path, tmp_path: Path
) -> None:
    """They cosign the same heads although the log goes on: proofs carry both, again and again."""
    first, settings = watched
    with a_witness(tmp_path / "another", data) as (second, url):
        keys = (first.desk.key.public, second.desk.key.public)
        with serving(with_another(settings, data, second, url), mocks) as served:
            desk = a_desk(served)
            for _ in range(3):
                proof = proof_of(desk, answered(desk)["verification_id"])
                open_cosigned(read_proof_file(proof).checkpoint, log_key_of(data), keys)
                assert 3 == len(read_note(read_proof_file(proof).checkpoint).signatures)


def test_a_witness_that_is_silent(watched: tuple[Witnessing, Settings], mocks: Mocks) -> None:
    """It delays no answer and no head; the lag grows, and readiness stays."""
    _, settings = watched
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, says nothing
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        one = WitnessSettings(NAME, url, "witness.key")
        settings = replace(settings, witnesses={NAME: one}, log_witness_quorum=0)
        with serving(settings, mocks) as served:
            desk = a_desk(served)
            answer = answered(desk)
            proof = read_proof_file(proof_of(desk, answer["verification_id"]))
            assert 1 == len(read_note(proof.checkpoint).signatures)
            assert 200 == httpx.get(f"{served.url}/readyz").status_code


def test_a_witness_that_is_gone(watched: tuple[Witnessing, Settings], mocks: Mocks) -> None:
    """It is told as unreachable; with a quorum nothing newer is served, answers go on."""
    _, settings = watched
    one = WitnessSettings(NAME, "http://127.0.0.1:9", "witness.key")
    with serving(replace(settings, witnesses={NAME: one}), mocks) as served:
        desk = a_desk(served)
        answer = answered(desk)
        failed = submissions("unreachable")
        wait_until(lambda: (metric(served.url, failed) or 0) > 1, "nobody told that it is gone")
        assert (metric(served.url, LAG) or 0) > 0
        assert 404 == httpx.get(f"{served.url}/log/checkpoint").status_code
        reply = desk.get(f"/v1/verifications/{answer['verification_id']}/proof")
        assert (404, 200) == (reply.status_code, httpx.get(f"{served.url}/readyz").status_code)
        answered(desk)


def test_a_log_rewritten_by_whoever_has_its_key(
    watched: tuple[Witnessing, Settings],
    mocks: Mocks,
    data: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Inspection alone agrees with it; the witness refuses it, keeps its head, and both say so."""
    witness, settings = watched
    with serving(settings, mocks) as served:
        answered(a_desk(served))
        wait_until(lambda: metric(served.url, LAG) == 0.0, "the witness stayed behind")
    (known,) = witness.store.logs()
    key = tmp_path / "witness.key"
    key.write_text(witness.desk.key.public.text, encoding="utf-8")
    rewrite(data)
    assert 0 == run("audit", "verify", "--data", data).status
    told = run("audit", "verify", "--data", data, "--witness-key", key)
    assert (1, True) == (told.status, "no checkpoint is cosigned by" in told.out)

    with serving(settings, mocks) as served:
        wait_until(lambda: metric(served.url, REFUSED) == 1.0, "nobody told what was refused")
        answered(a_desk(served))  # a log that grows on is refused just so
        assert 200 == httpx.get(f"{served.url}/readyz").status_code
        assert 404 == httpx.get(f"{served.url}/log/checkpoint").status_code
    (after,) = witness.store.logs()
    assert (known.head, known.at) == (after.head, after.at)
    assert after.refused > 0
    assert ORIGIN == witness.refused[0].origin
    lines = [
        json.loads(line) for line in capfd.readouterr().err.splitlines() if '"witness"' in line
    ]
    assert ("error", NAME, "history_refused") == tuple(
        lines[-1][name] for name in ("level", "dependency", "outcome")
    )

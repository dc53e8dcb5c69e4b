"""`gateway ask`, `look-up` and `consent` against a gateway that is served over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.client import make_key, write_key
from tests.commands.conftest import Counter
from tests.commands.terminal import one_line, run


def test_an_answer_is_shown(counter: Counter, tmp_path: Path) -> None:
    """The outcome with its meaning, uncut at 80 columns; the receipt holds offline."""
    receipt, jwks = tmp_path / "receipt.txt", tmp_path / "jwks.json"
    words = ("--profile", counter.profile, "--receipt", receipt)
    told = run("ask", "identity", counter.file(tmp_path), *words)
    shown = one_line(told.out)
    assert (0, "", False) == (told.status, told.err, "…" in told.out)
    assert "outcome confirmed (一致): the records confirm what was claimed" in shown
    assert f"receipt written to {receipt}" in shown
    jwks.write_text(json.dumps(dict(counter.served.client().jwks())))
    assert 0 == run("receipt", "verify", receipt, "--jwks", jwks).status


def test_nobody_is_shown(counter: Counter, tmp_path: Path) -> None:
    """Neither an answer nor a refusal repeats the person's number or name."""
    answered = run("ask", "identity", counter.file(tmp_path), "--profile", counter.profile)
    foreign = counter.file(tmp_path, matter="XX-1")
    refused = run("ask", "identity", foreign, "--profile", counter.profile)
    person = counter.scenario["subject"]
    shown = answered.out + answered.err + refused.out + refused.err
    assert [] == [key for key in ("id_number", "name") if person[key] in shown]


def test_guidance_is_shown(counter: Counter, tmp_path: Path) -> None:
    """What is not confirmed comes with what can be done, in both languages."""
    claim = {"status": "deregistered"}
    told = run("ask", "identity", counter.file(tmp_path, claim=claim), "--profile", counter.profile)
    shown = one_line(told.out)
    assert "outcome contradicted (不一致)" in shown
    assert ("what to do (1)" in shown, "核对" in shown) == (True, True)


def test_a_request_from_standard_input(counter: Counter) -> None:
    """A request can be piped in, so that no file with a person's data is left."""
    body = json.dumps(counter.request(), ensure_ascii=False).encode()
    told = run("ask", "identity", "--profile", counter.profile, stdin=body)
    assert (0, "") == (told.status, told.err)


def test_the_same_request_once_more(counter: Counter, tmp_path: Path) -> None:
    """Under one idempotency key the earlier reply comes back, and it is told so."""
    words = (counter.file(tmp_path), "--profile", counter.profile, "--idempotency-key", "key-1")
    first, second = run("ask", "identity", *words), run("ask", "identity", *words)
    assert first.out.splitlines()[1] == second.out.splitlines()[1]
    assert (False, True) == ("earlier reply" in first.out, "earlier reply" in second.out)


def test_an_earlier_verification(counter: Counter, tmp_path: Path) -> None:
    """It is shown as it was when it was asked; one that is not there is told as 404."""
    asked = run("ask", "identity", counter.file(tmp_path), "--profile", counter.profile)
    words = one_line(asked.out).split()
    name = next(word for word in words if word.startswith("ver_"))
    assert asked.out == run("look-up", name, "--profile", counter.profile).out
    missing = run("look-up", "ver_none", "--profile", counter.profile)
    assert (1, True) == (missing.status, missing.err.startswith("404 "))


def test_a_refusal_is_told_in_both_languages(counter: Counter, tmp_path: Path) -> None:
    """A question without a consent is refused, with the reason."""
    basis = {"kind": "consent", "consents": ["cns_none"]}
    told = run("ask", "identity", counter.file(tmp_path, basis=basis), "--profile", counter.profile)
    assert (1, "") == (told.status, told.out)
    assert told.err.startswith("403 consent_missing: ")
    assert not told.err.isascii()


def test_wrong_content_is_named(counter: Counter, tmp_path: Path) -> None:
    """The fields that are wrong are listed by pointer and reason."""
    file = counter.file(tmp_path, case="", operator={})
    told = run("ask", "identity", file, "--profile", counter.profile)
    pointers = [line.strip().partition(":")[0] for line in told.err.splitlines()]
    assert (1, True) == (told.status, "/case" in pointers)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"{", "is not a JSON object"), (b"[]", "is not a JSON object"), (b"\xff", "is not UTF-8")],
    ids=["half", "list", "bytes"],
)
def test_a_request_that_is_none(
    counter: Counter, tmp_path: Path, content: bytes, complaint: str
) -> None:
    """File or standard input is named, and nothing is asked."""
    file = tmp_path / "request.json"
    file.write_bytes(content)
    told = run("ask", "identity", file, "--profile", counter.profile)
    assert (1, True) == (told.status, told.err.startswith(f"{file}: {complaint}"))
    told = run("ask", "identity", "--profile", counter.profile, stdin=content)
    assert (1, True) == (told.status, told.err.startswith(f"standard input: {complaint}"))


def test_a_receipt_that_cannot_be_kept(counter: Counter, tmp_path: Path) -> None:
    """The answer is shown all the same, and the file is named."""
    receipt = tmp_path / "none" / "receipt.txt"
    words = ("--profile", counter.profile, "--receipt", receipt)
    told = run("ask", "identity", counter.file(tmp_path), *words)
    assert (1, True) == (told.status, "confirmed" in told.out)
    assert f"{receipt}: No such file or directory\n" == told.err


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read"),
        ("gateway =", "is not TOML"),
        ('client_id = "c"\nkey = "k"', "gateway is missing"),
        ('gateway = "nowhere"\nclient_id = "c"\nkey = "key.pem"', "nowhere: is not an http"),
        ('gateway = "http://127.0.0.1:9"\nclient_id = "c"\nkey = "none.pem"', "none.pem"),
    ],
    ids=["missing", "toml", "incomplete", "address", "key"],
)
def test_a_profile_that_is_wrong(
    counter: Counter, tmp_path: Path, content: str | None, complaint: str
) -> None:
    """What is wrong in it is told in one sentence."""
    profile = tmp_path / "requester.toml"
    write_key(make_key(), tmp_path / "key.pem")
    if content is not None:
        profile.write_text(content)
    told = run("ask", "identity", counter.file(tmp_path), "--profile", profile)
    assert (1, 1, True) == (told.status, told.err.count("\n"), complaint in told.err)


def test_a_consent_from_record_to_end(counter: Counter, tmp_path: Path) -> None:
    """Recorded, confirmed by the resident's code, used, shown, and withdrawn by her own code."""
    profile = ("--profile", counter.profile)
    request = counter.request()
    consent = {name: request[name] for name in ("matter", "case", "operator")}
    consent |= {
        "principal": request["subject"],
        "facts": ["identity"],
        "how_given": "one_time_code",
        "contact": "counter",
    }
    told = run("consent", "record", *profile, stdin=json.dumps(consent))
    (recorded, withdrawal) = told.out.splitlines()
    consent_id = recorded.split()[0]
    code = counter.served.message(consent_id)["code"]
    confirmed = run("consent", "confirm", consent_id, *profile, stdin=code + "\n")
    assert (0, True, False) == (
        confirmed.status,
        confirmed.out.endswith("confirmed\n"),
        code in confirmed.out,
    )
    assert "active" in run("consent", "show", consent_id, *profile).out
    ended = run("consent", "withdraw", *profile, stdin=withdrawal.rpartition(" ")[2] + "\n")
    assert (0, True) == (ended.status, ended.out.endswith("withdrawn\n"))
    assert "revoked" in run("consent", "show", consent_id, *profile).out


def test_a_wrong_code(counter: Counter) -> None:
    """It is refused without being repeated."""
    words = ("consent", "withdraw", "--profile", counter.profile)
    told = run(*words, stdin="not-the-code\n")
    assert (1, False) == (told.status, "not-the-code" in told.out + told.err)


def test_a_gateway_that_is_gone(counter: Counter, tmp_path: Path) -> None:
    """It is told that it could not be reached."""
    write_key(make_key(), tmp_path / "key.pem")
    profile = tmp_path / "requester.toml"
    profile.write_text('gateway = "http://127.0.0.1:9"\nclient_id = "c"\nkey = "key.pem"')
    told = run("ask", "identity", counter.file(tmp_path), "--profile", profile)
    assert (1, "the gateway could not be reached: ConnectError\n") == (told.status, told.err)

"""Telemetry: one line for each request with listed fields only, and nothing of anybody."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest

from gateway.domain.evidence import Answered, Cause, Failed, Holding, Late, Reply
from gateway.telemetry import FIELDS, Telemetry
from tests.api.office import (
    CLIENT_ID,
    FARES,
    OPERATOR,
    SUBJECT,
    Office,
    ToldSource,
    a_request,
)
from tests.policy.builders import REQUESTER
from tests.still import NOON, StillClock


def _lines(stream: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def stream() -> StringIO:
    """Where the lines go."""
    return StringIO()


@pytest.fixture
def telemetry(stream: StringIO) -> Telemetry:
    """Telemetry with a clock that stands still."""
    return Telemetry(StillClock(), stream)


async def test_one_line_for_a_verification(office: Office) -> None:
    """It says who asked which fact, how it ended and how long it took, by the route's template."""
    asked = await office.post("/v1/verify/identity", a_request())
    line = _lines(office.log)[-1]
    assert {
        "event": "request",
        "time": "2026-11-24T04:00:00.000Z",
        "level": "info",
        "request_id": asked.headers["x-request-id"],
        "method": "POST",
        "route": "/v1/verify/identity",
        "status": 200,
        "duration_ms": 0.0,
        "client_id": CLIENT_ID,
        "requester": REQUESTER,
        "fact": "identity",
        "verification_id": asked.json()["verification_id"],
        "outcome": "confirmed",
        "replayed": False,
    } == line


async def test_one_line_for_a_refusal(office: Office) -> None:
    """A refusal has its reason, a problem its own."""
    await office.post("/v1/verify/identity", a_request(matter="NOBODY-1"))
    await office.post("/v1/verify/identity", {}, key="b")
    lines = [line for line in _lines(office.log) if line["route"].startswith("/v1/")]
    assert [("matter_unknown", None), (None, "content_invalid")] == [
        (line.get("refusal"), line.get("problem")) for line in lines
    ]


async def test_routes_are_templates(office: Office) -> None:
    """No URL is logged or counted: not the id in a path, not an unknown path, not a method."""
    await office.get(f"/v1/verifications/ver_{'0' * 32}")
    await office.http.request("甲乙".encode().hex(), "/v1/110105194912310021")
    lines = _lines(office.log)[-2:]
    assert ["/v1/verifications/{verification_id}", ""] == [
        _lines(office.log)[-2]["route"],
        lines[1]["route"],
    ]
    assert ("OTHER", False) == (lines[1]["method"], "110105" in office.log.getvalue())
    assert "ver_0" not in office.telemetry.exposition().decode()


async def test_counted_outcomes(office: Office) -> None:
    """Outcomes are counted once, refusals and problems by their reasons."""
    path = "/v1/verify/identity"
    await office.post(path, a_request())
    await office.post(path, a_request())
    office.police.reply = Failed(Cause.TIMEOUT)
    await office.post(path, a_request(case="2"), key="b")
    await office.post(path, a_request(matter="NOBODY-1"), key="c")
    await office.post(path, {}, key="d")
    exposed = office.telemetry.exposition().decode()
    for counted in (
        'gateway_outcomes_total{fact="identity",outcome="confirmed"} 1.0',
        'gateway_outcomes_total{fact="identity",outcome="unavailable"} 1.0',
        'gateway_refusals_total{reason="matter_unknown"} 1.0',
        'gateway_problems_total{reason="content_invalid"} 1.0',
        'gateway_request_seconds_count{route="/v1/verify/identity"} 5.0',
    ):
        assert counted in exposed


async def test_nothing_of_anybody(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """After asking, reading, printing and failing, no log and no metric knows a number or name."""
    caplog.set_level(logging.DEBUG)
    asked = await office.post("/v1/verify/identity", a_request())
    place = f"/v1/verifications/{asked.json()['verification_id']}"
    for view in ("", "/receipt", "/notice"):
        await office.get(place + view)
    await office.post("/v1/verify/identity", a_request(claim={"x": SUBJECT.name}), key="b")
    await office.post("/v1/verify/identity", a_request(subject=SUBJECT.number), key="c")
    told = office.log.getvalue() + office.telemetry.exposition().decode() + caplog.text
    secrets = {SUBJECT.number, SUBJECT.name, OPERATOR.number, OPERATOR.name, "2026-000123"}
    assert set() == {n for n, s in enumerate(sorted(secrets)) if s in told}


def test_unlisted_fields_are_dropped(telemetry: Telemetry, stream: StringIO) -> None:
    """What nobody listed, and what is in no harmless form, is not written."""
    fields = {
        "status": 200,
        "body": "x",
        "url": "/v1/x",
        "outcome": "张三",
        "fact": "a" * 129,
        "refusal": "a\nb",
        "error": ["x"],
        "time": NOON,
    }
    telemetry.observe(fields)
    (line,) = _lines(stream)
    assert {"event", "time", "level", "status"} == set(line)
    assert set(line) <= {"event", *FIELDS}


def test_server_errors_are_errors(telemetry: Telemetry, stream: StringIO) -> None:
    """A 5xx stands out; what has no status is counted as 0."""
    telemetry.observe({"status": 503})
    telemetry.observe({})
    assert ["error", "info"] == [line["level"] for line in _lines(stream)]


def test_a_failed_background_task(telemetry: Telemetry, stream: StringIO) -> None:
    """Its name and the kind of error are told, never the error's text."""
    telemetry.background_failed("finish", ValueError("secret"))
    (line,) = _lines(stream)
    assert ("background_failed", "finish", "ValueError") == (
        line["event"],
        line["task"],
        line["error"],
    )
    assert "secret" not in stream.getvalue()
    counted = b'gateway_background_failures_total{task="finish"} 1.0'
    assert 1 == telemetry.exposition().splitlines().count(counted)


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (Answered(Holding.NOT_HELD, (), date(2026, 11, 20)), "answered"),
        (Late("1"), "late"),
        (Failed(Cause.TIMEOUT), "timeout"),
    ],
    ids=["answered", "late", "silent"],
)
def test_calls_to_departments_are_counted(telemetry: Telemetry, reply: Reply, word: str) -> None:
    """By department and what came of it; only what spoke has a time."""
    telemetry.source_called("health", reply, 0.2)
    told = telemetry.exposition().decode().splitlines()
    assert f'gateway_source_calls_total{{department="health",reply="{word}"}} 1.0' in told
    timed = 'gateway_source_seconds_count{department="health"} 1.0' in told
    assert (word != "timeout") == timed


@pytest.mark.parametrize(
    ("state", "resting"),
    [("answering", 0), ("failing", 0), ("untried", 0), ("resting", 1), ("probing", 1)],
)
def test_a_department_s_rest_is_told(telemetry: Telemetry, state: str, resting: int) -> None:
    """The gauge is read when the metrics are."""
    watched = ToldSource("health")
    telemetry.watch_sources({"health": watched})
    watched.fares = replace(FARES, state=state)
    told = telemetry.exposition().decode().splitlines()
    assert f'gateway_source_resting{{department="health"}} {resting}.0' in told


@contextmanager
def level_of(name: str, level: int) -> Iterator[None]:
    """Give a logger this level; a server that another test ran here may have left another."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.setLevel(before)


def test_other_libraries_are_names_only(telemetry: Telemetry, stream: StringIO) -> None:
    """Warnings and errors of others are forwarded without their words; the rest is silent."""
    root = logging.getLogger()
    before = (root.handlers, root.level)
    with level_of("uvicorn.error", logging.NOTSET), telemetry.taking_over_logging():
        logging.getLogger("httpx").info("GET %s", "secret")
        logging.getLogger("httpcore").warning("secret %s", "secret")
        logging.getLogger("uvicorn.error").error("secret", exc_info=ValueError("secret"))
    assert before == (root.handlers, root.level)
    lines = _lines(stream)
    assert [("httpcore", "warning", None), ("uvicorn.error", "error", "ValueError")] == [
        (line["logger"], line["level"], line.get("error")) for line in lines
    ]
    assert ({"library"}, False) == (
        {line["event"] for line in lines},
        "secret" in stream.getvalue(),
    )

"""What is told of later work: a count for all of it, a line for what somebody should look at."""

from __future__ import annotations

import json
from io import StringIO

import pytest

from gateway.ports.jobs import Again, Done, GaveUp, Verdict
from gateway.telemetry import Telemetry
from tests.still import StillClock

KIND, NAME = "late_answer", "ver_0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("came", "result", "level"),
    [
        (Done(), "done", None),
        (Again(30.0), "again", None),
        (Again(30.0, "reminded"), "reminded", "warning"),
        (GaveUp(), "gave_up", "warning"),
        (ValueError("a personal value"), "failed", "error"),
    ],
    ids=["done", "again", "reminded", "gave_up", "failed"],
)
def test_what_came_of_a_job(came: Verdict | Exception, result: str, level: str | None) -> None:
    """By its kind and what came of it; never the text of an error."""
    log = StringIO()
    telemetry = Telemetry(StillClock(), log)
    telemetry.job_done(KIND, NAME, came)
    counted = f'gateway_jobs_total{{kind="{KIND}",result="{result}"}} 1.0'
    assert counted in telemetry.exposition().decode()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    told = [(line["event"], line["level"], line["task"], line["outcome"]) for line in lines]
    assert ([] if level is None else [("job", level, KIND, result)]) == told
    assert [NAME] * len(lines) == [line["verification_id"] for line in lines]
    assert "personal" not in log.getvalue()

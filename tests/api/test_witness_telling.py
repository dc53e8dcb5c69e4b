"""What is told of witnesses: the state in metrics, and a line when it changes or lasts."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

from gateway.flow.witnessing import COSIGNED, HISTORY_REFUSED, NOTHING_NEW, Told
from gateway.telemetry import Telemetry
from tests.still import StillClock

NAME = "archive"
LIMIT = timedelta(minutes=5)


class Operator:
    """Reads lines and metrics."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.stream = StringIO()
        self.telemetry = Telemetry(self.clock, self.stream)

    def tell(
        self, result: str, size: int | None = 8, lag: float = 0.0, *, forgot: bool = False
    ) -> None:
        told = Told(NAME, result, size, timedelta(seconds=lag), forgot)
        self.telemetry.witness_told(told, LIMIT)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The level and what is the matter, of every line; each names the witness."""
        found = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        assert {("witness", NAME)} >= {(one["event"], one["dependency"]) for one in found}
        return [(one["level"], one["outcome"]) for one in found]

    def metric(self, name: str) -> str | None:
        """A metric's value."""
        lines = self.telemetry.exposition().decode().splitlines()
        start = f'gateway_witness_{name}{{witness="{NAME}"}} '
        return next((one.removeprefix(start) for one in lines if one.startswith(start)), None)


def test_metrics() -> None:
    """Size and lag as of the last round; what came of submissions is counted."""
    operator = Operator()
    operator.tell(COSIGNED, 8, 0.5)
    operator.tell(NOTHING_NEW, 8)
    operator.tell("timeout", 8, 2.5)
    assert ("8.0", "2.5", "0.0") == tuple(
        operator.metric(name) for name in ("size", "lag_seconds", "history_refused")
    )
    exposition = operator.telemetry.exposition().decode()
    for result in (COSIGNED, "timeout"):
        labels = f'{{result="{result}",witness="{NAME}"}}'
        assert f"gateway_witness_submissions_total{labels} 1.0" in exposition
    assert NOTHING_NEW not in exposition


def test_nothing_is_said_while_all_is_well() -> None:
    """A witness that keeps up makes no line, nor does a lag within the limit."""
    operator = Operator()
    for result in (NOTHING_NEW, COSIGNED, COSIGNED):
        operator.tell(result, lag=299.0)
    assert [] == operator.lines


def test_a_failure_is_said_once_an_hour() -> None:
    """And when it is over."""
    operator = Operator()
    for minutes in (0, 1, 30, 40):
        operator.clock.move(minutes=minutes)
        operator.tell("unreachable")
    operator.tell("timeout")
    operator.tell(COSIGNED)
    operator.tell(COSIGNED)
    warnings = ["unreachable", "unreachable", "timeout"]
    assert [*(("warning", one) for one in warnings), ("info", "recovered")] == operator.lines


def test_a_lag_beyond_the_limit() -> None:
    """It is worth a line although the witness answers."""
    operator = Operator()
    operator.tell(COSIGNED, lag=301.0)
    assert [("warning", "lags")] == operator.lines


def test_another_history_is_an_error_until_it_is_cosigned() -> None:
    """A witness that cannot be reached meanwhile has not changed its mind."""
    operator = Operator()
    operator.tell(HISTORY_REFUSED)
    operator.tell("unreachable")
    assert ("1.0", ("error", HISTORY_REFUSED)) == (
        operator.metric("history_refused"),
        operator.lines[0],
    )
    operator.tell(COSIGNED)
    assert "0.0" == operator.metric("history_refused")


def test_a_witness_that_forgot() -> None:
    """It is said each time: what it forgot is no longer witnessed."""
    operator = Operator()
    operator.tell(COSIGNED, forgot=True)
    assert [("error", "forgot")] == operator.lines

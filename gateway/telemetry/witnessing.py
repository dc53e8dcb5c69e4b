"""What is told of the log's witnesses: their state as metrics, and a line when it changes.

Must never fill the log: a state that lasts is said once an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge

from gateway.flow.witnessing import COSIGNED, HISTORY_REFUSED, NOTHING_NEW, Told

AGAIN_AFTER: Final = timedelta(hours=1)
LAGS: Final = "lags"
FORGOT: Final = "forgot"
RECOVERED: Final = "recovered"

Say = Callable[[str, str, str], None]
"""Writes a line: its level, the witness, what is the matter."""


class WitnessTelemetry:
    """Metrics and lines about witnesses; `say` writes a line."""

    def __init__(self, registry: CollectorRegistry, say: Say) -> None:
        """Register the metrics under documented names."""
        self._say = say
        self._said: dict[str, tuple[str, datetime]] = {}

        def gauge(name: str, what: str) -> Gauge:
            return Gauge(name, what, ("witness",), registry=registry)

        lag = "How long the oldest signed head has waited for the witness's cosignature."
        self._lag = gauge("gateway_witness_lag_seconds", lag)
        size = "The size of the newest head of the log that the witness has cosigned."
        self._size = gauge("gateway_witness_size", size)
        refused = "1 while the witness knows another history of the log, else 0."
        self._refused = gauge("gateway_witness_history_refused", refused)
        shown = "Heads shown to the witness, by what came of it."
        self._shown = Counter(
            "gateway_witness_submissions", shown, ("witness", "result"), registry=registry
        )

    def told(self, told: Told, now: datetime, lag_limit: timedelta) -> None:
        """Take note of one round with a witness; a lag beyond the limit is worth a line."""
        name = told.witness
        self._lag.labels(name).set(told.lag.total_seconds())
        self._size.labels(name).set(told.size or 0)
        if told.result != NOTHING_NEW:
            self._shown.labels(name, told.result).inc()
        if told.result in (COSIGNED, HISTORY_REFUSED):  # what it says stands until it says more
            self._refused.labels(name).set(float(told.result == HISTORY_REFUSED))
        if told.forgot:
            self._say("error", name, FORGOT)
        self._say_what_changed(name, _matter(told, lag_limit), now)

    def _say_what_changed(self, name: str, matter: str | None, now: datetime) -> None:
        before, at = self._said.get(name, (None, now))
        if matter is None:
            if before is not None:
                del self._said[name]
                self._say("info", name, RECOVERED)
            return
        if matter != before or now - at >= AGAIN_AFTER:
            self._said[name] = (matter, now)
            self._say("error" if matter == HISTORY_REFUSED else "warning", name, matter)


def _matter(told: Told, lag_limit: timedelta) -> str | None:
    """What is worth a line: another history, something that failed, or a lag beyond the limit."""
    if told.result not in (COSIGNED, NOTHING_NEW):
        return told.result
    return LAGS if told.lag > lag_limit else None

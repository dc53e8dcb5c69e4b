"""One canonical log line for each request, and metrics; unknown fields are dropped.

Must never write what is not listed here, a URL, the text of an exception, or another library's
message: all of them can hold what a person wrote.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from structlog.typing import EventDict, WrappedLogger

from gateway.ports.machine import Clock

FIELDS: Final = (
    "time",
    "level",
    "request_id",
    "method",
    "route",
    "status",
    "duration_ms",
    "client_id",
    "requester",
    "fact",
    "verification_id",
    "outcome",
    "refusal",
    "problem",
    "replayed",
    "dependency",
    "task",
    "logger",
    "error",
    "place",
)
"""All that a line may hold beside its event, in this order. A person appears in none of them."""

REQUEST: Final = "request"
BACKGROUND_FAILED: Final = "background_failed"
LIBRARY: Final = "library"
LONGEST_VALUE: Final = 128

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Telemetry:
    """What the gateway tells about its work."""

    def __init__(self, clock: Clock, stream: TextIO | None = None) -> None:
        """Lines go to `stream`, by default to standard error."""
        self._clock = clock
        self._log = structlog.wrap_logger(
            structlog.WriteLogger(stream or sys.stderr),
            processors=[_only_listed, structlog.processors.JSONRenderer()],
            wrapper_class=structlog.BoundLogger,
        )
        self._metrics = Metrics()

    def observe(self, fields: Mapping[str, object]) -> None:
        """Write the line of a finished request, and count it."""
        self._metrics.count_request(fields)
        level = "error" if _status(fields) >= 500 else "info"
        with self._metrics.counting_lost_lines():
            self._log.msg(REQUEST, **{**fields, "level": level})

    def exposition(self) -> bytes:
        """The metrics in Prometheus' text format."""
        return self._metrics.exposition()

    def background_failed(self, task: str, error: BaseException) -> None:
        """A background task failed; the kind of error is told, never its text."""
        self._metrics.background_failures.labels(task).inc()
        with self._metrics.counting_lost_lines():
            self._log.msg(
                BACKGROUND_FAILED,
                time=self._clock.now(),
                level="error",
                task=task,
                error=type(error).__name__,
            )

    @contextmanager
    def taking_over_logging(self) -> Iterator[None]:
        """Let every other library's warnings and errors through as names only.

        For the process that serves: until the block ends, the standard library's root logger and
        its warnings are ours.
        """
        root = logging.getLogger()
        before, level = root.handlers, root.level
        root.handlers = [_Forwarder(self._log, self._clock, self._metrics)]
        root.setLevel(logging.WARNING)
        logging.captureWarnings(capture=True)
        try:
            yield
        finally:
            logging.captureWarnings(capture=False)
            root.setLevel(level)
            root.handlers = before


class Metrics:
    """Counters and histograms of one process, in a registry of their own.

    Labels are templates, codes and names of facts: closed lists, nothing that a caller writes.
    """

    def __init__(self) -> None:
        """Register them under documented names."""
        self._registry = CollectorRegistry()
        counted = ("method", "route", "status")
        self._requests = self._counter("gateway_requests", "Requests answered.", *counted)
        self._seconds = Histogram(
            "gateway_request_seconds",
            "Time from the first byte of a request to the last of its reply.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        told = "Outcomes of verifications as told, replays not counted."
        self._outcomes = self._counter("gateway_outcomes", told, "fact", "outcome")
        self._refusals = self._counter("gateway_refusals", "Refusals, by reason.", "reason")
        others = "Problems that are no refusals, by reason."
        self._problems = self._counter("gateway_problems", others, "reason")
        lost = "Lines of the log that could not be written."
        self._lost_lines = self._counter("gateway_log_lines_lost", lost)
        failed = "Failed runs of a background task."
        self.background_failures = self._counter("gateway_background_failures", failed, "task")

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self._registry)

    def count_request(self, fields: Mapping[str, object]) -> None:
        """Count a finished request by what its line says."""
        route = _text(fields, "route")
        self._requests.labels(_text(fields, "method"), route, str(_status(fields))).inc()
        duration = fields.get("duration_ms")
        if isinstance(duration, int | float):
            self._seconds.labels(route).observe(duration / 1000)
        if "outcome" in fields and fields.get("method") == "POST" and not fields.get("replayed"):
            self._outcomes.labels(_text(fields, "fact"), _text(fields, "outcome")).inc()
        if "refusal" in fields:
            self._refusals.labels(_text(fields, "refusal")).inc()
        if "problem" in fields:
            self._problems.labels(_text(fields, "problem")).inc()

    @contextmanager
    def counting_lost_lines(self) -> Iterator[None]:
        """Count a line that finds no room instead of raising.

        Trail and log may be on one full disk: that must end neither a request nor the work in the
        background, which goes on once there is room. Nothing is lost that has to be kept: the trail
        tells what happened, the log only how the process fares.
        """
        try:
            yield
        except OSError:
            self._lost_lines.inc()

    def exposition(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self._registry)


class _Forwarder(logging.Handler):
    """Says that a library said something: where and how bad, never what."""

    def __init__(self, log: structlog.BoundLogger, clock: Clock, metrics: Metrics) -> None:
        super().__init__(logging.WARNING)
        self._log = log
        self._clock = clock
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Forward one record as a name."""
        kind = record.exc_info[0] if record.exc_info else None
        with self._metrics.counting_lost_lines():
            self._log.msg(
                LIBRARY,
                time=self._clock.now(),
                level=record.levelname.lower(),
                logger=record.name,
                place=f"{record.filename}:{record.lineno}",
                error=kind.__name__ if kind else None,
            )


def _only_listed(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Keep the listed fields in their order, in harmless form; everything else is dropped."""
    kept: EventDict = {"event": event["event"]}
    for name in FIELDS:
        value = _harmless(event.get(name))
        if value is not None:
            kept[name] = value
    return kept


def _harmless(value: object) -> object:
    """Numbers, moments and short printable ASCII; no name in Chinese could slip through."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).isoformat(timespec="milliseconds")
        return moment.replace("+00:00", "Z")
    if isinstance(value, str) and len(value) <= LONGEST_VALUE and value.isascii():
        return value if value.isprintable() else None
    return None


def _status(fields: Mapping[str, object]) -> int:
    status = fields.get("status")
    return status if isinstance(status, int) else 0


def _text(fields: Mapping[str, object], name: str) -> str:
    return str(fields.get(name, ""))

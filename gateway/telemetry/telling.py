"""One canonical log line for each request, and metrics; unknown fields are dropped.

Must never write what is not listed here, a URL, the text of an exception, or another library's
message: all of them can hold what a person wrote.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from gateway.domain.evidence import Reply
from gateway.flow.witnessing import Told
from gateway.ports.jobs import Again, Done, GaveUp, Verdict
from gateway.ports.machine import Clock
from gateway.ports.source import Watched
from gateway.telemetry.metrics import Metrics, status_of
from gateway.telemetry.witnessing import WitnessTelemetry

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
    "certificate",
    "fact",
    "department",
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
JOB: Final = "job"
LEFT_OUT: Final = "certificate_not_available"
WITNESS: Final = "witness"
LONGEST_VALUE: Final = 128


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
        self._witnesses = WitnessTelemetry(self._metrics.registry, self._say_of_witness)

    def observe(self, fields: Mapping[str, object]) -> None:
        """Write the line of a finished request, and count it."""
        self._metrics.count_request(fields)
        level = "error" if status_of(fields) >= 500 else "info"
        with self._metrics.counting_lost_lines():
            self._log.msg(REQUEST, **{**fields, "level": level})

    def exposition(self) -> bytes:
        """The metrics in Prometheus' text format."""
        return self._metrics.exposition()

    def source_called(self, department: str, reply: Reply, seconds: float) -> None:
        """Count a call to a department by what came of it; no line: the request has its own."""
        self._metrics.count_call(department, reply, seconds)

    def watch_sources(self, watches: Mapping[str, Watched]) -> None:
        """From now on tell of each department whether it is given a rest."""
        for department, watched in watches.items():
            self._metrics.watch(department, watched)

    def job_done(self, kind: str, verification_id: str, came: Verdict | Exception) -> None:
        """Count later work by what came of it; a line for what somebody should look at."""
        result = _word_for(came)
        self._metrics.count_job(kind, result)
        if result in ("done", "again"):
            return
        with self._metrics.counting_lost_lines():
            self._log.msg(
                JOB,
                time=self._clock.now(),
                level="error" if isinstance(came, Exception) else "warning",
                task=kind,
                verification_id=verification_id,
                outcome=result,
                error=type(came).__name__ if isinstance(came, Exception) else None,
            )

    def paper_left_out(self, number: int, fact: str | None, department: str | None) -> None:
        """Warn that the settings leave out a paper that the catalogue marks available."""
        with self._metrics.counting_lost_lines():
            self._log.msg(
                LEFT_OUT,
                time=self._clock.now(),
                level="warning",
                certificate=number,
                fact=fact,
                department=department,
            )

    def message_tried(self, result: str) -> None:
        """Count an attempt to bring a message to a requester's receiver."""
        self._metrics.count_message(result)

    def witness_told(self, told: Told, lag_limit: timedelta) -> None:
        """Take note of a round with a witness of the log; a line when its state changes."""
        self._witnesses.told(told, self._clock.now(), lag_limit)

    def _say_of_witness(self, level: str, witness: str, matter: str) -> None:
        with self._metrics.counting_lost_lines():
            self._log.msg(
                WITNESS,
                time=self._clock.now(),
                level=level,
                dependency=witness,
                outcome=matter,
            )

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


def _word_for(came: Verdict | Exception) -> str:
    match came:
        case Done():
            return "done"
        case Again(because=because):
            return because or "again"
        case GaveUp():
            return "gave_up"
        case Exception():
            return "failed"


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

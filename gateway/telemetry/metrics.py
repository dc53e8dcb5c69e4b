"""The metrics of one process, under documented names.

Labels are templates, codes and names of facts and departments: closed lists, nothing that a caller
writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from gateway.domain.evidence import Answered, Failed, Late, Reply
from gateway.ports.source import Watched

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Counters and histograms of one process, in a registry of their own.

    Labels are templates, codes and names of facts: closed lists, nothing that a caller writes.
    """

    def __init__(self) -> None:
        """Register them under documented names."""
        self.registry = CollectorRegistry()
        counted = ("method", "route", "status")
        self._requests = self._counter("gateway_requests", "Requests answered.", *counted)
        took = "Time from the first byte of a request to the last of its reply."
        self._seconds = self._histogram("gateway_request_seconds", took, "route")
        told = "Outcomes of verifications as told, replays not counted."
        self._outcomes = self._counter("gateway_outcomes", told, "fact", "outcome")
        self._refusals = self._counter("gateway_refusals", "Refusals, by reason.", "reason")
        others = "Problems that are no refusals, by reason."
        self._problems = self._counter("gateway_problems", others, "reason")
        lost = "Lines of the log that could not be written."
        self._lost_lines = self._counter("gateway_log_lines_lost", lost)
        failed = "Failed runs of a background task."
        self.background_failures = self._counter("gateway_background_failures", failed, "task")

        worked = "Work that was scheduled for later, by its kind and what came of it."
        self._jobs = self._counter("gateway_jobs", worked, "kind", "result")
        tried = "Attempts to bring a message to a webhook, by what came of them."
        self._messages = self._counter("gateway_webhook_attempts", tried, "result")
        called = "Calls to departments, by what came of them."
        self._calls = self._counter("gateway_source_calls", called, "department", "reply")
        took = "Time of a call to a department that was answered or promised."
        self._call_seconds = self._histogram("gateway_source_seconds", took, "department")
        self._resting = Gauge(
            "gateway_source_resting",
            "1 while a department could not be heard and is given a rest, else 0.",
            ("department",),
            registry=self.registry,
        )

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, label: str) -> Histogram:
        return Histogram(name, what, (label,), buckets=_BUCKETS, registry=self.registry)

    def count_request(self, fields: Mapping[str, object]) -> None:
        """Count a finished request by what its line says."""
        route = _text(fields, "route")
        self._requests.labels(_text(fields, "method"), route, str(status_of(fields))).inc()
        duration = fields.get("duration_ms")
        if isinstance(duration, int | float):
            self._seconds.labels(route).observe(duration / 1000)
        if "outcome" in fields and fields.get("method") == "POST" and not fields.get("replayed"):
            self._outcomes.labels(_text(fields, "fact"), _text(fields, "outcome")).inc()
        if "refusal" in fields:
            self._refusals.labels(_text(fields, "refusal")).inc()
        if "problem" in fields:
            self._problems.labels(_text(fields, "problem")).inc()

    def count_call(self, department: str, reply: Reply, seconds: float) -> None:
        """Count a call to a department."""
        self._calls.labels(department, _word_for(reply)).inc()
        if not isinstance(reply, Failed):
            self._call_seconds.labels(department).observe(seconds)

    def count_message(self, result: str) -> None:
        """Count an attempt to bring a message to a webhook."""
        self._messages.labels(result).inc()

    def count_job(self, kind: str, result: str) -> None:
        """Count a piece of later work."""
        self._jobs.labels(kind, result).inc()

    def watch(self, department: str, watched: Watched) -> None:
        """Read the department's state whenever the metrics are read."""
        resting = self._resting.labels(department)
        resting.set_function(lambda: float(watched.health().state in ("resting", "probing")))

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
        return generate_latest(self.registry)


def status_of(fields: Mapping[str, object]) -> int:
    """The status of a finished request; 0 if its line has none."""
    status = fields.get("status")
    return status if isinstance(status, int) else 0


def _text(fields: Mapping[str, object], name: str) -> str:
    return str(fields.get(name, ""))


def _word_for(reply: Reply) -> str:
    match reply:
        case Answered():
            return "answered"
        case Late():
            return "late"
        case Failed(cause):
            return cause.value

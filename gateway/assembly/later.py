"""What is done later, by which code: the one list of kinds of work.

Must never decide when: each kind says so itself, from what the store knows.
"""

from __future__ import annotations

from gateway.flow.late_work import late_work
from gateway.flow.parts import Parts
from gateway.flow.webhook_deliveries import Deliveries
from gateway.ports.jobs import Observe as ObserveJob
from gateway.ports.jobs import Verdict, Work

__all__ = ["ObserveJob", "observe_no_job", "works"]


def works(parts: Parts, deliveries: Deliveries) -> tuple[Work, ...]:
    """Every kind of work of a process that serves."""
    return late_work(parts), deliveries.work()


def observe_no_job(_kind: str, _verification_id: str, _came: Verdict | Exception) -> None:
    """For a process that keeps no figures."""

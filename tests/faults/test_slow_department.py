"""One department that says nothing for ten seconds holds up nobody who does not need it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from gateway.client import Answer, Gateway
from gateway.settings import BUNDLED_FACTS
from mocks.scenarios.story import Scenario
from mocks.serving import Mocks
from tests.faults.counter import MATTER
from tests.journeys.served import Served, a_request, serving, settings_for
from tests.policy.builders import a_requester

SLOW_SECONDS = 10.0
WAITING = 24  # more than there are places at one department
QUICK = 40
NEEDS_HEALTH = "birth-b2-everything"
NEEDS_POLICE = "identity-i5-held"


class Office:
    """An office that may ask everything, and asks from several counters at once."""

    def __init__(self, served: Served, scenarios: Mapping[str, Scenario]) -> None:
        matter = replace(MATTER, facts=frozenset(BUNDLED_FACTS))
        self.gateway: Gateway = served.office(a_requester(), matter)
        self._served = served
        self._scenarios = scenarios

    def ask(self, key: str) -> tuple[Answer, float]:
        """Ask the scenario's question in a fresh case; the answer, and when it came."""
        scenario = self._scenarios[key]
        case = self._served.case()
        request = a_request(scenario.subject, scenario.claim, MATTER.code, case)
        answer = self.gateway.verify(scenario.fact, request).answer
        return answer, time.monotonic()

    def fares(self, department: str) -> Mapping[str, Any]:
        """How the department fares, as the gateway says."""
        sources = self.gateway.sources()
        return next(s["health"] for s in sources if s["department"] == department)


def test_one_slow_department_holds_up_nobody_else(
    mocks: Mocks, scenarios: Mapping[str, Scenario], tmp_path: Path
) -> None:
    """Forty questions to another department are all answered before the first that waits for it.

    Afterwards the slow one is given its rest, and whoever needs it is told at once.
    """
    settings = settings_for(
        tmp_path / "data",
        mocks.urls,
        exchange_seconds=SLOW_SECONDS,
        circuit_failures=5,
        deadline_seconds=SLOW_SECONDS + 2.0,
    )
    with serving(settings, mocks) as served, ThreadPoolExecutor(WAITING) as counters:
        office = Office(served, scenarios)
        office.ask(NEEDS_POLICE)
        mocks.controls("health").fault("timeout")
        waiting: list[Future[tuple[Answer, float]]] = [
            counters.submit(office.ask, NEEDS_HEALTH) for _ in range(WAITING)
        ]
        quick = [office.ask(NEEDS_POLICE) for _ in range(QUICK)]
        waited = [future.result() for future in waiting]
        mocks.mend()
        told_at_once, _ = office.ask(NEEDS_HEALTH)

        assert {"confirmed"} == {answer.outcome for answer, _ in quick}
        assert {"unavailable"} == {answer.outcome for answer, _ in waited}
        assert max(at for _, at in quick) < min(at for _, at in waited)
        assert ("unavailable", ["health"]) == (
            told_at_once.outcome,
            told_at_once.body["departments"],
        )
        assert "resting" == office.fares("health")["state"]
        assert "answering" == office.fares("public_security")["state"]

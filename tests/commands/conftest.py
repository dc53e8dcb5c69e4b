"""One gateway over one mock department, for what a requester does at the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gateway.assembly.machine import SystemClock
from gateway.client import make_key, write_key
from gateway.domain.requester import RequesterKind
from gateway.ports.machine import civil_date
from mocks.serving import running
from mocks.town import build_town, list_scenarios
from tests.journeys.served import Served, a_request, register_office, serving, settings_for
from tests.policy.builders import a_matter, a_requester, an_approval

SCENARIO = "identity-i5-held"


@dataclass(frozen=True)
class Counter:
    """A requester's counter: its profile, and the question that it asks."""

    served: Served
    profile: Path
    scenario: Mapping[str, Any]

    def request(self, **changes: Any) -> dict[str, Any]:
        """The question about a resident whom public security knows, under a case of its own."""
        subject, claim = self.scenario["subject"], self.scenario["claim"]
        return {**a_request(subject, claim, "MZ-900", self.served.case()), **changes}

    def file(self, tmp_path: Path, **changes: Any) -> Path:
        """The question as a file."""
        file = tmp_path / "request.json"
        content = json.dumps(self.request(**changes), ensure_ascii=False)
        file.write_text(content, encoding="utf-8")
        return file


@pytest.fixture(scope="session")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """Everything registered and running."""
    today = civil_date(SystemClock().now())
    folder = tmp_path_factory.mktemp("counter")
    scenario = next(s for s in list_scenarios(today) if s.key == SCENARIO).as_json()
    with running(build_town(today)) as mocks:
        settings = settings_for(folder / "data", mocks.urls)
        with serving(settings, mocks) as served:
            yield Counter(served, _profile(folder, served), scenario)


def _profile(folder: Path, served: Served) -> Path:
    key = make_key()
    write_key(key, folder / "key.pem")
    matter = a_matter(
        code="MZ-900",
        facts=frozenset({"identity"}),
        approvals=(an_approval("public_security", expires_on=date(2099, 12, 31)),),
    )
    requester = a_requester(kind=RequesterKind.STATE_ORGAN)
    register_office(served.data, requester, (matter,), "counter", key)
    profile = folder / "requester.toml"
    lines = (f'gateway = "{served.url}"', 'client_id = "counter"', 'key = "key.pem"')
    profile.write_text("\n".join(lines))
    return profile

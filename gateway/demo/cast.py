"""Who plays in the demo: requesters with their example matters, and the questions that are asked.

Questions are scenario residents of the mock departments, read from their own command.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.demo.processes import DemoFailed


@dataclass(frozen=True, slots=True)
class Office:
    """A requester of the demo with its matter and the basis that it names."""

    code: str
    zh: str
    en: str
    kind: str
    matter: str
    basis: str
    notice: str | None = None

    @property
    def client_id(self) -> str:
        """How its system names itself."""
        return "demo-" + self.matter.lower()


HOUSING = Office(
    "12500112EXAMPLE010",
    "示例区住房公积金管理中心",
    "Example District Housing Fund Centre",
    "authorised_organisation",
    "GJJ-007",
    "consent",
)
SCHOOL = Office(
    "11500112EXAMPLE026",
    "示例区教育委员会",
    "Example District Education Commission",
    "state_organ",
    "ZS-003",
    "statutory_duty",
    "2026-01",
)
PENSION = Office(
    "12500112EXAMPLE036",
    "示例区社会保险事务中心",
    "Example District Social Insurance Centre",
    "authorised_organisation",
    "YL-010",
    "statutory_duty",
    "2026-01",
)
COUNTER = Office(
    "11500112EXAMPLE06J",
    "示例区民政局",
    "Example District Civil Affairs Bureau",
    "state_organ",
    "MZ-001",
    "statutory_duty",
    "2026-01",
)
INSURANCE = Office(
    "11500112EXAMPLE07M",
    "示例区医疗保障局",
    "Example District Healthcare Security Bureau",
    "state_organ",
    "YB-014",
    "statutory_duty",
    "2026-01",
)
OFFICES = (HOUSING, SCHOOL, PENSION, COUNTER, INSURANCE)


@dataclass(frozen=True, slots=True)
class Act:
    """One question of the demo: which office asks which scenario."""

    office: Office
    scenario: str


ACTS = (
    Act(COUNTER, "identity-i5-held"),
    Act(HOUSING, "kinship-k5-52-certified"),
    Act(HOUSING, "marriage-m2-in-force"),
    Act(HOUSING, "marriage-m3-court-divorce"),
    Act(SCHOOL, "birth-b2-everything"),
    Act(PENSION, "alive-a4-service"),
    Act(PENSION, "death-d3-known-to-all"),
    Act(PENSION, "death-d5-nothing"),
    Act(INSURANCE, "childbirth-c1-named-by-father"),
)
OUTAGE = Act(HOUSING, "marriage-m2-in-force")


def scenarios() -> Mapping[str, Mapping[str, Any]]:
    """The scenario residents' questions by key. Raises DemoFailed."""
    command = [sys.executable, "-m", "mocks", "scenarios", "--json"]
    found = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own
    try:
        listed: Sequence[Mapping[str, Any]] = json.loads(found.stdout)
    except ValueError:
        raise DemoFailed("the mock departments' scenarios could not be read") from None
    return {scenario["key"]: scenario for scenario in listed}


def persons_of(scenario: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """The subject and everybody whom the claim names."""
    named = [v for v in scenario["claim"].values() if isinstance(v, dict) and "id_number" in v]
    return [scenario["subject"], *named]

"""The demo's requests: consents recorded and confirmed, one verification of each fact asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.client import Answer, Gateway, GatewayProblem
from gateway.demo.cast import Act, Office, persons_of

OPERATOR = {"id_number": "11010519491231002X", "name": "示例经办人", "staff_id": "0007"}


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one act: an answer or a refusal, who was asked, and whether it had to be so."""

    act: Act
    scenario: Mapping[str, Any]
    outcome: str
    reasons: tuple[str, ...]
    departments: tuple[str, ...]
    answer: Answer | None
    as_expected: bool


class Player:
    """Plays acts against one gateway.

    `outbox` is where the residents' codes arrive; `heard` tells which departments were asked since
    it was called last.
    """

    def __init__(
        self,
        gateways: Mapping[str, Gateway],
        outbox: Path,
        heard: Callable[[], tuple[str, ...]],
    ) -> None:
        self._gateways = gateways
        self._outbox = outbox
        self._heard = heard
        self._cases = 0

    def play(self, act: Act, scenario: Mapping[str, Any], expected: str | None = None) -> Played:
        """Ask the scenario's question as the office may, and compare with what is expected."""
        request = self.request(act.office, scenario)
        return self._asked(act, scenario, request, expected or scenario["expected"]["outcome"])

    def play_without_consent(self, act: Act, scenario: Mapping[str, Any]) -> Played:
        """Ask the same without anybody's consent: it must be refused."""
        request = self._request(act.office, scenario)
        request["basis"] = {"kind": "consent", "consents": ["cns_never_recorded"]}
        return self._asked(act, scenario, request, "consent_missing")

    def request(self, office: Office, scenario: Mapping[str, Any]) -> dict[str, Any]:
        """The request for a scenario, with everything that its basis needs."""
        request = self._request(office, scenario)
        if office.basis == "consent":
            consents = self._consents(office, scenario, request["case"])
            request["basis"] = {"kind": "consent", "consents": consents}
        else:
            given_at = datetime.now(UTC) - timedelta(minutes=5)
            notice = {"version": office.notice, "given_at": given_at.isoformat(timespec="seconds")}
            request["basis"] = {"kind": "statutory_duty", "notice": notice}
        return request

    def _request(self, office: Office, scenario: Mapping[str, Any]) -> dict[str, Any]:
        self._cases += 1
        return {
            "subject": scenario["subject"],
            "claim": scenario["claim"],
            "matter": office.matter,
            "case": f"2026-{self._cases:06d}",
            "operator": OPERATOR,
        }

    def _consents(self, office: Office, scenario: Mapping[str, Any], case: str) -> list[str]:
        persons = persons_of(scenario)
        return [
            self._consent(office, principal, persons, scenario["fact"], case)
            for principal in persons
        ]

    def _consent(
        self,
        office: Office,
        principal: Mapping[str, str],
        persons: list[Mapping[str, str]],
        fact: str,
        case: str,
    ) -> str:
        """The person consents by a one-time code that reaches her outbox."""
        gateway = self._gateways[office.code]
        consent = gateway.record_consent(
            {
                "principal": principal,
                "others": [person for person in persons if person is not principal],
                "matter": office.matter,
                "facts": [fact],
                "case": case,
                "operator": OPERATOR,
                "how_given": "one_time_code",
                "contact": "demo",
            }
        )
        message = json.loads((self._outbox / f"{consent.consent_id}.json").read_bytes())
        gateway.confirm_consent(consent.consent_id, message["code"])
        return consent.consent_id

    def _asked(
        self, act: Act, scenario: Mapping[str, Any], request: Mapping[str, Any], expected: str
    ) -> Played:
        self._heard()
        gateway = self._gateways[act.office.code]
        try:
            answer = gateway.verify(scenario["fact"], request).answer
        except GatewayProblem as problem:
            fits = problem.reason == expected
            refused = f"refused ({problem.status})"
            return Played(act, scenario, refused, (problem.reason,), self._heard(), None, fits)
        fits = answer.outcome == expected
        departments = self._heard()
        return Played(act, scenario, answer.outcome, answer.reasons, departments, answer, fits)

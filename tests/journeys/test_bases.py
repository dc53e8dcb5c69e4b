"""Every refusal of domain.md §2 over HTTP: its problem document, nobody asked, on the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from gateway.domain.decision import RefusalReason
from gateway.domain.matter import BasisKind, CertificateRef, MatterState, Quotas
from gateway.domain.requester import RequesterKind
from gateway.flow.registrations import register_matter
from gateway.policy.refusals import explain
from mocks.serving import Mocks
from tests.journeys.desk import (
    DEPARTMENTS,
    Body,
    an_office,
    asked,
    open_desk,
    open_matter,
    problem,
    same_but_for_ids,
    scenarios,
    suspend,
)
from tests.journeys.served import Served, register, statutory
from tests.journeys.trail import entries, kinds
from tests.policy.builders import a_text, an_approval

HELD = "identity-i5-held"
MOTHER = "kinship-k5-52-certified"
MARRIED = "marriage-m2-in-force"
SERVICE = "alive-a4-service"
CONSENT: Body = {"kind": "consent", "consents": ["cns_never_recorded"]}


def approvals(**changes: Any) -> tuple[Any, ...]:
    """Every department's approval for good, changed alike."""
    valid: dict[str, Any] = {"approved_on": date(2026, 1, 1), "expires_on": date(2099, 12, 31)}
    return tuple(an_approval(name, **(valid | changes)) for name in DEPARTMENTS)


def notice(version: str = "2026-01", **ago: float) -> Body:
    """A statutory duty with a notice given so long ago."""
    given_at = (datetime.now(UTC) - timedelta(**ago)).isoformat(timespec="seconds")
    return {"kind": "statutory_duty", "notice": {"version": version, "given_at": given_at}}


@dataclass(frozen=True)
class Refusing:
    """A question that must be refused: how matter and request differ from what is in order."""

    reason: str
    rule: str
    scenario: str = HELD
    matter: Mapping[str, Any] = field(default_factory=dict)
    request: Mapping[str, Any] = field(default_factory=dict)
    kind: RequesterKind = RequesterKind.STATE_ORGAN


WITHOUT_DUTY = {BasisKind.CONSENT: a_text("consent")}
CASES = {
    "matter-unknown": Refusing(
        "matter_unknown", "matter.known", request={"matter": "NO-SUCH-MATTER"}
    ),
    "matter-inactive": Refusing(
        "matter_inactive", "matter.active", matter={"state": MatterState.INACTIVE}
    ),
    "paper-retained": Refusing(
        "certificate_retained",
        "certificate.retained",
        matter={"replaces": CertificateRef("retained", 5)},
    ),
    "other-fact": Refusing(
        "fact_not_in_matter", "matter.fact", matter={"facts": frozenset({"alive"})}
    ),
    "other-relation": Refusing(
        "fact_not_in_matter",
        "matter.relation",
        MOTHER,
        matter={"relations": frozenset({"51"})},
    ),
    "other-status": Refusing(
        "fact_not_in_matter",
        "matter.status",
        "marriage-m5-20-in-force",
        matter={"statuses": frozenset({"40"})},
    ),
    "other-age": Refusing(
        "fact_not_in_matter",
        "matter.max_age_days",
        SERVICE,
        request={"claim": {"max_age_days": 17}},
    ),
    "basis-not-in-matter": Refusing(
        "basis_not_allowed", "basis.matter", matter={"bases": WITHOUT_DUTY}
    ),
    "consent-to-a-death": Refusing(
        "basis_not_allowed", "basis.fact", "death-d3-known-to-all", request={"basis": CONSENT}
    ),
    "a-banks-duty": Refusing("basis_not_allowed", "basis.requester_kind", kind=RequesterKind.OTHER),
    "approval-expired": Refusing(
        "department_not_approved",
        "departments.approved",
        matter={"approvals": approvals(expires_on=date(2026, 2, 1))},
    ),
    "approval-missing": Refusing(
        "department_not_approved",
        "departments.approved",
        MARRIED,
        matter={"approvals": approvals()[:2]},
    ),
    "no-notice": Refusing(
        "notice_missing", "notice.given", request={"basis": {"kind": "statutory_duty"}}
    ),
    "old-notice": Refusing(
        "notice_missing", "notice.version", request={"basis": notice("2025-01", minutes=5)}
    ),
    "stale-notice": Refusing("notice_missing", "notice.time", request={"basis": notice(days=91)}),
    "notice-ahead": Refusing("notice_missing", "notice.time", request={"basis": notice(hours=-2)}),
    "no-consent": Refusing("consent_missing", "consent.known", request={"basis": CONSENT}),
}


@pytest.mark.parametrize("name", CASES)
def test_the_refusal_is_told_trailed_and_nobody_is_asked(
    name: str, served: Served, mocks: Mocks
) -> None:
    """Status, reason and both sentences; one entry that names the rule; no department heard."""
    case = CASES[name]
    matter = open_matter(f"RF-{[*CASES].index(name):03}", **case.matter)
    office = an_office(12 if case.kind is RequesterKind.OTHER else 11, case.kind)
    desk = open_desk(served, office, matter)
    fact = scenarios()[case.scenario].fact
    reply = desk.ask(fact, desk.request(case.scenario, **case.request))
    assert_refused(served, reply, case.reason, case.rule)
    assert set() == asked(mocks)


def assert_refused(served: Served, reply: httpx.Response, reason: str, rule: str) -> None:
    """The problem says what the policy says of the reason, and the trail holds the refusal."""
    assert (403, reason) == problem(reply)
    document, words = reply.json(), explain(RefusalReason(reason))
    assert words.sentence.zh == document["title_zh"]
    assert words.sentence.en == document["title"]
    assert words.next_step.zh == document["detail_zh"]
    assert f"/problems/{reason}" == document["type"]
    [entry] = entries(served.data, document["verification_id"])
    assert "verification.refused" == entry["kind"]
    assert ("refuse", rule, [reason]) == (entry["decision"], entry["rule"], entry["reasons"])


def test_a_foreign_matter_looks_like_an_unknown_one(served: Served) -> None:
    """Byte for byte, but for the ids of the request."""
    desk = open_desk(served, an_office(11), open_matter("RF-100"))
    open_desk(served, an_office(13), open_matter("RF-200"))
    replies = [
        desk.ask("identity", desk.request(HELD, matter=code)) for code in ("RF-200", "RF-300")
    ]
    assert {(403, "matter_unknown")} == {problem(reply) for reply in replies}
    assert 1 == len({same_but_for_ids(reply) for reply in replies})


def test_a_suspended_office_is_refused_and_trailed(served: Served, mocks: Mocks) -> None:
    """At once, whatever token it still holds, and its questions are recorded all the same."""
    desk = open_desk(served, an_office(14))
    assert desk.tokens.token()
    suspend(desk)
    reply = desk.ask("identity", desk.request(HELD))
    assert_refused(served, reply, "requester_suspended", "requester.active")
    assert set() == asked(mocks)


def test_a_used_up_quota_is_refused_with_a_time(served: Served, mocks: Mocks) -> None:
    """429 with `Retry-After` of at most a day; refusals have counted too, and it is trailed."""
    desk = open_desk(served, an_office(15), open_matter(quotas=Quotas(per_operator=2)))
    assert 200 == desk.ask("identity", desk.request(HELD)).status_code
    assert 403 == desk.ask("identity", desk.request(HELD, CONSENT)).status_code
    mocks.mend()
    reply = desk.ask("identity", desk.request(HELD))
    assert (429, "quota_exceeded") == problem(reply)
    assert 0 < int(reply.headers["Retry-After"]) <= 86_400
    assert ["refused"] == kinds(served.data, reply.json()["verification_id"])
    assert set() == asked(mocks)


def test_a_matter_withdrawn_meanwhile_refuses_the_next_question(served: Served) -> None:
    """What was permitted a moment ago is looked at anew for every question."""
    matter = open_matter("RF-400")
    desk = open_desk(served, an_office(16), matter)
    assert 200 == desk.ask("identity", desk.request(HELD)).status_code
    withdrawn = replace(matter, requester=desk.requester.code, state=MatterState.INACTIVE)
    register(served.data, lambda opened: register_matter(opened.parts, withdrawn))
    assert (403, "matter_inactive") == problem(desk.ask("identity", desk.request(HELD)))


def test_a_statutory_duty_with_its_notice_is_answered(served: Served, mocks: Mocks) -> None:
    """No consent is needed; intent and disclosure name basis and rule."""
    desk = open_desk(served, an_office(11), open_matter("RF-500"))
    reply = desk.ask("identity", desk.request(HELD, statutory()))
    assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])
    assert {"public_security"} == asked(mocks)
    intent, disclosed = entries(served.data, reply.json()["verification_id"])
    assert ("permit", "basis.statutory_duty") == (intent["decision"], intent["rule"])
    assert reply.json()["audit"] == {
        "intent": intent["entry_id"],
        "disclosure": disclosed["entry_id"],
    }
    assert intent["entry_id"] == disclosed["parent"]


def test_a_matter_exempt_from_the_notice_needs_none(served: Served) -> None:
    """Where the matter cites what exempts it."""
    matter = open_matter("RF-600", notice_exempt=a_text("exempt"))
    desk = open_desk(served, an_office(11), matter)
    reply = desk.ask("identity", desk.request(HELD, {"kind": "statutory_duty"}))
    assert 200 == reply.status_code

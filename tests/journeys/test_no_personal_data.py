"""Promise 6: after a whole day's work no person can be found in files, log or metrics."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gateway.client import GatewayProblem
from mocks.serving import Mocks
from tests.journeys.desk import (
    DEPARTMENTS,
    DIGEST,
    Body,
    Desk,
    an_office,
    fresh_key,
    naming,
    open_desk,
    open_matter,
    persons_of,
    scenarios,
)
from tests.journeys.process import process, write_settings
from tests.journeys.served import OPERATOR
from tests.policy.builders import a_text
from tests.storage.traces import traces_of

ASKED = (
    "identity-i5-held",
    "identity-i1-not-held",
    "kinship-k5-52-certified",
    "kinship-k7-61-generations",
    "marriage-m2-in-force",
    "marriage-m3-court-divorce",
    "birth-b2-everything",
    "childbirth-c1-named-by-mother",
    "alive-a4-service",
    "death-d3-known-to-all",
    "death-d5-nothing",
)
LATE = "marriage-g3-courts-late"
WIDOW = "kinship-k2-12-widow-at-death"
NOT_SEARCHED = {"keys", "outbox"}
CASES = "2026-0000"


@dataclass(repr=False)
class Seen:
    """Every personal value that was used."""

    texts: set[str] = field(default_factory=set)

    def note(self, value: Any) -> None:
        """Note the numbers and names in a body, wherever they stand, and its case."""
        match value:
            case dict():
                for name, inner in value.items():
                    if name in ("id_number", "name", "case", "certificate_number", "interest"):
                        self.texts.add(str(inner))
                    self.note(inner)
            case list():
                for inner in value:
                    self.note(inner)
            case _:
                pass


@dataclass(repr=False)
class Day:
    """A day at the office: everything that can be asked, and much that cannot."""

    desk: Desk
    mocks: Mocks
    seen: Seen

    def ask(self, fact: str, body: Body, key: str | None = None) -> Any:
        self.seen.note(body)
        return self.desk.ask(fact, body, key)

    def consents(self, scenario: str, case: str) -> Body:
        """Both consents by code; every code that residents were sent is noted."""
        consents = self.desk.record_all(scenario, case)
        for consent in consents:
            sent = self.desk.served.message(consent.consent_id)
            self.seen.texts |= {sent["code"], sent["withdrawal_code"]}
            self.desk.confirm(consent)
        return naming(consents)

    def answer_everything(self) -> None:
        """Each fact under a statutory duty, and what may be read of it afterwards."""
        for scenario in ASKED:
            body = self.desk.request(scenario)
            reply = self.ask(scenarios()[scenario].fact, body)
            assert 200 == reply.status_code, scenario
            name = reply.json()["verification_id"]
            for part in ("", "/receipt", "/notice", "/notice?lang=en"):
                assert 200 == self.desk.get(f"/v1/verifications/{name}{part}").status_code

    def consent_and_withdraw(self) -> None:
        """Answered on consent, replayed, withdrawn, and refused from then on."""
        body = self.desk.request("marriage-m2-in-force")
        body["basis"] = self.consents("marriage-m2-in-force", body["case"])
        key = fresh_key()
        replies = [self.ask("marriage", body, key) for _ in range(2)]
        assert [200, 200] == [reply.status_code for reply in replies]
        sent = self.desk.served.message(body["basis"]["consents"][0])
        self.desk.gateway.withdraw_consent(sent["withdrawal_code"])
        assert 403 == self.ask("marriage", body, key).status_code

    def guard_a_child(self) -> None:
        """A guardian's consent names a third person."""
        child = scenarios()["birth-b2-everything"].subject
        guardian = scenarios()["kinship-k2-11-married"].subject
        self.seen.note([dict(child), dict(guardian)])
        proven = {"person": dict(guardian), "relation": "52", "proof_digest": DIGEST}
        case = self.desk.served.case()
        self.desk.record(child, [child], "identity", case, guardian=proven)

    def be_refused(self) -> None:
        """By the policy, by the form, and by what is not even JSON."""
        body = self.desk.request("identity-i5-held")
        person = dict(body["subject"])
        for bad in (
            {**body, "matter": "NO-SUCH"},
            {**body, "subject": {**person, "id_number": person["id_number"][:-2] + "99"}},
            {**body, person["name"]: person["id_number"]},
            {**body, "claim": {person["id_number"]: True}},
            {**body, "basis": {"kind": "consent", "consents": [person["id_number"]]}},
        ):
            assert self.ask("identity", bad).status_code in (403, 422)
        raw = f'{{"subject": "{person["name"]} {person["id_number"]}"'.encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": person["id_number"]}
        bearer = {"Authorization": f"Bearer {self.desk.tokens.token()}"}
        path = "/v1/verify/identity"
        replies = [
            self.desk.http.post(path, content=raw, headers=headers | bearer),
            self.desk.http.post(path, content=raw, headers={"X-Person": person["id_number"]}),
            self.desk.get(f"/v1/verifications/{person['id_number']}"),
            self.desk.get(f"/v1/{person['id_number']}?name={person['id_number']}"),
        ]
        assert {400, 401, 404} >= {reply.status_code for reply in replies}
        assert not any(person["id_number"] in reply.text for reply in replies)
        with suppress(GatewayProblem):
            self.desk.gateway.confirm_consent(person["id_number"], person["id_number"])

    def stand_for_a_relative(self) -> None:
        """A widow, and one who is none."""
        claim = scenarios()[WIDOW].claim["relative"]
        for relation, status in (("12", 200), ("30", 403)):
            interest = "抚恤金申领利益关系说明"
            basis: Body = {"kind": "near_relative", "person": claim, "relation": relation}
            body = self.desk.request(WIDOW, {**basis, "interest": interest}, claim={})
            assert status == self.ask("death", body).status_code

    def suffer_an_outage(self) -> None:
        """Every department misbehaves in its turn, each in another way."""
        kinds = ("status_500", "malformed_body", "wrong_person", "unknown_code")
        for department, kind in zip(DEPARTMENTS, kinds, strict=True):
            self.mocks.controls(department).fault(kind)
            body = self.desk.request("death-d5-nothing")
            assert 200 == self.ask("death", body).status_code
            self.mocks.mend()

    def wait_for_the_courts(self) -> None:
        """Pending, and completed later."""
        self.mocks.controls("courts").after_polls(None)
        reply = self.ask("marriage", self.desk.request(LATE))
        assert 202 == reply.status_code
        self.mocks.mend()
        assert 200 == self.desk.get(reply.headers["Location"]).status_code
        self.mocks.controls("courts").after_polls(None)
        assert 202 == self.ask("marriage", self.desk.request(LATE)).status_code


@pytest.fixture
def day(mocks: Mocks, tmp_path: Path) -> Iterator[Day]:
    """An office at a gateway in a process of its own."""
    data = tmp_path / "data"
    write_settings(data, mocks.urls, deadline_seconds=1.5, poll_deferred_seconds=3600)
    with process(data, tmp_path / "gateway.log") as served:
        matter = open_matter(derive=a_text("derive"))
        desk = open_desk(served, an_office(61), matter)
        seen = Seen()
        seen.note(OPERATOR)
        yield Day(desk, mocks, seen)


def test_nobody_can_be_found_afterwards(day: Day, tmp_path: Path) -> None:
    """Not plain, not in other encodings, not within base64 or hex; keys and outbox apart."""
    day.answer_everything()
    day.consent_and_withdraw()
    day.guard_a_child()
    day.be_refused()
    day.stand_for_a_relative()
    day.suffer_an_outage()
    day.wait_for_the_courts()
    metrics = day.desk.http.get("/metrics").content
    assert b"confirmed" in metrics
    texts = as_searched(day.seen.texts)
    places = {"metrics": metrics, "log": (tmp_path / "gateway.log").read_bytes()}
    places |= {path.name: path.read_bytes() for path in searched(day.desk.served.data)}
    assert len(texts) > 60
    office = day.desk.requester.code  # an organisation is no person: it must be found
    assert {"metrics", "settings.toml"}.isdisjoint(
        place for place, content in places.items() if traces_of({office}, content)
    )
    assert traces_of({office}, places["gateway.sqlite3"])
    assert traces_of({office}, places["log"])
    found = {place for place, content in places.items() if traces_of(texts, content)}
    assert set() == found


def as_searched(texts: set[str]) -> set[str]:
    """The texts, numbers without their check character and as 15 digits, cases by what they share.

    Whoever finds the whole finds the part; and there is less to look for.
    """
    numbers = {text for text in texts if len(text) == 18 and text[:17].isdigit()}
    cases = {text for text in texts if text.startswith(CASES)}
    enough = len(numbers) >= 15 and len(cases) >= 15
    assert enough
    short = {n[:17] for n in numbers} | {n[:6] + n[8:17] for n in numbers}
    return (texts - numbers - cases) | short | {CASES}


def searched(data: Path) -> list[Path]:
    """Every file of the data directory but keys and outbox."""
    files = (path for path in data.rglob("*") if path.is_file())
    return [path for path in files if path.relative_to(data).parts[0] not in NOT_SEARCHED]


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """The search itself is tried: plain, and base64 within something longer."""
    subject = persons_of(scenarios()["identity-i5-held"])[0]
    hidden = base64.b64encode(f"xy{subject['name']}z{subject['id_number']}".encode())
    assert set(subject.values()) == traces_of(subject.values(), b"..." + hidden + b"...")

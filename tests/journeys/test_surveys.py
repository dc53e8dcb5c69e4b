"""Surveys over HTTP: a hospital and a school file, the head signs, compliance reads and exports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.assembly.joining import Assembled
from gateway.assembly.machine import SystemClock
from gateway.client import make_key, public_jwk
from gateway.client.tokens import TokenKeeper
from gateway.domain.requester import Requester, RequesterKind
from gateway.domain.survey import Unit, UnitKind
from gateway.domain.text import Text
from gateway.flow.registrations import register_client, register_requester
from gateway.flow.surveys import call_for_surveys
from gateway.ports.machine import civil_date
from gateway.ports.registers import Client
from tests.journeys.desk import problem
from tests.journeys.served import Served, register, serving, settings_for
from tests.journeys.trail import rows as rows_of
from tests.journeys.trail import unwritable
from tests.policy.survey_builders import HOSPITAL, SCHOOL, a_row, nothing_demanded

TODAY = civil_date(SystemClock().now())
YEAR = str(TODAY.year)
MISSING = "12500112EXAMPLE036"
COMPLIANCE = "11500112EXAMPLE04C"
SCOPES = {
    HOSPITAL: {"survey:write"},
    SCHOOL: {"survey:write"},
    COMPLIANCE: {"survey:read"},
    MISSING: {"verify:identity"},
}
NAMES = {HOSPITAL: "示例医院", SCHOOL: "示例小学", COMPLIANCE: "示例区民政局", MISSING: "示例局"}


@dataclass
class Body:
    """A public body at its own terminal."""

    code: str
    http: httpx.Client
    tokens: TokenKeeper

    def send(self, method: str, path: str, content: Any = None, **more: Any) -> httpx.Response:
        """A request with this body's token."""
        headers = {"Authorization": f"Bearer {self.tokens.token()}", **more.pop("headers", {})}
        if content is not None:
            more["json"] = content
        return self.http.request(method, path, headers=headers, **more)

    def get(self, path: str) -> httpx.Response:
        """A GET with this body's token."""
        return self.send("GET", path)

    def draft(self, *rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """A survey that was taken as a draft, or replaces the draft that is there."""
        reply = self.send("POST", "/v1/surveys", a_filing(*rows, **changes))
        if reply.status_code == 409:
            there = reply.json()["survey_id"]
            reply = self.send("PUT", f"/v1/surveys/{there}", a_filing(*rows, **changes))
        assert reply.is_success, reply.text
        made: dict[str, Any] = reply.json()
        return made

    def submit(self, survey: dict[str, Any], **changes: Any) -> httpx.Response:
        """Submit it as it was signed."""
        signed = {
            "digest": survey["digest"],
            "signed_by": "分管副院长",
            "signed_on": TODAY.isoformat(),
            "sealed": True,
            **changes,
        }
        return self.send("POST", f"/v1/surveys/{survey['survey_id']}/submit", signed)


def a_filing(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A filing over HTTP: the unit is known by its token."""
    filing = {
        "unit": {"kind": "hospital", "superior": "示例区卫健委"},
        "period": YEAR,
        "contact_role": "医务科",
        "rows": list(rows or (a_row(),)),
        **changes,
    }
    return {name: value for name, value in filing.items() if value is not None}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A gateway without departments, with everybody registered and a round called."""
    with serving(settings_for(tmp_path_factory.mktemp("surveys") / "data", {})) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def bodies(served: Served) -> dict[str, Body]:
    """Everybody at her own terminal."""
    keys = {code: make_key() for code in SCOPES}

    async def work(opened: Assembled) -> None:
        for code, scopes in SCOPES.items():
            name = Text(NAMES[code], f"Body {code}")
            requester = Requester(code, name, RequesterKind.AUTHORISED_ORGANISATION)
            await register_requester(opened.parts, requester)
            client = Client(f"of-{code}", code, frozenset(scopes), (public_jwk(keys[code]),))
            await register_client(opened.parts, client)
        kinds = {HOSPITAL: UnitKind.HOSPITAL, SCHOOL: UnitKind.SCHOOL, MISSING: UnitKind.OTHER}
        units = tuple(Unit(code, NAMES[code], kind) for code, kind in kinds.items())
        await call_for_surveys(opened.parts, YEAR, date(TODAY.year, 12, 30), units)

    register(served.data, work)
    found = {}
    for code, key in keys.items():
        http = httpx.Client(base_url=served.url, timeout=30, trust_env=False)
        served.closing.callback(http.close)
        found[code] = Body(code, http, TokenKeeper(http, served.url, f"of-{code}", key))
    return found


def entries(data: Path, kind: str) -> list[dict[str, Any]]:
    """The leaves of this kind, oldest first."""
    query = "SELECT bytes FROM entry WHERE kind = ? ORDER BY seq"
    return [json.loads(content) for (content,) in rows_of(data, query, kind)]


def test_from_the_draft_to_the_table(served: Served, bodies: dict[str, Body]) -> None:
    """Draft, form, signature, submission; who has not filed; totals; the export."""
    hospital, school, civil_affairs = bodies[HOSPITAL], bodies[SCHOOL], bodies[COMPLIANCE]
    made = hospital.draft(
        a_row(), a_row(number=11, per_year=30, basis="《某条例》", proposal="keep")
    )
    assert ["negative_demanded", "without_basis", "negative_kept", "negative_demanded"] == [
        remark["code"] for remark in made["remarks"]
    ]
    page = hospital.get(f"/v1/surveys/{made['survey_id']}/form")
    assert " ".join(made["digest"][i : i + 8] for i in range(0, 64, 8)) in page.text
    done = hospital.submit(made)
    assert (200, "submitted") == (done.status_code, done.json()["state"])
    nothing = nothing_demanded(unit={"kind": "school"}, period=YEAR)
    filed = school.send("POST", "/v1/surveys", nothing).json()
    assert 200 == school.submit(filed, signed_by="分管副校长").status_code
    seen = civil_affairs.get(f"/v1/surveys/overview?period={YEAR}").json()
    assert [MISSING] == [unit["code"] for unit in seen["missing"]]
    assert {"hospital": 1230, "school": 0, "other": 0} == {
        kind: counts["per_year"] for kind, counts in seen["by_kind"].items()
    }
    assert [("示例区卫健委", 2)] == [(s["superior"], s["rows"]) for s in seen["by_superior"]]
    table = civil_affairs.get(f"/v1/surveys/export.csv?period={YEAR}&headings=zh")
    assert ("text/csv; charset=utf-8", f'attachment; filename="surveys-{YEAR}.csv"') == (
        table.headers["content-type"],
        table.headers["content-disposition"],
    )
    assert 1 + 2 + 1 == len(table.content.decode("utf-8-sig").splitlines())
    whole = civil_affairs.get(f"/v1/surveys/export?period={YEAR}").json()
    assert {HOSPITAL, SCHOOL} == {one["unit"]["code"] for one in whole["surveys"]}


def test_submissions_and_readings_are_on_the_trail(served: Served, bodies: dict[str, Body]) -> None:
    """Each is an entry of its own kind before the answer, with the digest and no free text."""
    made = bodies[HOSPITAL].draft(a_row(remarks="夜间急诊窗口"), period=f"{YEAR}-H1")
    bodies[HOSPITAL].submit(made)
    bodies[COMPLIANCE].get(f"/v1/surveys/{made['survey_id']}")
    bodies[COMPLIANCE].get(f"/v1/surveys/{made['survey_id']}/form")
    bodies[COMPLIANCE].get("/v1/surveys")
    bodies[COMPLIANCE].get(f"/v1/surveys/overview?period={YEAR}-H1")
    submitted = entries(served.data, "survey.submitted")[-1]
    assert {"survey", "sign_off"} == submitted["digests"].keys()
    assert (made["digest"], made["survey_id"], HOSPITAL) == (
        submitted["digests"]["survey"],
        submitted["about"]["survey"],
        submitted["requester"],
    )
    read = entries(served.data, "survey.read")[-4:]
    assert ["survey", "form", "list", "overview"] == [one["about"]["what"] for one in read]
    assert {COMPLIANCE} == {one["requester"] for one in read}
    leaves = rows_of(served.data, "SELECT bytes FROM entry")
    assert not any("夜间急诊窗口".encode() in leaf for (leaf,) in leaves)


def test_a_unit_sees_its_own_and_compliance_no_draft(bodies: dict[str, Body]) -> None:
    """What is another's, or not submitted yet, looks like what does not exist."""
    made = bodies[HOSPITAL].draft(period=f"{YEAR}-Q1")
    path = f"/v1/surveys/{made['survey_id']}"
    listed = bodies[HOSPITAL].get(f"/v1/surveys?period={YEAR}-Q1").json()["surveys"]
    assert [made["survey_id"]] == [one["survey_id"] for one in listed]
    assert [] == bodies[SCHOOL].get(f"/v1/surveys?period={YEAR}-Q1").json()["surveys"]
    assert [] == bodies[COMPLIANCE].get(f"/v1/surveys?period={YEAR}-Q1").json()["surveys"]
    for body in (bodies[SCHOOL], bodies[COMPLIANCE]):
        for ending in ("", "/form"):
            assert (404, "not_found") == problem(body.get(path + ending))
    replacing = bodies[SCHOOL].send("PUT", path, a_filing())
    assert [(404, "not_found")] * 2 == [problem(replacing), problem(bodies[SCHOOL].submit(made))]


def test_scopes(bodies: dict[str, Body]) -> None:
    """Filing needs one scope, compliance another, and no other scope helps."""
    hospital, compliance, other = bodies[HOSPITAL], bodies[COMPLIANCE], bodies[MISSING]
    refused = [
        compliance.send("POST", "/v1/surveys", a_filing()),
        hospital.get(f"/v1/surveys/overview?period={YEAR}"),
        hospital.get(f"/v1/surveys/export?period={YEAR}"),
        hospital.get(f"/v1/surveys/export.csv?period={YEAR}"),
        other.get("/v1/surveys"),
        other.send("POST", "/v1/surveys", a_filing()),
    ]
    assert [(403, "scope_missing")] * 6 == [problem(reply) for reply in refused]
    bare = httpx.get(f"{hospital.http.base_url}/v1/surveys", trust_env=False)
    assert (401, "token_missing") == problem(bare)


def test_who_files_and_supervises(served: Served, bodies: dict[str, Body]) -> None:
    """A body with both scopes sees its own drafts beside what others submitted."""
    both = bodies[MISSING]

    async def work(opened: Assembled) -> None:
        client = await opened.parts.registry.client(f"of-{MISSING}")
        assert client is not None
        scopes = client.scopes | {"survey:write", "survey:read"}
        await register_client(opened.parts, replace(client, scopes=scopes))

    register(served.data, work)
    both.tokens.forget()
    period = f"{YEAR}-Q4"
    own = both.draft(unit={"kind": "other"}, period=period)
    other = bodies[HOSPITAL].draft(period=period)
    bodies[HOSPITAL].submit(other)
    assert {own["survey_id"], other["survey_id"]} == {
        one["survey_id"] for one in both.get(f"/v1/surveys?period={period}").json()["surveys"]
    }
    assert [200] * 2 == [
        both.get(f"/v1/surveys/{made['survey_id']}").status_code for made in (own, other)
    ]


def test_what_was_submitted_stays_and_is_superseded(bodies: dict[str, Body]) -> None:
    """No replacing, no other signature; a correction is a later survey, the old one readable."""
    hospital, period = bodies[HOSPITAL], f"{YEAR}-Q2"
    first = hospital.draft(period=period)
    hospital.submit(first)
    path = f"/v1/surveys/{first['survey_id']}"
    replacing = hospital.send("PUT", path, a_filing(period=period))
    assert (409, "survey_already_submitted") == problem(replacing)
    assert (409, "survey_already_submitted") == problem(hospital.submit(first, signed_by="院长"))
    assert 200 == hospital.submit(first).status_code
    second = hospital.draft(a_row(number=11), period=period)
    hospital.submit(second)
    old = bodies[COMPLIANCE].get(path).json()
    assert ("superseded", second["survey_id"], first["digest"]) == (
        old["state"],
        old["superseded_by"],
        old["digest"],
    )
    valid = bodies[COMPLIANCE].get(f"/v1/surveys/export?period={period}").json()["surveys"]
    assert [second["survey_id"]] == [one["survey_id"] for one in valid]


def test_two_clerks_at_one_draft(bodies: dict[str, Body]) -> None:
    """Who holds an older draft is told, and loses nothing of the other's; without it, any goes."""
    hospital, period = bodies[HOSPITAL], f"{YEAR}-Q2"
    held = hospital.draft(period=period)
    path, mine = f"/v1/surveys/{held['survey_id']}", {"If-Match": f'"{held["digest"]}"'}
    first, second = (a_filing(a_row(per_year=n), period=period) for n in (7, 8))
    assert hospital.send("PUT", path, first, headers=mine).is_success
    reply = hospital.send("PUT", path, second, headers=mine)
    assert (409, "survey_overtaken") == problem(reply)
    assert [7] == [row["per_year"] for row in hospital.get(path).json()["survey"]["rows"]]
    assert hospital.send("PUT", path, second).is_success


def test_only_what_was_signed(bodies: dict[str, Body]) -> None:
    """A draft that changed after it was printed is not what the head signed."""
    hospital, period = bodies[HOSPITAL], f"{YEAR}-Q3"
    printed = hospital.draft(period=period)
    hospital.draft(a_row(per_year=1), period=period)
    reply = hospital.submit(printed)
    assert (409, "survey_changed") == problem(reply)
    again = hospital.send("POST", "/v1/surveys", a_filing(period=period))
    assert (409, "survey_draft_exists", printed["survey_id"]) == (
        *problem(again),
        again.json()["survey_id"],
    )


def test_nothing_is_shown_that_cannot_be_written(served: Served, bodies: dict[str, Body]) -> None:
    """Compliance reads nothing while its reading cannot be on the trail; a draft stays a draft."""
    made = bodies[HOSPITAL].draft(period=f"{YEAR}-07")
    with unwritable(served.data, "survey.submitted"):
        assert (503, "trail_unavailable") == problem(bodies[HOSPITAL].submit(made))
    assert "draft" == bodies[HOSPITAL].get(f"/v1/surveys/{made['survey_id']}").json()["state"]
    bodies[HOSPITAL].submit(made)
    paths = ("", f"/{made['survey_id']}", f"/{made['survey_id']}/form")
    queries = (f"/overview?period={YEAR}", f"/export?period={YEAR}", f"/export.csv?period={YEAR}")
    with unwritable(served.data, "survey.read"):
        replies = [bodies[COMPLIANCE].get(f"/v1/surveys{path}") for path in (*paths, *queries)]
    assert {(503, "trail_unavailable")} == {problem(reply) for reply in replies}
    assert not any(made["digest"] in reply.text for reply in replies)

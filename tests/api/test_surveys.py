"""Surveys at the front desk: hostile input, limits, what is told of mistakes, the form."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from gateway.api.forms.reading import read_form
from gateway.api.forms.surveying import SurveyForm
from gateway.api.interface.document import interface_document
from gateway.api.interface.survey_examples import REQUESTS
from gateway.errors import ContentRefused
from gateway.flow.registrations import register_client
from gateway.policy.survey_form import MOST_ROWS, Filer, read_survey
from tests.api.office import CLIENT_ID, FACTS, SCOPES, Office, open_office
from tests.policy.builders import REQUESTER, a_number, the_catalogue
from tests.policy.survey_builders import HOSPITAL, YEAR, a_form, a_row, nothing_demanded

DOCUMENT = interface_document(FACTS)
PATH = "/v1/surveys"
HOSTILE = "<script>alert(1)</script>"


def a_filing(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A filing of the registered unit."""
    return a_form(*rows, **{"unit": {"kind": "hospital"}, **changes})


async def allow(office: Office, *scopes: str) -> None:
    """Give the client these scopes too."""
    client = await office.parts.registry.client(CLIENT_ID)
    assert client is not None
    await register_client(office.parts, replace(client, scopes=SCOPES | {*scopes}))


@pytest.fixture
async def unit(tmp_path: Path) -> AsyncIterator[Office]:
    """The desk of a unit that may file."""
    opened = await open_office(tmp_path)
    await allow(opened, "survey:write")
    async with opened.http:
        yield opened
    await opened.store.close()


async def send(
    office: Office, content: object, method: str = "POST", path: str = PATH
) -> httpx.Response:
    """Send a survey, or bytes as they are."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    headers = {**await office.login(), "Content-Type": "application/json"}
    return await office.http.request(method, path, content=body, headers=headers)


def complaints(name: str, value: Any) -> list[str]:
    """What the interface document's schema finds wrong."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


async def test_every_mistake_is_told_in_both_languages(unit: Office) -> None:
    """All of a thousand, by row and field, though the list of `errors` is cut."""
    rows = [a_row(number=99, matter=f"事项{n}", per_year=-1) for n in range(MOST_ROWS)]
    reply = await send(unit, a_filing(*rows))
    told = reply.json()
    assert (422, "content_invalid", 50) == (
        reply.status_code,
        told["reason"],
        len(told["errors"]),
    )
    assert 2 * MOST_ROWS == len(told["survey_problems"])
    assert [] == complaints("Problem", told)
    last = told["survey_problems"][-1]
    assert (MOST_ROWS, {"zh", "en"}) == (last["row"], set(last["text"]))
    assert all(one["text"]["zh"] != one["reason"] for one in told["survey_problems"])


async def test_no_value_comes_back(unit: Office) -> None:
    """Neither what was written in a field nor the name of a field that does not exist."""
    number = a_number()
    reply = await send(unit, a_filing(a_row(remarks=number, **{number: 1}), **{number: 1}))
    assert (422, False) == (reply.status_code, number in reply.text)
    assert number not in unit.log.getvalue()


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 400, "not_json"),
        (b"[]", 422, "content_invalid"),
        (b'"x"', 422, "content_invalid"),
        (b'{"rows": [[[[[1]]]]]}', 400, "nesting_too_deep"),
        (b'{"period": "2026", "period": "2026"}', 400, "duplicate_key"),
        (b'{"period": "\\ud800"}', 400, "not_json"),
        (b"\xff", 400, "not_utf8"),
        (b'{"rows": [{"per_year": 1e999}]}', 400, "number_out_of_range"),
        (b" " * 1_100_000, 413, "body_too_large"),
    ],
    ids=["empty", "list", "text", "deep", "twice", "half", "latin", "infinite", "large"],
)
async def test_bodies_that_are_none(unit: Office, body: bytes, status: int, reason: str) -> None:
    """Each is refused as what it is."""
    reply = await send(unit, body)
    assert (status, reason) == (reply.status_code, reply.json()["reason"])


async def test_the_largest_survey_is_taken(unit: Office) -> None:
    """Hundreds of rows with long texts fit, though other calls take less."""
    rows = [a_row(matter=f"{'长' * 150}{n}", basis="据" * 100) for n in range(MOST_ROWS)]
    body = json.dumps(a_filing(*rows), ensure_ascii=False).encode()
    assert unit.parts.settings.max_body_bytes < len(body)
    reply = await send(unit, body)
    assert (201, MOST_ROWS) == (reply.status_code, len(reply.json()["survey"]["rows"]))


@pytest.mark.parametrize(
    "query",
    [
        "?period=x",
        "?period=2026-13",
        "?period=2026&period=2026",
        "?name=x",
        "/overview",
        "/overview?period=26",
        "/export.csv?period=2026&headings=fr",
        "/srv_" + "0" * 32 + "/form?lang=fr",
    ],
)
async def test_queries_that_make_no_sense(unit: Office, query: str) -> None:
    """What cannot be looked for is refused before anything is read."""
    await allow(unit, "survey:read")
    reply = await unit.get(PATH + query)
    assert (400, "query_not_allowed") == (reply.status_code, reply.json()["reason"])


@pytest.mark.parametrize("name", ["srv_x", "..%2fx", "srv_" + "0" * 31, "SRV_" + "0" * 32])
async def test_ids_that_are_none(unit: Office, name: str) -> None:
    """They are not found."""
    for path in (f"{PATH}/{name}", f"{PATH}/{name}/form"):
        assert 404 == (await unit.get(path)).status_code


async def test_changes_of_a_day_are_limited(unit: Office) -> None:
    """429 with the time until tomorrow in Asia/Shanghai."""
    made = (await send(unit, a_filing())).json()
    path = f"{PATH}/{made['survey_id']}"
    most = unit.parts.settings.survey_changes_per_day
    replies = [
        await send(unit, a_filing(a_row(per_year=n)), "PUT", path) for n in range(1, most + 1)
    ]
    assert [200] * (most - 1) + [429] == [reply.status_code for reply in replies]
    assert ("too_many_requests", str(12 * 3600)) == (
        replies[-1].json()["reason"],
        replies[-1].headers["retry-after"],
    )


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"digest": "x"}, "/digest"),
        ({"sealed": False}, "/sealed"),
        ({"sealed": None}, "/sealed"),
        ({"signed_on": "2026-02-30"}, "/signed_on"),
        ({"signed_on": "2026-11-25"}, "/signed_on"),
        ({"signed_on": "2026-11-23"}, "/signed_on"),
        ({"signed_by": ""}, "/signed_by"),
        ({"signed_by": " "}, "/signed_by"),
        ({"signed_by": "13912345678"}, "/signed_by"),
        ({"whim": 1}, "/whim"),
    ],
    ids=[
        "digest",
        "no seal",
        "seal left out",
        "no day",
        "future",
        "past",
        "nobody",
        "blank",
        "phone",
        "more",
    ],
)
async def test_submissions_that_are_none(
    unit: Office, change: dict[str, Any], pointer: str
) -> None:
    """A form that is not signed and sealed on a day since it was drafted is not submitted."""
    made = (await send(unit, a_filing())).json()
    signed = {
        "digest": made["digest"],
        "signed_by": "分管副院长",
        "signed_on": "2026-11-24",
        "sealed": True,
    }
    content = {name: v for name, v in (signed | change).items() if v is not None}
    reply = await send(unit, content, path=f"{PATH}/{made['survey_id']}/submit")
    assert (422, [pointer]) == (
        reply.status_code,
        [error["pointer"] for error in reply.json()["errors"]],
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_form_shows_texts_as_they_are(unit: Office, lang: str) -> None:
    """Nothing that was written becomes markup; nothing is loaded; only our style applies."""
    row = a_row(matter=HOSTILE, remarks='"><img src=x onerror=alert(1)>', basis="{{7*7}}")
    made = (await send(unit, a_filing(row, contact_role=HOSTILE))).json()
    page = await unit.get(f"{PATH}/{made['survey_id']}/form?lang={lang}")
    assert "text/html; charset=utf-8" == page.headers["content-type"]
    assert [] == re.findall(r"<script|<img|<link|https?://|//[a-z]", page.text)
    assert "{{7*7}}" in page.text
    policy = page.headers["content-security-policy"]
    assert ("default-src 'none'", False) == (policy.split(";")[0], "unsafe" in policy)
    assert {"zh": "zh-CN", "en": "en"}[lang] == page.headers["content-language"]
    assert {"zh": "（单位公章）", "en": "(seal of the unit)"}[lang] in page.text


async def test_the_form_of_nothing_to_report(unit: Office) -> None:
    """A unit that demands nothing signs that it demands nothing."""
    made = (await send(unit, nothing_demanded(unit={"kind": "school"}))).json()
    page = await unit.get(f"{PATH}/{made['survey_id']}/form")
    assert ("零报告" in page.text, "<tfoot>" in page.text) == (True, True)
    assert {"rows": 0, "per_year": 0} == {
        name: made["totals"][name] for name in ("rows", "per_year")
    }


async def test_replies_are_as_described(unit: Office) -> None:
    """Real surveys, lists, overviews and exports fit the interface document."""
    made = (await send(unit, a_filing(a_row(), a_row(number=11)))).json()
    signed = {
        "digest": made["digest"],
        "signed_by": "分管副院长",
        "signed_on": "2026-11-24",
        "sealed": True,
    }
    done = await send(unit, signed, path=f"{PATH}/{made['survey_id']}/submit")
    await allow(unit, "survey:write", "survey:read")
    listed = await unit.get(PATH)
    seen = await unit.get(f"{PATH}/overview?period=2026")
    whole = await unit.get(f"{PATH}/export?period=2026")
    assert [[]] * 5 == [
        complaints("FiledSurvey", made),
        complaints("FiledSurvey", done.json()),
        complaints("SurveyList", listed.json()),
        complaints("SurveyOverview", seen.json()),
        complaints("SurveyExport", whole.json()),
    ]
    assert REQUESTER == made["survey"]["unit"]["code"]


@pytest.mark.parametrize("name", REQUESTS)
def test_the_examples_are_taken(name: str) -> None:
    """An example can be sent as it stands, and fits the shape that the document shows."""
    request = REQUESTS[name]
    assert isinstance(request, dict)
    filer = Filer(HOSPITAL, "示例医院")
    assert "2026" == read_survey(request, the_catalogue(), YEAR, filer).period
    assert "2026" == read_form(SurveyForm, request).period


@pytest.mark.parametrize(
    "change",
    [
        {"rows": [a_row(matter="长" * 201)]},
        {"rows": [a_row(basis="长" * 301)]},
        {"rows": [a_row(remarks="长" * 501)]},
        {"rows": [a_row(per_year=10_000_001)]},
        {"rows": [a_row(per_year=-1)]},
        {"rows": [a_row(proposal="x")]},
        {"rows": [a_row(whim=1)]},
        {"rows": [a_row(matter=None)]},
        {"rows": [a_row(n=1)] * 201},
        {"period": "2026-Q5"},
        {"contact_role": "长" * 61},
        {"covers": "x"},
        {"unit": {"kind": "x"}},
        {"unit": {"kind": "school", "superior": "长" * 101}},
    ],
)
def test_the_shape_refuses_what_the_reader_refuses(change: dict[str, Any]) -> None:
    """The document's bounds are those of the reader that files of the command line have too."""
    form = a_filing(**change)
    with pytest.raises(ContentRefused):
        read_form(SurveyForm, form)
    with pytest.raises(ContentRefused):
        read_survey(form, the_catalogue(), YEAR, Filer(HOSPITAL, "示例医院"))

"""Each fault misbehaves on the wire as its name says, and ends when it should."""

import json
from collections.abc import Callable
from threading import Thread
from typing import Any

import httpx
import pytest
from lxml import etree

from mocks.serving import Mocks, Running, running
from tests.mocks import calls, examples
from tests.mocks.examples import FATHER, MOTHER, NOBODY

DEPARTMENTS = ("public_security", "civil_affairs", "health", "courts")
PERSON = {"name": FATHER.name, "cert_num": FATHER.number}


def _prepare(department: str) -> tuple[str, bytes, dict[str, str]]:
    """Path, body and headers of a call to a department."""
    if department == "public_security":
        body = calls.public_security_request("RYXX", FATHER.number, FATHER.name)
        return calls.PUBLIC_SECURITY_PATH, body, calls.XML
    if department == "health":
        message = calls.health_message("SWZM", {"XM": FATHER.name, "GMSFHM": FATHER.number})
        return calls.HEALTH_PATH, calls.health_request(message), calls.XML
    if department == "courts":
        content = calls.application("DECLARATION", FATHER.number, FATHER.name)
        return "/sfcx/v1/apply", json.dumps(content).encode(), calls.JSON
    form = httpx.Request("POST", "http://x", data=calls.civil_affairs_form(PERSON))
    return "/openapi/cremation/query", form.read(), calls.FORM


def _post(mocks: Mocks, department: str, timeout: float = 5) -> httpx.Response:
    path, body, headers = _prepare(department)
    url = mocks.urls[department] + path
    return httpx.post(url, content=body, headers=headers, timeout=timeout)


def _is_readable(department: str, content: bytes) -> bool:
    reader: Callable[[bytes], Any] = (
        etree.fromstring if department in ("public_security", "health") else json.loads
    )
    try:
        reader(content)
    except (ValueError, etree.XMLSyntaxError):
        return False
    return True


@pytest.mark.parametrize("department", DEPARTMENTS)
@pytest.mark.parametrize("status", [403, 404, 500, 501])
def test_a_status(mocks: Mocks, department: str, status: int) -> None:
    """The reply has that status and nothing in it."""
    mocks.controls(department).fault(f"status_{status}")
    reply = _post(mocks, department)
    assert (status, b"") == (reply.status_code, reply.content)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_malformed_body(mocks: Mocks, department: str) -> None:
    """The reply is a success that nobody can read."""
    mocks.controls(department).fault("malformed_body")
    reply = _post(mocks, department)
    assert 200 == reply.status_code
    assert not _is_readable(department, reply.content)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_truncated_body(mocks: Mocks, department: str) -> None:
    """The connection ends before the announced length."""
    mocks.controls(department).fault("truncated_body")
    with pytest.raises(httpx.RemoteProtocolError):
        _post(mocks, department)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_an_oversized_body(mocks: Mocks, department: str) -> None:
    """The reply is readable, but very long, and does not say so beforehand."""
    mocks.controls(department).fault("oversized_body", size=2_000_000)
    reply = _post(mocks, department)
    assert 2_000_000 < len(reply.content)
    assert "content-length" not in reply.headers
    assert _is_readable(department, reply.content)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_connection_reset(mocks: Mocks, department: str) -> None:
    """The connection breaks before any reply."""
    mocks.controls(department).fault("connection_reset")
    with pytest.raises(httpx.ReadError):
        _post(mocks, department)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_timeout(mocks: Mocks, department: str) -> None:
    """The call hangs for as long as the caller waits; the next one is answered."""
    mocks.controls(department).fault("timeout", times=1)
    with pytest.raises(httpx.ReadTimeout):
        _post(mocks, department, timeout=0.1)
    assert 200 == _post(mocks, department).status_code


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_slow_drip(mocks: Mocks, department: str) -> None:
    """Every byte comes soon enough, the whole does not, and leaving ends it."""
    mocks.controls(department).fault("slow_drip", seconds=0.002)
    path, body, headers = _prepare(department)
    url = mocks.urls[department] + path
    with httpx.stream("POST", url, content=body, headers=headers) as reply:
        first = next(reply.iter_raw())  # a busy machine may hand over several bytes at once
        assert 1 <= len(first) < int(reply.headers["content-length"])


def test_a_slow_drip_ends(mocks: Mocks) -> None:
    """Whoever waits long enough gets the whole reply."""
    whole = _post(mocks, "courts").json()
    mocks.controls("courts").fault("slow_drip", seconds=0)
    assert whole == _post(mocks, "courts").json()


def test_hanging_calls_end_with_the_mock() -> None:
    """A mock goes down at once although a call hangs in it."""
    asked: list[type[Exception]] = []

    def hang(running_mock: Running) -> None:
        path, body, headers = _prepare("health")
        try:
            httpx.post(running_mock.url + path, content=body, headers=headers, timeout=30)
        except httpx.TransportError as error:
            asked.append(type(error))

    with running(examples.make_population(), ["health"]) as mocks:
        mocks.controls("health").fault("timeout")
        caller = Thread(target=hang, args=(mocks.departments["health"],))
        caller.start()
        mocks.controls("health").journal.wait_for(1, timeout=10)
    caller.join(timeout=10)
    assert not caller.is_alive()
    assert [httpx.RemoteProtocolError] == asked


def test_the_wrong_person(mocks: Mocks) -> None:
    """Each department answers in full, about somebody else."""
    for department in DEPARTMENTS:
        mocks.controls(department).fault("wrong_person")
    person = calls.ask_public_security(mocks.urls["public_security"], "RYXX", *NOBODY)
    assert FATHER.number == calls.text(person, "RYLB/RY/CXHM")
    civil = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)
    assert MOTHER.number == civil["biz_data"]["cert_num_asked"]
    death = calls.ask_health(mocks.urls["health"], "SWZM", XM=MOTHER.name, GMSFHM=MOTHER.number)
    assert FATHER.number == death.findtext("body/records/record/GMSFHM")
    birth = calls.ask_health(mocks.urls["health"], "CSZM_ZH", CSZMBH="E500000999")
    assert "E500000123" == birth.findtext("body/asked")
    court = calls.ask_courts(mocks.urls["courts"], "FAMILY", *NOBODY)
    assert {"idNo": FATHER.number} == court["party"]


@pytest.fixture(params=["unknown_code", "busy"])
def codes(request: pytest.FixtureRequest, mocks: Mocks) -> tuple[str, ...]:
    """The result codes of the four departments under a fault that every one knows."""
    kind = str(request.param)
    for department in DEPARTMENTS:
        mocks.controls(department).fault(kind)
    person = calls.ask_public_security(mocks.urls["public_security"], "RYXX", *NOBODY)
    civil = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)
    death = calls.ask_health(mocks.urls["health"], "SWZM", XM="甲", GMSFHM=NOBODY[0])
    court = _post(mocks, "courts").json()
    return (
        kind,
        calls.text(person, "FHDM") or "",
        civil["code"] + civil.get("biz_data", {"code": ""})["code"],
        death.findtext("resultinfo/success", "") + death.findtext("resultinfo/errcode", ""),
        court["code"],
    )


def test_result_codes(codes: tuple[str, ...]) -> None:
    """Unknown codes are in no contract; busy ones are, and are no success."""
    assert codes in (
        ("unknown_code", "77", "1E7", "7", "7777"),
        ("busy", "90", "-9", "1E08", "5003"),
    )


def test_unknown_values(mocks: Mocks) -> None:
    """The reply is a success in which one coded value is in no contract."""
    for department in DEPARTMENTS:
        mocks.controls(department).fault("unknown_value")
    person = calls.ask_public_security(mocks.urls["public_security"], "RYXX", *NOBODY)
    assert "7" == calls.text(person, "RYLB/RY/gmsfzh_ppddm")
    civil = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)
    assert ["7"] == [row["seal_flag"] for row in civil["biz_data"]["result"]]
    death = calls.ask_health(mocks.urls["health"], "SWZM", XM="甲", GMSFHM=NOBODY[0])
    assert "7" == death.findtext("body/records/record/FCBZ")
    assert "HALF" == calls.ask_courts(mocks.urls["courts"], "FAMILY", *NOBODY)["state"]


def test_faults_of_one_department(mocks: Mocks) -> None:
    """Part of the archives down, and a query that a court does not offer."""
    mocks.controls("civil_affairs").fault("partial")
    civil = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)
    assert "2" == civil["biz_data"]["status"]
    mocks.controls("courts").fault("not_offered", "custody")
    content = calls.application("CUSTODY", *NOBODY)
    assert "3004" == calls.post_courts(mocks.urls["courts"], "apply", content)["code"]


def test_a_fault_hits_its_operation_and_step_only(mocks: Mocks) -> None:
    """Everything else is answered."""
    mocks.controls("courts").fault("status_500", "declarations", step="result")
    applied = _post(mocks, "courts").json()
    poll = json.dumps({"queryNo": applied["data"]["queryNo"]})
    url = mocks.urls["courts"] + "/sfcx/v1/result"
    assert 500 == httpx.post(url, content=poll, headers=calls.JSON).status_code
    assert "DONE" == calls.ask_courts(mocks.urls["courts"], "FAMILY", *NOBODY)["state"]


def test_a_fault_ends_after_its_times(mocks: Mocks) -> None:
    """Two failures, then an answer."""
    mocks.controls("health").fault("status_500", times=2)
    assert [500, 500, 200] == [_post(mocks, "health").status_code for _ in range(3)]


def test_a_stopped_department_refuses_connections() -> None:
    """Nobody listens any more; the others do."""
    with running(examples.make_population(), ["health", "courts"]) as mocks:
        mocks.stop("health")
        with pytest.raises(httpx.ConnectError):
            _post(mocks, "health")
        assert 200 == _post(mocks, "courts").status_code

"""The control addresses of a mock: faults, late answers, and the calls received."""

import httpx
import pytest

from mocks.controls import ControlRefused, Controls
from mocks.faults import Fault, FaultRefused
from mocks.health import HealthMock
from mocks.serving import Mocks, open_department
from tests.mocks import calls, examples
from tests.mocks.examples import FATHER, MOTHER


def test_faults_over_http(mocks: Mocks) -> None:
    """They are put, shown, and deleted while the mock runs."""
    url = f"{mocks.urls['health']}/_control/faults"
    put = httpx.put(url, json={"faults": [{"kind": "status_403", "operation": "death"}]})
    assert [("status_403", "death", None)] == [
        (fault["kind"], fault["operation"], fault["times"]) for fault in put.json()["faults"]
    ]
    assert put.json() == httpx.get(url).json()
    assert {"faults": []} == httpx.delete(url).json()
    assert () == mocks.controls("health").faults.on()


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '{"faults": {}}',
        '{"faults": [], "more": 1}',
        '{"faults": ["timeout"]}',
        '{"faults": [{"operation": "death"}]}',
        '{"faults": [{"kind": "gone"}]}',
        '{"faults": [{"kind": "partial"}]}',
        '{"faults": [{"kind": "timeout", "operation": "person"}]}',
        '{"faults": [{"kind": "timeout", "step": "second"}]}',
        '{"faults": [{"kind": "timeout", "times": 0}]}',
        '{"faults": [{"kind": "timeout", "times": true}]}',
        '{"faults": [{"kind": "timeout", "seconds": "1"}]}',
        '{"faults": [{"kind": "timeout", "more": 1}]}',
    ],
    ids=[
        *("no JSON", "a list", "no list", "unknown member", "a word", "no kind", "unknown kind"),
        *("another department's", "unknown operation", "unknown step", "never", "a truth"),
        *("a text", "unknown member of a fault"),
    ],
)
def test_faults_that_cannot_be(mocks: Mocks, body: str) -> None:
    """They are refused with a sentence, and what was on stays on."""
    mocks.controls("health").fault("busy")
    reply = httpx.put(f"{mocks.urls['health']}/_control/faults", content=body)
    assert 422 == reply.status_code
    assert reply.json()["error"]
    assert ["busy"] == [fault.kind for fault in mocks.controls("health").faults.on()]


def test_late_answers_over_http(mocks: Mocks) -> None:
    """A number holds for every operation; an object for those it names."""
    url = f"{mocks.urls['courts']}/_control/answers"
    assert {"after_polls": {"*": 2}} == httpx.put(url, json={"after_polls": 2}).json()
    polls = {"family_judgments": None, "*": 1}
    assert {"after_polls": polls} == httpx.put(url, json={"after_polls": polls}).json()


@pytest.mark.parametrize(
    ("department", "body"),
    [
        ("courts", "{}"),
        ("courts", '{"after_polls": -1}'),
        ("courts", '{"after_polls": true}'),
        ("courts", '{"after_polls": {"death": 1}}'),
        ("health", '{"after_polls": 1}'),
    ],
    ids=["nothing", "negative", "a truth", "unknown operation", "answers at once"],
)
def test_late_answers_that_cannot_be(mocks: Mocks, department: str, body: str) -> None:
    """They are refused with a sentence."""
    reply = httpx.put(f"{mocks.urls[department]}/_control/answers", content=body)
    assert 422 == reply.status_code
    assert reply.json()["error"]


def test_the_calls_received(mocks: Mocks) -> None:
    """Each shows operation, number and every field that was sent, until they are forgotten."""
    calls.ask_health(mocks.urls["health"], "SWZM", XM=FATHER.name, GMSFHM=FATHER.number)
    url = f"{mocks.urls['health']}/_control/requests"
    (call,) = httpx.get(url).json()["requests"]
    assert ["death", FATHER.number, "call"] == [call[n] for n in ("operation", "about", "step")]
    expected = {"msgid", "action", "sender", "sendtime", "XM", "GMSFHM"}
    assert expected == set(call["fields"])
    assert {"requests": []} == httpx.delete(url).json()
    assert () == mocks.controls("health").asks()


def test_both_sides_of_a_call_are_shown(mocks: Mocks) -> None:
    """What is inside biz_content is shown with the form's own fields."""
    content = {
        "name_man": FATHER.name,
        "cert_num_man": FATHER.number,
        "name_woman": MOTHER.name,
        "cert_num_woman": MOTHER.number,
    }
    calls.ask_civil_affairs(mocks.urls["civil_affairs"], "marriage", content)
    (ask,) = mocks.controls("civil_affairs").asks()
    assert content.items() <= dict(ask.fields).items()
    assert "access_key" in ask.fields


@pytest.mark.parametrize("department", ["public_security", "civil_affairs", "health", "courts"])
def test_what_is_not_a_call(mocks: Mocks, department: str) -> None:
    """Other methods, content types and sizes are turned away, and nothing is noted."""
    path = open_department(department, examples.make_population()).paths[0]
    url = mocks.urls[department] + path
    kind = {"civil_affairs": calls.FORM, "courts": calls.JSON}.get(department, calls.XML)
    statuses = [
        httpx.get(url).status_code,
        httpx.post(url, content=b"x", headers={"content-type": "text/plain"}).status_code,
        httpx.post(url, content=b"x" * 65_537, headers=kind).status_code,
    ]
    assert [405, 415, 413] == statuses
    assert () == mocks.controls(department).asks()


def test_controls_in_the_same_process() -> None:
    """Faults can be switched without HTTP, and wrong ones raise."""
    controls = Controls(HealthMock(examples.make_population()))
    controls.switch(Fault("timeout"), Fault("busy", operation="death"))
    assert ["timeout", "busy"] == [fault.kind for fault in controls.faults.on()]
    with pytest.raises(FaultRefused):
        controls.fault("gone")
    with pytest.raises(ControlRefused):
        controls.after_polls(1)
    controls.mend()
    assert () == controls.faults.on()


def test_an_unknown_department() -> None:
    """It cannot be opened."""
    with pytest.raises(KeyError):
        open_department("housing", examples.make_population())

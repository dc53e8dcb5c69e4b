"""Requests go out byte for byte as the golden files, and so hold contracted fields only."""

from __future__ import annotations

import pytest

from gateway.domain.question import Question
from tests.connectors.asking import counter
from tests.connectors.dialect import Dialect, golden, plain_request, unchanged
from tests.connectors.dialects import BY_NAME, DIALECTS
from tests.connectors.people import JIANGUO, OPERATOR, XIUYING
from tests.connectors.scripted import Sent

REQUESTS = {
    "public_security": ("person", "household", "birth_registration", "unnatural_death"),
    "civil_affairs": ("marital_events", "adoptions", "cremation"),
    "health": (
        "birth_by_certificate",
        "birth_by_child",
        "birth_by_mother",
        "death",
        "last_service",
    ),
    "courts": ("family_judgments", "declarations", "custody"),
}
CASES = [(department, operation) for department, all_ in REQUESTS.items() for operation in all_]


def _golden_request(dialect: Dialect, operation: str) -> str:
    suffix = "form" if dialect.department == "civil_affairs" else dialect.suffix
    return golden(dialect.department, f"{operation}.request.{suffix}").decode()


async def _send(dialect: Dialect, question: Question) -> list[Sent]:
    async with counter(dialect, dialect.script(unchanged, question.operation)) as desk:
        await desk.ask(question)
        return desk.department.sent


@pytest.mark.parametrize(("department", "operation"), CASES)
async def test_a_request_is_its_golden_file(department: str, operation: str) -> None:
    """Every operation is asked with exactly the bytes of its golden request."""
    dialect = BY_NAME[department]
    first, *_ = await _send(dialect, dialect.question(operation))
    expected = _golden_request(dialect, operation)
    if department == "health":
        assert expected == plain_request(first)
    else:
        assert expected == first.body.decode()


def test_every_operation_of_a_manifest_has_a_golden_request() -> None:
    """No connector offers an operation that is not shown here."""
    offered = {d.department: d.connect().operations for d in DIALECTS}
    assert {name: frozenset(all_) for name, all_ in REQUESTS.items()} == offered


async def test_health_wraps_its_message_in_an_envelope() -> None:
    """The base64 message stands in the exchange element of a SOAP envelope and nowhere else."""
    dialect = BY_NAME["health"]
    (sent,) = await _send(dialect, dialect.question("death"))
    before, _, after = sent.body.decode().partition("<message>")
    packed, _, end = after.partition("</message>")
    assert before.endswith('<soapenv:Body><exchange xmlns="urn:wjw:mde">')
    assert "</exchange></soapenv:Body></soapenv:Envelope>" == end
    assert set(packed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")


async def test_civil_affairs_is_asked_about_two() -> None:
    """A question with a second person becomes the two-sided call."""
    dialect = BY_NAME["civil_affairs"]
    question = Question("civil_affairs", "marital_events", JIANGUO, other=XIUYING)
    (sent,) = await _send(dialect, question)
    assert golden("civil_affairs", "marital_events_of_two.request.form") == sent.body


async def test_courts_are_polled_with_the_query_number_alone() -> None:
    """A poll holds the query number and nothing about the person."""
    dialect = BY_NAME["courts"]
    _, poll = await _send(dialect, dialect.question())
    assert golden("courts", "poll.request.json") == poll.body


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.department)
async def test_addresses_and_headers_name_nobody(dialect: Dialect) -> None:
    """Every call is a POST to a fixed address; no header holds a number or a name."""
    for sent in await _send(dialect, dialect.question()):
        assert "POST" == sent.method
        assert sent.target in dialect.paths
        assert {
            "host",
            "accept",
            "accept-encoding",
            "connection",
            "user-agent",
            "content-type",
            "content-length",
        } == set(sent.headers)
        assert JIANGUO.number not in str(sent.headers)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.department)
async def test_the_operator_goes_to_public_security_only(dialect: Dialect) -> None:
    """Only public security learns on whose action a question is asked."""
    said = "".join(map(plain_request, await _send(dialect, dialect.question())))
    knows = dialect.department == "public_security"
    assert knows is (OPERATOR.number in said)
    assert knows is (OPERATOR.name in said)

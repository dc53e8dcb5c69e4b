"""What single departments want of a request beside what the conformance suite looks at."""

from __future__ import annotations

from connectors.kit.asking import counter
from connectors.kit.dialect import Dialect, unchanged
from connectors.kit.scripted import Sent
from gateway.domain.question import Question
from tests.connectors.dialects import BY_NAME


async def _send(dialect: Dialect, question: Question) -> list[Sent]:
    async with counter(dialect, dialect.script(unchanged, question.operation)) as desk:
        await desk.ask(question)
        return desk.department.sent


async def test_health_wraps_its_message_in_an_envelope() -> None:
    """The base64 message stands in the exchange element of a SOAP envelope and nowhere else."""
    dialect = BY_NAME["health"]
    (sent,) = await _send(dialect, dialect.question("death"))
    before, _, after = sent.body.decode().partition("<message>")
    packed, _, end = after.partition("</message>")
    assert before.endswith('<soapenv:Body><exchange xmlns="urn:wjw:mde">')
    assert "</exchange></soapenv:Body></soapenv:Envelope>" == end
    assert set(packed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")


async def test_courts_are_polled_with_the_query_number_alone() -> None:
    """A poll holds the query number and nothing about the person."""
    dialect = BY_NAME["courts"]
    _, poll = await _send(dialect, dialect.question())
    assert dialect.golden_bytes("poll.request.json") == poll.body

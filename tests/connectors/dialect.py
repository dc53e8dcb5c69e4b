"""The four dialects as the tests speak them: golden files in, well-formed replies out.

Written from the wire contracts, not from the connectors: it uses none of their code.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_plus

from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.ports.source import Connector
from tests.connectors.people import ENVELOPE, JIANGUO
from tests.connectors.scripted import Line, Sent, reply

GOLDEN = Path(__file__).parent / "golden"
CERTIFICATE = "E500000123"
QUERY_NUMBER = "20261120500112000001"
APPLY = "/sfcx/v1/apply"
_PACKET = re.compile(r"<(message|return)>([^<]*)</")
_WRAPPED = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    '<exchangeResponse xmlns="urn:wjw:mde"><return>{}</return></exchangeResponse>'
    "</e:Body></e:Envelope>"
)

Change = Callable[[str], str]


def unchanged(text: str) -> str:
    """The change that is none."""
    return text


def golden(department: str, name: str) -> bytes:
    """The bytes of a golden file."""
    return (GOLDEN / department / name).read_bytes()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one department speaks.

    `connect` makes the connector (with a fixed clock); `example` is the operation whose golden
    reply the faults are built from; `paths` are the department's addresses.
    """

    department: str
    connect: Callable[[], Connector]
    example: str
    reply_type: str
    suffix: str
    paths: tuple[str, ...]

    def question(self, operation: str | None = None, about: Person = JIANGUO) -> Question:
        """The question of a golden request."""
        asked = operation or self.example
        certificate = CERTIFICATE if asked == "birth_by_certificate" else None
        return Question(self.department, asked, about, certificate_number=certificate)

    def plain(self, name: str | None = None) -> str:
        """A golden reply in plain text."""
        return golden(self.department, f"{name or self.example}.reply.{self.suffix}").decode()

    def encode(self, text: str) -> bytes:
        """A plain reply as it goes over the wire."""
        if self.department != "health":
            return text.encode()
        return _WRAPPED.format(base64.b64encode(text.encode()).decode()).encode()

    def line(self, text: str) -> Line:
        """A plain reply as a well-formed one of HTTP."""
        return reply(self.encode(text), self.reply_type)

    def script(self, change: Change, operation: str | None = None) -> Callable[[Sent], Line]:
        """Answer with the golden reply of an operation, changed; an application is accepted."""

        def answer(sent: Sent) -> Line:
            if sent.target == APPLY:
                return self.line(self.plain("accepted"))
            return self.line(change(self.plain(operation)))

        return answer

    def is_last_step(self, sent: Sent) -> bool:
        """Whether this is the call whose reply holds the answer."""
        return sent.target != APPLY


def plain_request(sent: Sent) -> str:
    """What a request says, whatever its packing."""
    text = sent.body.decode()
    packet = _PACKET.search(text)
    if packet is not None:
        return base64.b64decode(packet[2]).decode()
    return unquote_plus(text)


def about(person: Person, request_id: str) -> Change:
    """The golden reply as if it had been asked about another person."""

    def change(text: str) -> str:
        renamed = text.replace(JIANGUO.number, person.number).replace(JIANGUO.name, person.name)
        return renamed.replace(ENVELOPE.request_id, request_id)

    return change


def swap(old: str, new: str, count: int = 1) -> Change:
    """Replace a text that must be there."""

    def change(text: str) -> str:
        assert old in text, "the golden file does not hold what is to be changed"
        return text.replace(old, new, count)

    return change

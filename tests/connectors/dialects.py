"""The bundled departments as the conformance suite knows them.

Written from the wire contracts, not from the connectors: it uses none of their code.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import unquote_plus

from connectors.civil_affairs.source import CivilAffairs
from connectors.courts.source import Courts
from connectors.health.source import Health
from connectors.kit.dialect import CallBack, Contract, Dialect, OfTwo, swap
from connectors.kit.people import JIANGUO, LI_WEI, XIUYING, fixed_now
from connectors.kit.scripted import Line, Sent
from connectors.public_security.source import PublicSecurity
from gateway.domain.person import Person
from gateway.domain.question import Question
from tests.connectors.contract_schemas import problems_of_reply, problems_of_request
from tests.connectors.misreadings import BY_DEPARTMENT
from tests.connectors.mocked import mocked
from tests.connectors.readings import READINGS, SEALED

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
ONE_NAME = "the register keeps no former names"
ONE_PERSON = (
    "its replies are about the one number asked; only the population register tells two apart"
)
ONE_SIDED = "no two-sided call"
NOTHING_TO_DROP = "the contract holds nothing of the kind"
PROMPT = "answers at once"


async def no_wait(_seconds: float) -> None:
    """Wait for nothing."""


class CivilAffairsDialect(Dialect):
    """A form, one field of which is JSON."""

    def said(self, sent: Sent) -> str:
        """The form, decoded."""
        return unquote_plus(sent.body.decode())


class HealthDialect(Dialect):
    """A base64 message in a SOAP envelope, both ways."""

    def question(self, operation: str | None = None, about: Person = JIANGUO) -> Question:
        """One of its operations looks a certificate up."""
        asked = operation or self.example
        certificate = CERTIFICATE if asked == "birth_by_certificate" else None
        return Question(self.department, asked, about, certificate_number=certificate)

    def encode(self, text: str) -> bytes:
        """Packed."""
        return _WRAPPED.format(base64.b64encode(text.encode()).decode()).encode()

    def read_request(self, sent: Sent) -> str:
        """Unpacked."""
        packet = _PACKET.search(sent.body.decode())
        assert packet is not None, "a request without a packet"
        return base64.b64decode(packet[2]).decode()


class CourtsDialect(Dialect):
    """Apply first, then poll by the query number alone."""

    def between(self, sent: Sent) -> Line | None:
        """The application is accepted."""
        return self.line(self.plain("accepted")) if sent.target == APPLY else None

    def carries_question(self, sent: Sent) -> bool:
        """The application names the person; a poll does not."""
        return sent.target == APPLY

    def working(self) -> str:
        """Still at work."""
        return self.plain("working")

    def marks(self, place: int, person: Person) -> tuple[str, ...]:
        """An application is known by the person's number, a poll by its own."""
        return (person.number, _query_number(place))

    def made_out(self, text: str, place: int, person: Person, request_id: str) -> str:
        """Each query has a number of its own."""
        renamed = super().made_out(text, place, person, request_id)
        return renamed.replace(QUERY_NUMBER, _query_number(place))


def _query_number(place: int) -> str:
    return f"{QUERY_NUMBER[:-1]}{place + 5}"


def _contract(department: str) -> Contract:
    return Contract(
        of_request=lambda path, body: problems_of_request(department, path, body),
        of_reply=lambda path, body: problems_of_reply(department, path, body),
    )


PUBLIC_SECURITY = Dialect(
    department="public_security",
    connect=lambda: PublicSecurity(fixed_now),
    golden=GOLDEN / "public_security",
    example="person",
    crowd="unnatural_death",
    reply_type="text/xml; charset=UTF-8",
    document="xml",
    paths=("/rkfw/services",),
    fields=frozenset(
        {"FWQQBH", "FWBS", "QQRGMSFHM", "QQRXM", "QQRDWDM", "QQYWLXDM", "QQSJ", "GMSFHM", "XM"}
    ),
    knows_operator=True,
    contract=_contract("public_security"),
    readings=READINGS["public_security"],
    sealed=SEALED["public_security"],
    misreadings=BY_DEPARTMENT["public_security"],
    mock=mocked("public_security"),
    exempt={
        "two_people": ONE_SIDED,
        "dropped": NOTHING_TO_DROP,
        "late": PROMPT,
        "callbacks": PROMPT,
    },
)
CIVIL_AFFAIRS = CivilAffairsDialect(
    department="civil_affairs",
    connect=lambda: CivilAffairs(fixed_now),
    golden=GOLDEN / "civil_affairs",
    example="marital_events",
    crowd="cremation",
    reply_type="application/json; charset=utf-8",
    document="json",
    request_suffix="form",
    paths=("/openapi/marriage/query", "/openapi/adoption/query", "/openapi/cremation/query"),
    fields=frozenset(
        {"access_key", "format", "request_id", "timestamp", "version", "sign", "biz_content"}
        | {"name_man", "cert_num_man", "name_woman", "cert_num_woman", "name", "cert_num"}
    ),
    contract=_contract("civil_affairs"),
    readings=READINGS["civil_affairs"],
    sealed=SEALED["civil_affairs"],
    misreadings=BY_DEPARTMENT["civil_affairs"],
    of_two=OfTwo(
        question=Question("civil_affairs", "marital_events", JIANGUO, other=XIUYING),
        golden="marital_events_of_two",
        request="marital_events_of_two",
        third_person=swap("500105600705002", LI_WEI.number),
    ),
    mock=mocked("civil_affairs"),
    exempt={
        "former_names": ONE_NAME,
        "shared_numbers": ONE_PERSON,
        "dropped": NOTHING_TO_DROP,
        "late": PROMPT,
        "callbacks": PROMPT,
    },
)
HEALTH = HealthDialect(
    department="health",
    connect=lambda: Health(fixed_now),
    golden=GOLDEN / "health",
    example="death",
    crowd="last_service",
    reply_type="text/xml; charset=UTF-8",
    document="xml",
    paths=("/services/MdeService",),
    fields=frozenset(
        {"msgid", "action", "sender", "sendtime", "CSZMBH", "ETXM", "ETGMSFHM"}
        | {"MQXM", "MQGMSFHM", "XM", "GMSFHM"}
    ),
    contract=_contract("health"),
    readings=READINGS["health"],
    sealed=SEALED["health"],
    misreadings=BY_DEPARTMENT["health"],
    dropped={"death": ("I21.9",)},
    mock=mocked("health"),
    exempt={
        "former_names": ONE_NAME,
        "shared_numbers": ONE_PERSON,
        "two_people": ONE_SIDED,
        "late": PROMPT,
        "callbacks": PROMPT,
    },
)
COURTS = CourtsDialect(
    department="courts",
    connect=lambda: Courts(no_wait),
    golden=GOLDEN / "courts",
    example="family_judgments",
    crowd="custody",
    reply_type="application/json; charset=utf-8",
    document="json",
    paths=(APPLY, "/sfcx/v1/result"),
    fields=frozenset(
        {"reqId", "queryType", "idNo", "name", "applyOrg", "matter", "party", "queryNo"}
    ),
    contract=_contract("courts"),
    readings=READINGS["courts"],
    sealed=SEALED["courts"],
    misreadings=BY_DEPARTMENT["courts"],
    call_back=CallBack(
        message=f'{{"queryNo": "{QUERY_NUMBER}"}}'.encode(),
        ticket=QUERY_NUMBER,
        broken=(
            b"{}",
            f'{{"queryNo": {QUERY_NUMBER}}}'.encode(),
            f'{{"queryNo": "{QUERY_NUMBER[1:]}"}}'.encode(),
            f'{{"queryNo": "{QUERY_NUMBER}", "queryNo": "{QUERY_NUMBER}"}}'.encode(),
        ),
    ),
    mock=mocked("courts"),
    exempt={
        "former_names": ONE_NAME,
        "shared_numbers": ONE_PERSON,
        "two_people": ONE_SIDED,
        "dropped": NOTHING_TO_DROP,
        "unpromised": "answers late; a ticket of its own is resumed (the rule above)",
    },
)
DIALECTS = (PUBLIC_SECURITY, CIVIL_AFFAIRS, HEALTH, COURTS)
BY_NAME = {dialect.department: dialect for dialect in DIALECTS}

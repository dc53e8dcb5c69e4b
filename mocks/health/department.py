"""Reads health's messages and answers them under its wire contract.

Must never answer from anything but health's registers. It does send the cause of death, because
the real department does: a connector has to drop it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from lxml import etree

from mocks import envelope
from mocks.asking import BUSY, UNKNOWN_CODE, UNKNOWN_VALUE, WRONG_PERSON, Ask, Refused
from mocks.envelope import XmlRefused, add
from mocks.health.records import Registers
from mocks.population import Population

NAMESPACE = "urn:wjw:mde"
ACTIONS = {
    "CSZM_ZH": "birth_by_certificate",
    "CSZM_ET": "birth_by_child",
    "CSZM_MQ": "birth_by_mother",
    "SWZM": "death",
    "JZJL": "last_service",
}
NUMBER = re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]")
TEXT = re.compile(r".+", re.DOTALL)
HEAD = {
    "msgid": re.compile(r"[0-9A-Za-z-]{1,64}"),
    "action": TEXT,
    "sender": re.compile(r"[0-9A-Za-z_.-]{1,64}"),
    "sendtime": re.compile(r"[0-9]{14}"),
}
BODIES = {
    "CSZM_ZH": {"CSZMBH": TEXT},
    "CSZM_ET": {"ETGMSFHM": NUMBER, "ETXM": TEXT},
    "CSZM_MQ": {"MQGMSFHM": NUMBER, "MQXM": TEXT},
    "SWZM": {"GMSFHM": NUMBER, "XM": TEXT},
    "JZJL": {"GMSFHM": NUMBER, "XM": TEXT},
}
"""Fields by action; the first is what is looked up and echoed."""
ERRORS = {"E01": "报文不完整", "E02": "交易不存在", "E08": "系统繁忙"}


class HealthMock:
    """Health's registers over one population."""

    name = "health"
    paths: tuple[str, ...] = ("/services/MdeService",)
    request_type = "text/xml"
    reply_type = "text/xml; charset=UTF-8"
    operations: tuple[str, ...] = tuple(ACTIONS.values())
    twists: frozenset[str] = frozenset({WRONG_PERSON, UNKNOWN_CODE, UNKNOWN_VALUE, BUSY})

    def __init__(self, population: Population) -> None:
        self._registers = Registers(population)
        self._data_date = f"{population.data_dates.health:%Y%m%d}"

    def read(self, path: str, body: bytes) -> Ask | Refused:
        """Understand an envelope; E01 and E02 for messages that are incomplete or unknown."""
        try:
            message = _unwrap(body)
        except XmlRefused:
            return Refused(b"", status=400)
        head, content = _read_message(message)
        if not _fits(head, HEAD):
            return self._refusal(head, "E01")
        action = head["action"]
        if action not in ACTIONS:
            return self._refusal(head, "E02")
        if not _fits(content, BODIES[action]):
            return self._refusal(head, "E01")
        about = content[next(iter(BODIES[action]))]
        return Ask(ACTIONS[action], about, {**head, **content}, path=path)

    def answer(self, ask: Ask, twist: str | None = None) -> bytes:
        """The records under the number asked, in an MDEML message."""
        if twist == BUSY:
            return _wrap(_message(ask.fields, success="1", code="E08"))
        success = "7" if twist == UNKNOWN_CODE else "0"
        message = _message(ask.fields, data_date=self._data_date, success=success)
        asked = ask.about
        if twist == WRONG_PERSON:
            asked = self._registers.something_else(ask.operation, ask.about)
        body = add(message, "body")
        add(body, "asked", asked)
        records = add(body, "records")
        self._registers.write(records, ask.operation, asked)
        if twist == UNKNOWN_VALUE:
            _spoil(records)
        return _wrap(message)

    def _refusal(self, head: Mapping[str, str], code: str) -> Refused:
        return Refused(_wrap(_message(head, success="1", code=code)), media_type=self.reply_type)


def _unwrap(body: bytes) -> str:
    """The text of the one message in the envelope; raises XmlRefused."""
    found = envelope.blocks(envelope.parse(body), "Body")
    if len(found) != 1 or found[0].tag != f"{{{NAMESPACE}}}exchange":
        raise XmlRefused("unexpected block")
    fields = envelope.fields_of(found[0], NAMESPACE)
    if fields.keys() != {"message"}:
        raise XmlRefused("unexpected element")
    return fields["message"]


def _read_message(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Head and body of an MDEML message; empty where there is none."""
    try:
        root = envelope.parse(base64.b64decode("".join(text.split()), validate=True))
        head, body = root.find("head"), root.find("body")
        if root.tag != "MDEML" or head is None:
            return {}, {}
        return envelope.fields_of(head), {} if body is None else envelope.fields_of(body)
    except ValueError:
        return {}, {}


def _fits(fields: Mapping[str, str], rules: Mapping[str, re.Pattern[str]]) -> bool:
    known = fields.keys() == rules.keys()
    return known and all(rule.fullmatch(fields[name]) for name, rule in rules.items())


def _message(
    head: Mapping[str, str], *, success: str, data_date: str = "", code: str = ""
) -> etree._Element:
    root = etree.Element("MDEML")
    reply_head = add(root, "head")
    add(reply_head, "msgid", head.get("msgid", ""))
    add(reply_head, "action", head.get("action", ""))
    add(reply_head, "datadate", data_date)
    result = add(root, "resultinfo")
    add(result, "success", success)
    add(result, "errcode", code)
    add(result, "errmsg", ERRORS.get(code, ""))
    return root


def _wrap(message: etree._Element) -> bytes:
    response = etree.Element(f"{{{NAMESPACE}}}exchangeResponse", nsmap={None: NAMESPACE})
    add(response, "return", base64.b64encode(envelope.document(message)).decode())
    return envelope.envelope(response)


def _spoil(records: etree._Element) -> None:
    """Put an unknown code into every record; into an empty one if there is none."""
    if not len(records):
        add(add(records, "record"), "FCBZ")
    for flag in records.iter("FCBZ"):
        flag.text = "7"

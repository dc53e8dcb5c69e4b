"""The envelope of health around its base64 message: writes requests, reads replies to records.

Knows the wire contract's sections 1 to 3 and 5. A cause of death is dropped here, at the door:
no function of this module returns a document that still holds one.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from gateway.domain.evidence import Cause
from gateway.outbound.answers import check_same
from gateway.outbound.values import COMPACT_DAY, known, read_day
from gateway.outbound.xml_documents import (
    child_of,
    children_of,
    parse_xml_safely,
    value_of,
    value_or_none_of,
)
from gateway.ports.machine import SHANGHAI
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from lxml.etree import _Element

    from gateway.ports.source import LinkReply

PATH: Final = "/services/MdeService"
CONTENT_TYPE: Final = "text/xml; charset=UTF-8"
_SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_MDE: Final = "urn:wjw:mde"
_CAUSE_OF_DEATH: Final = "SWYY"
_SUCCESS: Final = {"0": True, "1": False}
_FAILURES: Final = {
    "E01": Cause.NOT_UNDERSTOOD,
    "E02": Cause.UNSUPPORTED,
    "E03": Cause.REFUSED,
    "E08": Cause.BROKEN,
    "E09": Cause.BROKEN,
}


@dataclass(frozen=True, slots=True, repr=False)
class Records:
    """What a successful reply holds: the data date and one element for each record."""

    as_of: date
    elements: tuple[_Element, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """One call: its number, the action, and the fields of its body."""

    number: str
    action: str
    fields: Mapping[str, str]


def write_request(message: Message, sender: str, moment: datetime) -> bytes:
    """The bytes of one call. `moment` is aware; the department wants it in Beijing time."""
    root = etree.Element("MDEML")
    head = {
        "msgid": message.number,
        "action": message.action,
        "sender": sender,
        "sendtime": f"{moment.astimezone(SHANGHAI):%Y%m%d%H%M%S}",
    }
    _write_block(root, "head", head)
    _write_block(root, "body", message.fields)
    inner = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    envelope = etree.Element(f"{{{_SOAP}}}Envelope", nsmap={"soapenv": _SOAP})
    body = etree.SubElement(envelope, f"{{{_SOAP}}}Body")
    exchange = etree.SubElement(body, f"{{{_MDE}}}exchange", nsmap={None: _MDE})
    wrapped = etree.SubElement(exchange, f"{{{_MDE}}}message")
    wrapped.text = base64.b64encode(inner).decode("ascii")
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def read_reply(reply: LinkReply, message: Message, asked: str) -> Records:
    """The records of a successful reply to that call. Raises LinkFailed for anything else."""
    if reply.media_type != "text/xml":
        raise LinkFailed(Cause.MALFORMED)
    root = _open(reply.body)
    _check_result(child_of(root, "resultinfo"))
    head = child_of(root, "head")
    check_same(message.number, value_or_none_of(head, "msgid"))
    if value_of(head, "action") != message.action:
        raise LinkFailed(Cause.MALFORMED)
    body = child_of(root, "body")
    check_same(asked, value_of(body, "asked"))
    as_of = read_day(value_of(head, "datadate"), COMPACT_DAY)
    return Records(as_of, children_of(child_of(body, "records"), "record"))


def _open(body: bytes) -> _Element:
    """The inner message, without any cause of death."""
    envelope = parse_xml_safely(body)
    if envelope.tag != f"{{{_SOAP}}}Envelope":
        raise LinkFailed(Cause.MALFORMED)
    response = child_of(child_of(envelope, f"{{{_SOAP}}}Body"), f"{{{_MDE}}}exchangeResponse")
    inner = _decode(value_of(response, f"{{{_MDE}}}return"))
    if inner is None:
        raise LinkFailed(Cause.MALFORMED)
    root = parse_xml_safely(inner)
    _drop_causes_of_death(root)
    if root.tag != "MDEML":
        raise LinkFailed(Cause.MALFORMED)
    return root


def _drop_causes_of_death(root: _Element) -> None:
    """Remove every element and attribute of that name, in any case, namespace and place."""
    for element in list(root.iter()):
        for name in [name for name in element.attrib if _is_cause_of_death(name)]:
            del element.attrib[name]
        parent = element.getparent()
        if parent is not None and _is_cause_of_death(str(element.tag)):
            parent.remove(element)


def _is_cause_of_death(name: str) -> bool:
    return etree.QName(name).localname.upper() == _CAUSE_OF_DEATH


def _decode(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _check_result(result: _Element) -> None:
    succeeded = known(_SUCCESS, value_of(result, "success"))
    code = value_or_none_of(result, "errcode", must_exist=True)
    if not succeeded:
        raise LinkFailed(known(_FAILURES, code or ""))
    if code is not None:
        raise LinkFailed(Cause.MALFORMED)  # a success with an error is neither


def _write_block(root: _Element, name: str, fields: Mapping[str, str]) -> None:
    block = etree.SubElement(root, name)
    for field, text in fields.items():
        etree.SubElement(block, field).text = text

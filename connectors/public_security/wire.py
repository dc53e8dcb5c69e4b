"""The envelope of public security: writes requests, reads replies down to their persons.

Knows the wire contract's sections 1 to 3 and 5; must never judge what an entry means.
"""

from __future__ import annotations

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
    from datetime import date, datetime

    from lxml.etree import _Element

    from gateway.domain.person import Person
    from gateway.ports.source import Envelope, LinkReply

PATH: Final = "/rkfw/services"
CONTENT_TYPE: Final = "text/xml; charset=UTF-8"
NAMESPACE: Final = "urn:ga:rkfw:1.0"
_SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_SUCCESS: Final = "00"
_FAILURES: Final = {
    "10": Cause.NOT_UNDERSTOOD,
    "11": Cause.REFUSED,
    "12": Cause.UNSUPPORTED,
    "90": Cause.BROKEN,
    "99": Cause.BROKEN,
}


@dataclass(frozen=True, slots=True, repr=False)
class Persons:
    """What a successful reply holds: the data date and one element for each person."""

    as_of: date
    elements: tuple[_Element, ...]


def tag(name: str) -> str:
    """The qualified name of one of their elements."""
    return f"{{{NAMESPACE}}}{name}"


def write_request(service: str, about: Person, envelope: Envelope, moment: datetime) -> bytes:
    """The bytes of one call. `moment` is aware; the register wants it in Beijing time."""
    root = etree.Element(f"{{{_SOAP}}}Envelope", nsmap={"soapenv": _SOAP})
    header = etree.SubElement(root, f"{{{_SOAP}}}Header")
    _write_block(
        header,
        "FWQQ",
        {
            "FWQQBH": envelope.request_id,
            "FWBS": service,
            "QQRGMSFHM": envelope.operator.number,
            "QQRXM": envelope.operator.name,
            "QQRDWDM": envelope.requester,
            "QQYWLXDM": envelope.business,
            "QQSJ": f"{moment.astimezone(SHANGHAI):%Y%m%d%H%M%S}",
        },
    )
    body = etree.SubElement(root, f"{{{_SOAP}}}Body")
    _write_block(body, "CXTJ", {"GMSFHM": about.number, "XM": about.name})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def read_reply(reply: LinkReply, request_id: str, service: str) -> Persons:
    """The persons of a successful reply to that call. Raises LinkFailed for anything else."""
    if reply.media_type != "text/xml":
        raise LinkFailed(Cause.MALFORMED)
    root = parse_xml_safely(reply.body)
    if root.tag != f"{{{_SOAP}}}Envelope":
        raise LinkFailed(Cause.MALFORMED)
    block = child_of(child_of(root, f"{{{_SOAP}}}Body"), tag("FWFH"))
    code = value_of(block, tag("FHDM"))
    if code != _SUCCESS:
        raise LinkFailed(known(_FAILURES, code))
    check_same(request_id, value_or_none_of(block, tag("FWQQBH")))
    if value_of(block, tag("FWBS")) != service:
        raise LinkFailed(Cause.MALFORMED)
    elements = children_of(child_of(block, tag("RYLB")), tag("RY"))
    if not elements:
        raise LinkFailed(Cause.MALFORMED)  # whoever is not held is a person in the list, too
    return Persons(read_day(value_of(block, tag("SJRQ")), COMPACT_DAY), elements)


def _write_block(parent: _Element, name: str, values: dict[str, str]) -> None:
    block = etree.SubElement(parent, tag(name), nsmap={None: NAMESPACE})
    for child, text in values.items():
        etree.SubElement(block, tag(child)).text = text

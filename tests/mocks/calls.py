"""Calls to the mock departments as their wire contracts want them.

Must never use a connector: what a connector misunderstands would be misunderstood here too.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from lxml import etree

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
GA = "urn:ga:rkfw:1.0"
MDE = "urn:wjw:mde"
ACCESS_SECRET = b"access-secret-of-the-mock-department"
XML = {"content-type": "text/xml; charset=UTF-8"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json; charset=utf-8"}

PUBLIC_SECURITY_PATH = "/rkfw/services"
HEALTH_PATH = "/services/MdeService"

FWQQ = {
    "FWQQBH": "req-1",
    "QQRGMSFHM": "11010519491231002X",
    "QQRXM": "经办甲",
    "QQRDWDM": "11500000009275772R",
    "QQYWLXDM": "GJJ-007",
    "QQSJ": "20261120093001",
}


def public_security_request(service: str, number: str, name: str, **more: str) -> bytes:
    """An envelope for one of the services; `more` replaces or adds fields of the header."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP})
    header = etree.SubElement(root, f"{{{SOAP}}}Header")
    _block(header, GA, "FWQQ", {**FWQQ, "FWBS": service, **more})
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    _block(body, GA, "CXTJ", {"GMSFHM": number, "XM": name})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def ask_public_security(
    url: str, service: str, number: str, name: str, **more: str
) -> etree._Element:
    """The FWFH of the reply."""
    request = public_security_request(service, number, name, **more)
    reply = httpx.post(url + PUBLIC_SECURITY_PATH, content=request, headers=XML)
    assert 200 == reply.status_code
    return read_envelope(reply.content)


def people(reply: etree._Element) -> list[etree._Element]:
    """The RY of a reply of public security."""
    return reply.findall("{*}RYLB/{*}RY")


def text(element: etree._Element, path: str) -> str | None:
    """The text at a path of local names; None if there is no such element."""
    found = element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return None if found is None else found.text or ""


def civil_affairs_form(content: Mapping[str, object], **more: str) -> dict[str, str]:
    """The fields of a form post, signed; `more` replaces or adds some before it is signed."""
    fields = {
        "access_key": "gw-demo",
        "format": "json",
        "request_id": "req-2",
        "timestamp": "2026-11-20 09:30:01",
        "version": "1.0",
        "biz_content": json.dumps(content, ensure_ascii=False),
        **more,
    }
    signed = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name != "sign")
    digest = hmac.new(ACCESS_SECRET, signed.encode(), hashlib.sha256)
    return {"sign": digest.hexdigest().upper(), **fields}


def ask_civil_affairs(url: str, what: str, content: Mapping[str, object], **more: str) -> Any:
    """The JSON of the reply; `what` is marriage, adoption or cremation."""
    body = urlencode(civil_affairs_form(content, **more))
    reply = httpx.post(f"{url}/openapi/{what}/query", content=body, headers=FORM)
    assert 200 == reply.status_code
    return reply.json()


def health_message(action: str, body: Mapping[str, str], **more: str) -> bytes:
    """The inner message; `more` replaces or adds fields of the head."""
    root = etree.Element("MDEML")
    head = {"msgid": "req-3", "action": action, "sender": "gw-demo", "sendtime": "20261120093001"}
    _block(root, "", "head", {**head, **more})
    _block(root, "", "body", body)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def health_request(message: bytes) -> bytes:
    """The envelope around a message."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP})
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    _block(body, MDE, "exchange", {"message": base64.b64encode(message).decode()})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def ask_health(url: str, action: str, **body: str) -> etree._Element:
    """The MDEML of the reply."""
    return post_health(url, health_message(action, body))


def post_health(url: str, message: bytes) -> etree._Element:
    """The MDEML of the reply to a message."""
    reply = httpx.post(url + HEALTH_PATH, content=health_request(message), headers=XML)
    assert 200 == reply.status_code
    return read_health(reply.content)


def read_health(content: bytes) -> etree._Element:
    """The MDEML in a reply's envelope."""
    encoded = text(read_envelope(content), "return")
    assert encoded is not None
    return etree.fromstring(base64.b64decode(encoded))


def application(query_type: str, number: str, name: str, **more: str) -> dict[str, object]:
    """An application to the courts."""
    return {
        "reqId": "req-4",
        "queryType": query_type,
        "party": {"idNo": number, "name": name},
        "applyOrg": "11500000009275772R",
        "matter": "GJJ-007",
        **more,
    }


def post_courts(url: str, step: str, content: object) -> Any:
    """The JSON of the reply; `step` is apply or result."""
    reply = httpx.post(f"{url}/sfcx/v1/{step}", content=json.dumps(content), headers=JSON)
    assert 200 == reply.status_code
    return reply.json()


def ask_courts(url: str, query_type: str, number: str, name: str) -> Any:
    """The data of the first poll after an application."""
    applied = post_courts(url, "apply", application(query_type, number, name))
    polled = post_courts(url, "result", {"queryNo": applied["data"]["queryNo"]})
    return polled["data"]


def read_envelope(content: bytes) -> etree._Element:
    """The one element in the body of an envelope."""
    body = etree.fromstring(content).find(f"{{{SOAP}}}Body")
    assert body is not None
    (block,) = body
    return block


def canonical(xml: str | bytes) -> bytes:
    """XML without white space between elements, so that two documents can be compared."""
    raw = xml.encode() if isinstance(xml, str) else xml
    root = etree.fromstring(raw, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n", exclusive=True)


def _block(parent: etree._Element, namespace: str, name: str, fields: Mapping[str, str]) -> None:
    prefix = f"{{{namespace}}}" if namespace else ""
    block = etree.SubElement(parent, prefix + name)
    for field, value in fields.items():
        etree.SubElement(block, prefix + field).text = value

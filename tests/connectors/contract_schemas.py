"""The machine-readable wire contracts: what may be sent to a department, and what it may answer.

Must never fetch anything: a schema is a file beside its contract.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator
from lxml import etree

from tests.connectors.scenario_files import FOLDER

_PACKETS = ("{urn:wjw:mde}message", "{urn:wjw:mde}return")
_OPENAPI = {
    "civil_affairs": {
        "/openapi/marriage/query": ("MaritalForm", "MaritalContent", "MaritalReply"),
        "/openapi/adoption/query": ("PersonForm", "PersonContent", "AdoptionReply"),
        "/openapi/cremation/query": ("PersonForm", "PersonContent", "CremationReply"),
    },
    "courts": {
        "/sfcx/v1/apply": ("Application", "", "ApplicationReply"),
        "/sfcx/v1/result": ("Poll", "", "ResultReply"),
    },
}


def problems_of_request(department: str, path: str, body: bytes) -> list[str]:
    """What a request holds against its contract; nothing, if it keeps it."""
    match department:
        case "public_security":
            return _against_xsd("public_security/request.xsd", body)
        case "health":
            inner = unpacked(body)
            outer = _against_xsd("health/request.xsd", body)
            return outer + _against_xsd("health/message-request.xsd", inner)
        case "civil_affairs":
            form_schema, content_schema, _ = _OPENAPI[department][path]
            form = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True))
            content = json.loads(form["biz_content"])
            outer = against_json(department, form_schema, form)
            return outer + against_json(department, content_schema, content)
        case _:
            return against_json(department, _OPENAPI[department][path][0], json.loads(body))


def problems_of_reply(department: str, path: str, body: bytes) -> list[str]:
    """What a reply holds against its contract; nothing, if it keeps it."""
    match department:
        case "public_security":
            return _against_xsd("public_security/reply.xsd", body)
        case "health":
            inner = unpacked(body)
            outer = _against_xsd("health/reply.xsd", body)
            return outer + _against_xsd("health/message-reply.xsd", inner)
        case "civil_affairs":
            return against_json(department, _OPENAPI[department][path][2], json.loads(body))
        case _:
            document = json.loads(body)
            name = _OPENAPI[department][path][2] if document["success"] else "Failure"
            return against_json(department, name, document)


def against_json(department: str, name: str, document: object) -> list[str]:
    """What a document holds against one of the schemas of an interface description."""
    validator = Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", **_described(department)}
    )
    return [error.message for error in validator.iter_errors(document)]


def unpacked(body: bytes) -> bytes:
    """The message inside an envelope of health."""
    (packet,) = etree.fromstring(body).iter(*_PACKETS)
    return base64.b64decode(packet.text or "", validate=True)


def canonical(document: bytes) -> bytes:
    """XML without white space between elements, so that two documents can be compared."""
    root = etree.fromstring(document, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n", exclusive=True)


@cache
def _described(department: str) -> Mapping[str, Any]:
    text = (FOLDER / department / "openapi.json").read_text(encoding="utf-8")
    content: Mapping[str, Any] = json.loads(text)
    return {"components": content["components"]}


@cache
def _schema(name: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(FOLDER / name, parser))


def _against_xsd(name: str, document: bytes) -> list[str]:
    schema = _schema(name)
    if schema.validate(etree.fromstring(document)):
        return []
    return [str(entry.message) for entry in schema.error_log]

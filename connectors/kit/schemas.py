"""Documents against the schema of their wire contract: XSD for XML, JSON Schema for JSON.

Needs jsonschema, which a running gateway does not. Must never fetch a schema from elsewhere.
"""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree

from connectors.kit.dialect import Contract


def complaints(schema: Path, text: str) -> list[str]:
    """What a document does against its schema, each with the place; nothing if it keeps to it.

    The documents of tests are about invented people: a complaint may quote them.
    """
    return _of_xml(schema, text) if schema.suffix == ".xsd" else _of_json(schema, text)


def contract_of(request: Path, reply: Path) -> Contract:
    """The contract of a department whose calls all have the same two schemas."""
    return Contract(
        of_request=lambda _path, body: complaints(request, body.decode()),
        of_reply=lambda _path, body: complaints(reply, body.decode()),
    )


def _of_xml(path: Path, text: str) -> list[str]:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    schema = etree.XMLSchema(etree.parse(str(path), parser))
    schema.validate(etree.fromstring(text.encode(), parser))
    return [f"line {entry.line}: {entry.message}" for entry in schema.error_log]


def _of_json(path: Path, text: str) -> list[str]:
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    found = Draft202012Validator(schema).iter_errors(json.loads(text))
    return [f"{error.json_path}: {error.message}" for error in found]

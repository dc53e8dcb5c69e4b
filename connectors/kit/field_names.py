"""The names of the fields in a request, whatever it is written in.

Must never look at a value but to find fields inside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl

from gateway.outbound import parse_xml_safely


def field_names(text: str) -> frozenset[str]:
    """Names of members in JSON, of leaf elements and attributes in XML, of fields in a form.

    A form's field that holds JSON counts with the members in it.
    """
    stripped = text.strip()
    if stripped[:1] in {"{", "["}:
        return frozenset(_members(json.loads(stripped)))
    if stripped.startswith("<"):
        return frozenset(_elements(stripped))
    return frozenset(_form(stripped))


def _members(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner)


def _elements(text: str) -> Iterator[str]:
    for element in parse_xml_safely(text.encode()).iter():
        yield from (_local(str(name)) for name in element.attrib)
        if len(element) == 0:
            yield _local(str(element.tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _form(text: str) -> Iterator[str]:
    for name, value in parse_qsl(text, keep_blank_values=True):
        yield name
        if value[:1] in {"{", "["}:
            yield from _members(json.loads(value))

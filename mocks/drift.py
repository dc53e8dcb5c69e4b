"""Changes the schema of a reply as departments do: something new, something renamed, another type.

Must never change what a member holds, only its name or its type.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping

from lxml import etree

from mocks import envelope
from mocks.faults import CHANGED_TYPE, RENAMED_MEMBER, UNKNOWN_MEMBER, Fault

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "public_security": ("gmsfzh_ppddm", "FHDM", "SJRQ"),
    "civil_affairs": ("op_date", "seal_flag", "data_date", "biz_data", "code"),
    "health": ("SWRQ", "CSZMBH", "JZRQ", "FCBZ", "asked", "success"),
    "courts": ("state", "asOf", "queryNo", "code"),
}
"""Members that the contracts require, those of the records first: what is changed unless told."""
NEW = "xzd"
"""The name of a member that is in no contract (新字段)."""
INNER = "return"


def drift(fault: Fault, department: str, body: bytes) -> bytes:
    """The reply with the fault's change in it; unchanged if it has no such member."""
    names = (fault.member,) if fault.member else REQUIRED[department]
    if department in ("public_security", "health"):
        return _drift_xml(fault.kind, names, body)
    value = json.loads(body)
    for name in names:
        holders = [holder for holder in _objects(value) if name in holder]
        for holder in holders:
            _change(fault.kind, holder, name)
        if holders:
            break
    return json.dumps(value, ensure_ascii=False).encode()


def _objects(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _change(kind: str, holder: dict[str, object], name: str) -> None:
    if kind == UNKNOWN_MEMBER:
        holder[NEW] = "1"
    elif kind == RENAMED_MEMBER:
        holder[f"{name}_{NEW}"] = holder.pop(name)
    else:
        holder[name] = [holder[name]]


def _drift_xml(kind: str, names: tuple[str, ...], body: bytes) -> bytes:
    root = envelope.parse(body)
    inner = next((e for e in root.iter() if etree.QName(e).localname == INNER), None)
    if inner is not None and inner.text:
        message = envelope.parse(base64.b64decode(inner.text))
        _change_elements(kind, names, message)
        inner.text = base64.b64encode(envelope.document(message)).decode()
    else:
        _change_elements(kind, names, root)
    return envelope.document(root)


def _change_elements(kind: str, names: tuple[str, ...], root: etree._Element) -> None:
    for name in names:
        found = [e for e in root.iter() if etree.QName(e).localname == name]
        for element in found:
            _change_element(kind, element)
        if found:
            return


def _change_element(kind: str, element: etree._Element) -> None:
    namespace = etree.QName(element).namespace
    prefix = "" if namespace is None else f"{{{namespace}}}"
    name = etree.QName(element).localname
    if kind == UNKNOWN_MEMBER:
        new = etree.Element(f"{prefix}{NEW}")
        new.text = "1"
        element.addnext(new)
    elif kind == RENAMED_MEMBER:
        element.tag = f"{prefix}{name}_{NEW}"
    elif kind == CHANGED_TYPE:
        value = etree.SubElement(element, f"{prefix}{NEW}")
        value.text, element.text = element.text, None

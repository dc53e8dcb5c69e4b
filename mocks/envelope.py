"""Reads and writes the XML that two of the departments speak.

Must never resolve an entity, load a DTD or fetch anything: requests are other people's text.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


class XmlRefused(ValueError):
    """The bytes are not XML that a department reads."""


def parse(body: bytes) -> etree._Element:
    """The root of a document without a DTD; raises XmlRefused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise XmlRefused("not well-formed") from None
    if root.getroottree().docinfo.doctype:
        raise XmlRefused("has a DTD")
    return root


def blocks(root: etree._Element, part: str) -> list[etree._Element]:
    """The elements in a SOAP envelope's Header or Body; raises XmlRefused if it is none."""
    if root.tag != f"{{{SOAP}}}Envelope":
        raise XmlRefused("not an envelope")
    found = root.find(f"{{{SOAP}}}{part}")
    return [] if found is None else list(_elements(found))


def fields_of(block: etree._Element, namespace: str = "") -> dict[str, str]:
    """Local name to text of an element's children; raises XmlRefused for what is no such list."""
    prefix = f"{{{namespace}}}" if namespace else ""
    fields: dict[str, str] = {}
    for child in _elements(block):
        name = str(child.tag)
        if not name.startswith(prefix) or len(child) or name in fields:
            raise XmlRefused("unexpected element")
        fields[name.removeprefix(prefix)] = child.text or ""
    return fields


def envelope(content: etree._Element) -> bytes:
    """A SOAP envelope around one element, as a document in UTF-8."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP})
    etree.SubElement(root, f"{{{SOAP}}}Body").append(content)
    return document(root)


def document(root: etree._Element) -> bytes:
    """A document in UTF-8 with its declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    """Append an element in the parent's namespace."""
    namespace = etree.QName(parent).namespace
    tag = name if namespace is None else f"{{{namespace}}}{name}"
    child = etree.SubElement(parent, tag)
    child.text = text
    return child


def _elements(parent: etree._Element) -> Iterator[etree._Element]:
    return (child for child in parent if isinstance(child.tag, str))

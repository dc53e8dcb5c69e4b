"""XML from elsewhere: parsed without entities, DTDs or the network, and read strictly.

Everything wrong is LinkFailed(MALFORMED) without a word about the document, which names people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from gateway.domain.evidence import Cause
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_DOCUMENT = 1_048_576
DEEPEST_NESTING = 40


def parse_xml_safely(
    body: bytes, *, largest: int = LARGEST_DOCUMENT, deepest: int = DEEPEST_NESTING
) -> _Element:
    """The root of a UTF-8 document of at most `largest` bytes and `deepest` levels.

    A document with a DOCTYPE is refused whatever is in it. Comments and processing instructions
    are dropped. Raises LinkFailed: OVERSIZED or MALFORMED.
    """
    if len(body) > largest:
        raise LinkFailed(Cause.OVERSIZED)
    root = _parse(body)
    if root is None or _is_deeper_than(deepest, root):
        raise LinkFailed(Cause.MALFORMED)
    return root


def child_of(parent: _Element, tag: str) -> _Element:
    """The one child of that (qualified) name. Raises LinkFailed if there is none, or two."""
    found = parent.findall(tag)
    if len(found) != 1:
        raise LinkFailed(Cause.MALFORMED)
    return found[0]


def children_of(parent: _Element, tag: str) -> tuple[_Element, ...]:
    """The children of a list, all of that (qualified) name, in order.

    Raises LinkFailed for a list that holds anything else: an item under another name must never
    look like no item (domain.md G1).
    """
    if any(child.tag != tag for child in parent):
        raise LinkFailed(Cause.MALFORMED)
    return tuple(parent)


def value_of(parent: _Element, tag: str) -> str:
    """The text of a required child. Raises LinkFailed if it is missing, empty or doubled."""
    text = value_or_none_of(parent, tag)
    if text is None:
        raise LinkFailed(Cause.MALFORMED)
    return text


def value_or_none_of(parent: _Element, tag: str, *, must_exist: bool = False) -> str | None:
    """The text of a child; None if it is empty, or missing where that is allowed.

    Raises LinkFailed if it is doubled, or holds elements where text belongs.
    """
    found = parent.findall(tag)
    if len(found) > 1 or (must_exist and not found):
        raise LinkFailed(Cause.MALFORMED)
    if not found:
        return None
    if len(found[0]):
        raise LinkFailed(Cause.MALFORMED)
    return (found[0].text or "").strip() or None


def _parse(body: bytes) -> _Element | None:
    """None for whatever is not well-formed UTF-8 XML without a DOCTYPE."""
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the document declares: no other encoding hides a DOCTYPE
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!DOCTYPE" in body or b"\x00" in body:
        return None
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.internalDTD is not None else root


def _is_deeper_than(deepest: int, root: _Element) -> bool:
    level = [root]
    for _ in range(deepest):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True

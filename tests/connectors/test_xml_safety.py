"""Hostile XML from a department: nothing is expanded, fetched or read, and nothing is answered.

The same documents are put in front of the parser, of public security, and of health, there both
as the envelope and as the message inside it.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.kit.people import ENVELOPE, plenty
from connectors.kit.scripted import reply, scripted
from gateway.domain.evidence import Answered, Cause, Failed, Reply
from gateway.outbound import Outbound, Patience
from gateway.outbound import xml_documents as x
from gateway.ports.source import LinkFailed, SourceSettings
from tests.connectors.dialects import BY_NAME

XML = "text/xml; charset=UTF-8"
ENVELOPED = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    '<exchangeResponse xmlns="urn:wjw:mde"><return>{}</return></exchangeResponse>'
    "</e:Body></e:Envelope>"
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
REFUSED = {
    "doctype": b"<!DOCTYPE a><a/>",
    "internal entity": b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
    "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>'.encode(),
    "quadratic blow-up": b'<!DOCTYPE a [<!ENTITY e "' + b"x" * 9_000 + b'">]><a>' + b"&e;" * 9_000,
    "external entity": b'<!DOCTYPE a [<!ENTITY e SYSTEM "SECRET">]><a>&e;</a>',
    "external entity by address": b'<!DOCTYPE a [<!ENTITY e SYSTEM "URL">]><a>&e;</a>',
    "external DTD": b'<!DOCTYPE a SYSTEM "URL"><a/>',
    "public DTD": b'<!DOCTYPE a PUBLIC "-//X//Y" "URL"><a/>',
    "parameter entity": b'<!DOCTYPE a [<!ENTITY % p SYSTEM "URL">%p;]><a/>',
    "default attribute": b'<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>',
    "undeclared entity": b"<a>&e;</a>",
    "doctype after a comment": b"<!-- - --><!DOCTYPE a><a/>",
    "doctype after a byte order mark": b"\xef\xbb\xbf<!DOCTYPE a><a/>",
    "doctype in UTF-16": "<!DOCTYPE a><a/>".encode("utf-16"),
    "doctype in UTF-16 without a mark": "<!DOCTYPE a><a/>".encode("utf-16-be"),
    "doctype in UTF-32": "<!DOCTYPE a><a/>".encode("utf-32"),
    "doctype in EBCDIC": '<?xml version="1.0" encoding="cp037"?><!DOCTYPE a><a/>'.encode("cp037"),
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?><a>陈</a>'.encode("utf-16"),
    "GBK": '<?xml version="1.0" encoding="GBK"?><a>陈</a>'.encode("gbk"),
    "GB 18030": '<?xml version="1.0" encoding="GB18030"?><a>𠮷</a>'.encode("gb18030"),
    "overlong UTF-8": b"<a>\xc0\xbc</a>",
    "half a character": b"<a>\xed\xa0\x80</a>",
    "control character": b"<a>&#1;</a>",
    "version 1.1": b'<?xml version="1.1"?><a>&#1;</a>',
    "depth": b"<a>" * 41 + b"</a>" * 41,
    "depth without an end": b"<a>" * 100_000,
    "depth by namespaces": b"".join(b'<a xmlns="u%d">' % n for n in range(60)) + b"</a>" * 60,
    "a name without an end": b"<" + b"x" * 200_000 + b"/>",
    "doubled attribute": b'<a b="1" b="2"/>',
    "undeclared prefix": b"<p:a/>",
    "second root": b"<a/><b/>",
}
HARMLESS = {
    "huge attribute": b'<a x="' + b"y" * 500_000 + b'"/>',
    "many attributes": b"<a " + b" ".join(b'a%d="1"' % n for n in range(20_000)) + b"/>",
    "many namespaces": b"<a "
    + b" ".join(b'xmlns:n%d="u%d"' % (n, n) for n in range(9_000))
    + b"/>",
    "many elements": b"<a>" + b"<b/>" * 100_000 + b"</a>",
    "character references": b"<a>" + b"&#65;" * 100_000 + b"</a>",
    "UTF-7 that is only said": b'<?xml version="1.0" encoding="UTF-7"?><a>+ADw-b+AD4-</a>',
    "GBK that is only said": b'<?xml version="1.0" encoding="GBK"?><a/>',
    "CDATA": b"<a><![CDATA[&e; <b>]]></a>",
    "XInclude": b'<a xmlns:i="http://www.w3.org/2001/XInclude">'
    b'<i:include href="SECRET" parse="text"/></a>',
    "XInclude by address": b'<a xmlns:i="http://www.w3.org/2001/XInclude">'
    b'<i:include href="URL"/></a>',
    "style sheet": b'<?xml-stylesheet href="URL"?><a/>',
    "schema location": b'<a xmlns:s="http://www.w3.org/2001/XMLSchema-instance" '
    b's:noNamespaceSchemaLocation="URL"/>',
    "another place as its own": b'<a xml:base="URL"/>',
}
"""Well-formed and of no consequence: read as what it is, which no contract knows."""
ALL = {**REFUSED, **HARMLESS}


class Trap:
    """A file and an address that nobody may touch."""

    def __init__(self, secret: Path, url: str) -> None:
        self.secret = secret
        self.url = url
        self.visits = 0

    def set_in(self, document: bytes) -> bytes:
        """The document, pointing at them."""
        return document.replace(b"SECRET", self.secret.as_uri().encode()).replace(
            b"URL", self.url.encode()
        )


@pytest.fixture
async def trap(tmp_path: Path) -> AsyncIterator[Trap]:
    """The trap, and that nobody stepped into it."""
    secret = tmp_path / "secret.txt"
    secret.write_text("what a file says")
    found = Trap(secret, "")

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.visits += 1
        writer.close()

    server = await asyncio.start_server(visit, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    async with server:
        yield found
    assert 0 == found.visits


def _named(documents: dict[str, bytes]) -> list[object]:
    return [pytest.param(document, id=name) for name, document in documents.items()]


@pytest.mark.parametrize("document", _named(REFUSED))
async def test_documents_that_are_refused(trap: Trap, document: bytes) -> None:
    """Malformed, without a word about why."""
    body = trap.set_in(document)
    with pytest.raises(LinkFailed) as caught:
        x.parse_xml_safely(body)
    assert Cause.MALFORMED == caught.value.cause
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)


@pytest.mark.parametrize("document", _named(HARMLESS))
async def test_documents_that_are_only_odd(trap: Trap, document: bytes) -> None:
    """They are read, nothing is fetched for them, and no file gets into them."""
    root = x.parse_xml_safely(trap.set_in(document))
    assert "a" == root.tag
    assert "what a file says" not in "".join(str(text) for text in root.itertext())


def test_more_than_the_limit() -> None:
    """A document above its limit is not looked at."""
    with pytest.raises(LinkFailed) as caught:
        x.parse_xml_safely(b"<a>" + b" " * x.LARGEST_DOCUMENT + b"</a>")
    assert Cause.OVERSIZED == caught.value.cause


async def _asked(department: str, body: bytes, limit: int = 4_194_304) -> Reply:
    async with scripted(lambda _: reply(body, XML)) as running:
        settings = SourceSettings(department, running.url, max_reply_bytes=limit)
        link = Outbound(Patience(attempts=1)).link(settings)
        dialect = BY_NAME[department]
        source = dialect.connect().open(settings, link)
        try:
            return await source.ask(dialect.question(), ENVELOPE, plenty())
        finally:
            await source.close()


@pytest.mark.parametrize("document", _named(ALL))
@pytest.mark.parametrize("department", ["public_security", "health"])
async def test_a_department_that_sends_them(trap: Trap, department: str, document: bytes) -> None:
    """Sent as the whole reply, each of them is silence."""
    assert Failed(Cause.MALFORMED) == await _asked(department, trap.set_in(document))


@pytest.mark.parametrize("document", _named(ALL))
async def test_a_message_that_holds_them(trap: Trap, document: bytes) -> None:
    """Packed into the message of a well-formed envelope, each of them is silence too."""
    packed = base64.b64encode(trap.set_in(document)).decode()
    assert Failed(Cause.MALFORMED) == await _asked("health", ENVELOPED.format(packed).encode())


@pytest.mark.parametrize(
    "text",
    ["", "=", "AAA", "A", "not base64!", "QUJD\u00e9", "PGEvPg==PGEvPg==", "PGEvPg", "____"],
    ids=range(9),
)
async def test_a_message_that_is_no_base64(text: str) -> None:
    """What cannot be unpacked is malformed."""
    assert Failed(Cause.MALFORMED) == await _asked("health", ENVELOPED.format(text).encode())


async def test_messages_that_swell() -> None:
    """Packing does not get a message past the limits: of the reply, and of a document."""
    inner = b"<MDEML>" + b"<a/>" * 400_000 + b"</MDEML>"
    swollen = ENVELOPED.format(base64.b64encode(inner).decode()).encode()
    assert Failed(Cause.OVERSIZED) == await _asked("health", swollen)
    assert Failed(Cause.OVERSIZED) == await _asked("health", swollen, limit=65_536)


async def test_messages_in_messages() -> None:
    """One layer is unpacked, whatever is in it: a message in a message is no message."""
    packed = b"<a/>"
    for _ in range(20):
        packed = base64.b64encode(packed)
    assert Failed(Cause.MALFORMED) == await _asked(
        "health", ENVELOPED.format(packed.decode()).encode()
    )


@pytest.mark.parametrize("department", ["public_security", "health"])
async def test_the_way_that_is_right(department: str) -> None:
    """The reply from which these tests are a step away is answered."""
    dialect = BY_NAME[department]
    assert isinstance(await _asked(department, dialect.encode(dialect.plain())), Answered)

"""The cause of death is dropped at the door: in no record, no log, no error, nowhere in memory."""

from __future__ import annotations

import gc
import logging
import secrets
from collections.abc import Iterator

import pytest

from connectors.health.source import Health
from connectors.kit.people import ENVELOPE, fixed_now, plenty
from connectors.kit.scripted import Line, Sent, reply, scripted
from gateway.domain.evidence import Answered, Cause, Failed, Reply
from gateway.outbound import Outbound, Patience
from gateway.ports.source import LinkReply, SourceSettings
from tests.connectors.dialects import BY_NAME

DIALECT = BY_NAME["health"]
PLACES = {
    "where the contract has it": ("I21.9", "{}"),
    "in lower case": ("<SWYY>I21.9</SWYY>", "<swyy>{}</swyy>"),
    "in a namespace": ("<SWYY>I21.9</SWYY>", '<x:SWYY xmlns:x="urn:x">{}</x:SWYY>'),
    "as an attribute": ("<SWYY>I21.9</SWYY>", "<MORE SWYY='{}'/>"),
    "as an attribute in a namespace": (
        "<SWYY>I21.9</SWYY>",
        "<MORE xmlns:x='urn:x' x:swyy='{}'/>",
    ),
    "twice": ("<SWYY>I21.9</SWYY>", "<SWYY>{}</SWYY><SWYY>{}</SWYY>"),
    "with elements in it": ("<SWYY>I21.9</SWYY>", "<SWYY><a><b>{}</b></a></SWYY>"),
    "as CDATA": ("<SWYY>I21.9</SWYY>", "<SWYY><![CDATA[{}]]></SWYY>"),
    "beside the records": ("<records>", "<SWYY>{}</SWYY><records>"),
    "in the head": ("<head>", "<head><SWYY>{}</SWYY>"),
    "in a comment": ("<SWYY>I21.9</SWYY>", "<!-- SWYY {} -->"),
}


class Certificates:
    """A department that certifies deaths from causes that exist once, and forgets them."""

    def __init__(self, place: tuple[str, str]) -> None:
        self._old, self._new = place
        self.turned = ""

    def __call__(self, sent: Sent) -> Line:
        cause = secrets.token_hex(12)
        self.turned = cause[::-1]  # what is looked for must not be what finds it
        text = DIALECT.plain().replace(self._old, self._new.replace("{}", cause))
        assert cause in text
        return reply(DIALECT.encode(text), DIALECT.reply_type)


async def _ask(certificates: Certificates) -> Reply:
    async with scripted(certificates) as department:
        settings = SourceSettings("health", department.url)
        link = Outbound(Patience(attempts=1)).link(settings)
        source = Health(fixed_now).open(settings, link)
        try:
            return await source.ask(DIALECT.question("death"), ENVELOPE, plenty())
        finally:
            await source.close()


def _texts() -> Iterator[str]:
    """Every text in memory that something holds, and every run of bytes as one."""
    seen: set[int] = set()
    for holder in gc.get_objects():
        for held in gc.get_referents(holder):
            if isinstance(held, str | bytes | bytearray) and id(held) not in seen:
                seen.add(id(held))
                yield held if isinstance(held, str) else held.decode("latin-1")


def _is_in_memory(turned: str) -> bool:
    gc.collect()
    return any(turned in text[::-1] for text in _texts())


@pytest.mark.parametrize("place", [pytest.param(p, id=name) for name, p in PLACES.items()])
async def test_it_reaches_nothing(place: tuple[str, str], caplog: pytest.LogCaptureFixture) -> None:
    """Wherever a reply has it, answer and logs hold neither the word nor the value."""
    caplog.set_level(logging.DEBUG)
    certificates = Certificates(place)
    answer = await _ask(certificates)
    assert isinstance(answer, Answered)
    shown = "".join(repr(record) for record in answer.records) + repr(answer) + caplog.text
    assert 24 == len(certificates.turned)
    assert "SWYY" not in shown.upper()
    assert certificates.turned[::-1] not in shown


async def test_it_is_not_in_memory_afterwards() -> None:
    """When the answer is there, no text and no bytes of the process hold the value any more."""
    certificates = Certificates(PLACES["where the contract has it"])
    answer = await _ask(certificates)
    assert isinstance(answer, Answered)
    assert not _is_in_memory(certificates.turned)


def test_what_is_in_memory_is_found() -> None:
    """The search that finds nothing above would find it."""
    kept = [secrets.token_hex(12)]
    assert _is_in_memory(kept[0][::-1])


async def test_a_reply_that_cannot_be_read_tells_nothing_either(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """When the record beside it is wrong, the silence does not carry it."""
    caplog.set_level(logging.DEBUG)
    certificates = Certificates(("<SWRQ>20260228</SWRQ>", "<SWRQ>{}</SWRQ><SWYY>{}</SWYY>"))
    assert Failed(Cause.MALFORMED) == await _ask(certificates)
    assert certificates.turned[::-1] not in caplog.text


def test_replies_show_nothing_of_themselves() -> None:
    """Whoever prints a reply by mistake sees no body."""
    assert "I21.9" not in repr(LinkReply(200, "text/xml", b"I21.9"))

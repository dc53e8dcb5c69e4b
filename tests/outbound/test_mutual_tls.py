"""Mutual TLS on every link: who does not prove who they are hears nothing and says nothing."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from connectors.kit.people import ENVELOPE, JIANGUO, plenty
from connectors.kit.scripted import Line, Sent, reply, scripted
from connectors.public_security.source import PublicSecurity
from gateway.domain.evidence import Cause, Failed
from gateway.domain.question import Question
from gateway.outbound import Outbound, Patience
from gateway.ports.source import LinkReply, SourceSettings
from tests.outbound.certificates import FOR_CLIENTS, FOR_SERVERS, Authority, Pair
from tests.outbound.links_on_loopback import call

NO_ANSWER = {Cause.UNREACHABLE, Cause.MALFORMED}
"""TLS 1.3 tells a client that it is not wanted after its handshake: as an end of the reading."""
KNOWN = "the-gateway"
Change = Callable[[ssl.SSLContext], None]
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Desk:
    """A department that wants a certificate of its authority, and what it was sent."""

    folder: Path
    ours: Authority
    theirs: Authority
    sent: list[Sent] = field(default_factory=list)
    change: Change = lambda _context: None

    def context(self, pair: Pair) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pair.certificate, pair.key)
        context.load_verify_locations(self.ours.certificate)
        context.verify_mode = ssl.CERT_REQUIRED
        self.change(context)
        return context

    async def ask(self, client: Pair | None, server: Pair | None = None) -> LinkReply | Cause:
        """One exchange with these certificates."""

        def script(sent: Sent) -> Line:
            self.sent.append(sent)
            return reply(b"answer")

        context = self.context(server or self.theirs.sign("department", usages=FOR_SERVERS))
        async with scripted(script, context) as department:
            return await self.call(department.url, client)

    async def call(self, url: str, client: Pair | None) -> LinkReply | Cause:
        """One exchange with whatever listens there."""
        link = Outbound(Patience(attempts=1)).link(self.settings(url, client))
        try:
            return await call(link)
        finally:
            await link.close()

    def settings(self, url: str, client: Pair | None) -> SourceSettings:
        options = {"tls_ca": str(self.theirs.certificate)}
        if client is not None:
            options |= {"tls_certificate": str(client.certificate), "tls_key": str(client.key)}
        return SourceSettings("public_security", url, options=options)


@asynccontextmanager
async def listening(serve: Serve, secured: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """The https address of a server that does with each connection what it is told."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=secured)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two authorities: one certifies us, the other the department."""
    return Desk(tmp_path, Authority(tmp_path, "ours"), Authority(tmp_path, "theirs"))


async def test_the_right_certificates(desk: Desk) -> None:
    """Each side certified by the authority that the other trusts: the exchange goes through."""
    assert isinstance(await desk.ask(desk.ours.sign(KNOWN, usages=FOR_CLIENTS)), LinkReply)
    assert 1 == len(desk.sent)


@pytest.mark.parametrize("highest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_versions_that_are_spoken(desk: Desk, highest: ssl.TLSVersion) -> None:
    """TLS 1.2 and 1.3 both prove both sides."""
    desk.change = lambda context: setattr(context, "maximum_version", highest)
    assert isinstance(await desk.ask(desk.ours.sign(KNOWN)), LinkReply)


async def test_without_a_certificate(desk: Desk) -> None:
    """Whoever shows none is not heard."""
    assert await desk.ask(None) in NO_ANSWER
    assert [] == desk.sent


async def test_a_certificate_of_another_authority(desk: Desk) -> None:
    """One that the department's list does not trust is as good as none."""
    assert await desk.ask(Authority(desk.folder, "else").sign(KNOWN)) in NO_ANSWER
    assert [] == desk.sent


@pytest.mark.parametrize(("from_hours", "to_hours"), [(-48, -24), (24, 48)])
async def test_a_certificate_out_of_its_time(desk: Desk, from_hours: int, to_hours: int) -> None:
    """An expired one, and one that is not valid yet, are refused."""
    client = desk.ours.sign(KNOWN, from_hours=from_hours, to_hours=to_hours)
    assert await desk.ask(client) in NO_ANSWER
    assert [] == desk.sent


async def test_a_certificate_that_is_not_for_clients(desk: Desk) -> None:
    """A server's certificate does not make a client."""
    assert await desk.ask(desk.ours.sign(KNOWN, usages=FOR_SERVERS)) in NO_ANSWER
    assert [] == desk.sent


@pytest.mark.parametrize(
    ("from_hours", "to_hours"), [(-48, -24), (24, 48)], ids=["expired", "not yet valid"]
)
async def test_a_department_out_of_its_time(desk: Desk, from_hours: int, to_hours: int) -> None:
    """A department with such a certificate is told nothing."""
    server = desk.theirs.sign("department", from_hours=from_hours, to_hours=to_hours)
    assert Cause.UNREACHABLE == await desk.ask(desk.ours.sign(KNOWN), server)
    assert [] == desk.sent


async def test_a_department_under_another_name(desk: Desk) -> None:
    """A certificate for another address proves nothing about this one."""
    server = desk.theirs.sign("department", address="127.0.0.2")
    assert Cause.UNREACHABLE == await desk.ask(desk.ours.sign(KNOWN), server)
    assert [] == desk.sent


async def test_a_department_of_another_authority(desk: Desk) -> None:
    """The authority that certifies us does not certify departments."""
    server = desk.ours.sign("department")
    assert Cause.UNREACHABLE == await desk.ask(desk.ours.sign(KNOWN), server)
    assert [] == desk.sent


async def test_a_client_s_certificate_does_not_make_a_department(desk: Desk) -> None:
    """A certificate that is good for clients only is not taken from a department."""
    server = desk.theirs.sign("department", usages=FOR_CLIENTS)
    assert Cause.UNREACHABLE == await desk.ask(desk.ours.sign(KNOWN), server)
    assert [] == desk.sent


async def test_tls_1_1_is_refused(desk: Desk) -> None:
    """A department that speaks nothing newer is not spoken to."""

    def only_old(context: ssl.SSLContext) -> None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            context.minimum_version = ssl.TLSVersion.TLSv1_1
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            context.maximum_version = ssl.TLSVersion.TLSv1_1

    desk.change = only_old
    assert Cause.UNREACHABLE == await desk.ask(desk.ours.sign(KNOWN))
    assert [] == desk.sent


async def test_plain_text_where_tls_belongs(desk: Desk) -> None:
    """A department that answers without TLS at an https address is told nothing."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    async with listening(answer) as url:
        assert Cause.UNREACHABLE == await desk.call(url, desk.ours.sign(KNOWN))


async def test_a_source_is_silent(desk: Desk) -> None:
    """Through a connector the same is silence, never an answer."""
    stranger = Authority(desk.folder, "else").sign(KNOWN)
    context = desk.context(desk.theirs.sign("department"))
    async with scripted(lambda _: reply(b"answer"), context) as department:
        settings = desk.settings(department.url, stranger)
        link = Outbound(Patience(attempts=1)).link(settings)
        source = PublicSecurity().open(settings, link)
        question = Question("public_security", "person", JIANGUO)
        answer = await source.ask(question, ENVELOPE, plenty())
        await source.close()
    assert isinstance(answer, Failed)
    assert answer.cause in NO_ANSWER


@pytest.mark.parametrize("name", [KNOWN, "somebody-else"])
async def test_a_client_under_another_name(desk: Desk, name: str) -> None:
    """A department that knows the gateway by its name refuses another of the same authority."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"question")
        subject = writer.get_extra_info("ssl_object").getpeercert()["subject"]
        status = b"200" if (("commonName", KNOWN),) in subject else b"403"
        writer.write(b"HTTP/1.1 " + status + b" Said\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with listening(answer, desk.context(desk.theirs.sign("department"))) as url:
        said = await desk.call(url, desk.ours.sign(name))
    assert (Cause.REFUSED == said) is (name != KNOWN)
    assert isinstance(said, LinkReply) is (name == KNOWN)

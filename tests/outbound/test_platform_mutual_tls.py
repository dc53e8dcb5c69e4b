"""The platform over mutual TLS: the sign leaves the body open, and the connection closes it."""

from __future__ import annotations

import json
import ssl
from pathlib import Path

import pytest

from connectors.kit.scripted import Line, Sent, reply, scripted
from gateway.domain.evidence import Cause
from gateway.outbound import Outbound, Patience
from gateway.outbound.platform import open_link
from gateway.outbound.platform_signing import signed_fields
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkFailed, LinkReply, SourceSettings
from gateway.private_files import write_private_file
from mocks.platform.door import Door
from mocks.platform.registrations import APPLICATION_KEY, REQUESTER
from tests.outbound.certificates import FOR_CLIENTS, FOR_SERVERS, Authority, Pair
from tests.still import StillClock

PATH = "/services/MdeService"
CLOCK = StillClock()


class Platform:
    """A platform on one TLS port; what it passed on is what it was asked."""

    def __init__(self) -> None:
        self.door = Door(lambda: CLOCK.now().timestamp())
        self.asked: list[bytes] = []

    def __call__(self, sent: Sent) -> Line:
        if sent.target == "/secret/refresh":
            content: object = self.door.refresh(json.loads(sent.body))
        else:
            content = self.door.refusal(sent.headers, "health", sent.target.removeprefix("/health"))
            if content is None:
                self.asked.append(sent.body)
                return reply(b"answer", "text/xml")
        return reply(json.dumps(content).encode(), "application/json")


def _context(server: Pair, clients: Authority) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.certificate, server.key)
    context.load_verify_locations(clients.certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


async def _call(platform: Platform, folder: Path, client: Pair, ours: Authority) -> object:
    theirs = Authority(folder, "theirs")
    context = _context(theirs.sign("exchange", usages=FOR_SERVERS), ours)
    write_private_file(folder / "platform.key", APPLICATION_KEY.encode())
    async with scripted(platform, context) as running:
        options = {
            "platform_refresh": running.url + "/secret/refresh",
            "platform_requester": REQUESTER,
            "platform_service": "s_13_health",
            "platform_key": str(folder / "platform.key"),
            "tls_ca": str(theirs.certificate),
            "tls_certificate": str(client.certificate),
            "tls_key": str(client.key),
        }
        settings = SourceSettings("health", running.url + "/health", options=options)
        link = open_link(Outbound(Patience(attempts=1)), settings, CLOCK)
        try:
            return await link.exchange(
                "POST",
                PATH,
                content=b"question",
                headers={"Content-Type": "text/xml"},
                deadline=Deadline(CLOCK.monotonic() + 5.0, CLOCK.monotonic),
                idempotent=True,
            )
        except LinkFailed as failed:
            return failed.cause
        finally:
            await link.close()


async def test_the_certificate_serves_refresh_and_call(tmp_path: Path) -> None:
    """One certificate of ours proves who we are to both, and the question goes through."""
    ours, platform = Authority(tmp_path, "ours"), Platform()
    client = ours.sign("the-gateway", usages=FOR_CLIENTS)
    answer = await _call(platform, tmp_path, client, ours)
    assert isinstance(answer, LinkReply)
    assert (b"answer", [b"question"]) == (answer.body, platform.asked)


@pytest.mark.parametrize("hours", [(-48, -24), None], ids=["expired", "another authority"])
async def test_without_a_good_certificate(tmp_path: Path, hours: tuple[int, int] | None) -> None:
    """Who cannot prove who they are gets no secret, and so asks nothing."""
    ours, platform = Authority(tmp_path, "ours"), Platform()
    if hours is None:
        client = Authority(tmp_path, "else").sign("the-gateway")
    else:
        client = ours.sign("the-gateway", from_hours=hours[0], to_hours=hours[1])
    assert await _call(platform, tmp_path, client, ours) in {Cause.UNREACHABLE, Cause.MALFORMED}
    assert [] == platform.asked


def test_the_sign_does_not_cover_the_body() -> None:
    """With the same headers another question would be passed on too: hence mutual TLS."""
    platform = Platform()
    key = APPLICATION_KEY.encode()
    now = int(CLOCK.now().timestamp() * 1000)
    data = platform.door.refresh(signed_fields(REQUESTER, "s_13_health", now, key))["data"]
    assert isinstance(data, dict)
    signed = signed_fields(REQUESTER, "s_13_health", now, data["secret"].encode())
    questions = (b"about one person", b"about another")
    for body in questions:
        platform(Sent("POST", "/health" + PATH, signed, body))
    assert list(questions) == platform.asked

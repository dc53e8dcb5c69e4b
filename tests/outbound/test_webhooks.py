"""The courier: only the judged address, only with TLS for the name, bounded in time and size."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from connectors.kit.scripted import HANG, HANG_UP, RESET, Department, Line, Sent, reply, scripted
from gateway.errors import SettingsRefused
from gateway.outbound.addresses import read_networks
from gateway.outbound.webhooks import WebhookCourier
from gateway.ports.webhooks import Posted, SendFailure
from tests.outbound.certificates import Authority

NAME = "receiver.example"
HERE = read_networks(["127.0.0.1/32"])
TAKEN = Posted(204)


@dataclass
class Names:
    """A resolver that gives one answer after the other, and the last one for ever."""

    answers: list[Sequence[str]]
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@dataclass
class Place:
    """A receiver on loopback whose certificate is for a name, and a courier that trusts it."""

    receiver: Department
    courier: WebhookCourier
    names: Names

    def url(self, path: str = "/hook", host: str = NAME) -> str:
        return f"https://{host}:{self.receiver.url.rpartition(':')[2]}{path}"

    async def post(self, url: str | None = None) -> Posted:
        return await self.courier.post(url or self.url(), {"webhook-id": "evt_1"}, b"{}")


@asynccontextmanager
async def placed(
    folder: Path,
    script: Callable[[Sent], Line],
    *answers: Sequence[str],
    host: str | None = NAME,
    seconds: float = 5.0,
) -> AsyncIterator[Place]:
    """A receiver that answers as `script` says; `answers` are the name's addresses."""
    authority = Authority(folder, "authority")
    pair = authority.sign("receiver", host=host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    names = Names(list(answers) or [["127.0.0.1"]])
    courier = WebhookCourier(HERE, authority.certificate, resolve=names, seconds=seconds)
    async with scripted(script, context) as receiver:
        try:
            yield Place(receiver, courier, names)
        finally:
            courier.close()


def accept(_: Sent) -> Line:
    """A receiver that takes everything."""
    return Line(b"HTTP/1.1 204 Taken\r\n\r\n")


async def test_a_message_arrives(tmp_path: Path) -> None:
    """One POST with body and headers; the Host header names the name, not the address."""
    async with placed(tmp_path, accept) as place:
        assert TAKEN == await place.post(place.url("/hook?token=1"))
        (sent,) = place.receiver.sent
        assert ("POST", "/hook?token=1", b"{}") == (sent.method, sent.target, sent.body)
        port = place.names.asked[0][1]
        assert [(NAME, port)] == place.names.asked
        assert (f"{NAME}:{port}", "evt_1") == (sent.headers["host"], sent.headers["webhook-id"])
        assert "application/json" == sent.headers["content-type"]


async def test_nothing_is_kept_open(tmp_path: Path) -> None:
    """Every message has a connection of its own, so that none serves another name."""
    async with placed(tmp_path, lambda _: reply(b"ok")) as place:
        assert [Posted(200)] * 2 == [await place.post(), await place.post()]
        assert 2 == place.receiver.connections


async def test_a_certificate_for_another_name(tmp_path: Path) -> None:
    """TLS is verified for the name: a certificate for the very address does not do."""
    async with placed(tmp_path, accept, host=None) as place:
        assert Posted(failure=SendFailure.UNTRUSTED) == await place.post()
        by_address = place.url(host="127.0.0.1")
        assert TAKEN == await place.post(by_address)


async def test_an_unknown_authority(tmp_path: Path) -> None:
    """Whom neither the system nor the operator trusts gets nothing."""
    async with placed(tmp_path, accept) as place:
        stranger = WebhookCourier(HERE, resolve=place.names)
        posted = await stranger.post(place.url(), {}, b"{}")
        stranger.close()
        assert (SendFailure.UNTRUSTED, []) == (posted.failure, place.receiver.sent)


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["223.5.5.5", "10.0.0.1"],
        ["127.0.0.1", "127.0.0.2"],
        ["127.0.0.1", "::ffff:127.0.0.1"],
        ["::1"],
        ["127.0.0.1", "not an address"],
    ],
    ids=[
        "private",
        "metadata",
        "public-and-private",
        "one-not-allowed",
        "mapped",
        "v6",
        "nonsense",
    ],
)
async def test_a_name_that_leads_elsewhere(tmp_path: Path, addresses: list[str]) -> None:
    """If one of a name's addresses is forbidden nothing is sent, wherever the others lead."""
    async with placed(tmp_path, accept, addresses) as place:
        assert Posted(failure=SendFailure.ADDRESS_REFUSED) == await place.post()
        assert SendFailure.ADDRESS_REFUSED == await place.courier.look_up(place.url())
        assert 0 == place.receiver.connections


async def test_a_name_that_changes_in_between(tmp_path: Path) -> None:
    """It is looked up once for an attempt; the connection goes to what was judged then."""
    async with placed(tmp_path, accept, ["127.0.0.1"], ["10.0.0.1"]) as place:
        assert TAKEN == await place.post()
        assert 1 == len(place.names.asked)
        assert Posted(failure=SendFailure.ADDRESS_REFUSED) == await place.post()


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"]
)
async def test_an_address_in_the_url_is_judged_too(tmp_path: Path, host: str) -> None:
    """Without a name there is nothing to look up, and the same rule."""
    async with placed(tmp_path, accept) as place:
        assert Posted(failure=SendFailure.ADDRESS_REFUSED) == await place.post(place.url(host=host))
        assert [] == place.names.asked


@pytest.mark.parametrize("url", ["http://receiver.example/", "https://u@receiver.example/", "x"])
async def test_an_address_that_no_longer_counts(tmp_path: Path, url: str) -> None:
    """What would not be registered is not sent to either, should it stand in the store."""
    async with placed(tmp_path, accept) as place:
        assert Posted(failure=SendFailure.ADDRESS_REFUSED) == await place.post(url)
        assert SendFailure.ADDRESS_REFUSED == await place.courier.look_up(url)
        assert place.courier.refusal(url) is not None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(tmp_path: Path, status: int) -> None:
    """It is a status that is not accepted; nothing is sent to where it points."""
    headers = {"Location": "https://127.0.0.1:1/elsewhere"}
    async with placed(tmp_path, lambda _: reply(b"", status=status, headers=headers)) as place:
        posted = await place.post()
        assert (Posted(status), False) == (posted, posted.is_accepted)
        assert 1 == place.receiver.connections


@pytest.mark.parametrize("status", [200, 410, 500])
async def test_a_long_body_is_not_read(tmp_path: Path, status: int) -> None:
    """Only the status counts; a body that never ends keeps nobody."""
    head = f"HTTP/1.1 {status} X\r\nContent-Length: 9999999999\r\n\r\n".encode()
    async with placed(tmp_path, lambda _: Line(head + b"x" * 70_000, "hang")) as place:
        assert Posted(status) == await place.post()


async def test_endless_headers(tmp_path: Path) -> None:
    """Headers beyond what the protocol library holds are no answer."""
    line = Line(b"HTTP/1.1 200 X\r\n" + b"A: " + b"x" * 300_000, "hang")
    async with placed(tmp_path, lambda _: line) as place:
        assert Posted(failure=SendFailure.BROKEN) == await place.post()


@pytest.mark.parametrize(
    ("line", "failures"),
    [
        (HANG_UP, {SendFailure.BROKEN}),
        (RESET, {SendFailure.UNREACHABLE, SendFailure.BROKEN}),
        (Line(b"SMTP ready\r\n\r\n", "close"), {SendFailure.BROKEN}),
    ],
    ids=["hangs-up", "resets", "no-http"],
)
async def test_what_is_no_answer(tmp_path: Path, line: Line, failures: set[SendFailure]) -> None:
    """It has a name, and nothing of what was written is in it."""
    async with placed(tmp_path, lambda _: line) as place:
        posted = await place.post()
        assert posted.status is None
        assert posted.failure in failures


async def test_a_slow_receiver(tmp_path: Path) -> None:
    """One that does not answer in time is left."""
    async with placed(tmp_path, lambda _: HANG, seconds=0.3) as place:
        assert Posted(failure=SendFailure.TIMEOUT) == await place.post()


async def test_a_receiver_that_drips(tmp_path: Path) -> None:
    """Bytes that keep coming, one by one, do not prolong the time."""
    authority = Authority(tmp_path, "authority")
    pair = authority.sign("receiver", host=NAME)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    ended = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\nA: ")
        gone = asyncio.ensure_future(_until_gone(reader))
        while not gone.done():
            writer.write(b"x")
            await asyncio.wait([gone], timeout=0.02)
        writer.close()
        ended.set()

    server = await asyncio.start_server(drip, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    names = Names([["127.0.0.1"]])
    courier = WebhookCourier(HERE, authority.certificate, resolve=names, seconds=0.4)
    posted = await courier.post(f"https://{NAME}:{port}/", {}, b"{}")
    courier.close()
    assert Posted(failure=SendFailure.TIMEOUT) == posted
    await ended.wait()
    server.close()


async def _until_gone(reader: asyncio.StreamReader) -> None:
    try:
        while await reader.read(4096):
            continue
    except OSError:
        return


async def test_nobody_listens(tmp_path: Path) -> None:
    """A port without a listener is unreachable."""
    async with placed(tmp_path, accept) as place:
        url = place.url()
    courier = WebhookCourier(HERE, resolve=Names([["127.0.0.1"]]))
    assert Posted(failure=SendFailure.UNREACHABLE) == await courier.post(url, {}, b"")
    courier.close()


async def test_a_name_that_is_not_found() -> None:
    """No address, an error of the resolver, and a resolver that hangs each end the attempt."""

    async def fails(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such name")

    async def hangs(_host: str, _port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    async def nothing(_host: str, _port: int) -> Sequence[str]:
        return []

    for resolve in (fails, nothing):
        courier = WebhookCourier(resolve=resolve)
        assert Posted(failure=SendFailure.UNRESOLVED) == await courier.post(
            f"https://{NAME}", {}, b""
        )
        assert SendFailure.UNRESOLVED == await courier.look_up(f"https://{NAME}")
    slow = WebhookCourier(resolve=hangs, seconds=0.05)
    assert Posted(failure=SendFailure.TIMEOUT) == await slow.post(f"https://{NAME}", {}, b"")
    assert SendFailure.UNRESOLVED == await slow.look_up(f"https://{NAME}")


async def test_the_systems_own_resolver() -> None:
    """`localhost` is looked up by the system, and leads to loopback: refused."""
    courier = WebhookCourier()
    assert SendFailure.ADDRESS_REFUSED == await courier.look_up("https://localhost/")
    courier.close()


async def test_no_proxy_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that the environment names is not used."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with placed(tmp_path, accept) as place:
        assert TAKEN == await place.post()


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_an_authority_that_cannot_be_used(tmp_path: Path, content: bytes | None) -> None:
    """A file that is missing or holds something else is named at the start."""
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsRefused, match="webhook_ca"):
        WebhookCourier(authority=file)

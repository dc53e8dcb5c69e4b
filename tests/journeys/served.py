"""A gateway served over real HTTP on loopback, with the mock departments behind it.

The gateway runs in a thread of the tests, so that what it executes is measured. Offices are
registered as the command line does.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.assembly.joining import Assembled, assembled
from gateway.assembly.machine import SystemChance, SystemClock
from gateway.assembly.serving import GatewayServer, serve
from gateway.client import ClientKey, Gateway, make_key, public_jwk
from gateway.domain.matter import Matter
from gateway.domain.requester import Requester
from gateway.flow.registrations import register_client, register_matter, register_requester
from gateway.ports.machine import Clock
from gateway.ports.registers import Client
from gateway.private_files import write_private_file
from gateway.settings import Settings, SourceSettings
from mocks.civil_affairs import CivilAffairsMock
from mocks.platform.front import PREFIX, REFRESH_PATH
from mocks.platform.registrations import APPLICATION_KEY, REQUESTER, SERVICE_OF
from mocks.serving import Mocks

PATIENCE = 30.0
OPERATOR = {"id_number": "11010519491231002X", "name": "经办人", "staff_id": "0007"}


NEVER = 1_000_000


def settings_for(
    data: Path,
    urls: Mapping[str, str],
    *,
    exchange_seconds: float = 5.0,
    circuit_failures: int = NEVER,
    **more: Any,
) -> Settings:
    """Settings that reach these departments.

    `exchange_seconds` bounds one exchange with a department, `deadline_seconds` the whole. A test
    that expects an answer gives it time: the machine may be busy. A department that a test breaks
    is asked again all the same, unless `circuit_failures` says after how many it gets its rest.
    """
    departments = {
        name: SourceSettings(
            name,
            url,
            timeout_seconds=exchange_seconds,
            poll_seconds=0.02,
            circuit_failures=circuit_failures,
        )
        for name, url in urls.items()
    }
    # A clock that a test moves by days makes entries look as if they had waited for days.
    patient = {"deadline_seconds": 6.0, "poll_deferred_seconds": 3600.0, "log_lag_seconds": 1e9}
    values = {**patient, **more}
    return Settings(data_dir=data, departments=departments, **values)


def through_platform(settings: Settings) -> Settings:
    """The same departments, reached through the exchange platform in front of each.

    Its clock is the machine's: not for a test that moves the gateway's clock.
    """
    folder = settings.data_dir.parent
    departments = {
        name: replace(one, url=one.url + PREFIX, options=_platform(name, one.url, folder))
        for name, one in settings.departments.items()
    }
    return replace(settings, departments=departments)


def _platform(name: str, url: str, folder: Path) -> dict[str, str]:
    """The options that lead through the mock platform in front of a mock department."""
    options = {
        "platform_refresh": url + REFRESH_PATH,
        "platform_requester": REQUESTER,
        "platform_service": SERVICE_OF[name],
        "platform_key": _kept(folder / "platform.key", APPLICATION_KEY),
    }
    if name != "civil_affairs":
        return options
    access = CivilAffairsMock.access
    secret = _kept(folder / "civil_affairs.secret", access["access_secret"])
    return {**options, "access_key": access["access_key"], "access_secret": secret}


def _kept(path: Path, secret: str) -> str:
    """The private file of a secret, written by whoever comes first."""
    if not path.exists():
        write_private_file(path, secret.encode())
    return str(path)


def register(data: Path, work: Callable[[Assembled], Any]) -> None:
    """Do something with the opened store, beside a serving gateway if there is one."""

    async def run() -> None:
        opening = assembled(Settings(data_dir=data), SystemClock(), SystemChance(), serving=False)
        async with opening as opened:
            await work(opened)

    _in_a_thread(lambda: asyncio.run(run()))


def register_office(
    data: Path, requester: Requester, matters: tuple[Matter, ...], client_id: str, key: ClientKey
) -> None:
    """Register a requester with its matters and a client that may ask everything."""

    async def work(opened: Assembled) -> None:
        parts = opened.parts
        await register_requester(parts, requester)
        for matter in matters:
            await register_matter(parts, replace(matter, requester=requester.code))
        scopes = {f"verify:{fact}" for fact in parts.facts} | {"consent:read", "consent:write"}
        client = Client(client_id, requester.code, frozenset(scopes), (public_jwk(key),))
        await register_client(parts, client)

    register(data, work)


@dataclass
class Served:
    """A running gateway."""

    url: str
    data: Path
    mocks: Mocks | None
    cases: int = 0
    keys: dict[str, ClientKey] = field(default_factory=dict)
    closing: ExitStack = field(default_factory=ExitStack)

    def client(self, client_id: str | None = None, key: ClientKey | None = None) -> Gateway:
        """A client of it that does not wait between attempts; closed at the end."""
        gateway = Gateway(self.url, client_id, key, wait=lambda _: None)
        self.closing.callback(gateway.close)
        return gateway

    def office(self, requester: Requester, *matters: Matter) -> Gateway:
        """Register an office, and the client through which it asks."""
        client_id = f"client-of-{requester.code}"
        key = self.keys.setdefault(client_id, make_key())
        register_office(self.data, requester, matters, client_id, key)
        return self.client(client_id, key)

    def case(self) -> str:
        """A case number that nobody has used."""
        self.cases += 1
        return f"2026-{self.cases:06d}"

    def message(self, consent_id: str) -> dict[str, str]:
        """What the resident was sent."""
        path = self.data / "outbox" / f"{consent_id}.json"
        content: dict[str, str] = json.loads(path.read_bytes())
        return content


@contextmanager
def serving(
    settings: Settings, mocks: Mocks | None = None, clock: Clock | None = None
) -> Iterator[Served]:
    """Serve until the end of the block; the port is the system's choice."""
    found: dict[str, Any] = {}
    ready = threading.Event()

    def on_ready(url: str) -> None:
        found["url"] = url
        ready.set()

    def on_server(server: GatewayServer) -> None:
        found["server"] = server

    def run() -> None:
        try:
            machine = (clock or SystemClock(), SystemChance())
            asyncio.run(serve(settings, "127.0.0.1", 0, on_ready, *machine, on_server=on_server))
        except Exception as error:  # noqa: BLE001 - raised again in the test's own thread
            found["error"] = error
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="gateway")
    thread.start()
    try:
        assert ready.wait(PATIENCE), "the gateway did not start"
        if "error" in found:
            raise found["error"]
        with ExitStack() as closing:
            yield Served(found["url"], settings.data_dir, mocks, closing=closing)
    finally:
        if "server" in found:
            found["server"].should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the gateway did not end"


def _in_a_thread(work: Callable[[], None]) -> None:
    """Run it on a loop of its own, whether or not the test has one."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again below
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def statutory(version: str = "2026-01") -> dict[str, Any]:
    """A statutory basis with a notice given a moment ago."""
    given_at = datetime.now(UTC) - timedelta(minutes=5)
    return {
        "kind": "statutory_duty",
        "notice": {"version": version, "given_at": given_at.isoformat(timespec="seconds")},
    }


def a_request(
    subject: Mapping[str, str],
    claim: Mapping[str, Any],
    matter: str,
    case: str,
    basis: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The body of a verification request."""
    return {
        "subject": dict(subject),
        "claim": dict(claim),
        "matter": matter,
        "case": case,
        "operator": OPERATOR,
        "basis": dict(basis or statutory()),
    }

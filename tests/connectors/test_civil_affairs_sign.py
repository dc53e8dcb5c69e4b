"""The sign of civil affairs: made with the department's secret, checked by its mock."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from connectors.civil_affairs.source import CivilAffairs
from connectors.kit.people import ENVELOPE, JIANGUO, fixed_now, plenty
from connectors.kit.scripted import Line, Sent, reply, scripted
from gateway.domain.evidence import Answered, Cause, Failed, Reply
from gateway.domain.question import Question
from gateway.errors import SettingsRefused
from gateway.outbound import Outbound
from gateway.ports.source import SourceSettings
from gateway.private_files import write_private_file
from mocks.serving import running
from mocks.town import build_town

SECRET = "access-secret-of-the-mock-department"
QUESTION = Question("civil_affairs", "cremation", JIANGUO)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The mock department's address."""
    with running(build_town(date(2026, 11, 20), size=0), ["civil_affairs"]) as mocks:
        yield mocks.urls["civil_affairs"]


def _options(folder: Path, secret: str, key: str = "gw-demo") -> dict[str, str]:
    path = folder / "secret"
    write_private_file(path, f"{secret}\n".encode())
    return {"access_key": key, "access_secret": str(path)}


async def _ask(url: str, options: dict[str, str]) -> Reply:
    settings = SourceSettings("civil_affairs", url, options=options)
    source = CivilAffairs(fixed_now).open(settings, Outbound().link(settings))
    try:
        return await source.ask(QUESTION, ENVELOPE, plenty())
    finally:
        await source.close()


async def test_with_the_right_secret(url: str, tmp_path: Path) -> None:
    """The department answers whoever signs with the secret of the access key."""
    assert isinstance(await _ask(url, _options(tmp_path, SECRET)), Answered)


async def test_with_a_wrong_secret(url: str, tmp_path: Path) -> None:
    """Another secret is refused, which is silence."""
    assert Failed(Cause.REFUSED) == await _ask(url, _options(tmp_path, "something-else"))


async def test_without_a_secret(url: str) -> None:
    """A key without a secret signs with the empty one; with a key that has one it is refused."""
    assert isinstance(await _ask(url, {}), Answered)
    assert Failed(Cause.REFUSED) == await _ask(url, {"access_key": "gw-demo"})


async def test_the_sign_covers_every_field(tmp_path: Path) -> None:
    """HMAC-SHA256 over all fields but itself, sorted by name, unescaped; the secret is not sent."""
    sent: list[Sent] = []

    def script(one: Sent) -> Line:
        sent.append(one)
        return reply(b"{}", "application/json")

    async with scripted(script) as department:
        await _ask(department.url, _options(tmp_path, SECRET))
    form = dict(parse_qsl(sent[0].body.decode()))
    sign = form.pop("sign")
    text = "&".join(f"{name}={form[name]}" for name in sorted(form))
    assert hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest().upper() == sign
    assert SECRET not in sent[0].body.decode()


def test_a_secret_that_others_can_read(tmp_path: Path) -> None:
    """The file of the secret must be private, and hold one."""
    options = _options(tmp_path, SECRET)
    settings = SourceSettings("civil_affairs", "http://127.0.0.1:9", options=options)
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(SettingsRefused, match="has mode 0644"):
        CivilAffairs().open(settings, Outbound().link(settings))
    (tmp_path / "secret").chmod(0o600)
    (tmp_path / "secret").write_text("")
    with pytest.raises(SettingsRefused, match="access_secret: must name a file"):
        CivilAffairs().open(settings, Outbound().link(settings))

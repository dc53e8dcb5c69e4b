"""What an operator sets for a platform is checked at the start, and named when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import SettingsRefused
from gateway.outbound import HttpLink, Outbound
from gateway.outbound.platform import PlatformLink, open_link
from gateway.outbound.platform_options import read_platform_options
from gateway.ports.source import SourceSettings
from gateway.private_files import write_private_file
from tests.still import StillClock

KEY = "an-application-key"


def _options(folder: Path, **more: str) -> dict[str, str]:
    key = folder / "platform.key"
    if not key.exists():
        write_private_file(key, f"{KEY}\n".encode())
    return {
        "platform_refresh": "http://127.0.0.1:9/secret/refresh",
        "platform_requester": "r@1",
        "platform_service": "s_1",
        "platform_key": str(key),
        **more,
    }


def _settings(options: dict[str, str], url: str = "http://127.0.0.1:9/health") -> SourceSettings:
    return SourceSettings("health", url, options=options)


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    """Requester, services by address, the refresh's address and the key from its file."""
    options = _options(tmp_path, platform_services="/a=s_2, /b/c=s_3")
    found = read_platform_options(_settings(options))
    assert found is not None
    assert ("r@1", KEY.encode()) == (found.requester, found.key)
    assert ["s_2", "s_3", "s_1"] == [found.service_of(path) for path in ("/a", "/b/c", "/d")]
    assert KEY not in repr(found)


def test_without_a_platform() -> None:
    """A department without these options is reached directly."""
    assert read_platform_options(_settings({"concurrency": "3"})) is None


@pytest.mark.parametrize(
    "missing", ["platform_refresh", "platform_requester", "platform_service", "platform_key"]
)
def test_half_a_platform(tmp_path: Path, missing: str) -> None:
    """Whoever sets one option needs the others; the missing one is named."""
    options = _options(tmp_path)
    del options[missing]
    with pytest.raises(SettingsRefused, match=rf"departments\.health\.options\.{missing}: "):
        read_platform_options(_settings(options))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("platform_refresh", "ftp://127.0.0.1"),
        ("platform_refresh", "http://platform.example"),
        ("platform_refresh", "http://127.0.0.1/?a=b"),
        ("platform_requester", "two words"),
        ("platform_requester", ""),
        ("platform_service", "s/1"),
        ("platform_services", "s_2"),
        ("platform_services", "a=s_2"),
        ("platform_services", "/a=s_2,/a=s_3"),
        ("platform_services", "/a="),
    ],
)
def test_wrong_values(tmp_path: Path, option: str, value: str) -> None:
    """The option is named."""
    with pytest.raises(SettingsRefused, match=rf"departments\.health\.options\.{option}: "):
        read_platform_options(_settings(_options(tmp_path, **{option: value})))


def test_a_key_that_others_can_read(tmp_path: Path) -> None:
    """The application key lies in a file of mode 0600, or nothing starts."""
    options = _options(tmp_path)
    (tmp_path / "platform.key").chmod(0o640)
    with pytest.raises(SettingsRefused, match="has mode 0640"):
        read_platform_options(_settings(options))


@pytest.mark.parametrize("content", [b"", b"short", b"with spaces in it", "密钥密钥密钥".encode()])
def test_a_file_without_a_key(tmp_path: Path, content: bytes) -> None:
    """A key has a form; what is in the file is not repeated."""
    write_private_file(tmp_path / "other.key", content)
    options = _options(tmp_path, platform_key=str(tmp_path / "other.key"))
    with pytest.raises(SettingsRefused, match=r"platform_key: must name a file") as caught:
        read_platform_options(_settings(options))
    assert "spaces" not in str(caught.value)


@pytest.mark.parametrize("elsewhere", ["url", "platform_refresh"])
def test_a_platform_elsewhere_wants_mutual_tls(tmp_path: Path, elsewhere: str) -> None:
    """The sign does not cover the body: a certificate of ours must protect what it leaves open."""
    away = "https://platform.example/x"
    options = _options(tmp_path)
    if elsewhere == "platform_refresh":
        options[elsewhere] = away
    settings = _settings(options, away if elsewhere == "url" else "http://127.0.0.1:9")
    with pytest.raises(SettingsRefused, match=r"options\.tls_certificate: is needed"):
        read_platform_options(settings)
    certified = {**options, "tls_certificate": "a.pem", "tls_key": "a.key"}
    assert read_platform_options(_settings(certified, settings.url)) is not None


async def test_links_are_made_as_the_options_say(tmp_path: Path) -> None:
    """With the options a link through the platform is made, without them a direct one."""
    outbound, clock = Outbound(), StillClock()
    through = open_link(outbound, _settings(_options(tmp_path)), clock)
    direct = open_link(outbound, _settings({}), clock)
    assert isinstance(through, PlatformLink)
    assert isinstance(direct, HttpLink)
    await through.close()
    await direct.close()

"""Mutual TLS: both sides prove who they are, or nothing is said."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest

from connectors.kit.scripted import reply, scripted
from gateway.domain.evidence import Cause
from gateway.errors import SettingsRefused
from gateway.outbound import Outbound, Patience
from gateway.ports.source import LinkReply, SourceSettings
from tests.outbound.certificates import Authority, Pair
from tests.outbound.links_on_loopback import call


def _server_context(pair: Pair, clients: Authority) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    context.load_verify_locations(clients.certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


async def _call(context: ssl.SSLContext, options: Mapping[str, str]) -> LinkReply | Cause:
    async with scripted(lambda _: reply(b"answer"), context) as department:
        settings = SourceSettings("health", department.url, options=options)
        link = Outbound(Patience(attempts=1)).link(settings)
        try:
            return await call(link)
        finally:
            await link.close()


def _options(ca: Authority, pair: Pair) -> dict[str, str]:
    return {
        "tls_ca": str(ca.certificate),
        "tls_certificate": str(pair.certificate),
        "tls_key": str(pair.key),
    }


async def test_both_sides_prove_who_they_are(tmp_path: Path) -> None:
    """With certificates of the same authority on both sides the exchange goes through."""
    authority = Authority(tmp_path, "authority")
    context = _server_context(authority.sign("server"), authority)
    answer = await _call(context, _options(authority, authority.sign("client")))
    assert isinstance(answer, LinkReply)


async def test_an_unknown_department(tmp_path: Path) -> None:
    """A department whose certificate is of another authority is not spoken to."""
    ours, theirs = Authority(tmp_path, "ours"), Authority(tmp_path, "theirs")
    context = _server_context(theirs.sign("server"), ours)
    assert Cause.UNREACHABLE == await _call(context, _options(ours, ours.sign("client")))


async def test_a_department_that_the_system_does_not_know(tmp_path: Path) -> None:
    """Without `tls_ca` only the authorities of the system count."""
    authority = Authority(tmp_path, "authority")
    context = _server_context(authority.sign("server"), authority)
    options = _options(authority, authority.sign("client"))
    del options["tls_ca"]
    assert Cause.UNREACHABLE == await _call(context, options)


async def test_without_a_certificate_of_ours(tmp_path: Path) -> None:
    """A department that wants our certificate says nothing without it."""
    authority = Authority(tmp_path, "authority")
    context = _server_context(authority.sign("server"), authority)
    options = {"tls_ca": str(authority.certificate)}
    assert isinstance(await _call(context, options), Cause)


@pytest.mark.parametrize("option", ["tls_ca", "tls_certificate", "tls_key"])
@pytest.mark.parametrize("content", [None, b"", b"not a certificate"])
def test_files_that_cannot_be_used(tmp_path: Path, option: str, content: bytes | None) -> None:
    """A file that is missing or holds something else is named when the link is made."""
    authority = Authority(tmp_path, "authority")
    wrong = tmp_path / "wrong"
    if content is not None:
        wrong.write_bytes(content)
    options = {**_options(authority, authority.sign("client")), option: str(wrong)}
    settings = SourceSettings("health", "https://127.0.0.1", options=options)
    with pytest.raises(SettingsRefused, match=rf"departments\.health\.options.*{option}") as caught:
        Outbound().link(settings)
    assert caught.value.__cause__ is None


def test_a_key_that_others_may_read(tmp_path: Path) -> None:
    """Whoever reads our key can pass for us: such a file stops the start."""
    authority = Authority(tmp_path, "authority")
    pair = authority.sign("client")
    settings = SourceSettings("health", "https://127.0.0.1", options=_options(authority, pair))
    pair.key.chmod(0o640)
    with pytest.raises(SettingsRefused, match=r"options\.tls_key: must be a file of mode 0600"):
        Outbound().link(settings)


def test_a_key_of_another_certificate(tmp_path: Path) -> None:
    """Certificate and key must belong together."""
    authority = Authority(tmp_path, "authority")
    one, other = authority.sign("one"), authority.sign("other")
    options = {"tls_certificate": str(one.certificate), "tls_key": str(other.key)}
    settings = SourceSettings("health", "https://127.0.0.1", options=options)
    with pytest.raises(SettingsRefused, match="tls_certificate"):
        Outbound().link(settings)

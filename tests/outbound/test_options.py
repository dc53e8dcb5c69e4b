"""The options of a link: what is wrong is named before anybody is asked."""

from __future__ import annotations

import re

import pytest

from gateway.errors import SettingsRefused
from gateway.outbound.options import (
    LINK_OPTIONS,
    offered_operations,
    read_link_options,
    refuse_unknown_options,
    word_option,
)
from gateway.ports.source import SourceSettings

MANIFEST = frozenset({"death", "last_service"})
WORD = re.compile(r"[a-z-]+")


def _settings(url: str = "http://127.0.0.1:1", **options: str) -> SourceSettings:
    return SourceSettings("health", url, options=options)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8081",
        "http://127.9.9.9",
        "http://[::1]:8081",
        "http://localhost:8081/base",
        "https://health.example",
    ],
)
def test_addresses(url: str) -> None:
    """Plain HTTP on this machine, TLS everywhere."""
    options = read_link_options(_settings(url))
    assert (url.startswith("https"), 16) == (options.secure, options.concurrency)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "health.example",
        "ftp://health.example",
        "https://",
        "https://user:word@health.example",
        "https://health.example?key=1",
        "https://health.example#part",
        "https://health.example:port",
        "https://health.example:0",
        "https://[health",
    ],
)
def test_what_is_no_address(url: str) -> None:
    """The complaint names the entry and does not repeat the address."""
    with pytest.raises(SettingsRefused, match=r"^departments\.health\.url: ") as caught:
        read_link_options(_settings(url))
    assert not url or url not in str(caught.value)


def test_plain_http_elsewhere() -> None:
    """Names and numbers leave this machine in the clear only if somebody says so."""
    with pytest.raises(SettingsRefused, match=r"options\.plain_http: "):
        read_link_options(_settings("http://health.example"))
    allowed = read_link_options(_settings("http://health.example", plain_http="allowed"))
    assert not allowed.secure


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plain_http", "yes"),
        ("concurrency", "0"),
        ("concurrency", "1025"),
        ("concurrency", "many"),
        ("concurrency", "-1"),
        ("concurrency", ""),
        ("concurrency", "１２"),
        ("tls_key", "a-key-without-certificate"),
    ],
)
def test_wrong_values(name: str, value: str) -> None:
    """The option is named."""
    with pytest.raises(SettingsRefused, match=rf"departments\.health\.options\.{name}: "):
        read_link_options(_settings(**{name: value}))


def test_concurrency() -> None:
    """How many calls may be under way at once."""
    assert 3 == read_link_options(_settings(concurrency="3")).concurrency


def test_unknown_options() -> None:
    """An option that nobody reads is a mistake, not a wish."""
    refuse_unknown_options(_settings(**dict.fromkeys(LINK_OPTIONS, "x")))
    refuse_unknown_options(_settings(sender="x"), {"sender"})
    with pytest.raises(SettingsRefused, match=r"options\.sendr: is not an option"):
        refuse_unknown_options(_settings(sendr="x"), {"sender"})


def test_operations_a_department_lacks() -> None:
    """`lacks` takes operations off the manifest, and only those that are on it."""
    assert MANIFEST == offered_operations(_settings(), MANIFEST)
    assert {"death"} == offered_operations(_settings(lacks="last_service, "), MANIFEST)
    with pytest.raises(SettingsRefused, match=r"options\.lacks: "):
        offered_operations(_settings(lacks="death,birth"), MANIFEST)


def test_words() -> None:
    """A name for the gateway has the form that the department wants, and a default."""
    assert "verification-gateway" == word_option(_settings(), "sender", WORD)
    assert "abc" == word_option(_settings(sender="abc"), "sender", WORD)
    with pytest.raises(SettingsRefused, match=r"options\.sender: must match \[a-z-\]\+"):
        word_option(_settings(sender="ABC"), "sender", WORD)

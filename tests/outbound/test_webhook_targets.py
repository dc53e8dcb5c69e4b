"""Addresses of webhooks as they are written: one reading, or none."""

from __future__ import annotations

import pytest

from gateway.outbound.webhook_targets import LONGEST, Target, TargetRefused, read_target


@pytest.mark.parametrize(
    ("url", "target", "authority"),
    [
        ("https://a.example", Target("a.example", 443, "/", False), "a.example"),
        ("https://A.Example/x?y=1", Target("a.example", 443, "/x?y=1", False), "a.example"),
        ("HTTPS://a.example:8443/x", Target("a.example", 8443, "/x", False), "a.example:8443"),
        ("https://xn--fsqu00a.xn--fiqs8s/", Target("xn--fsqu00a.xn--fiqs8s", 443, "/", False), ""),
        ("https://223.5.5.5/", Target("223.5.5.5", 443, "/", True), "223.5.5.5"),
        ("https://[2400:3200::1]:8443/", Target("2400:3200::1", 8443, "/", True), ""),
        ("https://localhost:9443/", Target("localhost", 9443, "/", False), "localhost:9443"),
    ],
)
def test_what_is_accepted(url: str, target: Target, authority: str) -> None:
    """Host in lower case, port, path with its query."""
    assert target == read_target(url)
    assert authority in ("", read_target(url).authority)


def test_an_ipv6_address_in_the_host_header() -> None:
    """It stands in brackets."""
    assert "[2400:3200::1]:8443" == read_target("https://[2400:3200::1]:8443/").authority


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("", "visible ASCII"),
        ("http://a.example/", "must begin with https"),
        ("ftp://a.example/", "must begin with https"),
        ("//a.example/", "must begin with https"),
        ("https:a.example", "names no host"),
        ("https:///path", "names no host"),
        ("https://user@a.example/", "user name"),
        ("https://user:word@a.example/", "user name"),
        ("https://@a.example/", "user name"),
        ("https://a.example@127.0.0.1/", "user name"),
        ("https://a.example#@b.example/", "fragment"),
        ("https://a.example/#", "fragment"),
        ("https://a.example\\@127.0.0.1/", "visible ASCII"),
        ("https://a.example/ x", "visible ASCII"),
        ("https://a.example/\r\nHost: b.example", "visible ASCII"),
        ("https://a.example/\t", "visible ASCII"),
        ("https://例子.中国/", "xn--"),
        ("https://a。example/", "xn--"),
        ("https://１２７.０.０.１/", "xn--"),
        ("https://ⓐ.example/", "xn--"),
        ("https://2130706433/", "a.b.c.d"),
        ("https://0177.0.0.1/", "a.b.c.d"),
        ("https://0x7f.0.0.1/", "a.b.c.d"),
        ("https://0x7f000001/", "a.b.c.d"),
        ("https://127.1/", "a.b.c.d"),
        ("https://127.0.0.0x1/", "a.b.c.d"),
        ("https://a.example.0x/", "a.b.c.d"),
        ("https://127.0.0.1.:443/", "not a name"),
        ("https://a.example./", "not a name"),
        ("https://a..example/", "not a name"),
        ("https://-a.example/", "not a name"),
        ("https://a_b.example/", "not a name"),
        ("https://a.example%2f/", "not a name"),
        ("https://[::1/", "not an address"),
        ("https://[fe80::1%25lo]/", "brackets"),
        ("https://[fe80::1%lo]/", "brackets"),
        ("https://[v1.x]/", "brackets"),
        ("https://a.example:0/", "port of another service"),
        ("https://a.example:22/", "port of another service"),
        ("https://a.example:80/", "port of another service"),
        ("https://a.example:65536/", "not an address"),
        ("https://a.example:x/", "not an address"),
        ("https://a.example:/", "empty port"),
        ("https://a.example/" + "x" * LONGEST, "visible ASCII"),
        ("https://" + "a" * 64 + ".example/", "not a name"),
        ("https://" + "a." * 127 + "example/", "not a name"),
    ],
)
def test_what_is_refused(url: str, complaint: str) -> None:
    """Each with its own words, which do not repeat the address."""
    with pytest.raises(TargetRefused, match=complaint) as refused:
        read_target(url)
    assert "example" not in str(refused.value)

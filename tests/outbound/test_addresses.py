"""Which addresses may be spoken to: every class of address, and what an operator allows."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import SettingsRefused
from gateway.outbound.addresses import is_public, may_speak_to, read_networks

FORBIDDEN = {
    "unspecified": "0.0.0.0",  # noqa: S104 - nobody listens on it here
    "this-network": "0.1.2.3",
    "private-10": "10.1.2.3",
    "shared-behind-carriers": "100.64.0.1",
    "metadata-of-a-cloud": "100.100.100.200",
    "loopback": "127.0.0.1",
    "loopback-elsewhere": "127.8.9.10",
    "link-local-metadata": "169.254.169.254",
    "private-172-first": "172.16.0.1",
    "private-172-last": "172.31.255.254",
    "protocol-assignments": "192.0.0.192",
    "documentation-1": "192.0.2.1",
    "6to4-relay": "192.88.99.1",
    "private-192": "192.168.1.1",
    "benchmarks": "198.19.0.1",
    "documentation-2": "198.51.100.1",
    "documentation-3": "203.0.113.1",
    "multicast": "224.0.0.1",
    "multicast-local": "239.255.255.250",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "v6-unspecified": "::",
    "v6-loopback": "::1",
    "v6-mapped-private": "::ffff:10.0.0.1",
    "v6-mapped-public": "::ffff:8.8.8.8",
    "v6-compatible": "::127.0.0.1",
    "v6-translated": "::ffff:0:127.0.0.1",
    "nat64": "64:ff9b::7f00:1",
    "nat64-local": "64:ff9b:1::7f00:1",
    "v6-discard": "100::1",
    "teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "orchid": "2001:20::1",
    "v6-documentation": "2001:db8::1",
    "v6-documentation-new": "3fff::1",
    "6to4": "2002:7f00:1::1",
    "unique-local": "fd00:ec2::254",
    "unique-local-first": "fc00::1",
    "v6-link-local": "fe80::1",
    "v6-link-local-zone": "fe80::1%lo",
    "public-with-zone": "2400:3200::1%lo",
    "site-local": "fec0::1",
    "v6-multicast": "ff02::1",
    "segment-routing": "5f00::1",
}
PUBLIC = ("1.1.1.1", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "223.5.5.5")
PUBLIC_6 = ("2400:3200::1", "2a00:1450::1", "2606:4700::1111")


@pytest.mark.parametrize("address", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_special_address_is_never_spoken_to(address: str) -> None:
    """Whatever is not one machine out on the internet is refused."""
    assert not may_speak_to(address)


@pytest.mark.parametrize("address", [*PUBLIC, *PUBLIC_6])
def test_a_public_address_is(address: str) -> None:
    """Addresses next to the special ranges are public."""
    assert may_speak_to(address)


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "1.1.1.1 ", "::g"]
)
def test_what_is_no_address(text: str) -> None:
    """A text that some readers take for an address is none here."""
    assert not may_speak_to(text)


def test_what_an_operator_allows() -> None:
    """Exactly the named networks; a mapped form of an allowed address is not that address."""
    allowed = read_networks(["10.20.0.0/16", "fd00:1::/32"])
    assert may_speak_to("10.20.3.4", allowed)
    assert may_speak_to("fd00:1::5", allowed)
    for refused in ("10.21.0.1", "127.0.0.1", "::ffff:10.20.3.4", "64:ff9b::a14:304", "fd00:2::1"):
        assert not may_speak_to(refused, allowed)


@pytest.mark.parametrize("text", ["10.20.0.1/16", "private", "10.0.0.0/33", ""])
def test_a_wrong_network(text: str) -> None:
    """A network with host bits, or none at all, is refused by the name of the setting."""
    with pytest.raises(SettingsRefused, match="webhook_networks"):
        read_networks([text])


@given(st.ip_addresses(v=4))
def test_nothing_public_that_python_knows_as_special(address: IPv4Address) -> None:
    """Our list is at least as strict as the standard library's."""
    assert address.is_global or not is_public(address)
    assert not (address.is_multicast and is_public(address))


@given(st.ip_addresses(v=6))
def test_the_same_for_ipv6(address: IPv6Address) -> None:
    """Our list is at least as strict as the standard library's."""
    assert address.is_global or not is_public(address)


@given(st.ip_addresses(v=4))
def test_no_form_that_carries_an_ipv4_address(address: IPv4Address) -> None:
    """Mapped, compatible, NAT64 and 6to4 forms are refused whatever they carry."""
    number = int(address)
    carried = [0xFFFF << 32 | number, number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80]
    assert not any(is_public(ip_address(one.to_bytes(16))) for one in carried)

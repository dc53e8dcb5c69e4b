"""Which addresses may be spoken to on somebody else's word: public ones, and what is allowed.

For addresses that come from a name which we do not own. Must never judge a name or a text that is
not an address: whoever connects must connect to the very address that was judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

from gateway.errors import SettingsRefused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA's registry of special-purpose addresses, with the shared space behind carriers (where some
# clouds keep their machines' credentials), benchmarks, documentation, multicast and reserved.
_SPECIAL_4: Final = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Of IPv6 only what is handed out as global unicast; what lies outside is loopback, link-local,
# unique local, multicast, mapped IPv4 or NAT64. Within it, forms that carry an IPv4 address in
# them (Teredo, 6to4) lead where that address leads, and the rest is documentation.
_GLOBAL_6: Final = IPv6Network("2000::/3")
_SPECIAL_6: Final = tuple(
    IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks that an operator allows. Raises SettingsRefused."""
    networks: list[Network] = []
    for text in texts:
        try:
            networks.append(ip_network(text))
        except ValueError:
            message = f"webhook_networks: {text} is not a network (10.20.0.0/16)"
            raise SettingsRefused(message) from None
    return tuple(networks)


def may_speak_to(text: str, allowed: Iterable[Network] = ()) -> bool:
    """Whether an address is public or in one of the allowed networks.

    A text that is not an address, or one with a zone (fe80::1%eth0), is not.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return False
    return is_public(address) or any(address in network for network in allowed)


def is_public(address: Address) -> bool:
    """Whether it is an address of one machine out on the internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_4)
    return address in _GLOBAL_6 and not any(address in network for network in _SPECIAL_6)

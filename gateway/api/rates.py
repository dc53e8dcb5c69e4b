"""How much anybody may send in without login: for one address, and for all together.

Addresses are counted under a keyed hash whose key lives as long as the process: none is kept, told
or logged. Counts are this process's own; what the store keeps an hour is bounded there.
"""

from __future__ import annotations

import hmac
import ipaddress
from typing import Final

from fastapi import Request

from gateway.api.counting import SlidingCounts
from gateway.errors import TooMany
from gateway.ports.machine import Chance, Clock
from gateway.settings import Settings

KEY_BYTES: Final = 32
EVERYBODY: Final = b"everybody"
MINUTE: Final = 60
DAY: Final = 86_400
# Whoever has an IPv6 network has all of its addresses.
IPV6_NETWORK: Final = 64


class Rates:
    """Counts what comes in from the public, whatever it is."""

    def __init__(self, settings: Settings, clock: Clock, chance: Chance) -> None:
        """The limits are those of the settings."""
        self._clock = clock
        self._key = chance.take(KEY_BYTES)
        self._for_all = SlidingCounts(MINUTE, settings.public_per_minute)
        self._for_one = (
            SlidingCounts(MINUTE, settings.public_per_address_minute),
            SlidingCounts(DAY, settings.public_per_address_day),
        )

    def admit(self, request: Request) -> None:
        """Count one request. Raises TooMany, and counts nothing, if a limit is reached."""
        address = self._hidden(request.client.host if request.client is not None else "")
        limits = [(self._for_all, EVERYBODY), *((counts, address) for counts in self._for_one)]
        at = self._clock.monotonic()
        wait = max(counts.wait(whose, at) for counts, whose in limits)
        if wait:
            raise TooMany(wait)
        for counts, whose in limits:
            counts.count(whose, at)

    def _hidden(self, address: str) -> bytes:
        return hmac.digest(self._key, network_of(address).encode(), "sha256")


def network_of(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the network of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))

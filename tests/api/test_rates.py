"""What anybody may send in without login is bounded, an address and all together."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import Request

from gateway.api.rates import Rates, network_of
from gateway.errors import TooMany
from gateway.settings import Settings
from tests.still import SeededChance, StillClock


def _rates(tmp_path: Path, **limits: int) -> Rates:
    return Rates(Settings(data_dir=tmp_path, **limits), StillClock(), SeededChance())  # type: ignore[arg-type]


def _from(address: str | None) -> Request:
    client = (address, 4000) if address is not None else None
    return Request({"type": "http", "headers": [], "client": client})


def _admitted(rates: Rates, *addresses: str | None) -> list[bool]:
    found = []
    for address in addresses:
        try:
            rates.admit(_from(address))
        except TooMany:
            found.append(False)
        else:
            found.append(True)
    return found


def test_one_address_has_its_share(tmp_path: Path) -> None:
    """Beyond it that address waits, and no other one does."""
    rates = _rates(tmp_path, public_per_address_minute=2)
    found = _admitted(rates, "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")
    assert [True, True, False, True] == found


def test_one_address_has_its_day(tmp_path: Path) -> None:
    """Slow senders are bounded as well."""
    rates = _rates(tmp_path, public_per_address_minute=100, public_per_address_day=2)
    assert [True, True, False] == _admitted(rates, *["192.0.2.1"] * 3)


def test_all_together_have_theirs(tmp_path: Path) -> None:
    """Many addresses are no way around it."""
    rates = _rates(tmp_path, public_per_minute=3)
    addresses = [f"192.0.2.{last}" for last in range(5)]
    assert [True, True, True, False, False] == _admitted(rates, *addresses)


def test_a_refused_request_counts_nowhere(tmp_path: Path) -> None:
    """Whoever is refused for her own excess does not use up what is everybody's."""
    rates = _rates(tmp_path, public_per_address_minute=1, public_per_minute=2)
    found = _admitted(rates, "192.0.2.1", *["192.0.2.1"] * 5, "192.0.2.2")
    assert [True, *[False] * 5, True] == found


def test_how_long_to_wait(tmp_path: Path) -> None:
    """The longest of the limits that are reached tells."""
    rates = _rates(tmp_path, public_per_address_minute=1, public_per_address_day=1)
    rates.admit(_from("192.0.2.1"))
    with pytest.raises(TooMany) as refused:
        rates.admit(_from("192.0.2.1"))
    assert 60 * 60 * 24 <= refused.value.retry_after <= 2 * 60 * 60 * 24


def test_no_address_is_held(tmp_path: Path) -> None:
    """Nothing in memory holds an address in the clear."""
    rates = _rates(tmp_path)
    rates.admit(_from("192.0.2.77"))
    held = [one.keys() for one in (rates._for_all, *rates._for_one)]  # noqa: SLF001 - what it holds
    assert [1, 1, 1] == [len(keys) for keys in held]
    assert [] == [key for keys in held for key in keys if b"192.0.2.77" in key]


def test_without_an_address(tmp_path: Path) -> None:
    """A server on a local socket tells no address: all such requests share one count."""
    rates = _rates(tmp_path, public_per_address_minute=1)
    assert [True, False] == _admitted(rates, None, None)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("somewhere", "somewhere"),
    ],
)
def test_who_is_one_sender(address: str, expected: str) -> None:
    """Whoever has an IPv6 network has all of its addresses; a mapped address is the IPv4 one."""
    assert expected == network_of(address)

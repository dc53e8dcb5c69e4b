"""The addresses of webhooks as they are written: what is accepted, and what it means exactly.

One reading only: what could be read in two ways (user names, numbers that are not four, letters
beyond ASCII, a backslash) is refused, because the check and the connection must read the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 2000
_VISIBLE: Final = re.compile(r"[\x21-\x7e]+")
_AMBIGUOUS: Final = re.compile(r"[\\\"<>^`{|}]")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_HTTPS: Final = 443
_FIRST_FREE_PORT: Final = 1024


class TargetRefused(ValueError):
    """What is wrong with an address; the text does not repeat it."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `host` is a name in lower case or an address without brackets."""

    host: str
    port: int
    path: str
    is_address: bool

    @property
    def authority(self) -> str:
        """The Host header: the port stands in it unless it is that of HTTPS."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _HTTPS else f"{host}:{self.port}"


def read_target(url: str) -> Target:
    """Take an address apart. Raises TargetRefused."""
    if len(url) > LONGEST or not _VISIBLE.fullmatch(url) or _AMBIGUOUS.search(url):
        raise TargetRefused(
            "must be of visible ASCII characters, a name in other letters in its xn-- form"
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise TargetRefused("is not an address") from None
    if parts.scheme != "https":
        raise TargetRefused("must begin with https://")
    if "@" in parts.netloc:
        raise TargetRefused("must not hold a user name or password")
    if "#" in url:
        raise TargetRefused("must not hold a fragment")
    if not host or parts.netloc.endswith(":"):
        raise TargetRefused("names no host, or an empty port")
    port = _HTTPS if port is None else port
    if port != _HTTPS and port < _FIRST_FREE_PORT:
        raise TargetRefused("has a port of another service: 443, or one from 1024 on")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, _is_address(host, in_brackets="[" in parts.netloc))


def _is_address(host: str, *, in_brackets: bool) -> bool:
    """Whether the host is an address. Raises TargetRefused for what is neither that nor a name."""
    if in_brackets:
        try:
            zone = IPv6Address(host).scope_id
        except AddressValueError:
            zone = host
        if zone is not None:
            raise TargetRefused("has no IPv6 address in its brackets")
        return True
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # then some readers take the whole for an address
        try:
            IPv4Address(host)
        except AddressValueError:
            raise TargetRefused("has a number for a host that is not a.b.c.d") from None
        return True
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise TargetRefused("has a host that is not a name")
    return False

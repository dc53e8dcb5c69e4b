"""What an operator may set for a department's link beside its address, and how it is checked.

Options are words, numbers and names of files; must never hold a secret and never echo a value.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from gateway.errors import SettingsRefused
from gateway.private_files import read_private_file

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from gateway.settings import SourceSettings

PLATFORM_OPTIONS = frozenset(
    {
        "platform_refresh",
        "platform_requester",
        "platform_service",
        "platform_services",
        "platform_key",
    }
)
"""Options of a department that is reached through the national exchange platform.

`platform_refresh`: the address that gives secrets. `platform_requester`, `platform_service`: under
which names the gateway and the department's service are known there; `platform_services`: those of
single addresses, `/path=service`, separated by commas. `platform_key`: a file of mode 0600 with the
application key.
"""

LINK_OPTIONS = PLATFORM_OPTIONS | {
    "tls_certificate",
    "tls_key",
    "tls_ca",
    "concurrency",
    "plain_http",
    "lacks",
}
"""Options of every department; a connector adds its own to them.

`tls_certificate`, `tls_key`, `tls_ca`: files for mutual TLS. `concurrency`: how many calls may be
under way at once. `plain_http` = "allowed": no TLS although the address is not on this machine.
`lacks`: operations, separated by commas, that this department does not offer although its kind
does.
"""

DEFAULT_CALLER = "verification-gateway"
"""What the gateway calls itself where a department has given it no other name. Not a secret."""

_DEFAULT_CONCURRENCY = 16
_HIGHEST_CONCURRENCY = 1024
_SECRET: Final = re.compile(rb"[\x21-\x7e]{8,256}")


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """The options of a link, checked. Files are named, not read."""

    secure: bool
    concurrency: int
    certificate: str | None
    key: str | None
    authority: str | None


def read_link_options(settings: SourceSettings) -> LinkOptions:
    """Check the address and the options of a link. Raises SettingsRefused naming the wrong one."""
    address = _address(settings)
    _check_plain_http(settings, address)
    certificate = settings.options.get("tls_certificate")
    key = settings.options.get("tls_key")
    if (certificate is None) != (key is None):
        raise refused(settings, "tls_key", "and tls_certificate go together")
    return LinkOptions(
        secure=address.scheme == "https",
        concurrency=_concurrency(settings),
        certificate=certificate,
        key=key,
        authority=settings.options.get("tls_ca"),
    )


def refuse_unknown_options(settings: SourceSettings, own: AbstractSet[str] = frozenset()) -> None:
    """Refuse an option that neither the link nor the connector knows. Raises SettingsRefused."""
    for name in sorted(settings.options.keys() - LINK_OPTIONS - own):
        raise refused(settings, name, "is not an option")


def offered_operations(settings: SourceSettings, manifest: AbstractSet[str]) -> frozenset[str]:
    """The manifest without what the option `lacks` names. Raises SettingsRefused."""
    words = settings.options.get("lacks", "").split(",")
    lacking = {word.strip() for word in words if word.strip()}
    if not lacking <= manifest:
        raise refused(settings, "lacks", "names an operation that the connector does not have")
    return frozenset(manifest - lacking)


def word_option(
    settings: SourceSettings, name: str, form: re.Pattern[str], default: str = DEFAULT_CALLER
) -> str:
    """An option that names the gateway to a department. Raises SettingsRefused for a wrong form."""
    word = settings.options.get(name, default)
    if not form.fullmatch(word):
        raise refused(settings, name, f"must match {form.pattern}")
    return word


def secret_option(settings: SourceSettings, name: str) -> bytes | None:
    """The secret in the private file that an option names; None without the option.

    Raises SettingsRefused for a file that others may read, or that holds nothing like a secret.
    """
    if name not in settings.options:
        return None
    secret = read_private_file(Path(settings.options[name])).strip()
    if not _SECRET.fullmatch(secret):
        raise refused(settings, name, "must name a file with 8 to 256 visible ASCII characters")
    return secret


def refused(settings: SourceSettings, option: str, complaint: str) -> SettingsRefused:
    """The error for one wrong option; the complaint holds no value."""
    return SettingsRefused(f"departments.{settings.department}.options.{option}: {complaint}")


def _address(settings: SourceSettings) -> SplitResult:
    try:
        address = urlsplit(settings.url)
        plain = address.hostname and not (address.username or address.query or address.fragment)
        good = bool(plain) and address.scheme in {"http", "https"} and address.port != 0
    except ValueError:
        good = False
    if not good:
        message = f"departments.{settings.department}.url: must be an http or https address"
        raise SettingsRefused(message)
    return urlsplit(settings.url)


def _check_plain_http(settings: SourceSettings, address: SplitResult) -> None:
    choice = settings.options.get("plain_http", "refused")
    if choice not in {"allowed", "refused"}:
        raise refused(settings, "plain_http", 'must be "allowed" or "refused"')
    if address.scheme == "http" and choice == "refused" and not _is_here(address.hostname or ""):
        # What goes over this link names people: it is only ever in the clear on this machine,
        # or where somebody has taken that upon himself.
        raise refused(settings, "plain_http", "is needed for an address without TLS elsewhere")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _concurrency(settings: SourceSettings) -> int:
    text = settings.options.get("concurrency", str(_DEFAULT_CONCURRENCY))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if not 1 <= number <= _HIGHEST_CONCURRENCY:
        raise refused(settings, "concurrency", f"must be a number from 1 to {_HIGHEST_CONCURRENCY}")
    return number

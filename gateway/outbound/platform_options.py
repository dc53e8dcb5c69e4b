"""What an operator sets to reach a department through the national exchange platform.

Must never hold the application key itself in the settings: they name a private file.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from gateway.errors import SettingsRefused
from gateway.outbound.options import PLATFORM_OPTIONS, read_link_options, refused, secret_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.settings import SourceSettings

_WORD: Final = re.compile(r"[0-9A-Za-z_.@-]{1,128}")
_REFRESH, _REQUESTER, _SERVICE, _SERVICES, _KEY_FILE = (
    "platform_refresh",
    "platform_requester",
    "platform_service",
    "platform_services",
    "platform_key",
)
_NEEDED: Final = (_REFRESH, _REQUESTER, _SERVICE, _KEY_FILE)


@dataclass(frozen=True, slots=True)
class PlatformOptions:
    """Checked options. `services`: by address below the department's; `service` for all others."""

    refresh_url: str
    requester: str
    service: str
    services: Mapping[str, str]
    key: bytes = field(repr=False)

    def service_of(self, path: str) -> str:
        """The service under which an address of the department is called."""
        return self.services.get(path, self.service)


def read_platform_options(settings: SourceSettings) -> PlatformOptions | None:
    """The platform of a department; None if it is reached directly.

    Raises SettingsRefused naming the option that is missing or wrong, or the key's file.
    """
    given = settings.options.keys() & PLATFORM_OPTIONS
    if not given:
        return None
    for name in _NEEDED:
        if name not in given:
            raise refused(settings, name, "is needed for a platform")
    _check_addresses(settings)
    return PlatformOptions(
        refresh_url=settings.options[_REFRESH].rstrip("/"),
        requester=_word(settings, _REQUESTER, settings.options[_REQUESTER]),
        service=_word(settings, _SERVICE, settings.options[_SERVICE]),
        services=_services(settings),
        key=secret_option(settings, _KEY_FILE) or b"",
    )


def _word(settings: SourceSettings, option: str, word: str) -> str:
    if not _WORD.fullmatch(word):
        raise refused(settings, option, f"must match {_WORD.pattern}")
    return word


def _services(settings: SourceSettings) -> dict[str, str]:
    """`/path=service`, separated by commas."""
    services: dict[str, str] = {}
    for pair in filter(None, map(str.strip, settings.options.get(_SERVICES, "").split(","))):
        path, separator, service = pair.partition("=")
        if not separator or not path.startswith("/") or path in services:
            raise refused(settings, _SERVICES, "must be /path=service, separated by commas")
        services[path] = _word(settings, _SERVICES, service)
    return services


def _check_addresses(settings: SourceSettings) -> None:
    """The platform's own address is as good as the department's, and proves who we are."""
    if not _is_address(settings, settings.options[_REFRESH]):
        raise refused(settings, _REFRESH, "must be an http or https address as `url` may be")
    proves = "tls_certificate" in settings.options
    accepted = settings.options.get("plain_http") == "allowed"
    if not (proves or accepted or all(map(_is_here, (settings.url, settings.options[_REFRESH])))):
        # The sign does not cover the body: without mutual TLS anybody on the way could exchange
        # the person asked about.
        raise refused(settings, "tls_certificate", "is needed for a platform that is elsewhere")


def _is_address(settings: SourceSettings, url: str) -> bool:
    try:
        read_link_options(replace(settings, url=url))
    except SettingsRefused:
        return False
    return True


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

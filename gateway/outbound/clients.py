"""The making of HTTP clients: mutual TLS, connection reuse, nothing from the environment.

No other module of the house may construct one. Must never follow a redirect and never take a
proxy, a credential or a certificate from the environment.
"""

from __future__ import annotations

import logging
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from gateway.outbound.options import read_link_options, refused
from gateway.private_files import is_private

if TYPE_CHECKING:
    from gateway.outbound.options import LinkOptions
    from gateway.settings import SourceSettings

# Shorter than the five seconds after which common servers close an idle connection: whoever
# closes second loses a request.
_KEEP_IDLE_SECONDS = 4.0


def make_client(
    settings: SourceSettings, transport: httpx.AsyncBaseTransport | None = None
) -> tuple[httpx.AsyncClient, LinkOptions]:
    """A client for one department. Raises SettingsRefused for a wrong address or option.

    With a `transport` nothing goes over the network: a rehearsal puts departments of its own there.
    """
    options = read_link_options(settings)
    quiet_the_libraries()
    client = httpx.AsyncClient(
        transport=transport,
        verify=_secure_context(settings, options) if options.secure else _closed_context(),
        follow_redirects=False,
        trust_env=False,
        timeout=None,  # noqa: S113 - the link puts one time limit around the whole exchange
        limits=httpx.Limits(
            max_connections=options.concurrency,
            max_keepalive_connections=options.concurrency,
            keepalive_expiry=_KEEP_IDLE_SECONDS,
        ),
        headers={"User-Agent": "verification-gateway", "Accept-Encoding": "identity"},
    )
    return client, options


def make_single_client(context: ssl.SSLContext) -> httpx.AsyncClient:
    """A client for one exchange with a stranger: it keeps no connection that another could get.

    Connections are kept by address and port, not by the name that was verified; so a client must
    never serve two names.
    """
    quiet_the_libraries()
    return httpx.AsyncClient(
        verify=context,
        follow_redirects=False,
        trust_env=False,
        timeout=None,  # noqa: S113 - the courier puts one time limit around the whole exchange
        limits=httpx.Limits(max_connections=1, max_keepalive_connections=0),
        headers={"User-Agent": "verification-gateway", "Accept-Encoding": "identity"},
    )


def make_witness_client(context: ssl.SSLContext) -> httpx.AsyncClient:
    """A client for one witness, which is shown a head every few seconds over one connection."""
    quiet_the_libraries()
    return httpx.AsyncClient(
        verify=context,
        follow_redirects=False,
        trust_env=False,
        timeout=None,  # noqa: S113 - the witness puts one time limit around the whole exchange
        limits=httpx.Limits(
            max_connections=1, max_keepalive_connections=1, keepalive_expiry=_KEEP_IDLE_SECONDS
        ),
        headers={"User-Agent": "verification-gateway", "Accept-Encoding": "identity"},
    )


def quiet_the_libraries() -> None:
    """Keep addresses and reply headers, which a department writes, out of every log."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _closed_context() -> ssl.SSLContext:
    """A context that trusts nobody, for links without TLS: cheaper than a list of authorities."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _secure_context(settings: SourceSettings, options: LinkOptions) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=options.authority)
    except OSError:
        raise refused(settings, "tls_ca", "cannot be read as certificates") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if options.certificate is not None and options.key is not None:
        try:
            private = is_private(Path(options.key))
            context.load_cert_chain(options.certificate, options.key)
        except OSError:
            complaint = "or tls_key cannot be read, or they do not belong together"
            raise refused(settings, "tls_certificate", complaint) from None
        if not private:
            raise refused(settings, "tls_key", "must be a file of mode 0600 or narrower")
    return context

"""Opening the departments: each with its own link, its connector, its circuit breaker.

Must never let one department share a connection, a place or a clock's patience with another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack

from gateway.assembly.plugins import load_connectors
from gateway.assembly.wiring import check_wiring
from gateway.domain.evidence import Reply
from gateway.domain.fact import Fact
from gateway.errors import SettingsRefused
from gateway.outbound import Outbound, WatchedSource
from gateway.outbound.platform import open_link
from gateway.ports.machine import Clock
from gateway.ports.source import Connector
from gateway.settings import Settings, SourceSettings

Observe = Callable[[str, Reply, float], None]
"""Gets department, reply and seconds of every call."""


def observe_nothing(_department: str, _reply: Reply, _seconds: float) -> None:
    """For a process that keeps no figures."""


async def open_sources(
    settings: Settings,
    facts: Mapping[str, Fact],
    clock: Clock,
    observe: Observe,
    stack: AsyncExitStack,
) -> Mapping[str, WatchedSource]:
    """The sources of the departments that the settings name; `stack` closes them.

    A department that its options put behind the exchange platform is reached through it. Raises
    SettingsRefused for a department without a connector, for a fact that asks one, and for a wrong
    option.
    """
    connectors = load_connectors(settings.connectors)
    check_wiring(settings, connectors, facts)
    outbound = Outbound()
    sources: dict[str, WatchedSource] = {}
    for name, department in settings.departments.items():
        _check_coverage(department, connectors[name])
        link = open_link(outbound, department, clock)
        stack.push_async_callback(link.close)
        source = connectors[name].open(department, link)
        stack.push_async_callback(source.close)
        sources[name] = WatchedSource(source, department, clock, observe, settings.deadline_seconds)
    return sources


def _check_coverage(settings: SourceSettings, connector: Connector) -> None:
    for operation in sorted(settings.coverage.keys() - connector.operations):
        raise SettingsRefused(
            f"departments.{settings.department}.coverage.{operation}: is not an operation"
        )

"""Whether settings, connectors and facts fit together, before anything is opened.

Must never repair and never skip: a department that nobody can ask would make a fact silent for
ever, and nobody would know why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gateway.assembly.plugins import CONNECTORS, FACTS, providers
from gateway.domain.catalogue import Catalogue, Department
from gateway.domain.fact import Fact
from gateway.errors import SettingsRefused
from gateway.ports.source import Connector
from gateway.settings import Settings


def check_wiring(
    settings: Settings, connectors: Mapping[str, Connector], facts: Mapping[str, Fact]
) -> None:
    """Check what one part says about another. Raises SettingsRefused naming both.

    Every department of the settings has an allowed connector, and so has every department that an
    allowed fact requires. A consulted department may be missing: it never blocks (domain.md G3).
    """
    installed = providers(CONNECTORS)
    for name in sorted(settings.departments.keys() - connectors.keys()):
        raise SettingsRefused(f"departments.{name}: {_why_not(name, installed)}")
    for fact in facts.values():
        for department in sorted(set(fact.required) - connectors.keys()):
            raise SettingsRefused(
                f"{FACTS}: {fact.name} asks {department}, and {_why_not(department, installed)}"
            )


def with_departments(catalogue: Catalogue, connectors: Iterable[Connector]) -> Catalogue:
    """The catalogue with the departments that connectors bring, by the names that they give.

    A department that the catalogue names itself keeps that name.
    """
    brought = {
        one.department: Department(one.department, one.title, connected=True) for one in connectors
    }
    return replace(catalogue, departments={**brought, **catalogue.departments})


def _why_not(department: str, installed: Mapping[str, tuple[str, ...]]) -> str:
    if department in installed:
        providing = ", ".join(installed[department])
        return f"its connector ({providing}) is not named in the setting connectors"
    return "no installed distribution provides its connector"

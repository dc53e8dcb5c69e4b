"""Whether the catalogue's marks and what is loaded fit together, before anybody is served.

Two kinds of difference, and they must never be confused. What the catalogue's files say and
nothing that is installed can keep is a mistake: the start fails, naming file and entry. What is
installed and left out of the settings is the operator's decision: the paper is not available here,
and that is said at the start, in the catalogue's answer and to whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gateway.assembly.plugins import CONNECTORS, FACTS, providers
from gateway.domain.catalogue import Catalogue, Certificate
from gateway.domain.fact import Fact
from gateway.errors import SettingsRefused

_FOLDER = "catalogue"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper that the catalogue marks available and the settings leave out, and for want of what.

    Exactly one of `fact` and `department` is set.
    """

    certificate: int
    fact: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The catalogue as it holds for this process, and what of it was left out."""

    catalogue: Catalogue
    left_out: tuple[LeftOut, ...]


def check_catalogue(
    catalogue: Catalogue, facts: Mapping[str, Fact], connectors: Collection[str]
) -> Checked:
    """Compare the marks `available` and `connected` with what the settings load.

    Raises SettingsRefused for a mark that no installed distribution can keep, and for a fact that
    asks a department which the paper's entry does not name.
    """
    _check_departments(catalogue)
    for certificate in _available(catalogue):
        _check_facts(certificate, facts)
    left_out = tuple(
        missing
        for certificate in _available(catalogue)
        for missing in [_missing(certificate, facts, connectors)]
        if missing is not None
    )
    return Checked(_without(catalogue, {one.certificate for one in left_out}), left_out)


def _available(catalogue: Catalogue) -> tuple[Certificate, ...]:
    return tuple(paper for paper in catalogue.negative.values() if paper.available)


def _check_departments(catalogue: Catalogue) -> None:
    installed = providers(CONNECTORS)
    for code, department in catalogue.departments.items():
        if department.connected and code not in installed:
            raise SettingsRefused(
                f"{_FOLDER}/departments.toml: department {code}: is marked connected, and no"
                " installed distribution provides its connector"
            )


def _check_facts(certificate: Certificate, facts: Mapping[str, Fact]) -> None:
    """Every fact exists, and asks nobody whom the entry does not say that we ask."""
    installed, asks = providers(FACTS), {ask.department for ask in certificate.asks}
    for name in certificate.facts:
        if name not in installed:
            raise _refused(certificate, f"no installed distribution provides the fact {name}")
        fact = facts.get(name)
        asked = set() if fact is None else {*fact.required, *fact.consulted}
        for department in sorted(asked - asks):
            raise _refused(certificate, f"its fact {name} asks {department}, which asks lacks")


def _missing(
    certificate: Certificate, facts: Mapping[str, Fact], connectors: Collection[str]
) -> LeftOut | None:
    """What the settings leave out: a fact, or the connectors of all its departments."""
    for name in certificate.facts:
        if name not in facts:
            return LeftOut(certificate.number, fact=name)
    asked = [ask.department for ask in certificate.asks]
    if any(department in connectors for department in asked):
        return None
    return LeftOut(certificate.number, department=asked[0])


def _without(catalogue: Catalogue, numbers: Collection[int]) -> Catalogue:
    negative = {
        number: replace(paper, available=paper.available and number not in numbers)
        for number, paper in catalogue.negative.items()
    }
    return replace(catalogue, negative=MappingProxyType(negative))


def _refused(certificate: Certificate, message: str) -> SettingsRefused:
    return SettingsRefused(f"{_FOLDER}/negative.toml: certificate {certificate.number}: {message}")

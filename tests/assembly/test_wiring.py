"""Settings, connectors and facts fit together, or nothing starts."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from gateway.assembly.plugins import CONNECTORS, FACTS, load_connectors, load_facts
from gateway.assembly.wiring import check_wiring, with_departments
from gateway.domain.catalogue import Department
from gateway.errors import SettingsRefused
from gateway.settings import BUNDLED_FACTS, Settings, SourceSettings
from gateway.storage.catalogue_files import load_catalogue
from tests.assembly.plugins import HERE, LAND, installed

NOWHERE = SourceSettings("land", "http://127.0.0.1:9")


def _check(connectors: list[str], facts: list[str], *departments: SourceSettings) -> None:
    named = {department.department: department for department in departments}
    settings = Settings(data_dir=Path("nowhere"), departments=named)
    check_wiring(settings, load_connectors(connectors), load_facts(facts))


def test_the_bundled_parts_fit() -> None:
    """The defaults need nothing more."""
    assert set(BUNDLED_FACTS) == set(load_facts(BUNDLED_FACTS))
    _check(["public_security", "civil_affairs", "health", "courts"], list(BUNDLED_FACTS))


def test_a_consulted_department_may_be_missing() -> None:
    """It never blocks (domain.md G3), so nobody need connect it."""
    fact = load_facts(["childbirth"])["childbirth"]
    assert ("public_security",) == fact.consulted
    _check(["health"], ["childbirth"])


def test_a_fact_that_asks_a_department_that_is_not_allowed() -> None:
    """Its connector is installed; the setting that leaves it out is named, and who provides it."""
    complaint = (
        f"{FACTS}: identity asks public_security, and its connector \\(verification-gateway .*\\) "
        "is not named in the setting connectors"
    )
    with pytest.raises(SettingsRefused, match=complaint):
        _check(["health"], ["identity"])


def test_a_fact_that_asks_a_department_that_nobody_connects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fact and department are named."""
    facts = load_facts(["identity"])
    installed(monkeypatch, CONNECTORS, land=f"{HERE}:LAND")
    complaint = "identity asks public_security, and no installed distribution provides"
    with pytest.raises(SettingsRefused, match=complaint):
        check_wiring(Settings(data_dir=Path("nowhere")), load_connectors(["land"]), facts)


def test_a_department_whose_connector_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address in the settings does not let a connector run that they do not name."""
    installed(monkeypatch, CONNECTORS, land="tests.assembly.no_such_module:X")
    complaint = r"departments.land: its connector \(.*\) is not named in the setting connectors"
    with pytest.raises(SettingsRefused, match=complaint):
        _check([], [], NOWHERE)


def test_a_department_that_nobody_connects() -> None:
    """An address of a department for which nothing is installed stops the start."""
    complaint = "departments.land: no installed distribution provides its connector"
    with pytest.raises(SettingsRefused, match=complaint):
        _check(["courts"], [], NOWHERE)


def test_a_department_that_a_connector_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is known wherever a department is named; what the catalogue names stays as it is."""
    catalogue = load_catalogue(files("contracts"))
    installed(monkeypatch, CONNECTORS, land=f"{HERE}:LAND")
    merged = with_departments(catalogue, load_connectors(["land"]).values()).departments
    assert Department("land", LAND.title, connected=True) == merged["land"]
    assert catalogue.departments == {name: merged[name] for name in catalogue.departments}

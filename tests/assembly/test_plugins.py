"""Facts and connectors by entry point: only what is named, and loud about everything wrong."""

from __future__ import annotations

import pytest

from gateway import __version__
from gateway.assembly.plugins import (
    CONNECTORS,
    FACTS,
    load_connectors,
    load_facts,
    providers,
)
from gateway.errors import SettingsRefused
from gateway.settings import BUNDLED_CONNECTORS, BUNDLED_FACTS
from tests.assembly.plugins import HERE, LAND, WATER, installed


def test_the_bundled_ones_are_there() -> None:
    """Facts and connectors of the defaults load, in the order of the settings."""
    assert list(BUNDLED_FACTS) == list(load_facts(BUNDLED_FACTS))
    assert list(BUNDLED_CONNECTORS) == list(load_connectors(BUNDLED_CONNECTORS))


def test_the_order_of_the_settings_counts() -> None:
    """Lists are shown in the order in which an operator names things."""
    assert ["death", "birth"] == list(load_facts(["death", "birth"]))


def test_a_name_that_nobody_provides() -> None:
    """An unknown name stops the start, and is named."""
    with pytest.raises(SettingsRefused, match="no installed distribution provides tax"):
        load_connectors(["courts", "tax"])
    with pytest.raises(SettingsRefused, match="no installed distribution provides wealth"):
        load_facts(["wealth"])


def test_what_is_installed_but_not_named_is_never_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installing a distribution does not let its code run in the gateway."""
    installed(monkeypatch, CONNECTORS, land=f"{HERE}:LAND", trap="tests.assembly.no_such_module:X")
    assert LAND is load_connectors(["land"])["land"]
    assert {} == load_connectors([])


def test_two_distributions_for_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of two would be asked must not depend on chance; both are named."""
    installed(monkeypatch, CONNECTORS, land=[f"{HERE}:LAND", f"{HERE}:WATER"])
    with pytest.raises(SettingsRefused, match=rf"more than once: {HERE}:LAND, {HERE}:WATER"):
        load_connectors(["land"])


def test_a_name_that_is_given_twice() -> None:
    """A name stands in the settings once."""
    with pytest.raises(SettingsRefused, match="courts is named twice in the settings"):
        load_connectors(["courts", "courts"])


def test_a_connector_of_another_department(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evidence must come from the department under whose name it is weighed."""
    installed(monkeypatch, CONNECTORS, water=f"{HERE}:WATER", land=f"{HERE}:WATER")
    assert WATER is load_connectors(["water"])["water"]
    with pytest.raises(SettingsRefused, match="the entry point land carries another department"):
        load_connectors(["land"])


@pytest.mark.parametrize("group", [FACTS, CONNECTORS])
def test_something_unfinished(monkeypatch: pytest.MonkeyPatch, group: str) -> None:
    """What lacks a member is refused at the start and not in the middle of a verification."""
    installed(monkeypatch, group, land=f"{HERE}:UNFINISHED")
    load = load_facts if group == FACTS else load_connectors
    with pytest.raises(SettingsRefused, match=r"land lacks .*title"):
        load(["land"])


@pytest.mark.parametrize(
    "value", ["tests.assembly.no_such_module:X", f"{HERE}:NO_SUCH_NAME"], ids=["module", "name"]
)
def test_something_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """The failure is told with its cause."""
    installed(monkeypatch, CONNECTORS, land=value)
    with pytest.raises(SettingsRefused, match=r"land cannot be loaded: .*(?i:no_such)") as told:
        load_connectors(["land"])
    assert told.value.__cause__ is not None


@pytest.mark.parametrize(
    ("plugin", "complaint"),
    [
        ("UNTITLED", "title must be a Text in both languages"),
        ("LISTING", "operations must be a frozenset of words, and not empty"),
        ("EMPTY", "operations must be a frozenset of words, and not empty"),
        ("STRANGE_RECORDS", "records must be a tuple of dataclasses and enums"),
    ],
)
def test_a_member_of_another_kind(
    monkeypatch: pytest.MonkeyPatch, plugin: str, complaint: str
) -> None:
    """A member that is there but is something else is named, with what it must be."""
    installed(monkeypatch, CONNECTORS, land=f"{HERE}:{plugin}")
    with pytest.raises(SettingsRefused, match=f"land: {complaint}; provided by"):
        load_connectors(["land"])


def test_who_provides_what() -> None:
    """Every entry point is listed with the distribution that it comes from."""
    assert (f"verification-gateway {__version__}",) == providers(CONNECTORS)["courts"]

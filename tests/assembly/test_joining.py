"""Joining the parts: what the settings name and what there is must fit."""

from __future__ import annotations

import asyncio
from dataclasses import make_dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from gateway.assembly.joining import Assembled, assembled
from gateway.assembly.plugins import CONNECTORS
from gateway.errors import SettingsRefused
from gateway.settings import Settings, SourceSettings
from tests.assembly.plugins import HERE, LAND, also_installed
from tests.still import SeededChance, StillClock

NOBODY = SourceSettings(department="courts", url="http://127.0.0.1:9")


def opened(settings: Settings, *, serving: bool = True) -> Assembled:
    """What is joined for these settings; closed again."""

    async def run() -> Assembled:
        async with assembled(settings, StillClock(), SeededChance(), serving=serving) as found:
            return found

    return asyncio.run(run())


def test_a_source_for_each_department_of_the_settings(tmp_path: Path) -> None:
    """A department without settings has no source: it is silent (domain.md G1)."""
    settings = Settings(data_dir=tmp_path / "data", departments={"courts": NOBODY})
    assert {"courts"} == set(opened(settings).parts.sources)


def test_registering_opens_no_source(tmp_path: Path) -> None:
    """The command line's registrations cannot ask anybody."""
    settings = Settings(data_dir=tmp_path / "data", departments={"courts": NOBODY})
    assert {} == opened(settings, serving=False).parts.sources


def test_a_department_without_a_connector(tmp_path: Path) -> None:
    """Settings for a department that nothing speaks to stop the start, and are named."""
    tax = SourceSettings(department="tax", url="http://127.0.0.1:9")
    settings = Settings(data_dir=tmp_path / "data", departments={"tax": tax, "courts": NOBODY})
    with pytest.raises(SettingsRefused, match=r"departments\.tax: no installed"):
        opened(settings)


def test_coverage_of_what_the_department_cannot_be_asked(tmp_path: Path) -> None:
    """A date for an operation that the connector does not have stops the start, and is named."""
    courts = replace(NOBODY, coverage={"weather": date(2001, 4, 28)})
    settings = Settings(data_dir=tmp_path / "data", departments={"courts": courts})
    with pytest.raises(SettingsRefused, match=r"courts\.coverage\.weather: is not an operation"):
        opened(settings)


def test_a_connector_that_was_taken_away(tmp_path: Path) -> None:
    """A bundled department needs its connector's name in the settings too."""
    settings = Settings(
        data_dir=tmp_path / "data", connectors=("health",), departments={"courts": NOBODY}
    )
    with pytest.raises(SettingsRefused, match=r"departments\.courts: its connector"):
        opened(settings)


def test_a_failed_start_leaves_nothing_open(tmp_path: Path) -> None:
    """After a refusal the same data directory can be opened."""
    tax = SourceSettings(department="tax", url="http://127.0.0.1:9")
    with pytest.raises(SettingsRefused):
        opened(Settings(data_dir=tmp_path / "data", departments={"tax": tax}))
    assert {} == opened(Settings(data_dir=tmp_path / "data")).parts.sources


def test_one_directory_serves_one_process(tmp_path: Path) -> None:
    """A second process is told so, while registering beside the first one goes on."""
    settings = Settings(data_dir=tmp_path / "data")

    async def run() -> str:
        async with assembled(settings, StillClock(), SeededChance(), serving=True):
            async with assembled(settings, StillClock(), SeededChance("b"), serving=False):
                pass
            with pytest.raises(SettingsRefused) as told:
                async with assembled(settings, StillClock(), SeededChance("c"), serving=True):
                    pass
            return str(told.value)

    assert "data" in asyncio.run(run())


def test_records_that_connectors_bring_must_have_names_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record called like one of the house stops the start: what is kept could be either."""
    also_installed(monkeypatch, CONNECTORS, land=f"{HERE}:LAND")
    settings = Settings(data_dir=tmp_path / "data", connectors=("land",), facts=())
    deed, person = make_dataclass("Deed", []), make_dataclass("Person", [])
    monkeypatch.setattr(LAND, "records", (deed,))
    opened(settings)
    monkeypatch.setattr(LAND, "records", (deed, person))
    with pytest.raises(SettingsRefused, match="records: Person of"):
        opened(settings)

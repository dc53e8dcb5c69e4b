"""The catalogue's marks against what is loaded: mistakes stop the start, decisions are said."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from pathlib import Path

import pytest

from gateway.assembly import plugins
from gateway.assembly.catalogue_check import LeftOut, check_catalogue
from gateway.assembly.joining import assembled
from gateway.assembly.plugins import CONNECTORS, FACTS, load_connectors, load_facts
from gateway.domain.catalogue import Ask, Catalogue
from gateway.domain.fact import Fact
from gateway.errors import SettingsRefused
from gateway.settings import BUNDLED_CONNECTORS, BUNDLED_FACTS, Settings
from tests.policy.builders import the_catalogue
from tests.still import SeededChance, StillClock


@pytest.fixture(scope="module")
def facts() -> dict[str, Fact]:
    """The bundled facts, loaded as the gateway does."""
    return load_facts(BUNDLED_FACTS)


def without(monkeypatch: pytest.MonkeyPatch, group: str, name: str) -> None:
    """Let one entry point of the project not be installed."""
    kept = {g: EntryPoints(entry_points(group=g)) for g in (FACTS, CONNECTORS)}
    kept[group] = EntryPoints(p for p in kept[group] if p.name != name)

    def found(*, group: str) -> EntryPoints:
        points: list[EntryPoint] = list(kept[group])
        return EntryPoints(points)

    monkeypatch.setattr(plugins, "entry_points", found)


def changed(number: int, **changes: object) -> Catalogue:
    """The bundled catalogue with one entry changed."""
    catalogue = the_catalogue()
    paper = replace(catalogue.negative[number], **changes)  # type: ignore[arg-type]
    return replace(catalogue, negative={**catalogue.negative, number: paper})


def test_what_ships_fits(facts: dict[str, Fact]) -> None:
    """With the settings' defaults every mark is kept, and nothing is left out."""
    checked = check_catalogue(the_catalogue(), facts, load_connectors(BUNDLED_CONNECTORS))
    assert ((), dict(the_catalogue().negative)) == (
        checked.left_out,
        dict(checked.catalogue.negative),
    )


def test_a_fact_that_nobody_provides(
    facts: dict[str, Fact], monkeypatch: pytest.MonkeyPatch
) -> None:
    """File and entry are named: the files promise what no distribution keeps."""
    wrong = changed(14, facts=("fortune",))
    with pytest.raises(SettingsRefused, match=r"negative\.toml: certificate 14: .* fact fortune"):
        check_catalogue(wrong, facts, BUNDLED_CONNECTORS)
    without(monkeypatch, FACTS, "childbirth")
    with pytest.raises(SettingsRefused, match=r"certificate 14: .* fact childbirth"):
        check_catalogue(the_catalogue(), facts, BUNDLED_CONNECTORS)


def test_a_department_called_connected_without_a_connector(
    facts: dict[str, Fact], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Likewise for the list of departments."""
    without(monkeypatch, CONNECTORS, "courts")
    with pytest.raises(SettingsRefused, match=r"departments\.toml: department courts: is marked"):
        check_catalogue(the_catalogue(), facts, BUNDLED_CONNECTORS)


def test_a_fact_that_asks_whom_the_entry_does_not_name(facts: dict[str, Fact]) -> None:
    """Nobody is asked for a paper without the entry saying so, with its basis."""
    wrong = changed(11, asks=(Ask("health", None),))
    with pytest.raises(SettingsRefused, match="certificate 11: its fact death asks civil_affairs"):
        check_catalogue(wrong, facts, BUNDLED_CONNECTORS)


def test_who_is_only_consulted_is_named_too(facts: dict[str, Fact]) -> None:
    """The courts are asked about husband and wife (domain.md K2): the entry has to say so."""
    kept = tuple(ask for ask in the_catalogue().negative[1].asks if ask.department != "courts")
    with pytest.raises(SettingsRefused, match="certificate 1: its fact kinship asks courts"):
        check_catalogue(changed(1, asks=kept), facts, BUNDLED_CONNECTORS)


def test_fewer_facts_are_a_decision(facts: dict[str, Fact]) -> None:
    """Papers whose facts are not loaded are not available here; the others are as they were."""
    fewer = {name: fact for name, fact in facts.items() if name not in ("death", "childbirth")}
    checked = check_catalogue(the_catalogue(), fewer, BUNDLED_CONNECTORS)
    assert (LeftOut(11, "death"), LeftOut(14, "childbirth"), LeftOut(18, "death")) == (
        checked.left_out
    )
    available = [n for n, paper in checked.catalogue.negative.items() if paper.available]
    assert [1, 2, 3, 8, 9, 10] == available


def test_fewer_connectors_are_a_decision(facts: dict[str, Fact]) -> None:
    """A paper none of whose departments can be asked is not available; one of them is enough."""
    birth_only = {"birth": facts["birth"], "identity": facts["identity"]}
    found = check_catalogue(the_catalogue(), birth_only, {"health"}).left_out
    assert LeftOut(2, department="public_security") in found
    assert 9 not in {one.certificate for one in found}


def test_a_paper_marked_unavailable_promises_nothing(facts: dict[str, Fact]) -> None:
    """Entries that are not available yet may name whatever they like."""
    waiting = changed(16, facts=("fortune",))
    assert () == check_catalogue(waiting, facts, BUNDLED_CONNECTORS).left_out


def test_the_process_that_serves_has_the_narrowed_catalogue(tmp_path: Path) -> None:
    """It is the one that answers; what was left out is given to whoever starts it."""
    kept = tuple(name for name in BUNDLED_FACTS if name != "childbirth")
    settings = Settings(data_dir=tmp_path / "data", facts=kept)

    async def run() -> tuple[tuple[LeftOut, ...], bool, bool]:
        opening = assembled(settings, StillClock(), SeededChance(), serving=True)
        async with opening as opened:
            lists = opened.parts.catalogue.negative
            return opened.left_out, lists[14].available, lists[9].available

    assert ((LeftOut(14, "childbirth"),), False, True) == asyncio.run(run())


def test_a_wrong_catalogue_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that serves does not start; registering beside it goes on."""
    monkeypatch.setattr(
        "gateway.assembly.joining.load_catalogue", lambda _: changed(14, facts=("fortune",))
    )
    settings = Settings(data_dir=tmp_path / "data")

    async def run(*, serving: bool) -> bool:
        async with assembled(settings, StillClock(), SeededChance(), serving=serving):
            return True

    with pytest.raises(SettingsRefused, match="certificate 14"):
        asyncio.run(run(serving=True))
    assert asyncio.run(run(serving=False))

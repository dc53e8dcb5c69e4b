"""An archive is served block by block, as if each block were all there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mocks.generator.growing import grow
from mocks.population.archive import KEPT_BLOCKS, Archive, ArchiveRefused, is_archive
from mocks.population.health_registers import Birth
from mocks.population.people import Resident
from mocks.serving import Mocks, running
from tests.mocks import calls

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Some thousand residents."""
    path = tmp_path_factory.mktemp("archive") / "residents.sqlite"
    grow(path, 3_000, 4, TODAY)
    with Archive(path) as archive:
        yield archive


@pytest.fixture(scope="module")
def mocks(archive: Archive) -> Iterator[Mocks]:
    """The four departments over it."""
    with running(archive) as mocks:
        yield mocks


def _certified(archive: Archive) -> tuple[Birth, Resident]:
    for number in range(archive.blocks):
        population = archive.block(number)
        residents = {resident.id: resident for resident in population.residents}
        for birth in population.health.births:
            plain = birth.child is not None and birth.child == type(birth.child)(birth.child.person)
            if birth.child is not None and plain and not birth.sealed and not population.planted:
                return birth, residents[birth.child.person or ""]
    raise AssertionError("nobody was born")


def test_a_birth_is_found_by_number_and_by_certificate(archive: Archive, mocks: Mocks) -> None:
    """Both lead to the same block."""
    birth, child = _certified(archive)
    by_child = calls.ask_health(
        mocks.urls["health"], "CSZM_ET", ETGMSFHM=child.number, ETXM=child.name
    )
    by_number = calls.ask_health(mocks.urls["health"], "CSZM_ZH", CSZMBH=birth.certificate)
    for reply in (by_child, by_number):
        assert birth.certificate == reply.findtext("body/records/record/CSZMBH")


def test_everybody_finds_somebody(archive: Archive, mocks: Mocks) -> None:
    """Public security holds the child; the other two answer about her."""
    _, child = _certified(archive)
    person = calls.ask_public_security(
        mocks.urls["public_security"], "RYXX", child.number, child.name
    )
    assert "2" == calls.text(person, "RYLB/RY/gmsfzh_ppddm")
    content = {"name": child.name, "cert_num": child.number}
    civil = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "adoption", content)
    assert child.number == civil["biz_data"]["cert_num_asked"]
    court = calls.ask_courts(mocks.urls["courts"], "FAMILY", child.number, child.name)
    assert {"idNo": child.number} == court["party"]


def test_who_is_in_no_block(mocks: Mocks) -> None:
    """Every department answers that it holds nothing."""
    nobody = ("11010519491231002X", "无此人")
    person = calls.ask_public_security(mocks.urls["public_security"], "RYXX", *nobody)
    assert "4" == calls.text(person, "RYLB/RY/gmsfzh_ppddm")
    assert [] == calls.ask_courts(mocks.urls["courts"], "FAMILY", *nobody)["items"]


def test_the_wrong_person_is_of_the_same_block(archive: Archive, mocks: Mocks) -> None:
    """Somebody else, in full."""
    _, child = _certified(archive)
    mocks.controls("courts").fault("wrong_person")
    court = calls.ask_courts(mocks.urls["courts"], "FAMILY", child.number, child.name)
    mocks.mend()
    assert child.number != court["party"]["idNo"]


def test_memory_is_bounded(archive: Archive) -> None:
    """However many blocks are looked into, few are kept; an old one is read again."""
    assert archive.blocks > KEPT_BLOCKS
    first = archive.block(0)
    for number in range(1, archive.blocks):
        archive.block(number)
    again = archive.block(0)
    assert first == again
    assert first is not again
    assert again is archive.block(0)
    with pytest.raises(KeyError):
        archive.block(archive.blocks)


def test_what_is_no_archive(tmp_path: Path) -> None:
    """A JSON file is none, nor is a database of something else."""
    text = tmp_path / "town.json"
    text.write_text("{}", encoding="utf-8")
    assert not is_archive(text)
    with pytest.raises(ArchiveRefused):
        Archive(text)

"""The example matters: complete, lawful by the catalogue's own bases, and one per fact at least."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from gateway.domain.catalogue import Catalogue
from gateway.domain.credit_code import CreditCode
from gateway.domain.matter import BasisKind
from gateway.storage.catalogue_files import load_catalogue
from gateway.storage.code_files import load_codes

CONTRACTS = Path(__file__).parents[2] / "contracts"
FILES = sorted((CONTRACTS / "catalogue" / "matters").glob("*.toml"))
NOTICE = {"version", "purpose", "categories", "recipient", "retention", "rights", "effect"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships."""
    return load_catalogue(CONTRACTS)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_every_fact_has_a_matter() -> None:
    """Each fact that can be asked appears in an example."""
    facts = {fact for path in FILES for fact in _read(path)["facts"]}
    asked = {"identity", "kinship", "marriage", "birth", "alive", "death", "childbirth"}
    assert asked == facts


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_matter_refers_to_what_exists(path: Path, catalogue: Catalogue) -> None:
    """Requester code, replaced paper, relations and departments of an example are real."""
    matter = _read(path)
    assert matter["requester"] == CreditCode.parse(matter["requester"]).value
    assert path.stem == matter["code"].lower()
    assert catalogue.holds(matter["replaces"]["listed"], matter["replaces"]["number"])
    assert set(matter.get("relations", ())) <= set(load_codes(CONTRACTS).family_relation.codes)
    assert {approval["department"] for approval in matter["approvals"]} <= {
        code for code, department in catalogue.departments.items() if department.connected
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_matter_is_lawful_by_the_bases(path: Path, catalogue: Catalogue) -> None:
    """Each fact of an example is served by each basis that it allows."""
    matter = _read(path)
    bases = [catalogue.bases[BasisKind(name)] for name in matter["bases"]]
    assert bases
    assert all(basis.serves(fact) for basis in bases for fact in matter["facts"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_matter_gives_a_whole_notice(path: Path) -> None:
    """The notice names all that the law wants named, in both languages."""
    notice = _read(path)["notice"]
    assert set(notice) == NOTICE
    assert {"zh", "en"} == {key for name in NOTICE - {"version"} for key in notice[name]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_departments_approved_as_long_as_the_demo_lives(path: Path) -> None:
    """Every approval of an example has a number and ends after it began."""
    for approval in _read(path)["approvals"]:
        assert approval["number"]
        assert approval["approved_on"] < approval["expires_on"]

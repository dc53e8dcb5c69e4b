"""The catalogue beside the decree: one test for each of the 37 certificates.

Printing has put spaces into words of the decree; texts are compared without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from gateway.domain.catalogue import Catalogue, Certificate
from gateway.storage.catalogue_files import load_catalogue
from tests.catalogue.decree_negative import LOSABLE, NEGATIVE
from tests.catalogue.decree_retained import RETAINED
from tests.catalogue.printed import PrintedNegative, without_spaces

CONTRACTS = Path(__file__).parents[2] / "contracts"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships."""
    return load_catalogue(CONTRACTS)


def _listed(names: Iterable[str], *, is_open: bool = False) -> str:
    """Names as the decree prints them in a row."""
    return without_spaces("、".join(names) + ("等" if is_open else ""))


def _with_brackets(name: str, others: str) -> str:
    return f"{name}（{others}）" if others else name


def _sharing(certificate: Certificate, catalogue: Catalogue) -> str:
    """The departments as printed: the word 部门 stands once at the end of the decree's rows."""
    sharing = certificate.decree_sharing
    if sharing is None:
        return ""
    names = (catalogue.departments[c].name.zh.removesuffix("部门") for c in sharing.departments)
    return _listed(names, is_open=sharing.open_list)


def _found(certificate: Certificate, catalogue: Catalogue) -> PrintedNegative:
    """What of an entry must be equal to the decree character by character."""
    others = (name.zh for name in certificate.also_called)
    older = (
        _with_brackets(item.name.zh, _listed(name.zh for name in item.also_called))
        for item in certificate.older
    )
    return PrintedNegative(
        name=_with_brackets(
            certificate.name.zh, _listed(others, is_open=certificate.also_called_open)
        ),
        routes=" ".join(route.value for route in certificate.routes),
        sharing=_sharing(certificate, catalogue),
        lost=certificate.lost is not None,
        exceptions=_listed(exception.case.zh for exception in certificate.exceptions),
        older=_listed(older),
        cancelled_as=certificate.cancelled_as,
    )


def _without_lists_of_papers(printed: PrintedNegative) -> PrintedNegative:
    return PrintedNegative(
        name=printed.name,
        routes=printed.routes,
        sharing=printed.sharing,
        lost=printed.lost,
        exceptions=printed.exceptions,
        older=printed.older,
        cancelled_as=printed.cancelled_as,
    )


def _missing(printed: str, found: str) -> list[str]:
    """Which items of a printed row do not occur in what the catalogue says."""
    row = printed.removesuffix("等")
    return [item for item in row.split("、") if item and item not in found]


@pytest.mark.parametrize("number", NEGATIVE)
def test_negative_entry_is_the_decrees(catalogue: Catalogue, number: int) -> None:
    """Names, brackets, ways, departments, papers, issuers, exceptions, older items as printed."""
    printed, entry = NEGATIVE[number], catalogue.negative[number]
    assert _without_lists_of_papers(printed) == _found(entry, catalogue)
    documents = _listed(paper.zh for paper in entry.documents)
    assert ([], printed.documents.endswith("等")) == (
        _missing(printed.documents, documents),
        entry.documents_open,
    )
    issuers = _listed(issuer.who.zh for issuer in entry.issuers)
    assert printed.issuers == issuers
    assert "村（社区）不出具" == entry.instead.zh[:8]


@pytest.mark.parametrize("number", RETAINED)
def test_retained_entry_is_the_decrees(catalogue: Catalogue, number: int) -> None:
    """Name, who demands it, what for, its basis, who signs, its limits, where it was kept from."""
    printed, entry = RETAINED[number], catalogue.retained[number]
    assert (printed.name, printed.demanded_by, printed.basis, printed.signed_by) == (
        without_spaces(entry.name.zh),
        _listed(unit.zh for unit in entry.demanded_by),
        tuple(without_spaces(basis.zh) for basis in entry.basis_printed),
        entry.signed_by.zh,
    )
    assert [] == [phrase for phrase in printed.used_for if phrase not in entry.used_for.zh]
    limits = "".join(limit.zh for limit in entry.limits)
    assert [] == [phrase for phrase in printed.limits if phrase not in limits]
    assert (printed.kept_from, printed.exception_to) == (entry.older_number, entry.exception_of)


def test_both_lists_are_complete(catalogue: Catalogue) -> None:
    """Thirty numbers and seven, and none besides."""
    assert (list(range(1, 31)), list(range(1, 8))) == (
        list(catalogue.negative),
        list(catalogue.retained),
    )
    assert (list(NEGATIVE), list(RETAINED)) == (list(catalogue.negative), list(catalogue.retained))


def test_papers_are_as_many_as_the_decree_names(catalogue: Catalogue) -> None:
    """No entry accepts a paper instead that the decree does not name there."""
    printed = {n: p.documents.removesuffix("等") for n, p in NEGATIVE.items() if p.documents}
    # Number 16 has one paper with two 、 in its name.
    expected = {n: len(row.split("、")) - 2 * (n == 16) for n, row in printed.items()}
    found = {n: len(entry.documents) for n, entry in catalogue.negative.items() if entry.documents}
    assert expected == found


def test_everything_that_can_be_lost_is_replaced_elsewhere(catalogue: Catalogue) -> None:
    """Number 20 names all papers and cards of the decree, none of which needs a committee."""
    said = "".join(issuer.what.zh for issuer in catalogue.negative[20].issuers)
    assert [] == _missing(LOSABLE, said)


def test_older_items_are_24_with_one_in_two_places(catalogue: Catalogue) -> None:
    """The first twenty cover 24 older items, one of which stands in both 15 and 17."""
    places = Counter(item.name.zh for e in catalogue.negative.values() for item in e.older)
    twice = [name for name, count in places.items() if count > 1]
    holders = [n for n, e in catalogue.negative.items() if twice[0] in {i.name.zh for i in e.older}]
    assert (24, ["公租房申请人就业和收入证明"], [15, 17]) == (len(places), twice, holders)


def test_ten_more_are_kept_from_the_cancelled_items(catalogue: Catalogue) -> None:
    """Numbers 21 to 30 cite ten items of the older list of cancelled ones."""
    found = [catalogue.negative[number].cancelled_as for number in range(21, 31)]
    assert [4, 16, 9, 15, 18, 23, 24, 31, 32, 33] == found


def test_what_is_called_connected_has_its_connector(catalogue: Catalogue) -> None:
    """A department is marked connected exactly if the project ships a connector for it."""
    connectors = {point.name for point in entry_points(group="verification_gateway.connectors")}
    assert connectors == {c for c, d in catalogue.departments.items() if d.connected}


def test_what_can_be_asked_is_a_fact_of_the_house(catalogue: Catalogue) -> None:
    """Facts of papers that are available are registered; the others are marked not yet so."""
    facts = {point.name for point in entry_points(group="verification_gateway.facts")}
    available = {f for e in catalogue.negative.values() if e.available for f in e.facts}
    waiting = {
        n for n, e in catalogue.negative.items() if e.decree_sharing is not None and not e.available
    }
    assert (set(), set()) == (available - facts, waiting - {14, 16, 17})

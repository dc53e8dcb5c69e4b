"""The catalogue as a page: which paper was asked for, may it be demanded, what instead.

For anybody, so it must never show anything but the catalogue itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gateway.domain.catalogue import (
    NEGATIVE,
    RETAINED,
    Catalogue,
    Certificate,
    RetainedCertificate,
    Route,
)
from gateway.domain.text import Text
from gateway.policy.catalogue_search import Found, Source


@dataclass(frozen=True, slots=True)
class Exempt:
    """A case in which the entry does not hold, with the retained paper for it, if there is one."""

    case: Text
    retained: RetainedCertificate | None


@dataclass(frozen=True, slots=True)
class ShownNegative:
    """An entry of the negative list. `sharing` are departments as the decree names them.

    `is_open` tells that its list ends in 等. `further` are departments that we ask on a basis of
    their own. `by` is the name by which it was found, where that is not its own.
    """

    paper: Certificate
    sharing: tuple[Text, ...]
    is_open: bool
    further: tuple[tuple[Text, Text], ...]
    exempt: tuple[Exempt, ...]
    by: Text | None = None
    listed: str = NEGATIVE

    @property
    def has_basis(self) -> bool:
        """Tell whether there is another way than that no law asks for it."""
        return self.paper.routes != (Route.NO_LEGAL_BASIS,)

    @property
    def settles(self) -> bool:
        """Tell whether a dispute is settled by agreement, mediation or in court."""
        return Route.SETTLEMENT in self.paper.routes


@dataclass(frozen=True, slots=True)
class ShownRetained:
    """An entry of the retained list, with the entries whose exception it serves."""

    paper: RetainedCertificate
    serves: tuple[Certificate, ...]
    by: Text | None = None
    listed: str = RETAINED


Shown = ShownNegative | ShownRetained


def show_found(catalogue: Catalogue, found: tuple[Found, ...]) -> tuple[Shown, ...]:
    """What was found, in its order, each with the name by which it was."""
    return tuple(show_paper(catalogue, one.listed, one.number, _by(one)) for one in found)


def show_paper(catalogue: Catalogue, listed: str, number: int, by: Text | None = None) -> Shown:
    """One entry. Raises KeyError if the list does not have it."""
    if listed == NEGATIVE:
        return _negative(catalogue, catalogue.negative[number], by)
    if listed == RETAINED:
        paper = catalogue.retained[number]
        serves = tuple(catalogue.negative[served] for served in paper.exception_of)
        return ShownRetained(paper, serves, by)
    raise KeyError(listed)


def _negative(catalogue: Catalogue, paper: Certificate, by: Text | None) -> ShownNegative:
    sharing = paper.decree_sharing
    return ShownNegative(
        paper=paper,
        sharing=tuple(catalogue.departments[code].name for code in sharing.departments)
        if sharing
        else (),
        is_open=bool(sharing and sharing.open_list),
        further=tuple(_further(catalogue, paper)),
        exempt=tuple(
            Exempt(one.case, catalogue.retained[one.retained] if one.retained else None)
            for one in paper.exceptions
        ),
        by=by,
    )


def _further(catalogue: Catalogue, paper: Certificate) -> Iterator[tuple[Text, Text]]:
    for ask in paper.asks:
        if ask.basis is not None:
            yield catalogue.departments[ask.department].name, ask.basis


def _by(found: Found) -> Text | None:
    return None if found.source in (Source.NUMBER, Source.NAME) else found.by


def both_lists(catalogue: Catalogue) -> Mapping[str, tuple[Certificate | RetainedCertificate, ...]]:
    """All entries of both lists, in their order."""
    return {
        NEGATIVE: tuple(catalogue.negative.values()),
        RETAINED: tuple(catalogue.retained.values()),
    }

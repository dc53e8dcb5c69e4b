"""What clerk and resident can do when the outcome is not `confirmed` (办理指引).

Steps and papers are those that the decree gives for the certificate; nobody is to be left without a
way (工作衔接). Must never say that nobody issues a paper (the lists bind committees only), never
promise a retained paper to a matter that does not say it is one of its cases, and never read an
outcome as proof of anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.catalogue import NEGATIVE, RETAINED
from gateway.domain.matter import CertificateRef
from gateway.domain.outcome import Outcome
from gateway.policy.outcome_words import accepting, first_steps, meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.domain.catalogue import Catalogue, Certificate, Issuer, ListRule
    from gateway.domain.fact import JsonValue
    from gateway.domain.finding import Told
    from gateway.domain.matter import Matter
    from gateway.domain.text import Text

_UNDECIDED: Final = (
    Outcome.NO_RECORD,
    Outcome.UNAVAILABLE,
    Outcome.AMBIGUOUS,
    Outcome.CONFLICT,
)
"""Outcomes that leave the resident without an answer: here the decree's transition clause helps,
and a retained paper may be the fallback. Not against what the registers say, and not while an
answer is still to come."""

_LOST_DOCUMENTS: Final = 20
"""The entry about lost documents: whoever is in charge replaces them."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """A retained certificate that applies: in which cases, with which limits, signed by whom."""

    certificate: CertificateRef
    name: Text
    cases: tuple[Text, ...]
    limits: tuple[Text, ...]
    signed_by: Text


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to do. `instead` opens with 村（社区）不出具 for an entry of the negative list.

    `papers_open` tells that the decree's list of papers ends in 等; `accepted` what the office does
    with them, or that the decree asks for none. `lost` says who replaces them: the entry itself, or
    else the decree's general rule (no. 20). `issuers` are others who issue
    a paper of their own, `fallbacks` the retained certificates that apply (mostly none),
    `transition` the clause for residents who still need the paper.
    """

    meaning: Text
    steps: tuple[Text, ...]
    papers: tuple[Text, ...] = ()
    papers_open: bool = False
    accepted: Text | None = None
    lost: Text | None = None
    certificate: CertificateRef | None = None
    name: Text | None = None
    instead: Text | None = None
    issuers: tuple[Issuer, ...] = ()
    fallbacks: tuple[Fallback, ...] = ()
    transition: ListRule | None = None


def guide(told: Told, fact: str, matter: Matter, catalogue: Catalogue) -> Guidance:
    """Say what can be done now (design.md §6; domain.md K11, "Certificates").

    Raises ValueError for `confirmed`, which needs no guidance.
    """
    if told.outcome is Outcome.CONFIRMED:
        raise ValueError("a confirmed claim needs no guidance")
    own = catalogue.entry_of(fact)
    certificate = _certificate(fact, own, matter, catalogue)
    said, steps = meaning(told.outcome, fact), first_steps(told.outcome)
    if certificate is None:
        return Guidance(said, steps)
    return Guidance(
        meaning=said,
        steps=(*steps, *certificate.steps),
        papers=certificate.documents,
        papers_open=certificate.documents_open,
        accepted=accepting(told.outcome, certificate),
        lost=who_replaces(certificate, catalogue),
        certificate=CertificateRef(NEGATIVE, certificate.number),
        name=certificate.name,
        instead=certificate.instead,
        issuers=certificate.issuers,
        fallbacks=_fallbacks(told.outcome, (certificate, own), matter, catalogue),
        transition=catalogue.transition if told.outcome in _UNDECIDED else None,
    )


def who_replaces(certificate: Certificate, catalogue: Catalogue) -> Text | None:
    """Who replaces lost papers: as the entry says, else as the decree says for all (no. 20)."""
    if certificate.lost is not None:
        return certificate.lost
    general = catalogue.negative.get(_LOST_DOCUMENTS)
    return None if general is None else general.lost


def guidance_form(guidance: Guidance) -> dict[str, JsonValue]:
    """The JSON of design.md §6; what is not there is null or empty, never left out."""
    return {
        "meaning": guidance.meaning.form(),
        "steps": _texts(guidance.steps),
        "papers": _texts(guidance.papers),
        "papers_open": guidance.papers_open,
        "accepted": _optional(guidance.accepted),
        "lost": _optional(guidance.lost),
        "certificate": _certificate_form(guidance),
        "issuers": [{"who": i.who.form(), "what": i.what.form()} for i in guidance.issuers],
        "retained": [_fallback_form(fallback) for fallback in guidance.fallbacks],
        "transition": _transition_form(guidance.transition),
    }


def _certificate(
    fact: str, own: Certificate | None, matter: Matter, catalogue: Catalogue
) -> Certificate | None:
    """The entry whose steps help: the one replaced if it is about this fact, else the fact's own.

    A matter may ask several facts and replaces one certificate; for a death that is asked on the
    way to a notarised kinship, the steps of the certificate of death are the ones that help.
    """
    listed = matter.replaces
    replaced = None
    if listed is not None and listed.listed == NEGATIVE:
        replaced = catalogue.negative.get(listed.number)
    if replaced is not None and fact in replaced.facts:
        return replaced
    return replaced if own is None else own


def _fallbacks(
    outcome: Outcome,
    entries: tuple[Certificate | None, ...],
    matter: Matter,
    catalogue: Catalogue,
) -> tuple[Fallback, ...]:
    """The retained papers that serve an exception of the entries and that the matter is a case of.

    The entries are the one whose steps help and the fact's own: the exception for notarisation
    stands with kinship (no. 1), also where the matter replaces the right to inherit (no. 18).
    """
    if outcome not in _UNDECIDED:
        return ()
    exceptions = {e: None for entry in entries if entry is not None for e in entry.exceptions}
    served = {e.retained for e in exceptions if e.retained is not None}
    numbers = sorted(served & matter.exceptions & catalogue.retained.keys())
    return tuple(
        Fallback(
            certificate=CertificateRef(RETAINED, paper.number),
            name=paper.name,
            cases=tuple(e.case for e in exceptions if e.retained == paper.number),
            limits=paper.limits,
            signed_by=paper.signed_by,
        )
        for paper in (catalogue.retained[number] for number in numbers)
    )


def _certificate_form(guidance: Guidance) -> JsonValue:
    if guidance.certificate is None:
        return None
    return {
        "listed": guidance.certificate.listed,
        "number": guidance.certificate.number,
        "name": _optional(guidance.name),
        "instead": _optional(guidance.instead),
    }


def _fallback_form(fallback: Fallback) -> dict[str, JsonValue]:
    return {
        "number": fallback.certificate.number,
        "name": fallback.name.form(),
        "cases": _texts(fallback.cases),
        "limits": _texts(fallback.limits),
        "signed_by": fallback.signed_by.form(),
    }


def _transition_form(transition: ListRule | None) -> JsonValue:
    if transition is None:
        return None
    return {
        "rule": transition.rule.form(),
        "proviso": transition.proviso.form(),
        "conditions": _texts(transition.conditions),
        "citation": transition.citation.form(),
    }


def _texts(texts: Iterable[Text]) -> list[JsonValue]:
    return [text.form() for text in texts]


def _optional(text: Text | None) -> JsonValue:
    return None if text is None else text.form()

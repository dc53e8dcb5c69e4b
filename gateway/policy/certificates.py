"""Asking by certificate: what a paper of the negative list stands for, and what to do about it.

Must never let a paper be answered by less than it states, nor name a department for one that nobody
can be asked about.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.domain.catalogue import NEGATIVE
from gateway.domain.finding import Told
from gateway.domain.matter import CertificateRef
from gateway.domain.outcome import Outcome, least_favourable
from gateway.domain.text import Text
from gateway.policy.guidance import Fallback, Guidance, guide, who_replaces
from gateway.policy.outcome_words import accepting

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from gateway.domain.catalogue import Catalogue, Certificate
    from gateway.domain.matter import Matter
    from gateway.domain.verification import Verification

INHERITANCE: Final = 18
SAME_PERSON: Final = 3
KINSHIP: Final = "kinship"

NOT_ASKABLE: Final = Text(
    "本网关不能就这一证明向有关部门核验；这不是对当事人的任何认定。",
    "Nobody can be asked about this paper through the gateway; that says nothing about the person.",
)
_SETTLED: Final = (Outcome.CONTRADICTED, Outcome.PENDING)
"""What a retained paper must not be held against, and what must be waited for."""


def plan_of(certificate: Certificate, facts: Container[str]) -> tuple[str, ...]:
    """The facts that answer for the paper, in the catalogue's order; none if nobody can be asked.

    A paper is answered by all of its facts or not at all.
    """
    if not certificate.available or any(fact not in facts for fact in certificate.facts):
        return ()
    return certificate.facts


def is_judged_at_death(certificate: Certificate) -> bool:
    """Whether kinship is judged at the death: a widow is an heir (domain.md K2, Certificates)."""
    return certificate.number == INHERITANCE


def judged_at_death(verification: Verification, matter: Matter | None) -> bool:
    """Whether this question is judged at the death: kinship only, by the paper or the matter."""
    by_matter = matter is not None and matter.at_death
    return verification.fact == KINSHIP and (verification.at_death or by_matter)


def must_claim(certificate: Certificate) -> Mapping[str, str]:
    """Per fact the part without which the claim would not be what the paper states.

    The paper that two names are one person's (no. 3) is about a former name (domain.md I3).
    """
    return {"identity": "former_name"} if certificate.number == SAME_PERSON else {}


def overall(outcomes: Mapping[str, Outcome]) -> Outcome:
    """The outcome of the paper: that of its least favourable fact (domain.md G7)."""
    return least_favourable(outcomes.values())


def guide_certificate(
    certificate: Certificate, outcomes: Mapping[str, Outcome], matter: Matter, catalogue: Catalogue
) -> Guidance | None:
    """What can be done now for the paper asked for, by what came of each of its facts.

    A retained paper that serves an exception of one fact's own entry counts too: for a notarised
    succession the committee's certificate of kinship (no. 5) is the fallback, although the paper
    asked for has no exception of its own. None if all of it is confirmed.
    """
    whole = overall(outcomes)
    if whole is Outcome.CONFIRMED:
        return None
    decisive = next(fact for fact, outcome in outcomes.items() if outcome is whole)
    asked = replace(matter, replaces=CertificateRef(NEGATIVE, certificate.number))
    guidance = guide(_told(whole), decisive, asked, catalogue)
    if whole in _SETTLED:
        return guidance
    found = {f.certificate.number: f for f in _fallbacks_of(outcomes, matter, catalogue)}
    found |= {f.certificate.number: f for f in guidance.fallbacks}
    return replace(guidance, fallbacks=tuple(found[number] for number in sorted(found)))


def guide_elsewhere(
    certificate: Certificate, matter: Matter | None, catalogue: Catalogue
) -> Guidance:
    """What the decree gives instead for a paper that nobody can be asked about."""
    reference = CertificateRef(NEGATIVE, certificate.number)
    fallbacks: tuple[Fallback, ...] = ()
    if matter is not None:
        asked = replace(matter, replaces=reference)
        fallbacks = guide(_told(Outcome.UNAVAILABLE), "", asked, catalogue).fallbacks
    return Guidance(
        meaning=NOT_ASKABLE,
        steps=certificate.steps,
        papers=certificate.documents,
        papers_open=certificate.documents_open,
        accepted=accepting(Outcome.UNAVAILABLE, certificate),
        lost=who_replaces(certificate, catalogue),
        certificate=reference,
        name=certificate.name,
        instead=certificate.instead,
        issuers=certificate.issuers,
        fallbacks=fallbacks,
        transition=catalogue.transition,
    )


def _fallbacks_of(
    outcomes: Mapping[str, Outcome], matter: Matter, catalogue: Catalogue
) -> Iterator[Fallback]:
    """The retained papers that apply to the facts which are not confirmed, by their own entries."""
    plain = replace(matter, replaces=None)
    for fact, outcome in outcomes.items():
        if outcome is not Outcome.CONFIRMED:
            yield from guide(_told(outcome), fact, plain, catalogue).fallbacks


def _told(outcome: Outcome) -> Told:
    return Told(outcome, (), {}, None, ())

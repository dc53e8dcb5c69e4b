"""The first round of a question on behalf of a deceased person's near relative (PIPL 49, CC 1045).

The death and the claimed near relation are verified first. Unless both are confirmed, one fixed
refusal follows, whatever the cause: nobody learns from it which of the two failed.
"""

from __future__ import annotations

from dataclasses import replace

from gateway.domain.decision import Permit
from gateway.domain.evidence import Evidence
from gateway.domain.fact import Fact, Inquiry
from gateway.domain.outcome import Outcome
from gateway.domain.question import Round
from gateway.facts.claim_reading import canonical_person
from gateway.flow.ask import ask_in_rounds
from gateway.flow.errand import Errand
from gateway.flow.gather import Dossier
from gateway.ports.commands import Further


async def establish_basis(errand: Errand, dossier: Dossier, intent: str) -> tuple[Evidence, bool]:
    """Verify death and relation; the evidence may serve the question itself too."""
    facts = dossier.parts.facts
    if "death" not in facts or "kinship" not in facts:
        return Evidence(), False
    death, kinship = facts["death"], facts["kinship"]
    evidence, dead = await _confirmed(
        errand, dossier, intent, death, first_inquiry(dossier, errand.permit, death), Evidence()
    )
    if not dead:
        return evidence, False
    return await _confirmed(errand, dossier, intent, kinship, _kinship(errand, kinship), evidence)


def first_inquiry(dossier: Dossier, permit: Permit, death: Fact) -> Inquiry:
    """What the first round is about: whether the subject has died."""
    subject = dossier.verification.subject
    return Inquiry(subject, death.read_claim({}, subject), permit.terms)


def _kinship(errand: Errand, kinship: Fact) -> Inquiry:
    """The person as the deceased's relative; a marriage is judged the day before the death (K2)."""
    subject, near = errand.verification.subject, errand.verification.basis.near_relative
    if near is None:
        raise AssertionError("the front desk lets no such basis pass without its person")
    claim = kinship.read_claim(
        {"relative": canonical_person(near.person), "relation": near.relation}, subject
    )
    return Inquiry(subject, claim, replace(errand.permit.terms, at_death=True))


async def _confirmed(
    errand: Errand,
    dossier: Dossier,
    intent: str,
    fact: Fact,
    inquiry: Inquiry,
    evidence: Evidence,
) -> tuple[Evidence, bool]:
    verification_id = errand.verification.verification_id

    async def record(asked: Round) -> None:
        entry = dossier.scribe.further(intent, errand.permit, asked)
        await errand.parts.trail.extend(Further(verification_id, entry))

    covered = not evidence.items
    heard = await ask_in_rounds(errand, fact, inquiry, evidence, record, covered=covered)
    return heard, fact.decide(inquiry, heard).outcome is Outcome.CONFIRMED

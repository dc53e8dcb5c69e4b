"""Step 2: gather what the decision needs, and what the later steps will need again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from gateway.audit.canonical import blinded_digest, canonical_json, policy_digest
from gateway.domain.decision import Permit
from gateway.domain.fact import Fact, Inquiry
from gateway.domain.matter import BasisKind, Matter
from gateway.domain.verification import Verification
from gateway.flow.entries import Scribe
from gateway.flow.parts import Parts
from gateway.flow.request_form import request_form
from gateway.policy.certificates import judged_at_death
from gateway.policy.gathered import Gathered
from gateway.policy.matter_form import matter_json
from gateway.ports.machine import civil_date

BLIND_BYTES = 32  # formats.md §1


@dataclass(frozen=True, slots=True, repr=False)
class Dossier:
    """One verification with everything gathered about its lawfulness, and its scribe.

    `claim_key` is SHA-256 of the canonical fact, subject, claim and case: equal for the same claim
    asked again. It is derived from persons: it goes to the store, which keeps an HMAC of it only.
    """

    parts: Parts
    verification: Verification
    gathered: Gathered
    matter: Matter | None
    requester_name: str
    fact: Fact
    scribe: Scribe
    claim_key: bytes
    now: datetime

    def inquiry(self, permit: Permit) -> Inquiry:
        """What the fact's plan and table see."""
        return Inquiry(self.verification.subject, self.verification.claim, permit.terms)


async def gather(parts: Parts, verification: Verification) -> Dossier:
    """Read the registers; unknown and foreign matters and consents are simply absent."""
    now = parts.clock.now()
    code = verification.caller.requester
    requester = await parts.registry.requester(code)
    matter = await parts.registry.matter(code, verification.matter)
    claim_key = _claim_key(verification)
    consents = await parts.consents.consents(verification.basis.consents, claim_key, now)
    refs = await parts.consents.refs((verification.subject, *verification.claim.others))
    fact = parts.facts[verification.fact]
    required, consulted = _departments(parts, verification)
    gathered = Gathered(
        verification=verification,
        requester=requester,
        matter=matter,
        law=parts.catalogue.bases,
        consents=consents,
        subject_ref=refs[0],
        other_refs=refs[1:],
        required=required,
        consulted=consulted,
        now=now,
        today=civil_date(now),
        claim_token=claim_key.hex(),
    )
    return Dossier(
        parts=parts,
        verification=verification,
        gathered=gathered,
        matter=matter,
        requester_name=requester.name.zh if requester else "",
        fact=fact,
        scribe=_scribe(parts, verification, matter),
        claim_key=claim_key,
        now=now,
    )


def _departments(parts: Parts, verification: Verification) -> tuple[frozenset[str], frozenset[str]]:
    """Whom the question needs and whom it consults; a near relative's first round adds its own."""
    names = {verification.fact}
    if verification.basis.kind is BasisKind.NEAR_RELATIVE:
        names |= {"death", "kinship"} & parts.facts.keys()
    facts = [parts.facts[name] for name in names]
    required = frozenset(d for fact in facts for d in fact.required)
    return required, frozenset(d for fact in facts for d in fact.consulted) - required


def _claim_key(verification: Verification) -> bytes:
    form = request_form(verification)
    same = {name: form[name] for name in ("fact", "subject", "claim", "case")}
    return hashlib.sha256(canonical_json(same)).digest()


def _scribe(parts: Parts, verification: Verification, matter: Matter | None) -> Scribe:
    blind = parts.chance.take(BLIND_BYTES)
    versions = {name: fact.version for name, fact in parts.facts.items()}
    return Scribe(
        parts=parts,
        verification=verification,
        policy_digest=policy_digest(matter_json(matter), versions) if matter else None,
        certificate=verification.certificate or (matter.replaces if matter else None),
        request_digest=blinded_digest(blind, canonical_json(request_form(verification))),
        blind=blind.hex(),
        judged_at_death=judged_at_death(verification, matter),
    )

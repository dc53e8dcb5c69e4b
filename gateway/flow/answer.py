"""The answer of design.md §6 as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gateway.domain.catalogue import NEGATIVE, Certificate
from gateway.domain.consent import Assurance
from gateway.domain.fact import Fact, JsonValue
from gateway.domain.finding import Finding, Told
from gateway.flow.gather import Dossier
from gateway.flow.request_form import request_form
from gateway.ports.signer import ReceiptContent

AT_DEATH = "death"


def answer_form(
    dossier: Dossier,
    told: Told,
    guidance: Mapping[str, JsonValue] | None,
    receipt: str | None,
    intent: str,
    disclosure: str | None,
) -> dict[str, JsonValue]:
    """The body of a 200 (or, without receipt and disclosure, of a 202).

    `certificate` is there if a paper was asked for by its number, and `judged_at` if kinship was
    judged at the death and not today.
    """
    verification = dossier.verification
    form: dict[str, JsonValue] = {
        "verification_id": verification.verification_id,
        "fact": verification.fact,
        "outcome": told.outcome.value,
        "reasons": list(told.reasons),
        "parts": {name: outcome.value for name, outcome in told.parts.items()},
        "as_of": told.as_of.isoformat() if told.as_of else None,
        "rests_on": [
            {"record": r.record.value, "as_of": r.as_of.isoformat()} for r in told.rests_on
        ],
        "guidance": dict(guidance) if guidance is not None else None,
        "receipt": receipt,
        "audit": {"intent": intent, "disclosure": disclosure},
    }
    if told.silent:
        form["departments"] = list(told.silent)
    asked = verification.certificate
    if asked is not None:
        form["certificate"] = certificate_form(dossier.parts.catalogue.negative[asked.number])
    return form | _judged_at(dossier)


def certificate_form(certificate: Certificate) -> dict[str, JsonValue]:
    """Which paper of the negative list it is."""
    name = certificate.name.form()
    return {"listed": NEGATIVE, "number": certificate.number, "name": name}


def _judged_at(dossier: Dossier) -> dict[str, JsonValue]:
    return {"judged_at": AT_DEATH} if dossier.scribe.judged_at_death else {}


def receipt_content(
    dossier: Dossier, told: Told, intent: str, answered_at: datetime
) -> ReceiptContent:
    """What the receipt states, and what its holder may disclose (formats.md §3).

    The sentences of the reasons stand in it, so that "no record is not unmarried" travels with "no
    record" (M9), and so does how sure it is that the persons agreed (domain.md §2, assurance). A
    paper that was asked for by its number is named: what was confirmed is a part of what it states.
    """
    verification, scribe = dossier.verification, dossier.scribe
    visible: dict[str, JsonValue] = {
        "fact": verification.fact,
        "outcome": told.outcome.value,
        "parts": {name: outcome.value for name, outcome in told.parts.items()},
        "reasons": list(told.reasons),
        "sentences": _sentences(dossier.fact, told),
        "as_of": told.as_of.isoformat() if told.as_of else None,
        "answered_at": answered_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requester": verification.caller.requester,
        "matter": verification.matter,
        "assurance": _assurance(dossier),
        "catalogue_digest": scribe.parts.catalogue_digest,
        "request_digest": scribe.request_digest,
        "intent": intent,
        **_judged_at(dossier),
    }
    asked = verification.certificate
    if asked is not None:
        visible["certificate"] = {"listed": asked.listed, "number": asked.number}
    disclosable = _disclosable(dossier)
    return ReceiptContent(verification.verification_id, answered_at, visible, disclosable)


def _disclosable(dossier: Dossier) -> dict[str, JsonValue]:
    """Request and blind; the persons that the claim names stand apart from the rest of it."""
    request = request_form(dossier.verification)
    claim = dossier.verification.claim.canonical()
    named = {name: value for name, value in claim.items() if _is_person(value)}
    disclosable: dict[str, JsonValue] = {
        "subject": request["subject"],
        "claim": {name: value for name, value in claim.items() if name not in named},
        "case": request["case"],
        "operator": request["operator"],
        "basis": request["basis"],
        "blind": dossier.scribe.blind,
    }
    if named:
        disclosable["relative"] = named
    return disclosable


def _sentences(fact: Fact, told: Told) -> JsonValue:
    """What each reason says, in both languages."""
    texts = {reason.code: reason.text for reason in fact.reasons}
    return {code: texts[code].form() for code in told.reasons if code in texts}


def _assurance(dossier: Dossier) -> JsonValue:
    """The weakest of the consents it rests on; None where it rests on none."""
    named = dossier.verification.basis.consents
    found = {c.assurance for c in dossier.gathered.consents if c.consent_id in named}
    return next((each.value for each in Assurance if each in found), None)


def _is_person(value: JsonValue) -> bool:
    return isinstance(value, dict) and "id_number" in value


def found_form(finding: Finding | None) -> dict[str, JsonValue]:
    """The untrimmed finding, for the trail's sealed detail."""
    if finding is None:
        return {}
    return {
        "found": {
            name: {
                "outcome": part.outcome.value,
                "row": part.row,
                "reasons": list(part.reasons),
            }
            for name, part in finding.parts.items()
        }
    }

"""The calls that ask by certificate, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.api.interface import described as d
from gateway.api.interface import examples as sent
from gateway.api.interface import reply_examples as given
from gateway.api.interface.described import Body, Described, Given, reference
from gateway.api.interface.of_verifications import REFUSALS, TAG, UNAVAILABLE
from gateway.domain.fact import Fact, JsonValue
from gateway.flow.certificates import notice_place

REQUEST: Final = "CertificateRequest"
_EXAMPLE_FACTS: Final = ("death", "kinship")
_SESSION: Final = ("token_missing", "token_invalid", "scope_missing")
_PROBLEMS: Final = (
    *_SESSION,
    "not_found",
    *d.OF_A_BODY,
    *d.OF_A_KEY,
    "certificate_not_askable",
    *REFUSALS,
    *UNAVAILABLE,
)
_DETAIL: Final = (
    "Each fact of the paper's plan is a verification of its own, with its own receipt and entries,"
    " all under the one key and the same rules; the scopes are those of the facts. The outcome is"
    " that of the least favourable fact. While a department answers later, make the same request"
    " again with the same key. A paper that nobody can be asked about gets the decree's way"
    " instead (422)."
)
_INHERITANCE: Final[dict[str, JsonValue]] = {
    "listed": "negative",
    "number": 18,
    "name": given.say("遗产继承权证明", "certificate of the right to inherit"),
}


def described(facts: Mapping[str, Fact]) -> Mapping[str, Described]:
    """Both calls; the examples ask for the certificate of the right to inherit."""
    body = Body(reference(REQUEST), requests(facts))
    return {"verifyCertificate": _asking(facts, body), "askRetainedCertificate": _retained(body)}


def requests(facts: Mapping[str, Fact]) -> dict[str, JsonValue]:
    """A request for no. 18: the death of the subject, and the relative's kinship."""
    claims: dict[str, JsonValue] = {
        fact.name: {**fact.claim_example} for fact in _example_facts(facts)
    }
    return {
        "inheritance": {
            "subject": {**sent.SUBJECT},
            "claim": claims,
            "matter": "GZ-001",
            "case": sent.CASE,
            "operator": {**sent.OPERATOR},
            "basis": sent.BASES["statutory_duty"],
        }
    }


def request_schema(form: Mapping[str, Any], facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The schema of a request: a verification's, with one claim for each fact of the plan."""
    claim = {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {name: {**fact.claim_schema} for name, fact in facts.items()},
        "description": "A claim for each fact that answers for the paper, by the fact's name.",
    }
    return {**form, "title": REQUEST, "properties": {**form["properties"], "claim": claim}}


def _example_facts(facts: Mapping[str, Fact]) -> list[Fact]:
    """The facts of no. 18; where the settings load none of them, any one stands for them."""
    found = [facts[name] for name in _EXAMPLE_FACTS if name in facts]
    return found or list(facts.values())[:1]


def _answered(facts: Mapping[str, Fact], kind: str) -> dict[str, JsonValue]:
    """An answer in which every fact is of this kind."""
    of_facts: dict[str, dict[str, JsonValue]] = {}
    for fact in _example_facts(facts):
        example = (given.answers(fact) | given.pending(fact))[kind]
        if isinstance(example, dict):
            of_facts[fact.name] = example
    answer: dict[str, JsonValue] = {
        "certificate": _INHERITANCE,
        "outcome": kind,
        "parts": {name: answer["outcome"] for name, answer in of_facts.items()},
        "guidance": next(iter(of_facts.values()))["guidance"],
        "notice": notice_place(str(a["verification_id"]) for a in of_facts.values()),
        "verifications": {**of_facts},
    }
    return {kind: answer}


def _asking(facts: Mapping[str, Fact], body: Body) -> Described:
    pending = _answered(facts, "pending")
    for answer in pending.values():
        if isinstance(answer, dict):
            answer["due_on"], answer["due_provisional"] = "2026-12-08", False
    return Described(
        summary="Ask for a paper of the negative list",
        summary_zh="按证明编号核验（负面清单）",
        tag=TAG,
        detail=_DETAIL,
        scope="",
        parameters=("EntryNumber", "IdempotencyKey"),
        body=body,
        given=(
            Given(
                200,
                "The answer.",
                reference("CertificateAnswer"),
                {**_answered(facts, "confirmed"), **_answered(facts, "unavailable")},
                headers=("Replayed",),
            ),
            Given(
                202,
                "A department answers later.",
                reference("CertificateAnswer"),
                pending,
                headers=("Replayed", "Location", "RetryAfter"),
            ),
        ),
        problems=_PROBLEMS,
    )


def _retained(body: Body) -> Described:
    return Described(
        summary="Ask for a retained paper itself: always refused, with who issues it",
        summary_zh="索要保留清单内的证明：不予核验，并告知由谁出具",
        tag=TAG,
        detail="The facts behind it may be verified first. The refusal is on the trail.",
        scope="",
        parameters=("EntryNumber", "IdempotencyKey"),
        body=body,
        given=(),
        problems=(
            "token_missing",
            "token_invalid",
            "not_found",
            *d.OF_A_BODY,
            "idempotency_key_missing",
            "idempotency_key_malformed",
            "certificate_retained",
            "trail_unavailable",
        ),
    )

"""A request for a paper by its number, read into one `Verification` for each of its facts.

Must never decide whether it may be asked: that is the policy's, and goes onto the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gateway.api.forms import content_reasons as why
from gateway.api.forms.fields import Form, Identifier, Label, PersonObject
from gateway.api.forms.reading import read
from gateway.api.forms.verifying import Asked, OperatorObject, read_operator, read_verification
from gateway.domain.catalogue import NEGATIVE, Certificate
from gateway.domain.fact import Fact, JsonValue
from gateway.domain.matter import CertificateRef
from gateway.domain.requester import Caller
from gateway.domain.verification import Verification
from gateway.errors import ContentRefused, Problem
from gateway.facts.claim_reading import read_person
from gateway.flow.certificates import Demand
from gateway.policy.certificates import is_judged_at_death, must_claim

CLAIM = "/claim"


class DemandForm(Form):
    """What is read of a request for a paper that nobody can be asked about: who, for whom, why."""

    subject: PersonObject
    matter: Identifier
    case: Label
    operator: OperatorObject
    claim: Any = None
    basis: Any = None


def read_certificate(
    raw: dict[str, JsonValue],
    certificate: Certificate,
    asked: Sequence[Asked],
    facts: Mapping[str, Fact],
) -> tuple[Verification, ...]:
    """Read a request, whose claim holds one claim for each fact of the plan, by the fact's name.

    Raises ContentRefused with every problem of every part.
    """
    problems: dict[Problem, None] = {}
    read_parts: list[Verification] = []
    claims = raw.get("claim")
    if isinstance(claims, dict):
        problems.update(dict.fromkeys(_wrong_names(claims, certificate, asked)))
    for one in asked:
        claim = claims.get(one.fact.name, {}) if isinstance(claims, dict) else claims
        part = {**raw, "claim": claim} if "claim" in raw else raw
        try:
            read_parts.append(read_verification(part, one, facts))
        except ContentRefused as refused:
            within = one.fact.name if isinstance(claims, dict) else ""
            problems.update(dict.fromkeys(_moved(p, within) for p in refused.problems))
    if problems:
        raise ContentRefused(*problems)
    reference = CertificateRef(NEGATIVE, certificate.number)
    at_death = is_judged_at_death(certificate)
    return tuple(replace(v, certificate=reference, at_death=at_death) for v in read_parts)


def read_demand(raw: dict[str, JsonValue], caller: Caller, certificate: CertificateRef) -> Demand:
    """Read who asks for whom in which case; claim and basis are not looked at.

    Raises ContentRefused.
    """
    problems: list[Problem] = []
    form = read(DemandForm, raw, "", problems)
    subject = read_person(raw["subject"], "/subject", problems) if "subject" in raw else None
    operator = read_operator(raw, problems)
    if problems or form is None or subject is None or operator is None:
        raise ContentRefused(*problems)
    return Demand(caller, certificate, subject, form.matter, form.case, operator)


def _wrong_names(
    claims: Mapping[str, JsonValue], certificate: Certificate, asked: Sequence[Asked]
) -> list[Problem]:
    """Claims that are missing, that nobody knows, or that lack what the paper states."""
    names = [one.fact.name for one in asked]
    missing = [Problem(f"{CLAIM}/{n}", why.MISSING_FIELD) for n in names if n not in claims]
    unknown = [Problem(f"{CLAIM}/{n}", why.UNKNOWN_FIELD) for n in claims if n not in names]
    lacking = [
        Problem(f"{CLAIM}/{name}/{field}", why.MISSING_FIELD)
        for name, field in must_claim(certificate).items()
        if isinstance(claim := claims.get(name), dict) and field not in claim
    ]
    return [*missing, *unknown, *lacking]


def _moved(problem: Problem, fact: str) -> Problem:
    """The problem's place in the whole request: a fact's claim lies below its name."""
    if not fact or not (problem.pointer + "/").startswith(CLAIM + "/"):
        return problem
    return replace(problem, pointer=f"{CLAIM}/{fact}{problem.pointer.removeprefix(CLAIM)}")

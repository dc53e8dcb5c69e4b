"""POST /v1/verify/certificates/{number}: asking for a paper of the negative list by its facts.

A paper that nobody can be asked about gets the decree's own way instead, and a retained one is
refused with who issues it; both are on the trail. Must never answer for a paper by fewer facts than
its plan has.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final, TypeVar

from fastapi import Request, Response

from gateway.api.as_json import as_json
from gateway.api.bodies import read_object
from gateway.api.calls.call import fresh_id
from gateway.api.desk import Desk
from gateway.api.forms.certifying import read_certificate, read_demand
from gateway.api.forms.verifying import Asked
from gateway.api.idempotency import bind, read_key
from gateway.api.problems.documents import ProblemRaised
from gateway.api.recognition import recognise, require_scope, verify_scope
from gateway.api.replies import JSON_TYPE, REPLAYED, refused
from gateway.api.visit import visit_of
from gateway.audit import entry as kinds
from gateway.audit.canonical import canonical_json
from gateway.domain.catalogue import NEGATIVE, RETAINED, Certificate, RetainedCertificate
from gateway.domain.fact import JsonValue
from gateway.domain.matter import CertificateRef
from gateway.domain.requester import Caller
from gateway.errors import NotFound
from gateway.flow.answer import certificate_form
from gateway.flow.certificates import (
    CertificateAnswer,
    Demand,
    note_demand,
    verify_certificate,
)
from gateway.flow.reply import NotPermitted
from gateway.policy.certificates import guide_elsewhere, plan_of
from gateway.policy.guidance import guidance_form
from gateway.ports.machine import uuid7

PATH: Final = "/v1/verify/certificates"
RETAINED_PATH: Final = f"{PATH}/{RETAINED}"
NOT_ASKABLE: Final = "certificate_not_askable"
IS_RETAINED: Final = "certificate_retained"
_NUMBER: Final = re.compile(r"[1-9][0-9]?")

PaperT = TypeVar("PaperT", Certificate, RetainedCertificate)


async def ask_certificate(desk: Desk, request: Request) -> Response:
    """Every fact of the paper's plan, each a verification under the caller's one key."""
    parts = desk.parts
    caller = await recognise(desk, request)
    certificate = _listed(parts.catalogue.negative, request)
    visit_of(request).note(fact=f"certificate_{certificate.number}")
    plan = plan_of(certificate, parts.facts)
    for fact in plan:
        require_scope(caller, verify_scope(fact))
    key = read_key(request)
    content = await read_object(request, parts.settings)
    if not plan:
        raise await _not_askable(desk, caller, certificate, content)
    now = parts.clock.now()
    asked = [
        Asked(fresh_id("ver_", uuid7(now, parts.chance)), caller, parts.facts[fact], now)
        for fact in plan
    ]
    verifications = read_certificate(content, certificate, asked, parts.facts)
    idempotency = bind(key, caller, f"{PATH}/{certificate.number}", content)
    answer = await verify_certificate(parts, certificate, verifications, idempotency)
    return _reply(desk, request, answer)


async def ask_retained(desk: Desk, request: Request) -> Response:
    """A retained paper is not the gateway's to give (domain.md §2, `certificate_retained`)."""
    caller = await recognise(desk, request)
    paper = _listed(desk.parts.catalogue.retained, request)
    read_key(request)
    content = await read_object(request, desk.parts.settings)
    demand = read_demand(content, caller, CertificateRef(RETAINED, paper.number))
    entry = await note_demand(desk.parts, demand, kinds.CERTIFICATE_REFUSED, IS_RETAINED)
    told: dict[str, JsonValue] = {
        "listed": RETAINED,
        "number": paper.number,
        "name": as_json(paper.name),
        "demanded_by": as_json(paper.demanded_by),
        "used_for": as_json(paper.used_for),
        "signed_by": as_json(paper.signed_by),
        "limits": as_json(paper.limits),
    }
    raise ProblemRaised(IS_RETAINED, members={"certificate": told, "audit": {"entry": entry}})


async def _not_askable(
    desk: Desk, caller: Caller, certificate: Certificate, content: dict[str, JsonValue]
) -> ProblemRaised:
    """Where the decree sends the resident instead, once it is on the trail."""
    parts = desk.parts
    demand: Demand = read_demand(content, caller, CertificateRef(NEGATIVE, certificate.number))
    entry = await note_demand(parts, demand, kinds.CERTIFICATE_NOT_ASKABLE, NOT_ASKABLE)
    matter = await parts.registry.matter(caller.requester, demand.matter)
    guidance = guide_elsewhere(certificate, matter, parts.catalogue)
    return ProblemRaised(
        NOT_ASKABLE,
        members={
            "certificate": certificate_form(certificate),
            "routes": [route.value for route in certificate.routes],
            "guidance": guidance_form(guidance),
            "audit": {"entry": entry},
        },
    )


def _listed(papers: Mapping[int, PaperT], request: Request) -> PaperT:
    """The entry with the number in the path. Raises NotFound."""
    number = str(request.path_params["number"])
    if not _NUMBER.fullmatch(number) or int(number) not in papers:
        raise NotFound
    return papers[int(number)]


def _reply(desk: Desk, request: Request, answer: CertificateAnswer | NotPermitted) -> Response:
    """200, or 202 while a department has still to answer. Raises ProblemRaised for a refusal."""
    visit = visit_of(request)
    visit.note(replayed=answer.replayed)
    headers = {REPLAYED: "true"} if answer.replayed else {}
    if isinstance(answer, NotPermitted):
        visit.note(verification_id=answer.verification_id)
        raise refused(answer, desk.parts.clock, headers)
    visit.note(outcome=answer.body["outcome"])
    status = 200
    if answer.pending:
        status = 202
        headers["Location"] = f"/v1/verifications/{answer.pending[0].verification_id}"
        headers["Retry-After"] = str(math.ceil(desk.parts.settings.poll_deferred_seconds))
    content = canonical_json(dict(answer.body))
    return Response(content, status_code=status, media_type=JSON_TYPE, headers=headers)

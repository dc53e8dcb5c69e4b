"""A verification as JSON and back: for its digest, its receipt, and a restart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from gateway.audit.canonical import canonical_json
from gateway.domain.fact import Fact, JsonValue
from gateway.domain.identity_number import IdentityNumber
from gateway.domain.matter import BasisKind, CertificateRef
from gateway.domain.person import RESIDENT_IDENTITY, Person
from gateway.domain.requester import Caller
from gateway.domain.verification import Basis, NearRelative, NoticeGiven, Operator, Verification
from gateway.facts.claim_reading import canonical_person


def operator_form(operator: Operator) -> dict[str, JsonValue]:
    """The operator as the requester stated her."""
    return {**canonical_person(operator.person), "staff_id": operator.staff_id}


def basis_form(basis: Basis) -> dict[str, JsonValue]:
    """The basis with what belongs to its kind."""
    form: dict[str, JsonValue] = {"kind": basis.kind.value}
    if basis.kind is BasisKind.CONSENT:
        form["consents"] = list(basis.consents)
    if basis.notice is not None:
        given_at = basis.notice.given_at.isoformat()
        form["notice"] = {"version": basis.notice.version, "given_at": given_at}
    if basis.near_relative is not None:
        relative = basis.near_relative
        form["person"] = canonical_person(relative.person)
        form["relation"] = relative.relation
        form["interest"] = relative.interest
    return form


def request_form(verification: Verification) -> dict[str, JsonValue]:
    """The request as it is digested: the same members that a receipt can disclose."""
    return {
        "fact": verification.fact,
        "requester": verification.caller.requester,
        "matter": verification.matter,
        "subject": canonical_person(verification.subject),
        "claim": verification.claim.canonical(),
        "case": verification.case,
        "operator": operator_form(verification.operator),
        "basis": basis_form(verification.basis),
    }


def stored_form(verification: Verification) -> dict[str, JsonValue]:
    """The whole request, sealed beside its intent, from which a restarted gateway goes on.

    Numbers stand as they were given: whether one came as 15 digits is a reason of the answer
    (domain.md §3), and a late answer has to give it too.
    """
    caller, near = verification.caller, verification.basis.near_relative
    basis = basis_form(verification.basis)
    if near is not None:
        basis["person"] = _as_given(near.person)
    operator = verification.operator
    return {
        **request_form(verification),
        "subject": _as_given(verification.subject),
        "claim": _claim_as_given(verification),
        "operator": {**_as_given(operator.person), "staff_id": operator.staff_id},
        "basis": basis,
        "verification_id": verification.verification_id,
        "asked_at": verification.asked_at.isoformat(),
        "max_age_days": verification.max_age_days,
        "certificate": _certificate_form(verification.certificate),
        "at_death": verification.at_death,
        "client_id": caller.client_id,
        "scopes": list[JsonValue](sorted(caller.scopes)),
        "token_id": caller.token_id,
    }


def read_stored(raw: Mapping[str, JsonValue], facts: Mapping[str, Fact]) -> Verification:
    """The verification that `stored_form` wrote. Raises KeyError if its fact is not loaded."""
    form = cast("Mapping[str, Any]", raw)
    subject = _person(form["subject"])
    operator = form["operator"]
    return Verification(
        verification_id=form["verification_id"],
        caller=Caller(
            client_id=form["client_id"],
            requester=form["requester"],
            scopes=frozenset(form["scopes"]),
            token_id=form["token_id"],
        ),
        fact=form["fact"],
        subject=subject,
        claim=facts[form["fact"]].read_claim(form["claim"], subject),
        matter=form["matter"],
        case=form["case"],
        operator=Operator(_person(operator), operator["staff_id"]),
        basis=_basis(form["basis"]),
        asked_at=datetime.fromisoformat(form["asked_at"]),
        max_age_days=form["max_age_days"],
        certificate=_certificate(form.get("certificate")),
        at_death=form.get("at_death", False),
    )


def _certificate_form(certificate: CertificateRef | None) -> JsonValue:
    if certificate is None:
        return None
    return {"listed": certificate.listed, "number": certificate.number}


def _certificate(form: Mapping[str, Any] | None) -> CertificateRef | None:
    return None if form is None else CertificateRef(form["listed"], form["number"])


def _as_given(person: Person) -> dict[str, JsonValue]:
    """A person with her number as the caller wrote it; `_person` lengthens it again."""
    number = _as_15(person.number) if person.given_as_15 else person.number
    return {**canonical_person(person), "id_number": number}


def _claim_as_given(verification: Verification) -> dict[str, JsonValue]:
    """The claim with its persons as they were given; the fact itself reads both forms."""
    form = verification.claim.canonical()
    given = {canonical_json(canonical_person(p)): _as_given(p) for p in verification.claim.others}
    return {name: given.get(canonical_json(value), value) for name, value in form.items()}


def _as_15(number: str) -> str:
    """Without century and check character (GB 11643-1999)."""
    return number[:6] + number[8:17]


def _person(form: Mapping[str, Any]) -> Person:
    number, name, id_type = form["id_number"], form["name"], form["id_type"]
    if id_type != RESIDENT_IDENTITY:
        return Person(number, name, id_type)
    read = IdentityNumber.parse(number)
    return Person(read.value, name, id_type, given_as_15=read.given_as_15)


def _basis(form: Mapping[str, Any]) -> Basis:
    notice = form.get("notice")
    near = None
    if "person" in form:
        near = NearRelative(_person(form["person"]), form["relation"], form["interest"])
    given = None
    if notice is not None:
        given = NoticeGiven(notice["version"], datetime.fromisoformat(notice["given_at"]))
    return Basis(BasisKind(form["kind"]), tuple(form.get("consents", ())), given, near)

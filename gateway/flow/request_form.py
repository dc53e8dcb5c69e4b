"""A verification as JSON and back: for its digest, its receipt, and a restart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from gateway.domain.fact import Fact, JsonValue
from gateway.domain.matter import BasisKind
from gateway.domain.person import Person
from gateway.domain.requester import Caller
from gateway.domain.verification import Basis, NearRelative, NoticeGiven, Operator, Verification


def person_form(person: Person) -> dict[str, JsonValue]:
    """A person with her number in canonical form."""
    return {"id_number": person.number, "id_type": person.id_type, "name": person.name}


def operator_form(operator: Operator) -> dict[str, JsonValue]:
    """The operator as the requester stated her."""
    return {**person_form(operator.person), "staff_id": operator.staff_id}


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
        form["person"] = person_form(relative.person)
        form["relation"] = relative.relation
        form["interest"] = relative.interest
    return form


def request_form(verification: Verification) -> dict[str, JsonValue]:
    """The request as it is digested: the same members that a receipt can disclose."""
    return {
        "fact": verification.fact,
        "requester": verification.caller.requester,
        "matter": verification.matter,
        "subject": person_form(verification.subject),
        "claim": verification.claim.canonical(),
        "case": verification.case,
        "operator": operator_form(verification.operator),
        "basis": basis_form(verification.basis),
    }


def stored_form(verification: Verification) -> dict[str, JsonValue]:
    """The whole request, sealed beside its intent, from which a restarted gateway goes on."""
    caller = verification.caller
    return {
        **request_form(verification),
        "verification_id": verification.verification_id,
        "asked_at": verification.asked_at.isoformat(),
        "max_age_days": verification.max_age_days,
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
    )


def _person(form: Mapping[str, Any]) -> Person:
    return Person(number=form["id_number"], name=form["name"], id_type=form["id_type"])


def _basis(form: Mapping[str, Any]) -> Basis:
    notice = form.get("notice")
    near = None
    if "person" in form:
        near = NearRelative(_person(form["person"]), form["relation"], form["interest"])
    given = None
    if notice is not None:
        given = NoticeGiven(notice["version"], datetime.fromisoformat(notice["given_at"]))
    return Basis(BasisKind(form["kind"]), tuple(form.get("consents", ())), given, near)

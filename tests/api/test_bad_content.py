"""What bad input gets: every problem with its pointer and reason, and never its value."""

# ruff: noqa: E501 - a case is one row of a table

from typing import Any

import pytest

from gateway.api.forms.content_reasons import CONTENT_REASONS
from tests.api.office import OPERATOR, SUBJECT, Office, a_request, on_duty, person_json

NUMBER = SUBJECT.number
WRONG_DIGIT = NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")
DUTY = on_duty()


def _subject(**changes: Any) -> dict[str, Any]:
    return {"subject": person_json(SUBJECT) | changes}


def _operator(**changes: Any) -> dict[str, Any]:
    return {"operator": {**person_json(OPERATOR), "staff_id": "0042"} | changes}


def _notice(**changes: Any) -> dict[str, Any]:
    return {"basis": {**DUTY, "notice": {**DUTY["notice"]} | changes}}


def _consents(*ids: object) -> dict[str, Any]:
    return {"basis": {"kind": "consent", "consents": list(ids)}}


def _near(**changes: Any) -> dict[str, Any]:
    near = {"kind": "near_relative", "relation": "30", "interest": "inheritance"}
    return {"basis": near | changes}


CASES: dict[str, tuple[str, dict[str, Any], str, str]] = {
    # persons
    "check-digit": ("identity", _subject(id_number=WRONG_DIGIT), "/subject/id_number", "number_check_digit"),
    "impossible-date": ("identity", _subject(id_number="110105199002300011"), "/subject/id_number", "number_birth_date"),
    "number-too-short": ("identity", _subject(id_number="1234"), "/subject/id_number", "number_length"),
    "number-characters": ("identity", _subject(id_number="11010519900230001A"), "/subject/id_number", "number_characters"),
    "number-is-a-number": ("identity", _subject(id_number=1101051990030700), "/subject/id_number", "wrong_type"),
    "name-empty": ("identity", _subject(name=""), "/subject/name", "name_empty"),
    "name-too-long": ("identity", _subject(name="长" * 101), "/subject/name", "name_length"),
    "name-controls": ("identity", _subject(name="甲\u0000乙"), "/subject/name", "name_characters"),
    "name-missing": ("identity", {"subject": {"id_number": NUMBER}}, "/subject/name", "missing_field"),
    "unknown-document": ("identity", _subject(id_type="library_card"), "/subject/id_type", "id_type_unknown"),
    "person-unknown-field": ("identity", _subject(phone="1"), "/subject/phone", "unknown_field"),
    "person-is-text": ("identity", {"subject": "somebody"}, "/subject", "wrong_type"),
    "person-missing": ("identity", {"subject": None}, "/subject", "missing_field"),
    # claims
    "claim-is-a-list": ("identity", {"claim": []}, "/claim", "wrong_type"),
    "claim-missing": ("identity", {"claim": None}, "/claim", "missing_field"),
    "claim-unknown-field": ("identity", {"claim": {"age": 3}}, "/claim/age", "unknown_field"),
    "claim-unknown-code": ("identity", {"claim": {"status": "gone"}}, "/claim/status", "unknown_code"),
    "spouse-and-status": ("marriage", {"claim": {"spouse": person_json(OPERATOR), "status": "20"}}, "/claim/status", "only_one_allowed"),
    "neither": ("marriage", {"claim": {}}, "/claim/spouse", "one_of_required"),
    "status-90": ("marriage", {"claim": {"status": "90"}}, "/claim/status", "code_not_askable"),
    "status-unknown": ("marriage", {"claim": {"status": "77"}}, "/claim/status", "unknown_code"),
    "married-to-herself": ("marriage", {"claim": {"spouse": person_json(SUBJECT)}}, "/claim/spouse", "same_person"),
    "relation-to-herself": ("kinship", {"claim": {"relative": person_json(OPERATOR), "relation": "01"}}, "/claim/relation", "code_not_askable"),
    "relation-unused": ("kinship", {"claim": {"relative": person_json(OPERATOR), "relation": "98"}}, "/claim/relation", "unknown_code"),
    "kin-of-herself": ("kinship", {"claim": {"relative": person_json(SUBJECT), "relation": "51"}}, "/claim/relative", "same_person"),
    "no-relative": ("kinship", {"claim": {"relation": "51"}}, "/claim/relative", "missing_field"),
    "empty-birth": ("birth", {"claim": {}}, "/claim", "empty_claim"),
    "impossible-day": ("death", {"claim": {"died_on": "2026-02-30"}}, "/claim/died_on", "date_malformed"),
    "age-out-of-range": ("alive", {"claim": {"max_age_days": 0}}, "/claim/max_age_days", "out_of_range"),
    "age-is-true": ("alive", {"claim": {"max_age_days": True}}, "/claim/max_age_days", "wrong_type"),
    # everything around them
    "unknown-field": ("identity", {"reason": "x"}, "/reason", "unknown_field"),
    "matter-missing": ("identity", {"matter": None}, "/matter", "missing_field"),
    "matter-type": ("identity", {"matter": 7}, "/matter", "wrong_type"),
    "matter-form": ("identity", {"matter": "事项"}, "/matter", "text_malformed"),
    "matter-long": ("identity", {"matter": "M" * 65}, "/matter", "text_too_long"),
    "case-empty": ("identity", {"case": ""}, "/case", "text_empty"),
    "case-blank": ("identity", {"case": " \u3000"}, "/case", "text_empty"),
    "case-long": ("identity", {"case": "1" * 65}, "/case", "text_too_long"),
    "case-controls": ("identity", {"case": "1\n2"}, "/case", "text_characters"),
    "case-direction": ("identity", {"case": "1\u202e2"}, "/case", "text_characters"),
    "operator-missing": ("identity", {"operator": None}, "/operator", "missing_field"),
    "operator-type": ("identity", {"operator": 1}, "/operator", "wrong_type"),
    "operator-no-staff-id": ("identity", {"operator": person_json(OPERATOR)}, "/operator/staff_id", "missing_field"),
    "operator-staff-id-type": ("identity", _operator(staff_id=42), "/operator/staff_id", "wrong_type"),
    "operator-digit": ("identity", _operator(id_number=WRONG_DIGIT), "/operator/id_number", "number_check_digit"),
    "operator-unknown-field": ("identity", _operator(rank="x"), "/operator/rank", "unknown_field"),
    "basis-missing": ("identity", {"basis": None}, "/basis", "missing_field"),
    "basis-type": ("identity", {"basis": "consent"}, "/basis", "wrong_type"),
    "basis-no-kind": ("identity", {"basis": {}}, "/basis/kind", "missing_field"),
    "basis-kind": ("identity", {"basis": {"kind": "curiosity"}}, "/basis/kind", "unknown_code"),
    "basis-kind-type": ("identity", {"basis": {"kind": 1}}, "/basis/kind", "wrong_type"),
    "basis-mixed": ("identity", {"basis": {**DUTY, "consents": ["c"]}}, "/basis/consents", "unknown_field"),
    "no-consents": ("identity", _consents(), "/basis/consents", "too_few"),
    "eleven-consents": ("identity", _consents(*map(str, range(11))), "/basis/consents", "too_many"),
    "consent-twice": ("identity", _consents("a", "a"), "/basis/consents", "repeated"),
    "consent-type": ("identity", _consents("a", 1), "/basis/consents/1", "wrong_type"),
    "consents-type": ("identity", {"basis": {"kind": "consent", "consents": "a"}}, "/basis/consents", "wrong_type"),
    "notice-time": ("identity", _notice(given_at="2026-11-24"), "/basis/notice/given_at", "moment_malformed"),
    "notice-no-offset": ("identity", _notice(given_at="2026-11-24T10:00:00"), "/basis/notice/given_at", "moment_malformed"),
    "notice-impossible": ("identity", _notice(given_at="2026-02-30T10:00:00Z"), "/basis/notice/given_at", "moment_malformed"),
    "notice-version": ("identity", _notice(version=1), "/basis/notice/version", "wrong_type"),
    "notice-type": ("identity", {"basis": {**DUTY, "notice": "given"}}, "/basis/notice", "wrong_type"),
    "relative-missing": ("death", _near(), "/basis/person", "missing_field"),
    "relative-digit": ("death", _near(person=_subject(id_number=WRONG_DIGIT)["subject"]), "/basis/person/id_number", "number_check_digit"),
    "relative-is-subject": ("death", _near(person=person_json(SUBJECT)), "/basis/person", "same_person"),
    "relation-unknown": ("death", _near(person=person_json(OPERATOR), relation="98"), "/basis/relation", "unknown_code"),
    "relation-not-kin": ("death", _near(person=person_json(OPERATOR), relation="99"), "/basis/relation", "code_not_askable"),
    "interest-long": ("death", _near(person=person_json(OPERATOR), interest="x" * 501), "/basis/interest", "text_too_long"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
async def test_bad_content(counter: Office, case: str) -> None:
    """422 names the pointer and the reason, nothing else, and nobody is asked."""
    fact, changes, pointer, reason = CASES[case]
    request = {**a_request(), **changes}
    body = {name: value for name, value in request.items() if value is not None}
    reply = await counter.post(f"/v1/verify/{fact}", body)
    problem = reply.json()
    assert (422, "content_invalid", "application/problem+json") == (
        reply.status_code,
        problem["reason"],
        reply.headers["content-type"],
    )
    assert [{"pointer": pointer, "reason": reason}] == problem["errors"]
    assert reason in CONTENT_REASONS
    assert 0 == len(counter.police.asked)


async def test_every_problem_at_once(counter: Office) -> None:
    """Nobody has to correct one mistake after another."""
    body = {
        **_subject(id_number=WRONG_DIGIT),
        "claim": {"spouse": {"name": ""}, "x": 1},
        "matter": 1,
        **_operator(name=""),
        "basis": {"kind": "consent", "consents": []},
    }
    reply = await counter.post("/v1/verify/marriage", body)
    assert {
        "/case": "missing_field",
        "/matter": "wrong_type",
        "/subject/id_number": "number_check_digit",
        "/operator/name": "name_empty",
        "/claim/x": "unknown_field",
        "/claim/spouse/id_number": "missing_field",
        "/claim/spouse/name": "name_empty",
        "/basis/consents": "too_few",
    } == {error["pointer"]: error["reason"] for error in reply.json()["errors"]}


async def test_a_personal_name_of_a_field_is_not_told(counter: Office) -> None:
    """Where the name of a field could be somebody's, its object is pointed at instead."""
    body = a_request() | {NUMBER: 1, "张三": 2, "subject": {**person_json(SUBJECT), NUMBER: 1}}
    reply = await counter.post("/v1/verify/identity", body)
    assert (False, False) == (NUMBER in reply.text, "张三" in reply.text)
    assert {"", "/subject"} == {error["pointer"] for error in reply.json()["errors"]}


async def test_many_problems_are_cut_short(counter: Office) -> None:
    """A problem document stays small, however much is wrong."""
    body = a_request() | {f"a{chr(97 + n // 26)}{chr(97 + n % 26)}": n for n in range(200)}
    reply = await counter.post("/v1/verify/identity", body)
    assert 50 == len(reply.json()["errors"])

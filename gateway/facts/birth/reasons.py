"""The reasons of `birth`, with the sentences that people read."""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text
from gateway.facts.shared_reasons import (
    CONSULTED_NOT_HEARD,
    DOCUMENT_NOT_COMPARABLE,
    RECORDS_DISAGREE,
    RELATION_NOT_SPECIFIC,
    SHARED,
)

CERTIFICATE_REPLACED: Final = Reason(
    "certificate_replaced",
    Text(
        "该编号的出生医学证明已换发或作废。",
        "The birth certificate of that number was replaced or voided.",
    ),
)
BIRTH_RECORD_DIFFERS: Final = Reason(
    "birth_record_differs",
    Text("登记与所称不一致。", "The record says something other than what was claimed."),
)
HOUSEHOLD_REGISTER_ONLY: Final = Reason(
    "household_register_only",
    Text(
        "仅依据户籍登记，未查到相应的出生医学登记内容。",
        "Rests on the household register only; the medical birth register does not hold it.",
    ),
)
HOUSEHOLD_REGISTER_NOT_CHECKED: Final = Reason(
    "household_register_not_checked",
    Text("户籍登记未能核对。", "The household register could not be checked."),
)
NO_BIRTH_RECORD: Final = Reason(
    "no_birth_record",
    Text(
        "未查到出生登记（1996 年以前出生、非医疗机构内出生、弃婴等可能没有登记）。"
        "查无记录不等于所称不实。",
        "No record of the birth was found (births before 1996, births outside institutions and "
        "foundlings may lack one). No record is not proof that the claim is wrong.",
    ),
)
NOT_RECORDED: Final = Reason(
    "not_recorded",
    Text(
        "有出生登记，但未登记该项内容。查无记录不等于所称不实。",
        "The birth is on record, but this is not part of the record. No record is not proof that "
        "the claim is wrong.",
    ),
)
FATHER_NOT_RECORDED: Final = Reason(
    "father_not_recorded",
    Text(
        "有出生登记，但未登记父亲。查无记录不等于所称不实。",
        "The birth is on record without a father. No record is not proof that the claim is wrong.",
    ),
    told_as=NOT_RECORDED.code,
)

REASONS: Final = (
    CERTIFICATE_REPLACED,
    BIRTH_RECORD_DIFFERS,
    HOUSEHOLD_REGISTER_ONLY,
    HOUSEHOLD_REGISTER_NOT_CHECKED,
    NO_BIRTH_RECORD,
    NOT_RECORDED,
    FATHER_NOT_RECORDED,
    RECORDS_DISAGREE,
    RELATION_NOT_SPECIFIC,
    DOCUMENT_NOT_COMPARABLE,
    CONSULTED_NOT_HEARD,
    *SHARED,
)

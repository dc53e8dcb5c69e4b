"""Why a part of a request's content is refused (422): all reason codes with their sentences.

Those of persons and claims come from the facts; here are the ones of everything around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.domain.decision import RefusalReason
from gateway.domain.text import Text
from gateway.facts import claim_reasons as facts
from gateway.policy import form, new_consent
from gateway.policy.demand_words import DEMAND_WORDS
from gateway.policy.problem_words import PROBLEM_WORDS
from gateway.policy.refusals import explain
from gateway.policy.survey_words import SURVEY_WORDS

MISSING_FIELD: Final = facts.MISSING_FIELD
UNKNOWN_FIELD: Final = facts.UNKNOWN_FIELD
WRONG_TYPE: Final = facts.WRONG_TYPE
UNKNOWN_CODE: Final = facts.UNKNOWN_CODE
OUT_OF_RANGE: Final = facts.OUT_OF_RANGE
SAME_PERSON: Final = facts.SAME_PERSON
TEXT_EMPTY: Final = "text_empty"
TEXT_TOO_LONG: Final = "text_too_long"
TEXT_CHARACTERS: Final = "text_characters"
TEXT_MALFORMED: Final = "text_malformed"
TOO_FEW: Final = "too_few"
TOO_MANY: Final = "too_many"
REPEATED: Final = "repeated"
MOMENT_MALFORMED: Final = "moment_malformed"

_OWN: Final = {
    TEXT_EMPTY: Text("内容为空。", "The text is empty."),
    TEXT_TOO_LONG: Text("内容过长。", "The text is too long."),
    TEXT_CHARACTERS: Text(
        "含有控制字符或者方向标记。", "The text has control characters or direction marks."
    ),
    TEXT_MALFORMED: Text(
        "格式不符合接口约定。", "The text does not have the form that the interface names."
    ),
    TOO_FEW: Text("项数不足。", "The list has too few items."),
    TOO_MANY: Text("项数过多。", "The list has too many items."),
    REPEATED: Text("同一项重复出现。", "The same item is listed twice."),
    MOMENT_MALFORMED: Text(
        "时间不存在，或者不是带时区的 RFC 3339 格式。",
        "The time does not exist, or is not RFC 3339 with its offset.",
    ),
}

_OF_A_NEW_CONSENT: Final = {
    **{
        code: PROBLEM_WORDS[code]
        for code in (form.EMPTY, form.UNKNOWN_VALUE, new_consent.ILL_FORMED, "is_a_child")
    },
    **{
        reason.value: explain(reason).sentence
        for reason in (
            RefusalReason.MATTER_UNKNOWN,
            RefusalReason.MATTER_INACTIVE,
            RefusalReason.BASIS_NOT_ALLOWED,
            RefusalReason.FACT_NOT_IN_MATTER,
            RefusalReason.CONSENT_ASSURANCE,
            RefusalReason.GUARDIAN_REQUIRED,
            RefusalReason.REQUESTER_SUSPENDED,
        )
    },
}
"""What policy finds wrong with a consent that is handed in; refusals keep their own codes."""

CONTENT_REASONS: Final[Mapping[str, Text]] = MappingProxyType(
    {**SURVEY_WORDS, **_OF_A_NEW_CONSENT, **DEMAND_WORDS, **_OWN, **facts.CONTENT_REASONS}
)
"""A closed list: every `errors[].reason` of a `content_invalid`."""

BY_PYDANTIC_TYPE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": MISSING_FIELD,
        "extra_forbidden": UNKNOWN_FIELD,
        "model_type": WRONG_TYPE,
        "dict_type": WRONG_TYPE,
        "list_type": WRONG_TYPE,
        "string_type": WRONG_TYPE,
        "int_type": WRONG_TYPE,
        "literal_error": UNKNOWN_CODE,
        "string_too_short": TEXT_EMPTY,
        "string_too_long": TEXT_TOO_LONG,
        "string_pattern_mismatch": TEXT_MALFORMED,
        "too_short": TOO_FEW,
        "too_long": TOO_MANY,
        "greater_than_equal": OUT_OF_RANGE,
        "less_than_equal": OUT_OF_RANGE,
        TEXT_EMPTY: TEXT_EMPTY,
        TEXT_CHARACTERS: TEXT_CHARACTERS,
        REPEATED: REPEATED,
        MOMENT_MALFORMED: MOMENT_MALFORMED,
    }
)
"""What pydantic calls it, and what we do; our own validators use our own codes."""

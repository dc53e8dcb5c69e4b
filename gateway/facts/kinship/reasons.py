"""The reasons of `kinship`, with the sentences that people read.

Must never tell an adoption (CC 1110), nor name anybody in between.
"""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text
from gateway.facts.death.reasons import DATES_DIFFER
from gateway.facts.marriage.reasons import MARRIAGE_REASONS
from gateway.facts.shared_reasons import (
    RELATION_NOT_SPECIFIC,
    SHARED,
    SIGN_OF_LIFE_AFTER_DEATH,
)

NO_KINSHIP_RECORD: Final = Reason(
    "no_kinship_record",
    Text(
        "未查到所称的亲属关系。查无记录不等于没有该关系。",
        "The claimed relation was not found on record. No record does not mean that there is no "
        "such relation.",
    ),
)
DERIVATION_NOT_AUTHORISED: Final = Reason(
    "derivation_not_authorised",
    Text(
        "登记中没有直接记载，本事项也未获准由其他登记推导；查无记录不等于没有该关系。",
        "It is not on record as such, and this matter may not derive it from other records. No "
        "record does not mean that there is no such relation.",
    ),
)
RELATION_DIFFERS: Final = Reason(
    "relation_differs",
    Text(
        "登记的关系与所称关系不能并存。",
        "The relation on record rules out the one that was claimed.",
    ),
)
DERIVED: Final = Reason(
    "derived",
    Text(
        "系由两项以上登记推导得出。",
        "It follows from two or more records; none of them states it as such.",
    ),
)
ADOPTED: Final = Reason(
    "adopted",
    Text(
        "有收养登记，与生父母及其近亲属的关系因此消除。",
        "An adoption is on record, which ends the ties to the birth family.",
    ),
    told_as=RELATION_NOT_SPECIFIC.code,
)
DEATH_DATE_NOT_SETTLED: Final = Reason(
    "death_date_not_settled",
    Text(
        "有死亡登记，但死亡日期未载明，无法判定当时的婚姻关系。",
        "A death is on record without its date, so the marriage at that time is not settled.",
    ),
)

REASONS: Final = (
    NO_KINSHIP_RECORD,
    DERIVATION_NOT_AUTHORISED,
    RELATION_DIFFERS,
    RELATION_NOT_SPECIFIC,
    DERIVED,
    ADOPTED,
    DATES_DIFFER,
    DEATH_DATE_NOT_SETTLED,
    SIGN_OF_LIFE_AFTER_DEATH,
    *MARRIAGE_REASONS,
    *SHARED,
)

"""The reasons of `marriage`, with the sentences that people read.

One reason for every end of a marriage, and one for every status that does not fit: the sentences
must never tell a divorce from a death or an annulment (promise 4).
"""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD, RECORDS_DISAGREE, SHARED

NO_MARRIAGE_RECORD: Final = Reason(
    "no_marriage_record",
    Text(
        "未查到婚姻登记。查无记录不等于未婚，不得作为单身证明使用。",
        "No registration of a marriage was found. No record does not mean unmarried and must not "
        "be used as proof of being single.",
    ),
)
MARRIAGE_NOT_IN_FORCE: Final = Reason(
    "marriage_not_in_force",
    Text(
        "登记显示双方之间目前没有有效的婚姻关系。",
        "By the records there is no marriage in force between the two.",
    ),
)
STATUS_DIFFERS: Final = Reason(
    "status_differs",
    Text(
        "登记的婚姻状况与所称不符。",
        "The marital status on record is not the one that was claimed.",
    ),
)
EARLIER_MARRIAGES_NOT_EXCLUDED: Final = Reason(
    "earlier_marriages_not_excluded",
    Text(
        "目前的婚姻有效；是否另有此前的婚姻，登记不足以判定。",
        "A marriage is in force; what earlier marriages there were is not settled by the records.",
    ),
)
MORE_THAN_ONE_IN_FORCE: Final = Reason(
    "more_than_one_in_force",
    Text(
        "登记中同时存在不止一个有效的婚姻关系。",
        "By the records more than one marriage is in force at the same time.",
    ),
    told_as=RECORDS_DISAGREE.code,
)
MARITAL_STATE_NOT_SETTLED: Final = Reason(
    "marital_state_not_settled",
    Text(
        "登记不足以判定目前的婚姻关系。",
        "The records do not settle the state of the marriage.",
    ),
)
SPOUSE_DEATH_NOT_CHECKED: Final = Reason(
    "spouse_death_not_checked",
    Text(
        "未能核对配偶一方是否已经死亡，其答复可能改变本结果。",
        "Whether a spouse has died could not be checked; that could have changed this outcome.",
    ),
)

MARRIAGE_REASONS: Final = (
    NO_MARRIAGE_RECORD,
    MARRIAGE_NOT_IN_FORCE,
    STATUS_DIFFERS,
    EARLIER_MARRIAGES_NOT_EXCLUDED,
    MORE_THAN_ONE_IN_FORCE,
    MARITAL_STATE_NOT_SETTLED,
    SPOUSE_DEATH_NOT_CHECKED,
    CONSULTED_NOT_HEARD,
    RECORDS_DISAGREE,
)
REASONS: Final = (*MARRIAGE_REASONS, *SHARED)

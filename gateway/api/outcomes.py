"""Outcomes in words, for the list of codes and the printable notice.

Must never make an outcome say more than it does (promise 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.domain.outcome import Outcome
from gateway.domain.text import Text
from gateway.flow.late import INTERRUPTED, OVERDUE
from gateway.policy.outcome_words import meaning

TITLES: Final[Mapping[Outcome, Text]] = {
    Outcome.CONFIRMED: Text("一致", "confirmed"),
    Outcome.CONTRADICTED: Text("不一致", "contradicted"),
    Outcome.NO_RECORD: Text("查无记录", "no record"),
    Outcome.AMBIGUOUS: Text("无法判定", "ambiguous"),
    Outcome.CONFLICT: Text("多源数据不一致", "conflicting records"),
    Outcome.PENDING: Text("待反馈", "pending"),
    Outcome.UNAVAILABLE: Text("暂无法核验", "unavailable"),
}

MEANINGS: Final[Mapping[Outcome, Text]] = {o: meaning(o, "") for o in Outcome}
"""What an outcome means and does not mean, whatever was asked."""

OF_THE_PATH: Final[Mapping[str, Text]] = {
    INTERRUPTED: Text(
        "核验中断，没有得出结果；请以相同内容重新核验。",
        "The verification was interrupted before there was a result; ask the same again.",
    ),
    OVERDUE: Text(
        "有关部门逾期没有反馈。",
        "A department did not answer within its time.",
    ),
}
"""Reasons that the path gives, whatever the fact."""

"""What each outcome says, in English and Chinese, for people at a terminal.

Must never make an outcome say more than domain.md §1: nothing but `contradicted` is a no.
"""

from __future__ import annotations

OUTCOMES = {
    "confirmed": ("the records confirm what was claimed", "一致"),
    "contradicted": ("the records contradict what was claimed", "不一致"),
    "no_record": ("no record was found; that proves nothing to the contrary", "查无记录"),
    "ambiguous": ("the records do not decide the claim", "无法判定"),
    "conflict": ("the records of several departments contradict each other", "多源数据不一致"),
    "pending": ("a department answers later; look again by the due date", "待反馈"),
    "unavailable": ("a department could not be heard; nothing is stated", "暂无法核验"),
}


def outcome_words(outcome: str) -> str:
    """The outcome with its Chinese name and its sentence; one that is new stands alone."""
    if outcome not in OUTCOMES:
        return outcome
    sentence, chinese = OUTCOMES[outcome]
    return f"{outcome} ({chinese}): {sentence}"

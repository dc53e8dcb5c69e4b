"""The reasons of `alive`, with the sentences that people read."""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD, SHARED, SIGN_OF_LIFE_AFTER_DEATH

DEATH_RECORDED: Final = Reason(
    "death_recorded",
    Text("有死亡登记。", "There is a record of death."),
)
NO_RECENT_SIGN_OF_LIFE: Final = Reason(
    "no_recent_sign_of_life",
    Text(
        "在规定期限内未查到生存迹象，也未查到死亡记录。查无记录不等于此人已死亡。",
        "Neither a sign of life within the allowed time nor a record of death was found. No record "
        "is not proof that the person is dead.",
    ),
)

REASONS: Final = (
    DEATH_RECORDED,
    NO_RECENT_SIGN_OF_LIFE,
    SIGN_OF_LIFE_AFTER_DEATH,
    CONSULTED_NOT_HEARD,
    *SHARED,
)

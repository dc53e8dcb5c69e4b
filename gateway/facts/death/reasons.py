"""The reasons of `death`, with the sentences that people read."""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD, SHARED, SIGN_OF_LIFE_AFTER_DEATH

SINGLE_SOURCE: Final = Reason(
    "single_source",
    Text("仅有一个登记来源。", "Only one register holds it."),
)
LEGAL_DATE: Final = Reason(
    "legal_date",
    Text(
        "该日期为法律上的日期，并非查明的死亡日期。",
        "The date is the legal one, not an established date of death.",
    ),
)
DECLARATION_REVOKED: Final = Reason(
    "declaration_revoked",
    Text(
        "曾有的宣告死亡已被撤销，不再作为死亡的依据。",
        "A declaration of death was revoked and no longer counts as evidence of death.",
    ),
)
REVOCATION_NOT_CHECKED: Final = Reason(
    "revocation_not_checked",
    Text(
        "死亡登记可能以宣告死亡为依据，其是否已被撤销未能核对。",
        "The record may rest on a declaration of death; whether that was revoked could not be "
        "checked.",
    ),
)
NO_DEATH_RECORD: Final = Reason(
    "no_death_record",
    Text(
        "未查到死亡记录。查无记录不等于此人在世，登记也可能滞后。",
        "No record of death was found. No record is not proof that the person is alive, and "
        "registers lag behind.",
    ),
)
RECENT_SIGN_OF_LIFE: Final = Reason(
    "recent_sign_of_life",
    Text(
        "未查到死亡记录，且近期有生存迹象。查无记录不等于此人现在在世。",
        "No record of death was found, and there is a recent sign of life. No record is not proof "
        "that the person is alive now.",
    ),
)
SIGN_OF_LIFE_AFTER_DATE: Final = Reason(
    "sign_of_life_after_date",
    Text(
        "在所称死亡日期之后有生存迹象。",
        "There is a sign of life dated after the claimed date of death.",
    ),
)
DATES_DIFFER: Final = Reason(
    "dates_differ",
    Text("各登记所载死亡日期不一致。", "The recorded dates of death differ among themselves."),
)
DATE_DIFFERS: Final = Reason(
    "date_differs",
    Text("登记与所称死亡日期不符。", "The records do not agree with the claimed date of death."),
)
DATE_NOT_RECORDED: Final = Reason(
    "date_not_recorded",
    Text(
        "登记中没有可供比对的死亡日期。查无记录不等于所称日期有误。",
        "There is no date of death on record to compare with. No record is not proof that the "
        "claimed date is wrong.",
    ),
)

REASONS: Final = (
    SINGLE_SOURCE,
    LEGAL_DATE,
    DECLARATION_REVOKED,
    REVOCATION_NOT_CHECKED,
    NO_DEATH_RECORD,
    RECENT_SIGN_OF_LIFE,
    SIGN_OF_LIFE_AFTER_DATE,
    DATES_DIFFER,
    DATE_DIFFERS,
    DATE_NOT_RECORDED,
    SIGN_OF_LIFE_AFTER_DEATH,
    CONSULTED_NOT_HEARD,
    *SHARED,
)

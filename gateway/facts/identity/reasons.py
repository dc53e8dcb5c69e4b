"""The reasons of `identity`, with the sentences that people read."""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text
from gateway.facts.shared_reasons import SHARED

NOT_IN_POPULATION_REGISTER: Final = Reason(
    "not_in_population_register",
    Text(
        "人口登记中未查到该号码。查无记录不等于查无此人。",
        "The number was not found in the population register. No record is not proof that the "
        "person does not exist.",
    ),
)
FORMER_NAME: Final = Reason(
    "former_name",
    Text(
        "所提供的姓名是此人的曾用名，不是现用名。",
        "The name given is a former name of this person, not the present one.",
    ),
)
FORMER_NAME_NOT_RECORDED: Final = Reason(
    "former_name_not_recorded",
    Text(
        "登记的曾用名中没有所称的姓名。查无记录不等于从未使用过该姓名。",
        "The former name is not among those on record. No record is not proof that it was never "
        "used.",
    ),
)
REGISTRATION_CANCELLED: Final = Reason(
    "registration_cancelled",
    Text(
        "户口登记已注销；注销有多种原因，不等于死亡。",
        "The registration was cancelled, for any of several reasons; that is not proof of death.",
    ),
)
REGISTRATION_STATUS_DIFFERS: Final = Reason(
    "registration_status_differs",
    Text("登记状态与所称不一致。", "The state of the registration is not the one claimed."),
)

REASONS: Final = (
    NOT_IN_POPULATION_REGISTER,
    FORMER_NAME,
    FORMER_NAME_NOT_RECORDED,
    REGISTRATION_CANCELLED,
    REGISTRATION_STATUS_DIFFERS,
    *SHARED,
)

"""What is wrong with a reported demand, in words, for whoever typed it.

Must never hold a sentence with room for a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.text import Text
from gateway.policy.demand_form import IN_THE_FUTURE, TOO_LONG_AGO
from gateway.policy.demand_texts import LOOKS_LIKE_IDENTITY, LOOKS_LIKE_PHONE

if TYPE_CHECKING:
    from collections.abc import Mapping

DEMAND_WORDS: Final[Mapping[str, Text]] = {
    LOOKS_LIKE_IDENTITY: Text(
        "内容里似乎有身份证件号码，请删去后再提交；反映情况不需要任何个人信息。",
        "There seems to be an identity number in it. Take it out and send it again: no personal"
        " data is needed.",
    ),
    LOOKS_LIKE_PHONE: Text(
        "内容里似乎有电话号码，请删去后再提交；反映情况不需要任何个人信息。",
        "There seems to be a phone number in it. Take it out and send it again: no personal data is"
        " needed.",
    ),
    IN_THE_FUTURE: Text("日期不能晚于今天。", "The day lies in the future."),
    "day_in_the_past": Text("日期不能早于今天。", "The day lies in the past."),
    TOO_LONG_AGO: Text("日期太早，不在受理范围内。", "That is too long ago to be dealt with."),
    "code_length": Text("统一社会信用代码应为 18 位。", "A credit code has 18 characters."),
    "code_characters": Text(
        "统一社会信用代码含有不允许的字符。",
        "The credit code has characters that do not belong in it.",
    ),
    "code_check_character": Text(
        "统一社会信用代码的校验码不正确。", "The credit code's check character is wrong."
    ),
}
"""Reasons that only a reported demand has; the others are those of every form."""

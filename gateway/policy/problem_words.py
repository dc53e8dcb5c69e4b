"""What is wrong with a matter's form or a new consent, in words: every reason code of this room.

Must never hold a sentence with room for a value. Reasons that are refusals too are explained with
the refusals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM_WORDS: Final[Mapping[str, Text]] = {
    "missing_field": Text("缺少必填字段。", "A required field is missing."),
    "unknown_field": Text("没有这个字段。", "There is no such field."),
    "wrong_type": Text("字段的数据类型不正确。", "The value is of the wrong type."),
    "blank": Text("文字为空。", "The text is blank."),
    "empty": Text("至少填写一项。", "At least one entry is needed."),
    "duplicate": Text("重复填写。", "The same entry occurs twice."),
    "too_many": Text("填写的项数过多。", "There are too many entries."),
    "unknown_value": Text("取值不在允许的范围之内。", "The value is none of those allowed."),
    "unknown_code": Text("代码不在代码表内。", "The code is not in its code table."),
    "out_of_range": Text("数值或者日期超出允许范围。", "The number or date is out of range."),
    "date_malformed": Text(
        "日期不存在或者格式不正确。", "The date does not exist or is ill-formed."
    ),
    "ill_formed": Text("格式不正确。", "It is ill-formed."),
    "same_person": Text("同一个人被写在两处。", "The same person is named in two places."),
    "is_a_child": Text("监护人本人不满十四周岁。", "The guardian is under fourteen herself."),
    "not_this_requester": Text("事项属于另一个需求部门。", "The matter names another requester."),
    "unknown_fact": Text("没有这种核验事实。", "There is no such fact."),
    "without_basis": Text(
        "没有任何处理依据可以用于这一核验事实。", "None of the bases may carry this fact."
    ),
    "serves_no_fact": Text(
        "这一处理依据不能用于任何所列核验事实。", "This basis may carry none of the facts."
    ),
    "not_open_to_requester": Text(
        "这一处理依据不适用于此类需求部门。", "This basis is not open to this kind of requester."
    ),
    "needs_statutory_duty": Text(
        "仅限以履行法定职责为依据的事项。", "Only a matter on a statutory duty may say this."
    ),
    "approval_missing": Text(
        "缺少必须核验的部门的批准。", "The approval of a department that must be asked is missing."
    ),
    "not_asked": Text("所列核验事实不向该部门核验。", "None of the facts asks this department."),
    "replaces_or_none_because": Text(
        "须写明替代的证明，或者说明为何没有，二者取一。",
        "Either the certificate that it replaces or why there is none: exactly one of the two.",
    ),
    "unknown_certificate": Text("清单中没有这一证明。", "The lists hold no such certificate."),
    "not_an_exception": Text(
        "这一保留证明不是所替代证明的例外情形。",
        "This retained certificate serves no exception of the one replaced.",
    ),
    "not_applicable": Text(
        "所列核验事实用不到这一项。", "None of the facts listed has a use for this."
    ),
    "not_a_hidden_reason": Text(
        "所列核验事实没有这一须经允许才能告知的理由。",
        "No fact of the matter has such a reason that needs leave to be told.",
    ),
}
"""Every reason that `read_matter` and `check_new_consent` give, but for refusal codes."""

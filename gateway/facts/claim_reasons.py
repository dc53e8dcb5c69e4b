"""Why the content of a request is refused (422): every reason code with its two sentences.

One place for all of them, so that the interface can list them. Must never hold a sentence with
room for a value: a problem names its pointer and its reason, never what was written there.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gateway.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN_FIELD: Final = "unknown_field"
MISSING_FIELD: Final = "missing_field"
WRONG_TYPE: Final = "wrong_type"
EMPTY_CLAIM: Final = "empty_claim"
ONE_OF_REQUIRED: Final = "one_of_required"
ONLY_ONE_ALLOWED: Final = "only_one_allowed"
UNKNOWN_CODE: Final = "unknown_code"
CODE_NOT_ASKABLE: Final = "code_not_askable"
OUT_OF_RANGE: Final = "out_of_range"
DATE_MALFORMED: Final = "date_malformed"
SAME_PERSON: Final = "same_person"
ID_TYPE_UNKNOWN: Final = "id_type_unknown"
DOCUMENT_NUMBER_MALFORMED: Final = "document_number_malformed"
CERTIFICATE_NUMBER_MALFORMED: Final = "certificate_number_malformed"

CONTENT_REASONS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        UNKNOWN_FIELD: Text("该字段不在接口约定之内。", "This field is not part of the interface."),
        MISSING_FIELD: Text("缺少必填字段。", "A required field is missing."),
        WRONG_TYPE: Text("字段的数据类型不正确。", "The value is of the wrong JSON type."),
        EMPTY_CLAIM: Text(
            "待核验内容为空，至少填写一项。", "The claim is empty: name at least one part of it."
        ),
        ONE_OF_REQUIRED: Text(
            "所列字段须填写其中一项。", "One of the alternative fields is required."
        ),
        ONLY_ONE_ALLOWED: Text(
            "所列字段只能填写其中一项。", "Only one of the alternative fields may be given."
        ),
        UNKNOWN_CODE: Text("代码不在代码表内。", "The code is not in its code table."),
        CODE_NOT_ASKABLE: Text(
            "该代码不能作为核验内容。", "The code exists, but nothing can be verified by it."
        ),
        OUT_OF_RANGE: Text("数值超出允许范围。", "The number is outside the allowed range."),
        DATE_MALFORMED: Text(
            "日期不存在或格式不是 YYYY-MM-DD。",
            "The date does not exist or is not written YYYY-MM-DD.",
        ),
        SAME_PERSON: Text(
            "同一个人不能既是被核验人又是另一人。", "The same person is named in two places."
        ),
        ID_TYPE_UNKNOWN: Text("证件类型未知。", "The kind of document is unknown."),
        DOCUMENT_NUMBER_MALFORMED: Text(
            "证件号码应为 1 至 40 个可见的 ASCII 字符。",
            "The document's number must be 1 to 40 visible ASCII characters.",
        ),
        CERTIFICATE_NUMBER_MALFORMED: Text(
            "出生医学证明编号应为一个字母加九位数字。",
            "A birth certificate's number is a letter and nine digits.",
        ),
        "number_length": Text(
            "公民身份号码应为 18 位（旧号码 15 位）。",
            "An identity number has 18 characters (an old one 15).",
        ),
        "number_characters": Text(
            "公民身份号码含有不允许的字符。",
            "The identity number has characters that do not belong in it.",
        ),
        "number_birth_date": Text(
            "公民身份号码中的出生日期不存在。",
            "The birth date within the identity number does not exist.",
        ),
        "number_check_digit": Text(
            "公民身份号码的校验码不正确。", "The identity number's check character is wrong."
        ),
        "name_empty": Text("姓名为空。", "The name is empty."),
        "name_length": Text("姓名过长。", "The name is too long."),
        "name_characters": Text(
            "姓名含有不允许的字符。", "The name has characters that cannot be part of a name."
        ),
    }
)
"""Every reason of a content problem below `/claim` or in a person, whoever reads it."""

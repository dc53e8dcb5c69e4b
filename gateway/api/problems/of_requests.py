"""What can be wrong with the form of a request, before anybody looks at what it asks."""

from __future__ import annotations

from typing import Final

from gateway.api.problems.kind import kind
from gateway.domain.text import Text

KINDS: Final = (
    kind(
        "not_utf8",
        400,
        Text("请求正文不是 UTF-8 编码。", "The body is not UTF-8."),
        Text("以 UTF-8 编码重新提交。", "Send the body encoded in UTF-8."),
    ),
    kind(
        "not_json",
        400,
        Text("请求正文不是合法的 JSON。", "The body is not JSON."),
        Text(
            "按 RFC 8259 提交一个 JSON 对象；NaN、Infinity 和残缺字符不是 JSON。",
            "Send one JSON object as RFC 8259 has it; NaN, Infinity and half characters are not"
            " JSON.",
        ),
    ),
    kind(
        "duplicate_key",
        400,
        Text("JSON 对象中有重复的字段。", "An object names one of its members twice."),
        Text(
            "每个字段只写一次；重复时不猜测以哪一个为准。",
            "Name each member once: nobody guesses which of two was meant.",
        ),
    ),
    kind(
        "nesting_too_deep",
        400,
        Text("JSON 嵌套过深。", "The JSON is nested too deeply."),
        Text("按接口文档的结构提交。", "Send the structure that the interface document shows."),
    ),
    kind(
        "number_out_of_range",
        400,
        Text("JSON 数值超出可准确表示的范围。", "A number is too large to be read exactly."),
        Text(
            "整数绝对值不得超过 2^53 - 1。",
            "Integers must lie within 2^53 - 1 on either side of zero.",
        ),
    ),
    kind(
        "query_not_allowed",
        400,
        Text(
            "网址中有不允许的查询参数。", "The URL has a query that does not belong to this call."
        ),
        Text(
            "去掉该参数；个人信息不得写入网址。",
            "Leave it out; personal data must never be put into a URL.",
        ),
    ),
    kind(
        "idempotency_key_missing",
        400,
        Text("缺少 Idempotency-Key 请求头。", "The Idempotency-Key header is missing."),
        Text(
            "每一次新的请求使用一个新的值；重试时使用原来的值。",
            "Use a new value for each new request and the same one when trying again.",
        ),
    ),
    kind(
        "idempotency_key_malformed",
        400,
        Text("Idempotency-Key 格式不正确。", "The Idempotency-Key is malformed."),
        Text(
            "使用 1 至 128 个可见的 ASCII 字符，不要包含个人信息。",
            "Use 1 to 128 visible ASCII characters, and nothing personal.",
        ),
    ),
    kind(
        "body_too_slow",
        408,
        Text("请求正文未在时限内到齐。", "The body did not arrive in time."),
        Text("检查网络后重试。", "Check the connection and try again."),
    ),
    kind(
        "body_too_large",
        413,
        Text("请求正文过大。", "The body is too large."),
        Text("只提交接口文档中的字段。", "Send what the interface document lists, nothing else."),
    ),
    kind(
        "media_type_unsupported",
        415,
        Text("请求正文的媒体类型或者内容编码不受支持。", "The body's media type is not supported."),
        Text(
            "使用接口文档写明的 Content-Type，不要压缩正文。",
            "Use the Content-Type that the interface document names, and no content coding.",
        ),
    ),
    kind(
        "content_invalid",
        422,
        Text("请求内容不正确。", "The content of the request is wrong."),
        Text(
            "errors 逐项列出位置和原因。",
            "The member errors lists every place and its reason.",
        ),
    ),
)

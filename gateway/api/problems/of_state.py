"""What does not exist, has happened already, or cannot be done now."""

from __future__ import annotations

from typing import Final

from gateway.api.problems.kind import kind
from gateway.domain.text import Text

KINDS: Final = (
    kind(
        "not_found",
        404,
        Text("没有找到。", "Not found."),
        Text(
            "核对网址；不属于本单位的与不存在的，答复相同。",
            "Check the address; what belongs to somebody else looks the same as what does not"
            " exist.",
        ),
    ),
    kind(
        "fact_unknown",
        404,
        Text("没有这一核验事实。", "There is no such fact."),
        Text("GET /v1/sources 列出可以核验的事实。", "GET /v1/sources lists the facts."),
    ),
    kind(
        "certificate_not_askable",
        422,
        Text("不能就这一证明向有关部门核验。", "Nobody can be asked about this paper."),
        Text(
            "按 guidance 所列的途径和材料办理；不得要求居民到村（社区）开具。",
            "Follow the way and the papers in the member guidance; the resident must not be sent"
            " to a committee for it.",
        ),
    ),
    kind(
        "receipt_not_yet",
        404,
        Text("结果待反馈，还没有回执。", "The outcome is pending: there is no receipt yet."),
        Text("到期日前后再查询。", "Look again around the due date."),
    ),
    kind(
        "proof_not_yet",
        404,
        Text("审计记录还没有进入检查点。", "The entry is not in a checkpoint of the log yet."),
        Text("稍后再取；回执现在就可以离线验证。", "Try later; the receipt can be checked now."),
    ),
    kind(
        "method_not_allowed",
        405,
        Text("这一网址不支持该请求方法。", "This address does not take that method."),
        Text("使用 Allow 头列出的方法。", "Use a method that the header Allow lists."),
    ),
    kind(
        "idempotency_conflict",
        409,
        Text(
            "该 Idempotency-Key 已用于另一请求。",
            "The Idempotency-Key was used for another request.",
        ),
        Text("新的请求使用新的值。", "Use a new value for a new request."),
    ),
    kind(
        "idempotency_in_flight",
        409,
        Text(
            "使用该 Idempotency-Key 的请求正在处理。",
            "The first request with this Idempotency-Key is still being answered.",
        ),
        Text(
            "在 Retry-After 之后以相同内容重试。",
            "Try again with the same content after Retry-After.",
        ),
    ),
    kind(
        "reply_erased",
        410,
        Text("原答复已随个人信息一并删除。", "The earlier reply was erased with its person."),
        Text("确有需要的，作为新的请求提出。", "If it is still needed, make a new request."),
    ),
    kind(
        "internal_error",
        500,
        Text("系统内部错误。", "Something went wrong here."),
        Text(
            "以相同内容重试；仍不成功的，提供 request_id 联系管理人员。",
            "Try again with the same content; if it persists, tell the administrators the"
            " request_id.",
        ),
    ),
    kind(
        "trail_unavailable",
        503,
        Text("审计记录暂时不能写入，因此没有答复。", "The trail cannot be written."),
        Text(
            "没有作出任何答复；稍后以相同内容重试。",
            "Nothing was released. Try again later with the same content.",
        ),
        dependency="trail",
    ),
    kind(
        "log_behind",
        503,
        Text(
            "审计日志的排序落后过久，因此暂停答复。",
            "The transparency log has fallen too far behind; nothing is answered until it is back.",
        ),
        Text(
            "没有作出任何答复；稍后以相同内容重试。",
            "Nothing was released. Try again later with the same content.",
        ),
        dependency="log",
    ),
    kind(
        "signing_unavailable",
        503,
        Text("回执暂时不能签署，因此没有答复。", "Receipts cannot be signed."),
        Text(
            "没有作出答复；稍后以相同内容重试。",
            "Nothing was released. Try again later with the same content.",
        ),
        dependency="signing",
    ),
)

"""What can be wrong with a department's call-back."""

from __future__ import annotations

from typing import Final

from gateway.api.problems.kind import kind
from gateway.domain.text import Text

KINDS: Final = (
    kind(
        "callback_not_authentic",
        401,
        Text("未能证明该通知由数据提供部门发出。", "Nothing proves that the department sent this."),
        Text(
            "核对密钥、部门、时间戳和正文是否与签名一致；签名覆盖正文的每一个字节。",
            "Check that secret, department, timestamp and body are those that were signed; the"
            " signature covers every byte of the body.",
        ),
    ),
    kind(
        "callback_stale",
        401,
        Text("该通知的签名时间已超出允许范围。", "The call-back was signed too long ago."),
        Text(
            "校准时钟，以当前时间重新签名后发送。",
            "Set the clock right, sign it anew with the present time, and send it again.",
        ),
    ),
    kind(
        "callback_not_understood",
        422,
        Text("该通知的内容不符合约定。", "The call-back is not one of the wire contract."),
        Text(
            "按照该部门接口约定的格式发送。",
            "Send it in the form that the department's wire contract gives.",
        ),
    ),
)

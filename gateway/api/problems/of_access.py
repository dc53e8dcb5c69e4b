"""What can be wrong with who asks: tokens, scopes, codes.

The four codes of RFC 6749 §5.2 are here too; the token endpoint gives them as `error` as well.
"""

from __future__ import annotations

from typing import Final

from gateway.api.problems.kind import kind
from gateway.domain.text import Text

KINDS: Final = (
    kind(
        "token_missing",
        401,
        Text("缺少访问令牌。", "The access token is missing."),
        Text(
            "先向 /oauth/token 取得令牌，再以 Authorization: Bearer 提交。",
            "Get a token from /oauth/token and send it as Authorization: Bearer.",
        ),
    ),
    kind(
        "token_invalid",
        401,
        Text("访问令牌无效或者已过期。", "The access token is invalid or has expired."),
        Text("重新取得令牌。", "Get a new token."),
    ),
    kind(
        "scope_missing",
        403,
        Text("访问令牌没有这一操作的权限范围。", "The access token lacks the scope for this call."),
        Text(
            "以所需的 scope 重新取得令牌；没有登记的，先变更客户端登记。",
            "Get a token with that scope; if the client is not registered for it, have that"
            " changed first.",
        ),
    ),
    kind(
        "code_refused",
        403,
        Text("验证码或者撤回码不能使用。", "The code does not open anything."),
        Text(
            "核对后重新输入；次数用完或者过期的，由办事部门重新登记同意。",
            "Check it and try again; if it is used up or too old, the office records the consent"
            " anew.",
        ),
    ),
    kind(
        "too_many_requests",
        429,
        Text("提交过于频繁，暂不受理。", "Too much was sent in for now."),
        Text(
            "在 Retry-After 之后以相同内容重试；不会重复登记。",
            "Try again with the same content after Retry-After; nothing is kept twice.",
        ),
    ),
    kind(
        "invalid_client",
        401,
        Text("客户端身份未能证明。", "The client is not proven."),
        Text(
            "以已登记的密钥签署 client_assertion：iss 和 sub 为客户端编号，aud 为签发者，"
            "有效期不超过 60 秒，jti 只用一次。",
            "Sign the client_assertion with a registered key: iss and sub are the client's id, aud"
            " is the issuer, it expires within 60 seconds, and its jti is used once.",
        ),
    ),
    kind(
        "invalid_request",
        400,
        Text("令牌请求的参数不完整或者重复。", "A parameter of the token request is missing."),
        Text(
            "以表单提交 grant_type、client_assertion_type、client_assertion，各一次。",
            "Send grant_type, client_assertion_type and client_assertion as a form, each once.",
        ),
    ),
    kind(
        "unsupported_grant_type",
        400,
        Text("授权类型不受支持。", "The grant type is not supported."),
        Text("使用 client_credentials。", "Use client_credentials."),
    ),
    kind(
        "invalid_scope",
        400,
        Text("请求的权限范围超出客户端登记。", "The client is not registered for such a scope."),
        Text(
            "只请求已登记的 scope，或者不写 scope。",
            "Ask for registered scopes only, or leave scope out.",
        ),
    ),
)

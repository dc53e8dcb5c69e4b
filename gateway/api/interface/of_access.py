"""Tokens, keys and what operations look at, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.api.bodies import FORM, JSON
from gateway.api.calls.well_known import JWK_SET
from gateway.api.interface import examples as sent
from gateway.api.interface import list_examples as lists
from gateway.api.interface import reply_examples as given
from gateway.api.interface.described import Body, Described, Given, reference

ACCESS: Final = "access"
OPERATIONS: Final = "operations"

DESCRIBED: Final[Mapping[str, Described]] = {
    "issueToken": Described(
        summary="Get an access token",
        summary_zh="取得访问令牌",
        tag=ACCESS,
        detail=(
            "OAuth 2.0 client credentials with `private_key_jwt` (RFC 7523). Without `scope` all"
            " scopes that the client is registered for are granted."
        ),
        body=Body(reference("TokenRequest"), {"form": sent.TOKEN_REQUEST}, media_type=FORM),
        given=(Given(200, "The token.", reference("Token"), {"token": given.TOKEN}),),
        problems=(
            "invalid_request",
            "invalid_client",
            "unsupported_grant_type",
            "invalid_scope",
            "body_too_large",
            "body_too_slow",
            "media_type_unsupported",
            "trail_unavailable",
        ),
        problem_media_type=JSON,
    ),
    "readKeys": Described(
        summary="Read the issuer's public keys",
        summary_zh="取得签发者公钥",
        tag=ACCESS,
        detail="What receipts are checked with, offline.",
        given=(Given(200, "A JWK set.", reference("Keys"), {"keys": lists.KEYS}, JWK_SET),),
    ),
    "readMetadata": Described(
        summary="Read the authorization server's metadata",
        summary_zh="查询授权服务器元数据",
        tag=ACCESS,
        given=(Given(200, "RFC 8414.", reference("Metadata"), {"metadata": lists.METADATA}),),
    ),
    "checkLife": Described(
        summary="Is the process alive",
        summary_zh="存活检查",
        tag=OPERATIONS,
        given=(Given(200, "It is.", reference("Health"), {"ok": {"status": "ok"}}),),
    ),
    "checkReadiness": Described(
        summary="Can it work",
        summary_zh="就绪检查",
        tag=OPERATIONS,
        detail="Signs with the active key and writes durably; a 503 names what failed.",
        given=(Given(200, "It can.", reference("Health"), {"ready": {"status": "ready"}}),),
        problems=("trail_unavailable", "log_behind", "signing_unavailable"),
    ),
    "readMetrics": Described(
        summary="Read the metrics",
        summary_zh="读取监控指标",
        tag=OPERATIONS,
        given=(
            Given(
                200,
                "Prometheus' text format.",
                {"type": "string"},
                {"one": 'gateway_requests_total{route="/healthz",status="200"} 1.0\n'},
                media_type="text/plain",
            ),
        ),
    ),
}

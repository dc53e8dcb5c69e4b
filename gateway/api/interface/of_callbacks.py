"""The call-backs of departments, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.api.callback_proof import SIGNATURE, TIMESTAMP
from gateway.api.interface.described import OF_A_BODY, Body, Described, Given
from gateway.domain.fact import JsonValue

CALLBACKS: Final = "departments"
_TAKEN: Final[JsonValue] = {
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"enum": ["looking", "too_late", "repeated"]}},
}


def _header(name: str, pattern: str, description: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "schema": {"type": "string", "pattern": pattern},
        "description": description,
        "example": example,
    }


CALLBACK_PARAMETERS: Final[Mapping[str, dict[str, Any]]] = {
    "CallbackDepartment": {
        "name": "department",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "description": "The department that calls.",
        "example": "courts",
    },
    "CallbackTimestamp": _header(
        TIMESTAMP, "^[0-9]{1,12}$", "When it was signed: seconds since 1970.", "1795492800"
    ),
    "CallbackSignature": _header(
        SIGNATURE,
        "^v1=[0-9a-f]{64}$",
        "`v1=` and the HMAC-SHA-256, in hexadecimal, of `v1.<department>.<timestamp>.<body>`.",
        "v1=" + "0123456789abcdef" * 4,
    ),
}

DESCRIBED: Final[Mapping[str, Described]] = {
    "takeCallback": Described(
        summary="Say that a late answer is there",
        summary_zh="通知查询结果已可取",
        tag=CALLBACKS,
        detail=(
            "For a department whose settings name a secret. The message names a query in the form"
            " of the department's wire contract and is never more than a hint: the answer is then"
            " fetched from the department. Sending the same again does nothing; a query number"
            " that this department never gave is not found, and may be so for as long as the"
            " question it belongs to is still being asked."
        ),
        parameters=("CallbackDepartment", "CallbackTimestamp", "CallbackSignature"),
        body=Body({"type": "object"}, {"courts": {"queryNo": "20261120500112000001"}}),
        given=(
            Given(
                200,
                "It is all over, or has been said before.",
                _TAKEN,
                {"too late": {"status": "too_late"}, "repeated": {"status": "repeated"}},
            ),
            Given(202, "The answer will be fetched.", _TAKEN, {"looking": {"status": "looking"}}),
        ),
        problems=(
            "callback_not_authentic",
            "callback_stale",
            "callback_not_understood",
            "not_found",
            *(reason for reason in OF_A_BODY if reason != "content_invalid"),
            "trail_unavailable",
        ),
    ),
}

"""A problem as it is raised, and as the document that the caller gets (RFC 9457).

Must never let a value of the request through: pointers are cut where a name of theirs is not one
that an interface would use, because somebody may have written a person's number there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from fastapi import Response

from gateway.api.problems.kind import ProblemKind
from gateway.api.problems.kinds import KINDS
from gateway.domain.fact import JsonValue
from gateway.errors import Problem

MEDIA_TYPE: Final = "application/problem+json"
MOST_ERRORS: Final = 50
_TELLABLE: Final = re.compile(r"[a-z][a-z_]{0,39}|[0-9]{1,3}")


class ProblemRaised(Exception):
    """A request ends here, with a problem of the closed list.

    `errors` are its places; `headers` go with the reply; `members` are further members of the
    document, never personal.
    """

    def __init__(
        self,
        reason: str,
        *errors: Problem,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, JsonValue] | None = None,
    ) -> None:
        """`reason` is a code of KINDS."""
        super().__init__(reason)
        self.kind: ProblemKind = KINDS[reason]
        self.errors = errors
        self.headers = dict(headers or {})
        self.members = dict(members or {})


def document(raised: ProblemRaised, request_id: str) -> dict[str, JsonValue]:
    """The problem document. `type` is a reference relative to the gateway's address."""
    kind = raised.kind
    form: dict[str, JsonValue] = {
        "type": f"/problems/{kind.reason}",
        "title": kind.title.en,
        "title_zh": kind.title.zh,
        "status": kind.status,
        "detail": kind.detail.en,
        "detail_zh": kind.detail.zh,
        "reason": kind.reason,
        "request_id": request_id,
        **raised.members,
    }
    if kind.dependency is not None:
        form["dependency"] = kind.dependency
    if raised.errors:
        form["errors"] = _errors(raised.errors)
    return form


def response(raised: ProblemRaised, request_id: str, media_type: str = MEDIA_TYPE) -> Response:
    """The reply with its document."""
    content = json.dumps(document(raised, request_id), ensure_ascii=False)
    return Response(
        content.encode("utf-8"),
        status_code=raised.kind.status,
        media_type=media_type,
        headers=raised.headers,
    )


def _errors(problems: tuple[Problem, ...]) -> list[JsonValue]:
    told = dict.fromkeys((tellable(problem.pointer), problem.reason) for problem in problems)
    return [{"pointer": pointer, "reason": reason} for pointer, reason in list(told)[:MOST_ERRORS]]


def tellable(pointer: str) -> str:
    """A pointer up to the last name before one that could be personal (RFC 6901)."""
    told: list[str] = []
    for name in pointer.split("/")[1:]:
        if not _TELLABLE.fullmatch(name):
            break
        told.append(name)
    return "".join(f"/{name}" for name in told)

"""What a call is, and what is the same for all of them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from fastapi import Request, Response

from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised
from gateway.errors import NotFound

Answering = Callable[[Desk, Request], Awaitable[Response]]

VERIFICATION_ID: Final = re.compile(r"ver_[0-9a-f]{32}")
CONSENT_ID: Final = re.compile(r"cns_[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `name` is its operation id in the interface document.

    `query` lists the query parameters that it knows; any other one is refused. `listed` is False
    for what is no part of the interface (pages, and the catch-all for unknown facts).
    """

    method: str
    path: str
    name: str
    answer: Answering
    query: frozenset[str] = frozenset()
    listed: bool = True

    @property
    def address(self) -> str:
        """The path as the interface document writes it."""
        return self.path.replace(":path}", "}")


def endpoint(call: Call, desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """The function behind the route."""

    async def answer(request: Request) -> Response:
        _refuse_other_query(request, call.query)
        return await call.answer(desk, request)

    answer.__name__ = call.name
    return answer


def _refuse_other_query(request: Request, known: frozenset[str]) -> None:
    """Refuse unknown and repeated parameters: a URL ends up in logs that are not ours."""
    names = [name for name, _ in request.query_params.multi_items()]
    if not known.issuperset(names) or len(set(names)) < len(names):
        raise ProblemRaised("query_not_allowed")
    if request.url.query and not names:
        raise ProblemRaised("query_not_allowed")


def path_id(request: Request, name: str, form: re.Pattern[str]) -> str:
    """An id out of the path. Raises NotFound where it cannot be one."""
    text = str(request.path_params[name])
    if not form.fullmatch(text):
        raise NotFound
    return text


def fresh_id(prefix: str, uuid: str) -> str:
    """An id of ours around a UUIDv7."""
    return prefix + uuid.replace("-", "")

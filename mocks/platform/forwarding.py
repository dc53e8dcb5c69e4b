"""The platform as a door of its own: one address in front of all departments, which it calls.

Must never read or change what it passes on, and never log it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mocks import delivery
from mocks.platform.controls import PlatformControls
from mocks.platform.front import check, give_secret, set_or_show, show

LONGEST_REQUEST = 65_536
PATIENCE_SECONDS = 60.0


class Exchange:
    """Checks calls and passes them on. `departments`: name to the address behind the door."""

    def __init__(
        self,
        departments: Mapping[str, str],
        controls: PlatformControls,
        stop: asyncio.Event,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._departments = departments
        self._controls = controls
        self._stop = stop
        self._patience = patience
        self._client: httpx.AsyncClient | None = None

    def app(self) -> Starlette:
        """The application."""
        return Starlette(
            routes=[
                Route("/secret/refresh", self._refresh, methods=["POST"]),
                Route(
                    "/_control/platform", self._control, methods=["GET", "PUT", "POST", "DELETE"]
                ),
                Route("/{department}/{address:path}", self._call, methods=["POST"]),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(trust_env=False, timeout=self._patience) as client:
            self._client = client
            yield

    async def _refresh(self, request: Request) -> Response:
        return await give_secret(self._controls, request, self._stop)

    async def _control(self, request: Request) -> Response:
        return await set_or_show(self._controls, request)

    async def _call(self, request: Request) -> Response:
        department = request.path_params["department"]
        address = "/" + request.path_params["address"]
        refusal = check(self._controls, request.headers, department, address)
        if refusal is not None:
            return show(refusal)
        body = await delivery.read_body(request, LONGEST_REQUEST)
        if body is None:
            return Response(status_code=413)
        return await self._pass_on(department, address, request, body)

    async def _pass_on(
        self, department: str, address: str, request: Request, body: bytes
    ) -> Response:
        """The department's reply as it is; 502 and 504 where there is none."""
        if self._client is None or department not in self._departments:
            return Response(status_code=502)
        headers = {name: request.headers.get(name, "") for name in ("content-type", "accept")}
        try:
            reply = await self._client.post(
                self._departments[department] + address, content=body, headers=headers
            )
        except httpx.TimeoutException:
            return Response(status_code=504)
        except httpx.HTTPError:
            return Response(status_code=502)
        content_type = reply.headers.get("content-type")
        return Response(reply.content, reply.status_code, media_type=content_type)

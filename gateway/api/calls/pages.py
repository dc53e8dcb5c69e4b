"""The pages: what a problem means, interface document and its reader."""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from gateway.api.bodies import JSON
from gateway.api.desk import Desk
from gateway.api.pages.assets import ASSETS, asset
from gateway.api.pages.rendering import LANGUAGES, render
from gateway.api.problems.kinds import KINDS
from gateway.errors import NotFound

MAY_BE_KEPT: Final = {"Cache-Control": "public, max-age=3600"}
# Swagger UI styles its elements one by one and draws its icons from data; scripts are files only.
DOCS_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


async def show_problem(_desk: Desk, request: Request) -> Response:
    """What a problem type means: the page behind its `type`."""
    kind = KINDS.get(request.path_params["reason"])
    if kind is None:
        raise NotFound
    page = render("problem.html", LANGUAGES[0], kind=kind)
    page.headers.update(MAY_BE_KEPT)
    return page


async def show_docs(_desk: Desk, _request: Request) -> Response:
    """The interface document, readable and to try out."""
    page = render("docs.html", LANGUAGES[0])
    page.headers["Content-Security-Policy"] = DOCS_POLICY
    return page


async def send_document(desk: Desk, _request: Request) -> Response:
    """The interface document itself."""
    return Response(desk.document, media_type=JSON, headers=MAY_BE_KEPT)


async def send_asset(_desk: Desk, request: Request) -> Response:
    """A file of the documentation page."""
    name = request.path_params["name"]
    if name not in ASSETS:
        raise NotFound
    content, media_type = asset(name)
    return Response(content, media_type=media_type, headers=MAY_BE_KEPT)

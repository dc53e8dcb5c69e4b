"""The transparency log for anybody: checkpoints and tiles; entry bundles for compliance officers.

Must never hand out an entry to somebody without the scope, unless the operator has opened them.
"""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised
from gateway.api.recognition import recognise_active
from gateway.audit.tlog.refusal import NotInFormat
from gateway.audit.tlog.tiles import Tile, read_tile_path
from gateway.errors import NotFound

AUDIT_READ: Final = "audit:read"
NOTE: Final = "text/plain; charset=utf-8"
TILE: Final = "application/octet-stream"
ALWAYS_NEW: Final = {"Cache-Control": "no-cache"}
FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
FOR_ITS_READER: Final = {"Cache-Control": "private, max-age=31536000, immutable"}


async def read_checkpoint(desk: Desk, _request: Request) -> Response:
    """The newest signed head of the log."""
    checkpoint = await desk.parts.log.checkpoint()
    if checkpoint is None:
        raise NotFound
    return Response(checkpoint, media_type=NOTE, headers=ALWAYS_NEW)


async def read_key(desk: Desk, _request: Request) -> Response:
    """The log's verifier key, in the form in which notes are checked."""
    return Response(f"{desk.parts.log.key.text}\n", media_type=NOTE, headers=ALWAYS_NEW)


async def read_tile(desk: Desk, request: Request) -> Response:
    """A tile of hashes; a bundle of entries for those who may read them."""
    tile = _tile(request)
    if tile.level is None:
        return await _bundle(desk, request, tile)
    content = await desk.parts.log.tile(tile)
    if content is None:
        raise NotFound
    return Response(content, media_type=TILE, headers=FOR_EVER)


async def _bundle(desk: Desk, request: Request, tile: Tile) -> Response:
    is_open = desk.parts.settings.log_bundles == "public"
    if not is_open:
        caller = await recognise_active(desk, request)
        if AUDIT_READ not in caller.scopes:
            raise ProblemRaised("scope_missing")
    content = await desk.parts.log.bundle(tile)
    if content is None:
        raise NotFound
    return Response(content, media_type=TILE, headers=FOR_EVER if is_open else FOR_ITS_READER)


def _tile(request: Request) -> Tile:
    """The tile of the address. Raises NotFound for any other spelling: one tile, one address."""
    try:
        return read_tile_path(f"tile/{request.path_params['tile']}")
    except NotInFormat:
        raise NotFound from None

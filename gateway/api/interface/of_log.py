"""The calls of the transparency log, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.api.calls.log import AUDIT_READ, NOTE, TILE
from gateway.api.interface import described as d
from gateway.api.interface.described import Described, Given
from gateway.domain.fact import JsonValue

TAG: Final = "log"
_TEXT: Final[JsonValue] = {"type": "string"}
_BYTES: Final[JsonValue] = {"type": "string", "format": "binary"}
KEY: Final = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
CHECKPOINT: Final = (
    "gateway.example/log\n"
    "2\n"
    "p4Xk0ZDCZ0e8G2Oa3Yx8Jrj0rYw1x9d0Pj2m0s4Tq0c=\n"
    "\n"
    "\u2014 gateway.example/log 2zV8c0dKXZ7m2g==\n"
)
PROOF: Final = (
    "c2sp.org/tlog-proof@v1\n"
    "extra eyJhdCI6IjIwMjYtMTEtMjBUMDM6MTU6MjcuMDAwWiJ9\n"
    "index 1\n"
    "lqKW0iTyhcZ77pPDDzCKMJFX8Nqj3B24fkELeGMKCfw=\n"
    "\n"
) + CHECKPOINT


_READ_CHECKPOINT: Final = Described(
    summary="Read the newest signed head of the log",
    summary_zh="取得日志的最新检查点",
    tag=TAG,
    detail=(
        "A checkpoint (C2SP tlog-checkpoint). Whoever keeps one can prove later that the log was"
        " changed behind it."
    ),
    given=(Given(200, "The checkpoint.", _TEXT, {"checkpoint": CHECKPOINT}, media_type=NOTE),),
    problems=("not_found", "trail_unavailable"),
)
_READ_KEY: Final = Described(
    summary="Read the log's verifier key",
    summary_zh="取得日志的验证公钥",
    tag=TAG,
    detail="Keep it from elsewhere than here: a key that comes with the proof proves little.",
    given=(Given(200, "The key.", _TEXT, {"key": f"{KEY}\n"}, media_type=NOTE),),
)
_READ_TILE: Final = Described(
    summary="Read a tile of the log",
    summary_zh="取得日志分片",
    tag=TAG,
    detail=(
        "A tile of hashes, for anybody (C2SP tlog-tiles), by its level, its number in groups of"
        " three digits and, on a partial tile, its width; `entries` in place of the level is a"
        " bundle of entries, which hold nothing of a person and still need the scope"
        f" `{AUDIT_READ}`, unless the operator has opened them."
    ),
    parameters=("Tile",),
    given=(Given(200, "The tile.", _BYTES, {"tile": "(32 bytes)"}, media_type=TILE),),
    problems=(*d.SESSION, "scope_missing", "not_found", "trail_unavailable"),
)
DESCRIBED: Final[Mapping[str, Described]] = {
    "readCheckpoint": _READ_CHECKPOINT,
    "readLogKey": _READ_KEY,
    "readTile": _READ_TILE,
}

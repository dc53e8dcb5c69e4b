"""How the mock register reads and writes its documents; knows the contract alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

PATH = "/ownership"
CONTENT_TYPE = "application/json; charset=utf-8"


def read_request(body: bytes) -> dict[str, str]:
    """The fields of a request."""
    asked: dict[str, str] = json.loads(body)
    return asked


def fields_of(body: bytes) -> set[str]:
    """The names of everything that was sent."""
    return set(read_request(body))


def write_answer(said: Mapping[str, Any]) -> bytes:
    """A reply with these members."""
    return json.dumps(said, ensure_ascii=False).encode()

"""Looking for a text in bytes: as it is, in other encodings, and inside base64 or hexadecimal.

For the tests of promise 6. Base64 and hexadecimal runs are decoded at every offset at which they
may begin, so that a text within a longer encoded one is found too.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}")
_HEX = re.compile(rb"(?:[0-9a-f]{8,}|[0-9A-F]{8,})")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def traces_of(texts: Iterable[str], data: bytes) -> set[str]:
    """Those of the texts that can be found in the data."""
    views = b"\n".join((data, *_decoded_base64(data), *_decoded_hex(data)))
    return {text for text in texts if any(form in views for form in _forms(text))}


def _forms(text: str) -> set[bytes]:
    escaped = json.dumps(text)[1:-1]
    spellings = {text, text.lower(), text[::-1], escaped, escaped.upper()}
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return {spelling.encode(encoding) for spelling in spellings for encoding in encodings}


def _decoded_base64(data: bytes) -> Iterator[bytes]:
    for run in _BASE64.finditer(data):
        for offset in range(4):
            part = run[0][offset:].translate(_URL_SAFE)
            yield b64decode(part[: len(part) // 4 * 4])


def _decoded_hex(data: bytes) -> Iterator[bytes]:
    for run in _HEX.finditer(data):
        for offset in range(2):
            part = run[0][offset:].decode()
            yield bytes.fromhex(part[: len(part) // 2 * 2])

"""The scripts and style sheets of pages: a closed list, read from the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from gateway.api.pages.rendering import PACKAGE

SCRIPT: Final = "text/javascript; charset=utf-8"
STYLE: Final = "text/css; charset=utf-8"
ASSETS: Final = {
    "swagger-ui-bundle.js": ("swagger_ui/swagger-ui-bundle.js", SCRIPT),
    "swagger-ui.css": ("swagger_ui/swagger-ui.css", STYLE),
    "start.js": ("start.js", SCRIPT),
    "notice_check.js": ("notice_check.js", SCRIPT),
}


@cache
def asset(name: str) -> tuple[bytes, str]:
    """Content and media type. Raises KeyError for anything that is not listed."""
    place, media_type = ASSETS[name]
    return files(PACKAGE).joinpath(place).read_bytes(), media_type

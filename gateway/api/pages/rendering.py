"""Templates and their style sheet, and the reply around a page.

The style sheet stands in the page, so that a saved or printed page is whole; its digest is in the
Content-Security-Policy, so that nothing else styles it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gateway.domain.text import Text

LANGUAGES: Final = ("zh", "en")
PACKAGE: Final = "gateway.api.pages"
HTML: Final = "text/html; charset=utf-8"

Said = Text | Mapping[str, str] | str


def render(
    template: str,
    lang: str,
    *,
    sheet: str = "page.css",
    style: str = "",
    asks: bool = False,
    **content: object,
) -> Response:
    """A page in one language. Templates escape everything. `asks`: it has a form, sent to us.

    `style` is style of this one page; nothing that a caller wrote may be in it.
    """
    css = _css(sheet) + style
    text = (
        _environment(lang).get_template(template).render(lang=lang, css=Markup(css), **content)  # noqa: S704 - our own file, not a caller's text
    )
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    target = "'self'" if asks else "'none'"
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        f"form-action {target}; frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Content-Language": _tag(lang)}
    return Response(text.encode("utf-8"), media_type=HTML, headers=headers)


@cache
def _environment(lang: str) -> Environment:
    environment = Environment(
        loader=PackageLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["say"] = lambda said: _say(said, lang)
    return environment


@cache
def _css(sheets: str) -> str:
    """One sheet, or several with spaces between, one after the other."""
    return "".join((files(PACKAGE) / sheet).read_text(encoding="utf-8") for sheet in sheets.split())


def _say(said: Said, lang: str) -> str:
    """The half of a text in the page's language; what has only one is said as it is."""
    if isinstance(said, Text):
        return said.en if lang == "en" else said.zh
    return said if isinstance(said, str) else said[lang]


def _tag(lang: str) -> str:
    return "en" if lang == "en" else "zh-CN"

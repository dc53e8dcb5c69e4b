"""The pages: what a problem means, and the interface document to read and try out."""

import hashlib
import re
from importlib.resources import files

import pytest

from gateway.api.pages.assets import ASSETS
from gateway.api.problems.kinds import KINDS
from tests.api.office import Office

SWAGGER_UI = files("gateway.api.pages") / "swagger_ui"


@pytest.mark.parametrize("reason", KINDS)
async def test_every_problem_has_its_page(counter: Office, reason: str) -> None:
    """The type of a problem leads to a page in both languages."""
    page = await counter.http.get(f"/problems/{reason}")
    kind = KINDS[reason]
    assert (200, True, True) == (
        page.status_code,
        kind.title.zh in page.text,
        str(kind.status) in page.text,
    )


@pytest.mark.parametrize("path", ["/problems/unknown", "/docs/assets/LICENSE", "/docs/assets/x"])
async def test_no_such_page(counter: Office, path: str) -> None:
    """Only what is listed is served."""
    assert 404 == (await counter.http.get(path)).status_code


async def test_the_documentation_loads_only_its_own_files(counter: Office) -> None:
    """The page works without any other host, and a browser would not let it reach one."""
    page = await counter.http.get("/docs")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    statuses = {path: (await counter.http.get(path)).status_code for path in loaded}
    assert ({200}, set()) == (set(statuses.values()), {p for p in loaded if "//" in p})
    policy = page.headers["content-security-policy"]
    assert ("http" in policy, "default-src 'none'; script-src 'self'" in policy) == (False, True)


@pytest.mark.parametrize("name", ASSETS)
async def test_assets(counter: Office, name: str) -> None:
    """Each file has its own media type."""
    reply = await counter.http.get(f"/docs/assets/{name}")
    expected = "text/css" if name.endswith(".css") else "text/javascript"
    assert (200, f"{expected}; charset=utf-8") == (
        reply.status_code,
        reply.headers["content-type"],
    )


def test_swagger_ui_is_what_it_says() -> None:
    """The files of others are unchanged, and their licence lies beside them."""
    listed = re.findall(
        r"^([0-9a-f]{64})  (\S+)$", (SWAGGER_UI / "SOURCE.md").read_text(), re.MULTILINE
    )
    found = [(hashlib.sha256((SWAGGER_UI / n).read_bytes()).hexdigest(), n) for _, n in listed]
    assert listed == found
    assert {"LICENSE", "NOTICE", "swagger-ui-bundle.js", "swagger-ui.css"} <= {
        name for _, name in listed
    }

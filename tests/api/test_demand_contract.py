"""What the interface document says of improper demands is what is taken and given."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from gateway.api.interface.demand_examples import DISPOSITION, REPORTS
from gateway.api.interface.document import interface_document
from tests.api.demanding import HANDLE, PATH, READ, a_report, follow, keep, let_handle, send
from tests.api.office import FACTS, Office

DOCUMENT = interface_document(FACTS)


def _complaints(path: str, method: str, status: int, value: Any) -> list[str]:
    content = DOCUMENT["paths"][path][method]["responses"][str(status)]["content"]
    ((_, body),) = content.items()
    whole = {**body["schema"], "components": DOCUMENT["components"]}
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.mark.parametrize("name", REPORTS)
async def test_the_examples_of_reports_are_taken(office: Office, name: str) -> None:
    """An example can be sent as it stands, and its reply fits its schema."""
    reply = await send(office, REPORTS[name])
    assert 201 == reply.status_code
    assert [] == _complaints(PATH, "post", 201, reply.json())


async def test_replies_are_as_described(office: Office) -> None:
    """Real replies fit their schemas, those of compliance and of refusals too."""
    await let_handle(office, READ, HANDLE)
    kept = await keep(office, "a")
    demand = f"{PATH}/{kept.demand.demand_id}"
    disposed = await office.post(f"{demand}/disposition", DISPOSITION)
    wrong = await send(office, a_report(when="soon"))
    replies = [
        ("/v1/demands/follow", "post", 200, await follow(office, kept.number)),
        (PATH, "get", 200, await office.get(PATH)),
        (f"{PATH}/repeats", "get", 200, await office.get(f"{PATH}/repeats")),
        (f"{PATH}/{{demand_id}}", "get", 200, await office.get(demand)),
        (f"{PATH}/{{demand_id}}/disposition", "post", 200, disposed),
        (PATH, "post", 422, wrong),
    ]
    wrong_shapes = {
        f"{method} {path}": (reply.status_code, _complaints(path, method, status, reply.json()))
        for path, method, status, reply in replies
        if reply.status_code != status or _complaints(path, method, status, reply.json())
    }
    assert {} == wrong_shapes


async def test_scopes_are_announced(office: Office) -> None:
    """The server's metadata names the scopes of compliance."""
    metadata = (await office.http.get("/.well-known/oauth-authorization-server")).json()
    assert {READ, HANDLE} <= set(metadata["scopes_supported"])

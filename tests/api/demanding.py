"""Reports for the tests of the front desk, and a client that may read and handle them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import httpx

from gateway.domain.demand import Office as DemandingOffice
from gateway.domain.demand import Report, Reporter
from gateway.flow.demands import receive_demand
from gateway.flow.registrations import register_client
from gateway.policy.demand_form import listed_paper
from gateway.ports.demands import Received
from gateway.ports.registers import Client
from tests.api.office import CLIENT_ID, SCOPES, Office
from tests.policy.builders import REQUESTER

PATH: Final = "/v1/demands"
READ: Final = "demands:read"
HANDLE: Final = "demands:handle"
OFFICE: Final = "两江区养老金经办中心"
SUPERIOR: Final = "两江区人力资源和社会保障局"
CODE: Final = "11500000000000001G"


def a_report(**changes: Any) -> dict[str, Any]:
    """A good report as JSON; None leaves a field out."""
    report = {
        "reporter": "resident",
        "certificate": {"list": "negative", "number": 10},
        "office": {"name": OFFICE, "superior": SUPERIOR},
        "when": "2026-11-23",
        "where": {"area": "500112", "text": "二楼3号窗口"},
        "said": "说没有社区盖章就停发养老金。",
    }
    return {name: value for name, value in (report | changes).items() if value is not None}


async def send(office: Office, report: object, key: str = "key-1") -> httpx.Response:
    """Send a report without login."""
    return await office.http.post(PATH, json=report, headers={"Idempotency-Key": key})


async def follow(office: Office, number: object) -> httpx.Response:
    """Ask what became of it."""
    return await office.http.post(f"{PATH}/follow", json={"number": number})


async def let_handle(office: Office, *scopes: str) -> None:
    """Give the office's client these scopes beside its own."""
    key = office.client_key.as_dict(private=False)
    public = {name: str(key[name]) for name in ("kty", "crv", "x")}
    client = Client(CLIENT_ID, REQUESTER, SCOPES | {*scopes}, (public,))
    await register_client(office.parts, client)


async def keep(desk: Office, key: str, number: int = 10, **changes: Any) -> Received:
    """Keep a report behind the front desk, where nothing is counted an address."""
    values: dict[str, Any] = {
        "reporter": Reporter.CLERK,
        "paper": listed_paper(desk.parts.catalogue, "negative", number),
        "office": DemandingOffice(OFFICE, None, SUPERIOR),
        "happened_on": date(2026, 11, 20),
        "area": "500112",
        "place": None,
        "said": None,
    }
    return await receive_demand(desk.parts, key, Report(**(values | changes)))

"""The exchange platform's contract: gateway and mock against its scenarios and its schemas."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from gateway.outbound.platform_signing import read_refusal, signed_fields
from gateway.ports.source import LinkReply
from mocks.platform.door import Door
from mocks.platform.registrations import APPLICATION_KEY
from tests.connectors.contract_schemas import against_json
from tests.connectors.scenario_files import FOLDER

READ: Mapping[str, Mapping[str, Any]] = {
    name: tomllib.loads((FOLDER / "platform" / "scenarios" / f"{name}.toml").read_text("utf-8"))
    for name in ("calls", "refresh")
}


def _cases(name: str) -> list[object]:
    return [
        pytest.param(one, id=f"{name}-{one['name'].replace(' ', '-')}")
        for one in READ[name]["scenario"]
    ]


BOTH = [*_cases("calls"), *_cases("refresh")]


def _door(now_ms: int, secret: str) -> Door:
    return Door(lambda: now_ms / 1000, lambda: secret)


@pytest.mark.parametrize("scenario", _cases("calls"))
def test_the_mock_answers_a_call(scenario: Mapping[str, Any]) -> None:
    """With the secret of the scenario given out, the platform passes on or refuses as written."""
    given = READ["calls"]["given"]
    now = [given["issued_ms"]]
    door = Door(lambda: now[0] / 1000, lambda: str(given["secret"]))
    key = APPLICATION_KEY.encode()
    issued = door.refresh(
        signed_fields(given["requester"], given["service"], given["issued_ms"], key)
    )
    assert {"secret": given["secret"], "secretEndTime": given["ends_ms"]} == issued["data"]
    now[0] = scenario["now_ms"]
    refusal = door.refusal(scenario["fields"], given["department"], given["address"])
    assert (json.loads(scenario["reply"]) if "reply" in scenario else None) == refusal


@pytest.mark.parametrize("scenario", _cases("refresh"))
def test_the_mock_answers_a_refresh(scenario: Mapping[str, Any]) -> None:
    """A refresh gets the reply of the scenario."""
    secret = READ["refresh"]["given"]["secret"]
    reply = _door(scenario["now_ms"], secret).refresh(scenario["fields"])
    assert json.loads(scenario["reply"]) == reply


@pytest.mark.parametrize("name", ["calls", "refresh"])
def test_the_gateway_sends_the_fields(name: str) -> None:
    """Signed with secret or key, requester, service and time of a scenario give its fields."""
    given = READ[name]["given"]
    secret = given["application_key" if name == "refresh" else "secret"].encode()
    ours = [one["fields"] for one in READ[name]["scenario"] if one["ours"]]
    assert ours == [
        signed_fields(
            fields["gjgxjhpt_rid"], fields["gjgxjhpt_sid"], int(fields["gjgxjhpt_rtime"]), secret
        )
        for fields in ours
    ]
    assert len(ours) >= 4


@pytest.mark.parametrize("scenario", BOTH)
def test_the_gateway_reads_the_reply(scenario: Mapping[str, Any]) -> None:
    """A refusal is recognised, with its cause and the time it tells; a secret is none."""
    reply = scenario.get("reply", "{}")
    found = read_refusal(LinkReply(200, "application/json", reply.encode()))
    assert scenario.get("silent") == (None if found is None else found.cause.value)
    if found is not None:
        data = json.loads(reply)["data"]
        assert (None if data is None else data["time"]) == found.time_ms


@pytest.mark.parametrize("scenario", BOTH)
def test_they_keep_the_contract(scenario: Mapping[str, Any]) -> None:
    """Fields and replies validate against the description, but for the fields that lack one."""
    lacking = len(scenario["fields"]) < 4
    assert lacking is bool(against_json("platform", "Refresh", scenario["fields"]))
    if "reply" in scenario:
        kind = "Refusal" if "silent" in scenario else "RefreshReply"
        assert [] == against_json("platform", kind, json.loads(scenario["reply"]))

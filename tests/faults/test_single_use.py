"""Forty requests at once on a consent for one use, and on a quota of ten."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from typing import Any

import httpx
import pytest

from gateway.domain.matter import Quotas
from tests.faults.conftest import Opening
from tests.faults.counter import Counter, answered
from tests.faults.gateway_process import PATIENCE
from tests.faults.trail_rows import assert_consistent, assert_recorded, rows, spent_uses

AT_ONCE = 40
QUOTA = 10


async def all_at_once(
    counter: Counter, requests: list[dict[str, Any]], *, one_key: bool = False
) -> list[httpx.Response]:
    """Make these requests side by side, each with a key of its own, or all with one."""
    token = counter.window().token
    limits = httpx.Limits(max_connections=len(requests))
    async with httpx.AsyncClient(
        base_url=counter.gateway.url, limits=limits, timeout=PATIENCE, trust_env=False
    ) as http:
        calls = [
            http.post(
                "/v1/verify/identity",
                json=request,
                headers={
                    "Authorization": f"Bearer {token}",
                    "Idempotency-Key": "key" if one_key else f"key-{number}",
                },
            )
            for number, request in enumerate(requests)
        ]
        return await asyncio.gather(*calls)


def kinds_on_the_trail(counter: Counter) -> Tally[tuple[str, str | None]]:
    """How many entries of verifications there are, by kind and decision."""
    query = "SELECT kind, decision FROM entry WHERE kind LIKE 'verification.%'"
    return Tally(rows(counter.data, query))


async def test_one_single_use_gets_exactly_one_permit(open_a_counter: Opening) -> None:
    """One is answered, 39 are refused, all 40 are on the trail, one question is put."""
    counter = open_a_counter()
    client = counter.client()
    request = counter.consented(client)
    responses = await all_at_once(counter, [request] * AT_ONCE)
    assert {200: 1, 403: AT_ONCE - 1} == Tally(r.status_code for r in responses)
    [answer] = [answered(r) for r in responses if r.status_code == 200]
    refusals = [r.json() for r in responses if r.status_code == 403]
    assert "confirmed" == answer.outcome
    assert {"consent_exhausted"} == {refusal["reason"] for refusal in refusals}
    assert {
        ("verification.intent", "permit"): 1,
        ("verification.refused", "refuse"): AT_ONCE - 1,
        ("verification.disclosed", None): 1,
    } == kinds_on_the_trail(counter)
    trailed = "SELECT verification_id FROM entry WHERE kind = 'verification.refused'"
    told = {(refusal["verification_id"],) for refusal in refusals}
    assert told == set(rows(counter.data, trailed))
    assert 1 == counter.asked()
    assert [1] == list(spent_uses(counter.data).values())
    assert_recorded(counter.data, client.jwks(), [answer])
    assert_consistent(counter.data)


async def test_one_key_gets_one_answer_however_often_it_is_sent(open_a_counter: Opening) -> None:
    """The same request under one key at once: one question; the others wait or get its answer."""
    counter = open_a_counter()
    client = counter.client()
    request = counter.consented(client)
    responses = await all_at_once(counter, [request] * AT_ONCE, one_key=True)
    assert {200, 409} >= {r.status_code for r in responses}
    waiting = [r for r in responses if r.status_code == 409]
    assert {"idempotency_in_flight"} >= {r.json()["reason"] for r in waiting}
    assert all(1 <= int(r.headers["Retry-After"]) for r in waiting)
    answers = [answered(r) for r in responses if r.status_code == 200]
    assert [False] == [answer.replayed for answer in answers if not answer.replayed]
    assert 1 == len({answer.receipt for answer in answers})
    assert 1 == counter.asked()
    assert_recorded(counter.data, client.jwks(), answers)
    assert_consistent(counter.data)


@pytest.mark.parametrize("scope", ["per_requester", "per_matter", "per_operator"])
async def test_a_quota_lets_exactly_as_many_through(open_a_counter: Opening, scope: str) -> None:
    """Ten are answered, thirty get 429 with Retry-After, all are on the trail."""
    counter = open_a_counter(quotas=Quotas(**{scope: QUOTA}))
    client = counter.client()
    requests = [counter.consented(client) for _ in range(AT_ONCE)]
    responses = await all_at_once(counter, requests)
    assert {200: QUOTA, 429: AT_ONCE - QUOTA} == Tally(r.status_code for r in responses)
    answers = [answered(r) for r in responses if r.status_code == 200]
    refused = [r for r in responses if r.status_code == 429]
    assert {"quota_exceeded"} == {r.json()["reason"] for r in refused}
    assert all(1 <= int(r.headers["Retry-After"]) <= 24 * 60 * 60 for r in refused)
    assert {
        ("verification.intent", "permit"): QUOTA,
        ("verification.refused", "refuse"): AT_ONCE - QUOTA,
        ("verification.disclosed", None): QUOTA,
    } == kinds_on_the_trail(counter)
    assert QUOTA == counter.asked()
    assert QUOTA == len(spent_uses(counter.data))
    assert_recorded(counter.data, client.jwks(), answers)
    assert_consistent(counter.data)

"""Whatever is sent, wherever: never a 5xx, never a value of it in what comes back or is logged."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.office import Office, a_request, open_office
from tests.api.test_consents import a_consent_form

POSTS = {
    "/v1/verify/identity": a_request(),
    "/v1/verify/marriage": a_request(claim={"status": "20"}),
    "/v1/verify/death": a_request(claim={"died_on": "2026-01-02"}),
    "/v1/consents": a_consent_form(),
    f"/v1/consents/cns_{'0' * 32}/revoke": {},
    "/v1/consents/confirm": {"consent_id": f"cns_{'0' * 32}", "code": "12345678"},
    "/v1/consents/withdraw": {"withdrawal_code": "ABCDEFGH"},
    "/oauth/token": {},
}
CANARY = "zyx9wvu"  # in every text that a strategy makes, and in no sentence of ours
TEXTS = st.text(max_size=20).map(lambda text: f"{CANARY}{text}")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)

Send = Callable[[str, bytes], httpx.Response]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Send]]:
    """A front desk with a loop of its own, for properties, which are not asynchronous."""
    with asyncio.Runner() as runner:
        folder: Path = tmp_path_factory.mktemp("hostile")
        office = runner.run(open_office(folder))
        login = runner.run(office.login())
        sent = iter(range(1_000_000))

        def send(path: str, content: bytes) -> httpx.Response:
            headers = {**login, "Idempotency-Key": f"k{next(sent)}"}
            headers["Content-Type"] = (
                "application/x-www-form-urlencoded"
                if path == "/oauth/token"
                else "application/json"
            )
            return runner.run(office.http.post(path, content=content, headers=headers))

        yield office, send
        runner.run(office.http.aclose())
        runner.run(office.store.close())


def _changed(body: dict[str, Any], place: int, value: object) -> dict[str, Any]:
    """The body with one of its values, however deep, put aside for another."""
    places = [(body, name) for name in body]
    for item in body.values():
        if isinstance(item, dict):
            places += [(item, name) for name in item]
    if places:
        holder, name = places[place % len(places)]
        holder[name] = value
    return body


@pytest.mark.parametrize("path", POSTS)
@given(content=st.binary(max_size=200))
def test_any_bytes(opened: tuple[Office, Send], path: str, content: bytes) -> None:
    """Bytes are refused, and nothing breaks."""
    reply = opened[1](path, content)
    assert (True, True) == (reply.status_code < 500, "reason" in reply.text)


@pytest.mark.parametrize("path", POSTS)
@given(value=JSON)
def test_any_json(opened: tuple[Office, Send], path: str, value: object) -> None:
    """Any JSON is refused without a word of it."""
    reply = opened[1](path, json.dumps(value).encode())
    assert (True, False) == (reply.status_code < 500, CANARY in reply.text)


@pytest.mark.parametrize("path", POSTS)
@given(place=st.integers(0, 20), value=JSON)
def test_any_value_in_a_good_request(
    opened: tuple[Office, Send], path: str, place: int, value: object
) -> None:
    """One wrong value in a good request is refused, or taken, without a word of it."""
    office, send = opened
    body = _changed(json.loads(json.dumps(POSTS[path])), place, value)
    reply = send(path, json.dumps(body).encode())
    assert (True, False) == (reply.status_code < 500, _told(reply))
    assert CANARY not in office.log.getvalue()


def _told(reply: httpx.Response) -> bool:
    """Whether a value came back outside a receipt or the record of a consent."""
    content = {n: v for n, v in reply.json().items() if n not in {"receipt", "record"}}
    return CANARY in json.dumps(content, ensure_ascii=False)

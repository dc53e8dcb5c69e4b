"""Questions on behalf of a deceased person's near relative (PIPL 49; domain.md §2)."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
import pytest

from mocks.serving import Mocks
from tests.journeys.desk import (
    Body,
    Desk,
    an_office,
    asked,
    open_desk,
    open_matter,
    problem,
    same_but_for_ids,
    scenarios,
)
from tests.journeys.served import Served
from tests.journeys.trail import entries, kinds

WIDOW = "kinship-k2-12-widow-at-death"
LIVING = "kinship-k2-11-married"
NOT_ESTABLISHED = (403, "basis_not_established")


def near(person: Mapping[str, str], relation: str = "12") -> Body:
    """The basis of a near relative with an interest of her own."""
    interest = "survivor's pension"
    return {
        "kind": "near_relative",
        "person": {**person},
        "relation": relation,
        "interest": interest,
    }


def relative_of(scenario: str) -> dict[str, str]:
    """The relative whom a kinship scenario claims."""
    claimed = scenarios()[scenario].claim["relative"]
    assert isinstance(claimed, Mapping)
    return {name: str(value) for name, value in claimed.items()}


@pytest.fixture
def desk(served: Served) -> Desk:
    """A notary's office, say."""
    return open_desk(served, an_office(21), open_matter(at_death=True))


def ask_death(desk: Desk, basis: Body, scenario: str = WIDOW) -> httpx.Response:
    """Ask whether the scenario's subject has died."""
    return desk.ask("death", desk.request(scenario, basis, claim={}))


def test_a_widow_learns_of_the_death(desk: Desk, mocks: Mocks) -> None:
    """Death and marriage are verified first, each further round behind an intent of its own."""
    reply = ask_death(desk, near(relative_of(WIDOW)))
    assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])
    assert {"health", "public_security", "courts", "civil_affairs"} == asked(mocks)
    found = entries(desk.served.data, reply.json()["verification_id"])
    intents = [entry for entry in found if entry["kind"] == "verification.intent"]
    assert len(intents) > 1
    assert {intents[0]["entry_id"]} == {entry["parent"] for entry in found[1:]}
    assert "verification.disclosed" == found[-1]["kind"]
    assert {"basis.near_relative"} == {entry["rule"] for entry in intents}


def test_a_widow_has_her_kinship_verified(desk: Desk) -> None:
    """Kinship to the deceased may be asked too, if it is her own."""
    body = desk.request(WIDOW, near(relative_of(WIDOW)))
    reply = desk.ask("kinship", body)
    assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])
    stranger = {**body, "claim": {"relative": relative_of(LIVING), "relation": "11"}}
    assert (403, "basis_not_allowed") == problem(desk.ask("kinship", stranger))


def test_whatever_fails_the_refusal_is_the_same(desk: Desk, mocks: Mocks) -> None:
    """A stranger, a living subject, an outage, courts that are late: nobody learns which it was."""
    stranger = relative_of(LIVING)
    replies = [
        ask_death(desk, near(stranger)),
        ask_death(desk, near(relative_of(WIDOW), "30")),
        ask_death(desk, near(relative_of(LIVING), "11"), LIVING),
    ]
    for department in ("civil_affairs", "courts"):
        mocks.mend()
        mocks.controls(department).fault("status_500")
        replies.append(ask_death(desk, near(relative_of(WIDOW))))
    mocks.mend()
    mocks.controls("courts").after_polls(None)
    replies.append(ask_death(desk, near(relative_of(WIDOW))))
    assert {NOT_ESTABLISHED} == {problem(reply) for reply in replies}
    assert 1 == len({same_but_for_ids(reply) for reply in replies})
    endings = [kinds(desk.served.data, reply.json()["verification_id"]) for reply in replies]
    assert all("intent" == ending[0] and "refused" == ending[-1] for ending in endings)
    assert all("disclosed" not in ending and "deferred" not in ending for ending in endings)


def test_a_relation_that_is_not_near_is_refused_before_anybody_is_asked(
    desk: Desk, mocks: Mocks
) -> None:
    """CC 1045 does not know a daughter-in-law; the refusal is the same as any other."""
    reply = ask_death(desk, near(relative_of(WIDOW), "38"))
    assert NOT_ESTABLISHED == problem(reply)
    assert set() == asked(mocks)
    assert ["refused"] == kinds(desk.served.data, reply.json()["verification_id"])


def test_the_refusal_is_replayed_under_its_key(desk: Desk, mocks: Mocks) -> None:
    """Trying again under the same key asks nobody a second time."""
    body = desk.request(WIDOW, near(relative_of(LIVING)), claim={})
    first = desk.ask("death", body, "the-same-key")
    mocks.mend()
    again = desk.ask("death", body, "the-same-key")
    assert (NOT_ESTABLISHED, "true") == (problem(again), again.headers["Idempotent-Replayed"])
    assert same_but_for_ids(first) == same_but_for_ids(again)
    assert set() == asked(mocks)
    name = first.json()["verification_id"]
    assert name == again.json()["verification_id"]
    assert ["refused", "replayed"] == kinds(desk.served.data, name)[-2:]

"""Asking for a paper by its number: what bad content gets, and what each caller needs."""

from typing import Any

import pytest

from gateway.api.forms.certifying import read_certificate
from gateway.api.forms.verifying import Asked
from gateway.api.interface.of_certificates import requests
from gateway.domain.matter import CertificateRef
from gateway.domain.requester import Caller
from tests.api.office import FACTS, Office, a_request
from tests.policy.builders import REQUESTER, the_catalogue
from tests.still import NOON

PATH = "/v1/verify/certificates"
KINSHIP = {"relative": {"id_number": "110105197503150049", "name": "示例乙"}, "relation": "51"}

HALF = {"relation": "51"}


async def _ask(office: Office, number: int | str, body: dict[str, Any], **headers: str) -> Any:
    """Ask with a key of its own, or with other headers."""
    return await office.post(f"{PATH}/{number}", body, f"key-of-{number}", **headers)


@pytest.mark.parametrize(
    ("number", "claim", "pointer", "reason"),
    [
        (18, {"kinship": KINSHIP}, "/claim/death", "missing_field"),
        (18, {"death": {}, "kinship": KINSHIP, "birth": {}}, "/claim/birth", "unknown_field"),
        (18, {"death": {}, "kinship": HALF}, "/claim/kinship/relative", "missing_field"),
        (18, {"death": [], "kinship": KINSHIP}, "/claim/death", "wrong_type"),
        (18, [], "/claim", "wrong_type"),
        (3, {"identity": {}}, "/claim/identity/former_name", "missing_field"),
        (11, {"death": {"died_on": "2026-02-30"}}, "/claim/death/died_on", "date_malformed"),
    ],
    ids=["missing", "unknown", "incomplete", "list", "no-object", "same-person", "impossible-day"],
)  # fmt: skip
async def test_wrong_claims(
    office: Office, number: int, claim: Any, pointer: str, reason: str
) -> None:
    """Each fact's claim is pointed at below its own name; nobody is asked."""
    reply = await _ask(office, number, {**a_request(), "claim": claim})
    assert (422, "content_invalid") == (reply.status_code, reply.json()["reason"])
    assert {"pointer": pointer, "reason": reason} in reply.json()["errors"]


async def test_the_scope_of_every_fact_is_needed(office: Office) -> None:
    """A token for the death alone does not open the inheritance."""
    bearer = await office.login("verify:death")
    body = {**a_request(), "claim": {"death": {}, "kinship": KINSHIP}}
    reply = await _ask(office, 18, body, **bearer)
    assert (403, "scope_missing") == (reply.status_code, reply.json()["reason"])


async def test_a_key_is_needed_even_where_nobody_can_be_asked(office: Office) -> None:
    """The call is the same for every paper."""
    for number in ("12", "18", "retained/5"):
        reply = await office.post(f"{PATH}/{number}", a_request(), key=None)
        assert (400, "idempotency_key_missing") == (reply.status_code, reply.json()["reason"])


@pytest.mark.parametrize("number", ["12", "retained/5"])
async def test_a_demand_names_who_asks_for_whom(office: Office, number: str) -> None:
    """Bad content is content that is bad, and nothing of it is kept."""
    reply = await _ask(office, number, a_request(operator=None, case=""))
    told = {(error["pointer"], error["reason"]) for error in reply.json()["errors"]}
    assert (422, "content_invalid") == (reply.status_code, reply.json()["reason"])
    assert {("/operator", "missing_field"), ("/case", "text_empty")} == told


async def test_one_fact_alone(office: Office) -> None:
    """A paper with one fact has that fact's claim under its name, and its outcome."""
    reply = await _ask(office, 2, {**a_request(), "claim": {"identity": {}}})
    answer = reply.json()
    assert (200, {"identity": answer["outcome"]}) == (reply.status_code, answer["parts"])
    assert ["identity"] == list(answer["verifications"])
    counted = f'fact="certificate_2",outcome="{answer["outcome"]}"}} 1.0'
    assert counted in office.telemetry.exposition().decode()


def test_the_example_is_taken_and_judged_at_the_death() -> None:
    """An example can be sent as it stands; every part says which paper was asked for."""
    caller = Caller("client", REQUESTER, frozenset(), "token")
    asked = [Asked(f"ver_{n}", caller, FACTS[n], NOON) for n in ("death", "kinship")]
    (request,) = requests(FACTS).values()
    assert isinstance(request, dict)
    paper = the_catalogue().negative[18]
    parts = read_certificate(request, paper, asked, FACTS)
    assert ["death", "kinship"] == [part.fact for part in parts]
    assert {(CertificateRef("negative", 18), True)} == {(p.certificate, p.at_death) for p in parts}

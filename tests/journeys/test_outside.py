"""A fifth department and an eighth fact from outside: allowed by settings, asked over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gateway.client import Invalid
from gateway.client.answers import Answer
from gateway.signing.receipts import check_receipt
from mocks.serving import Mocks
from tests.connectors.outside import SOURCE, install
from tests.journeys.outside import MATTER, Outside, command, outside, write_settings
from tests.journeys.served import OPERATOR, a_request

SCENARIOS = json.loads(
    (SOURCE / "property_registry" / "contract" / "scenarios.json").read_text(encoding="utf-8")
)["scenarios"]
OWNER, NOTHING, MISNAMED = SCENARIOS[0], SCENARIOS[2], SCENARIOS[3]
HERE = "500112"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the distribution is installed."""
    return install(SOURCE, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def office(
    target: Path, all_mocks: Mocks, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outside]:
    """An office at a gateway that allows the distribution."""
    with outside(target, tmp_path_factory.mktemp("outside"), all_mocks.urls) as running:
        yield running


def _request(office: Outside, scenario: dict[str, Any], jurisdiction: str = HERE) -> dict[str, Any]:
    about = scenario["about"]
    subject = {"id_number": about["number"], "name": about["name"]}
    return a_request(subject, {"jurisdiction": jurisdiction}, MATTER, office.case())


def _ask(office: Outside, scenario: dict[str, Any], jurisdiction: str = HERE) -> Answer:
    return office.gateway.verify("property", _request(office, scenario, jurisdiction)).answer


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["what"])
def test_every_scenario(office: Outside, scenario: dict[str, Any]) -> None:
    """Whatever the contract's scenarios say of a jurisdiction is what the office is told."""
    for jurisdiction, outcome in scenario["expected"]["property"].items():
        answer = _ask(office, scenario, jurisdiction)
        assert (outcome, {"property": outcome}) == (answer.outcome, answer.parts)


def test_a_confirmed_answer_and_its_receipt(office: Outside) -> None:
    """The answer rests on a neutral kind of record; the receipt is checked offline."""
    answer = _ask(office, OWNER)
    assert [("property_record", "2026-11-20")] == [
        (rest["record"], rest["as_of"]) for rest in answer.body["rests_on"]
    ]
    assert answer.receipt is not None
    checked = check_receipt(answer.receipt, office.gateway.jwks(), datetime.now(UTC))
    assert ("property", "confirmed") == (checked.claims["fact"], checked.claims["outcome"])


def test_nothing_found_is_never_a_no(office: Outside) -> None:
    """The reason says what was not found and what that does not mean; guidance says what to do."""
    answer = _ask(office, NOTHING)
    assert ("no_record", ["no_property_record"]) == (answer.outcome, list(answer.reasons))
    assert answer.guidance is not None
    assert {"listed": "negative", "number": 17} == {
        name: answer.guidance["certificate"][name] for name in ("listed", "number")
    }
    found = {r["code"]: r for r in office.gateway.reasons()["outcome_reasons"]}
    assert "不得作为无房证明使用" in found["no_property_record"]["text"]["zh"]
    assert ["property"] == found["no_property_record"]["facts"]


def test_another_name(office: Outside) -> None:
    """The register knows the number under another name: nothing is told but that."""
    answer = _ask(office, MISNAMED)
    assert ("ambiguous", ["name_mismatch"], []) == (
        answer.outcome,
        list(answer.reasons),
        answer.body["rests_on"],
    )


def test_on_consent(office: Outside) -> None:
    """A consent names the fact, and the department that is asked by its own name."""
    about, case = OWNER["about"], office.case()
    principal = {"id_number": about["number"], "name": about["name"]}
    consent = office.gateway.record_consent(
        {
            "principal": principal,
            "others": [],
            "matter": MATTER,
            "facts": ["property"],
            "case": case,
            "operator": OPERATOR,
            "how_given": "one_time_code",
            "contact": "resident",
        }
    )
    assert "不动产登记机构" in json.dumps(consent.body, ensure_ascii=False)
    message = json.loads((office.data / "outbox" / f"{consent.consent_id}.json").read_bytes())
    office.gateway.confirm_consent(consent.consent_id, message["code"])
    basis = {"kind": "consent", "consents": [consent.consent_id]}
    request = a_request(principal, {"jurisdiction": HERE}, MATTER, case, basis)
    assert "confirmed" == office.gateway.verify("property", request).answer.outcome


def test_the_notice_has_words(office: Outside) -> None:
    """The printable page names fact, claim, part and kind of record in words people use."""
    page = office.gateway.notice(_ask(office, OWNER).verification_id)
    assert [] == [w for w in ("不动产核验", "行政区划", "不动产登记", HERE) if w not in page]
    assert "property_record" not in page


def test_a_wrong_claim(office: Outside) -> None:
    """The claim's own form is checked, with a pointer."""
    with pytest.raises(Invalid) as caught:
        _ask(office, OWNER, "nowhere")
    assert ["/claim/jurisdiction"] == [error["pointer"] for error in caught.value.errors]


def test_the_interface_document_has_the_fact(office: Outside) -> None:
    """The gateway describes the call, with the claim's own schema."""
    document = office.http.get("/openapi.json").json()
    body = document["paths"]["/v1/verify/property"]["post"]["requestBody"]
    assert "VerificationRequest_property" in json.dumps(body)
    schema = document["components"]["schemas"]["VerificationRequest_property"]
    assert "jurisdiction" in json.dumps(schema)


def test_the_department_is_listed(office: Outside) -> None:
    """Whoever asks sees the fifth department by its name, connected, and what it is asked for."""
    (housing,) = [s for s in office.gateway.sources() if s["department"] == "housing"]
    assert ({"zh": "不动产登记机构", "en": "real-estate register"}, True, ["property"]) == (
        housing["name"],
        housing["connected"],
        housing["required_for"],
    )
    assert ["ownership"] == housing["operations"]


def test_the_figures_name_them(office: Outside) -> None:
    """Operations see the fifth department and the eighth fact like the others."""
    _ask(office, OWNER)
    lines = office.http.get("/metrics").text.splitlines()
    for label in ('department="housing"', 'fact="property"'):
        assert [] != [line for line in lines if label in line and not line.endswith(" 0.0")]


def test_the_paper_itself_is_not_answered_by_less(office: Outside) -> None:
    """No. 17 also means income and deposits: its number is not askable because one fact is."""
    with pytest.raises(Invalid) as caught:
        office.gateway.verify_certificate(17, _request(office, OWNER))
    assert "certificate_not_askable" == caught.value.reason


def test_the_command_line_knows_them(office: Outside) -> None:
    """Listed with their distribution, and they fit together."""
    listed = office.told("connector", "list", "--data", str(office.data)).stdout
    origin = "verification-gateway-property-registry 0.1.0"
    lines = [line for line in listed.splitlines() if origin in line]
    assert {"housing", "property"} == {line.split("│")[1].strip() for line in lines}
    checked = office.told("connector", "check", "--data", str(office.data))
    assert "5 connectors and 8 facts fit together\n" == checked.stdout


def test_a_register_that_hangs(office: Outside) -> None:
    """Unavailable, naming the department; never no_record."""
    with office.register.held_up():
        answer = _ask(office, OWNER)
    assert ("unavailable", ["department_silent"], ["housing"]) == (
        answer.outcome,
        list(answer.reasons),
        answer.body["departments"],
    )


@pytest.mark.parametrize(
    ("lists", "complaint"),
    [
        ({"connectors": ("courts",), "facts": ("property",)}, "property asks housing, and its"),
        ({"connectors": ("courts",), "facts": ()}, "departments.housing: its connector"),
    ],
    ids=["fact", "address"],
)
def test_installed_is_not_allowed(
    target: Path, tmp_path: Path, lists: dict[str, tuple[str, ...]], complaint: str
) -> None:
    """A connector that the settings do not name stops the start, with its distribution's name."""
    urls = {} if lists["facts"] else {"housing": "http://127.0.0.1:9"}
    write_settings(tmp_path, urls, **lists)
    told = command(target, "serve", "--data", tmp_path, "--port", "0")
    assert (1, "") == (told.returncode, told.stdout)
    assert complaint in told.stderr
    assert "(verification-gateway-property-registry 0.1.0) is not named" in told.stderr


def test_two_distributions_for_one_department(target: Path, tmp_path: Path) -> None:
    """Which one would be asked must not depend on chance: both are named, and nothing starts."""
    other = tmp_path / "other" / "another_registry-2.0.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: another-registry\nVersion: 2.0\n")
    (other / "entry_points.txt").write_text(
        "[verification_gateway.connectors]\nhousing = another_registry:connector\n"
    )
    write_settings(tmp_path / "data", {})
    both = Path(f"{target}:{other.parent}")
    told = command(both, "serve", "--data", tmp_path / "data", "--port", "0")
    assert 1 == told.returncode
    assert "housing is provided more than once" in told.stderr
    assert "by another-registry 2.0, verification-gateway-property-registry 0.1.0" in told.stderr

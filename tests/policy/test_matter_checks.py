"""What must fit together in a matter: checked against catalogue, facts, codes and requester."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gateway.domain.matter import BasisKind
from gateway.domain.requester import Requester, RequesterKind
from gateway.errors import ContentRefused
from gateway.policy.matter_form import matter_from_json, matter_json, read_matter
from tests.policy.builders import CONTRACTS, a_requester, the_catalogue, the_codes
from tests.policy.stand_in_facts import FACTS

EXAMPLES = sorted((CONTRACTS / "catalogue" / "matters").glob("*.toml"))
KINDS = {
    "11": RequesterKind.STATE_ORGAN,
    "12": RequesterKind.AUTHORISED_ORGANISATION,
    "91": RequesterKind.OTHER,
}
BOTH = {"zh": "中", "en": "en"}


def _example(name: str) -> dict[str, Any]:
    path = CONTRACTS / "catalogue" / "matters" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _requester_of(raw: Mapping[str, Any]) -> Requester:
    return a_requester(code=raw["requester"], kind=KINDS[raw["requester"][:2]])


def _problems(
    name: str = "gjj-007", requester: Requester | None = None, **changes: Any
) -> list[tuple[str, str]]:
    """What is wrong with an example if it is changed so; a None takes a field away."""
    raw = {**_example(name), **changes}
    form = {key: value for key, value in raw.items() if value is not None}
    try:
        read_matter(
            form,
            the_catalogue(),
            FACTS,
            requester=requester or _requester_of(_example(name)),
            codes=the_codes(),
        )
    except ContentRefused as refused:
        return [(problem.pointer, problem.reason) for problem in refused.problems]
    return []


def test_there_are_examples() -> None:
    """Matters ship as examples, one of each basis at least."""
    bases = {basis for path in EXAMPLES for basis in _example(path.stem)["bases"]}
    assert {kind.value for kind in BasisKind} == bases


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_example_loads(path: Path) -> None:
    """Every bundled example is a matter without any problem, and survives its canonical form."""
    raw = _example(path.stem)
    matter = read_matter(
        raw, the_catalogue(), FACTS, requester=_requester_of(raw), codes=the_codes()
    )
    assert matter == matter_from_json(matter_json(matter))


def test_requester() -> None:
    """A matter is registered by the requester that it names."""
    other = a_requester(code="12500112EXAMPLE036")
    assert [("/requester", "not_this_requester")] == _problems(requester=other)


def test_unknown_fact() -> None:
    """A fact that is not loaded cannot be asked, nor its ⓘ reasons be revealed."""
    found = _problems(facts=["marriage", "kinship", "wealth"], reveals=["poor"])
    assert [("/facts/2", "unknown_fact"), ("/reveals/0", "not_a_hidden_reason")] == found


def test_no_basis() -> None:
    """A matter without any basis asks nothing."""
    assert [("/bases", "empty")] == _problems(bases={})


def test_statutory_duty_of_a_bank() -> None:
    """A statutory duty is not open to a requester of kind `other`."""
    found = _problems("yh-001", bases={"consent": BOTH, "statutory_duty": BOTH})
    assert [("/bases/statutory_duty", "not_open_to_requester")] == found


def test_death_on_consent() -> None:
    """A death that only a consent would carry has no basis."""
    approvals = _example("gjj-007")["approvals"]
    found = _problems(facts=["death"], relations=None, approvals=approvals)
    assert [("/bases/consent", "serves_no_fact"), ("/facts/0", "without_basis")] == found


def test_a_fact_without_basis_beside_one_with() -> None:
    """Every fact needs one of the bases, not merely some fact."""
    found = _problems(facts=["death", "kinship", "marriage"])
    assert [("/facts/0", "without_basis")] == found


def test_near_relative_of_an_identity() -> None:
    """The near relative's basis serves death and kinship alone."""
    found = _problems("mz-001", bases={"statutory_duty": BOTH, "near_relative": BOTH})
    assert ("/bases/near_relative", "serves_no_fact") in found


@pytest.mark.parametrize("missing", ["public_security", "civil_affairs", "health", "courts"])
def test_approval_of_every_required_department(missing: str) -> None:
    """Whom its facts must ask has to have approved the matter."""
    approvals = [a for a in _example("gjj-007")["approvals"] if a["department"] != missing]
    assert [(f"/approvals/{missing}", "approval_missing")] == _problems(approvals=approvals)


def test_approval_that_is_not_shared() -> None:
    """An item that its department does not share is no approval."""
    first, *others = _example("gjj-007")["approvals"]
    approvals = [{**first, "sharing": "not_shared"}, *others]
    department = first["department"]
    assert [(f"/approvals/{department}", "approval_missing")] == _problems(approvals=approvals)


def test_approval_of_a_department_that_is_not_asked() -> None:
    """An approval of somebody whom no fact asks is a mistake."""
    [own] = _example("mz-001")["approvals"]
    found = _problems("mz-001", approvals=[own, {**own, "department": "courts"}])
    assert [("/approvals/1/department", "not_asked")] == found


def test_approvals_for_the_near_relatives_first_round() -> None:
    """The near relative's first round asks death and kinship, whatever the matter's facts."""
    approvals = [a for a in _example("yh-002")["approvals"] if a["department"] != "courts"]
    found = _problems("yh-002", facts=["kinship"], approvals=approvals)
    assert [("/approvals/courts", "approval_missing")] == found


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"replaces": None}, "/replaces"), ({"none_because": BOTH}, "/none_because")],
    ids=["neither", "both"],
)
def test_replaces_or_none_because(change: dict[str, Any], pointer: str) -> None:
    """Exactly one of the certificate replaced and the reason why there is none."""
    assert [(pointer, "replaces_or_none_because")] == _problems(**change)


def test_none_because() -> None:
    """A matter may replace no certificate if it says why."""
    assert [] == _problems(replaces=None, none_because=BOTH)


@pytest.mark.parametrize(
    "replaced",
    [
        {"listed": "negative", "number": 31},
        {"listed": "retained", "number": 8},
        {"listed": "third", "number": 1},
    ],
    ids=["negative-31", "retained-8", "no-such-list"],
)
def test_unknown_certificate(replaced: dict[str, object]) -> None:
    """The certificate replaced is an entry of one of the two lists."""
    assert [("/replaces", "unknown_certificate")] == _problems(replaces=replaced)


def test_a_retained_certificate_may_be_named() -> None:
    """Such a matter may be registered; its questions are refused, and say why."""
    assert [] == _problems(replaces={"listed": "retained", "number": 5})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"exceptions": [5]}, None),
        ({"exceptions": [8]}, "unknown_certificate"),
        ({"exceptions": [5], "replaces": {"listed": "negative", "number": 18}}, None),
        ({"exceptions": [5], "replaces": {"listed": "negative", "number": 11}}, "not_an_exception"),
        ({"exceptions": [6]}, "not_an_exception"),
        ({"exceptions": [5], "replaces": {"listed": "retained", "number": 5}}, "not_an_exception"),
        ({"exceptions": [5], "replaces": None, "none_because": BOTH}, "not_an_exception"),
    ],
    ids=[
        "of-kinship",
        "no-such-number",
        "of-a-part",
        "of-no-part",
        "of-marriage",
        "of-retained",
        "of-none",
    ],
)
def test_exceptions(change: dict[str, Any], reason: str | None) -> None:
    """A fallback is a retained paper for an exception of the certificate replaced."""
    expected = [] if reason is None else [("/exceptions/0", reason)]
    assert expected == _problems(**change)


def test_derive_needs_a_statutory_duty() -> None:
    """Derivations are authorised by a duty, not by a consent."""
    assert [("/derive", "needs_statutory_duty")] == _problems(derive=BOTH)


def test_derive_is_for_kinship() -> None:
    """Nothing but kinship is derived."""
    assert [("/derive", "not_applicable")] == _problems("mz-001", derive=BOTH)


def test_notice_exempt_needs_a_statutory_duty() -> None:
    """Consent without notice is none."""
    assert [("/notice_exempt", "needs_statutory_duty")] == _problems(notice_exempt=BOTH)


@pytest.mark.parametrize(
    ("code", "known"),
    [("adopted", True), ("more_than_one_in_force", True), ("name_mismatch", False), ("x", False)],
)
def test_reveals(code: str, known: bool) -> None:
    """Only ⓘ reasons of the matter's own facts need leave to be told."""
    expected = [] if known else [("/reveals/0", "not_a_hidden_reason")]
    assert expected == _problems(reveals=[code])


def test_reveals_of_another_fact() -> None:
    """A reason of a fact that the matter does not ask cannot be revealed."""
    found = _problems(reveals=["adopted", "father_not_recorded"])
    assert [("/reveals/1", "not_a_hidden_reason")] == found


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"relations": ["51", "04"]}, "/relations/1"), ({"statuses": ["11"]}, "/statuses/0")],
    ids=["relation", "status"],
)
def test_codes_of_limits(change: dict[str, Any], pointer: str) -> None:
    """Limits name codes of the national tables."""
    assert [(pointer, "unknown_code")] == _problems(**change)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"relations": ["51"]}, "/relations"),
        ({"statuses": ["10"]}, "/statuses"),
        ({"max_age_days": [180]}, "/max_age_days"),
        ({"at": "death"}, "/at"),
    ],
    ids=["relations", "statuses", "max_age_days", "at"],
)
def test_limits_of_facts_that_are_not_asked(change: dict[str, Any], pointer: str) -> None:
    """A limit for a fact that the matter does not ask would silently limit nothing."""
    assert [(pointer, "not_applicable")] == _problems("mz-001", **change)


def test_one_mistake_is_not_reported_as_many() -> None:
    """What rests on a field that is wrong in itself is not judged as well."""
    assert [("/facts", "wrong_type")] == _problems(facts="kinship")

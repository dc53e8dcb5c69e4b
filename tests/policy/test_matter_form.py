"""The form of a matter: what each field may be, and its way into JSON and back."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from gateway.domain.consent import Assurance
from gateway.domain.matter import (
    Approval,
    BasisKind,
    CertificateRef,
    Matter,
    MatterState,
    Quotas,
    SharingClass,
    Whose,
)
from gateway.domain.text import Text
from gateway.errors import ContentRefused
from gateway.policy.matter_form import matter_from_json, matter_json
from tests.policy.builders import a_matter, a_text

APPROVAL = {
    "department": "health",
    "item": "目录项",
    "sharing": "conditional",
    "number": "A-1",
    "approved_on": date(2026, 1, 1),
    "expires_on": date(2026, 12, 31),
}
BOTH = {"zh": "中", "en": "en"}
NOTICE_TEXTS = ("purpose", "categories", "recipient", "retention", "rights", "effect")
LEAST: Mapping[str, Any] = {
    "code": "M-1",
    "requester": "12500112EXAMPLE010",
    "name": BOTH,
    "facts": ["identity"],
    "impact_assessment": "PIA-1",
    "bases": {"consent": BOTH},
    "notice": {"version": "1", **dict.fromkeys(NOTICE_TEXTS, BOTH)},
    "approvals": [APPROVAL],
}
"""Every field that a matter must have, and no other. Read without catalogue or facts."""


def _read(**changes: object) -> Matter:
    return matter_from_json({**deepcopy(dict(LEAST)), **changes})  # type: ignore[dict-item]


def _problems(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ContentRefused) as refused:
        matter_from_json(form)
    return [(problem.pointer, problem.reason) for problem in refused.value.problems]


def _wrong(**changes: object) -> list[tuple[str, str]]:
    return _problems({**deepcopy(dict(LEAST)), **changes})


def test_defaults() -> None:
    """What a matter does not say is as domain.md says: both consent, once, ninety days."""
    matter = _read()
    assert (Whose.BOTH, Assurance.CONFIRMED_BY_CODE, 90, 1, (180,)) == (
        matter.whose,
        matter.minimum_assurance,
        matter.validity_days,
        matter.uses,
        matter.max_age_days,
    )
    assert (None, None, Quotas(), MatterState.ACTIVE, False) == (
        matter.relations,
        matter.derive,
        matter.quotas,
        matter.state,
        matter.at_death,
    )


def test_everything_that_is_said_is_read() -> None:
    """Every field arrives where it belongs."""
    expected = a_matter(
        code="M-1",
        name=Text("中", "en"),
        facts=frozenset({"kinship", "alive", "marriage"}),
        bases={BasisKind.STATUTORY_DUTY: Text("中", "en")},
        notice=_read().notice,
        approvals=(
            Approval(
                "health",
                "目录项",
                SharingClass.CONDITIONAL,
                "A-1",
                date(2026, 1, 1),
                date(2026, 12, 31),
            ),
        ),
        replaces=CertificateRef("negative", 1),
        exceptions=frozenset({5}),
        whose=Whose.SUBJECT,
        minimum_assurance=Assurance.SIGNED_BY_PERSON,
        validity_days=30,
        uses=2,
        max_age_days=(365, 180),
        derive=Text("中", "en"),
        at_death=True,
        reveals=frozenset({"adopted"}),
        relations=frozenset({"51"}),
        statuses=frozenset({"10"}),
        quotas=Quotas(per_requester=3, per_matter=2, per_operator=1),
        retention_days=10,
        notice_exempt=Text("中", "en"),
        state=MatterState.INACTIVE,
    )
    found = _read(
        facts=["alive", "kinship", "marriage"],
        bases={"statutory_duty": BOTH},
        replaces={"listed": "negative", "number": 1},
        exceptions=[5],
        whose="subject",
        minimum_assurance="signed_by_person",
        validity_days=30,
        uses=2,
        max_age_days=[365, 180],
        derive=BOTH,
        at="death",
        reveals=["adopted"],
        relations=["51"],
        statuses=["10"],
        quotas={"per_requester": 3, "per_matter": 2, "per_operator": 1},
        retention_days=10,
        notice_exempt=BOTH,
        state="inactive",
    )
    assert expected == found


@pytest.mark.parametrize("field", list(LEAST))
def test_what_must_be_there(field: str) -> None:
    """Every field without a default is missed by its name."""
    form = {key: value for key, value in LEAST.items() if key != field}
    if field == "approvals":
        assert () == matter_from_json(form).approvals
        return
    assert (f"/{field}", "missing_field") == _problems(form)[0]


@pytest.mark.parametrize("part", ["version", *NOTICE_TEXTS])
def test_notice_is_complete(part: str) -> None:
    """The notice names purpose, categories, recipient, retention, rights, effect and version."""
    notice = {key: value for key, value in LEAST["notice"].items() if key != part}
    assert [(f"/notice/{part}", "missing_field")] == _wrong(notice=notice)


@pytest.mark.parametrize("half", ["zh", "en"])
def test_notice_is_in_both_languages(half: str) -> None:
    """A notice that one of its readers cannot read is none."""
    one = {key: value for key, value in BOTH.items() if key != half}
    found = _wrong(notice={**LEAST["notice"], "rights": one})
    assert [(f"/notice/rights/{half}", "missing_field")] == found


@pytest.mark.parametrize("part", list(APPROVAL))
def test_approval_is_complete(part: str) -> None:
    """An approval names department, item, class, number, first and last day."""
    approval = {key: value for key, value in APPROVAL.items() if key != part}
    assert (f"/approvals/0/{part}", "missing_field") in _wrong(approvals=[approval])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"code": "a/b"}, ("/code", "ill_formed")),
        ({"code": " "}, ("/code", "blank")),
        ({"code": 7}, ("/code", "wrong_type")),
        ({"code": None}, ("/code", "wrong_type")),
        ({"name": "only one"}, ("/name", "wrong_type")),
        ({"name": {"zh": "", "en": "x"}}, ("/name/zh", "blank")),
        ({"name": {**BOTH, "fr": "x"}}, ("/name/fr", "unknown_field")),
        ({"facts": "identity"}, ("/facts", "wrong_type")),
        ({"facts": []}, ("/facts", "empty")),
        ({"facts": ["identity", "identity"]}, ("/facts/1", "duplicate")),
        ({"facts": ["identity", 1]}, ("/facts/1", "wrong_type")),
        ({"facts": ["identity", " "]}, ("/facts/1", "blank")),
        ({"bases": {"whim": BOTH}}, ("/bases/whim", "unknown_value")),
        ({"bases": {"consent": ""}}, ("/bases/consent", "wrong_type")),
        ({"replaces": {"listed": "negative"}}, ("/replaces/number", "missing_field")),
        ({"replaces": {"listed": "negative", "number": 0}}, ("/replaces/number", "out_of_range")),
        ({"exceptions": [True]}, ("/exceptions/0", "wrong_type")),
        ({"whose": "nobody"}, ("/whose", "unknown_value")),
        ({"minimum_assurance": "blind_trust"}, ("/minimum_assurance", "unknown_value")),
        ({"validity_days": 0}, ("/validity_days", "out_of_range")),
        ({"validity_days": 366}, ("/validity_days", "out_of_range")),
        ({"validity_days": True}, ("/validity_days", "wrong_type")),
        ({"uses": 0}, ("/uses", "out_of_range")),
        ({"uses": 1.0}, ("/uses", "wrong_type")),
        ({"max_age_days": []}, ("/max_age_days", "empty")),
        ({"max_age_days": [0]}, ("/max_age_days", "out_of_range")),
        ({"max_age_days": list(range(1, 12))}, ("/max_age_days", "too_many")),
        ({"at": "birth"}, ("/at", "unknown_value")),
        ({"at": 1}, ("/at", "wrong_type")),
        ({"relations": []}, ("/relations", "empty")),
        ({"statuses": [10]}, ("/statuses/0", "wrong_type")),
        ({"quotas": {"per_matter": 0}}, ("/quotas/per_matter", "out_of_range")),
        ({"quotas": {"per_hour": 1}}, ("/quotas/per_hour", "unknown_field")),
        ({"quotas": 5}, ("/quotas", "wrong_type")),
        ({"retention_days": -1}, ("/retention_days", "out_of_range")),
        ({"state": "asleep"}, ("/state", "unknown_value")),
        ({"impact_assessment": ""}, ("/impact_assessment", "blank")),
        ({"replases": 1}, ("/replases", "unknown_field")),
        ({"a/b~c": 1}, ("/a~1b~0c", "unknown_field")),
        ({"approvals": {}}, ("/approvals", "wrong_type")),
        ({"approvals": ["health"]}, ("/approvals/0", "wrong_type")),
    ],
)
def test_what_a_field_may_be(change: dict[str, object], expected: tuple[str, str]) -> None:
    """A wrong field is named by its pointer, with a reason."""
    assert expected in _wrong(**change)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"approved_on": "2026-13-01"}, ("approved_on", "date_malformed")),
        ({"approved_on": 20260101}, ("approved_on", "wrong_type")),
        ({"expires_on": date(2025, 12, 31)}, ("expires_on", "out_of_range")),
        ({"sharing": "secret"}, ("sharing", "unknown_value")),
        ({"until": "ever"}, ("until", "unknown_field")),
    ],
)
def test_what_an_approval_may_be(change: dict[str, object], expected: tuple[str, str]) -> None:
    """An approval has a real first day and a last day that is not before it."""
    part, reason = expected
    assert (f"/approvals/0/{part}", reason) in _wrong(approvals=[{**APPROVAL, **change}])


def test_all_problems_are_found_at_once() -> None:
    """Nobody has to mend a form one error at a time."""
    found = _wrong(code="", facts=[], uses=0, state="asleep", whatever=1)
    assert {"/code", "/facts", "/uses", "/state", "/whatever"} == {p for p, _ in found}


def test_problems_hold_no_value() -> None:
    """What was written never comes back in the message."""
    with pytest.raises(ContentRefused) as refused:
        matter_from_json({**dict(LEAST), "state": "SECRET", "whose": "SECRET"})
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    "matter",
    [
        a_matter(),
        a_matter(replaces=None, none_because=a_text()),
        a_matter(derive=a_text(), notice_exempt=a_text(), at_death=True),
        a_matter(relations=frozenset({"51", "20"}), statuses=frozenset({"10"})),
        a_matter(quotas=Quotas(1, 2, 3), exceptions=frozenset({5}), reveals=frozenset({"adopted"})),
        a_matter(max_age_days=(365, 180), approvals=(), state=MatterState.INACTIVE),
        a_matter(facts=frozenset({"death"}), whose=Whose.SUBJECT, uses=3, validity_days=7),
    ],
)
def test_there_and_back(matter: Matter) -> None:
    """The canonical JSON form loses nothing."""
    assert matter == matter_from_json(matter_json(matter))


def test_equal_matters_have_equal_forms() -> None:
    """The order in which sets or bases were given does not reach the policy digest."""
    bases = {kind: a_text(kind.value) for kind in BasisKind}
    backwards = dict(reversed(bases.items()))
    assert matter_json(a_matter(bases=bases)) == matter_json(a_matter(bases=backwards))


def test_every_field_of_a_matter_is_in_its_form() -> None:
    """Two matters that differ in any field differ in their forms."""
    forms = [
        matter_json(matter)
        for matter in (
            a_matter(),
            a_matter(exceptions=frozenset({5})),
            a_matter(at_death=True),
            a_matter(quotas=Quotas(per_operator=1)),
            a_matter(retention_days=1),
            a_matter(notice_exempt=a_text()),
            a_matter(minimum_assurance=Assurance.SIGNED_BY_PERSON),
            a_matter(impact_assessment="PIA-2"),
        )
    ]
    assert all(one != other for n, one in enumerate(forms) for other in forms[n + 1 :])

"""Refusals that concern the basis: matter, fact, kind of requester, notice, near relative."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from gateway.domain.decision import Permit, Refusal, RefusalReason
from gateway.domain.matter import BasisKind
from gateway.domain.person import Person
from gateway.domain.requester import Requester, RequesterKind
from gateway.domain.verification import Basis
from gateway.policy.admission import decide
from gateway.policy.gathered import Gathered
from tests.policy.builders import (
    NOW,
    OTHER,
    SUBJECT,
    THIRD,
    AClaim,
    a_bank,
    a_gathering,
    a_kinship_claim,
    a_matter,
    a_requester,
    a_text,
    a_verification,
    for_a_relative,
    on_consent,
    on_duty,
)

NOTICE = RefusalReason.NOTICE_MISSING
NOT_ALLOWED = RefusalReason.BASIS_NOT_ALLOWED
NOT_ESTABLISHED = RefusalReason.BASIS_NOT_ESTABLISHED
BASES: Mapping[BasisKind, Basis] = {
    BasisKind.CONSENT: on_consent(),
    BasisKind.STATUTORY_DUTY: on_duty(),
    BasisKind.NEAR_RELATIVE: for_a_relative(),
}


def _refused(gathered: Gathered) -> tuple[RefusalReason, str] | None:
    decision = decide(gathered)
    return (decision.reason, decision.rule) if isinstance(decision, Refusal) else None


def _on_duty(basis: Basis, **changes: Any) -> Gathered:
    return a_gathering(a_verification(basis=basis), **changes)


def _for_relative(fact: str = "death", **changes: Any) -> Gathered:
    claim = a_kinship_claim("20") if fact == "kinship" else AClaim()
    asked = a_verification(fact=fact, claim=claim, basis=for_a_relative())
    return a_gathering(asked, **changes)


@pytest.mark.parametrize("kind", list(BasisKind))
def test_basis_matter(kind: BasisKind) -> None:
    """A basis that the matter does not name with a citation is refused."""
    others = {other: a_text() for other in BasisKind if other is not kind}
    asked = a_verification(fact="kinship", claim=a_kinship_claim("20"), basis=BASES[kind])
    found = _refused(a_gathering(asked, matter=a_matter(bases=others)))
    assert (NOT_ALLOWED, "basis.matter") == found


ALL_FACTS = ("identity", "kinship", "marriage", "birth", "alive", "death", "childbirth")
SERVED = {
    BasisKind.STATUTORY_DUTY: set(ALL_FACTS),
    BasisKind.CONSENT: set(ALL_FACTS) - {"death"},
    BasisKind.NEAR_RELATIVE: {"death", "kinship"},
}


@pytest.mark.parametrize("kind", list(BasisKind))
@pytest.mark.parametrize("fact", ALL_FACTS)
def test_basis_fact(kind: BasisKind, fact: str) -> None:
    """Statutory duty carries all facts, consent all but death, near relatives death and kinship."""
    matter = a_matter(facts=frozenset(ALL_FACTS))
    asked = a_verification(fact=fact, claim=AClaim(), basis=BASES[kind])
    refused = _refused(a_gathering(asked, matter=matter)) == (NOT_ALLOWED, "basis.fact")
    assert refused == (fact not in SERVED[kind])


@pytest.mark.parametrize(
    ("requester", "refused"),
    [
        (a_requester(kind=RequesterKind.STATE_ORGAN), False),
        (a_requester(kind=RequesterKind.AUTHORISED_ORGANISATION), False),
        (a_bank(), True),
    ],
    ids=["state-organ", "authorised", "other"],
)
def test_basis_requester_kind(requester: Requester, refused: bool) -> None:
    """A statutory duty is open to state organs and authorised organisations only."""
    expected = (NOT_ALLOWED, "basis.requester_kind") if refused else None
    assert expected == _refused(_on_duty(on_duty(), requester=requester))


def test_basis_unknown_to_the_law() -> None:
    """A basis that the catalogue does not hold carries nothing."""
    assert (NOT_ALLOWED, "basis.fact") == _refused(a_gathering(law={}))


def test_notice_given() -> None:
    """A statutory duty spares the consent, not the notice."""
    basis = Basis(BasisKind.STATUTORY_DUTY)
    assert (NOTICE, "notice.given") == _refused(_on_duty(basis))


def test_notice_version() -> None:
    """A notice of another version than the matter's current one does not count."""
    assert (NOTICE, "notice.version") == _refused(_on_duty(on_duty(version="2025-01")))


@pytest.mark.parametrize(
    ("given_at", "refused"),
    [
        (NOW + timedelta(seconds=1), True),
        (NOW, False),
        (NOW - timedelta(days=90), False),
        (NOW - timedelta(days=90, seconds=1), True),
    ],
    ids=["in-the-future", "now", "oldest", "too-old"],
)
def test_notice_time(given_at: datetime, refused: bool) -> None:
    """A notice is given before the question and no longer ago than a consent would last."""
    expected = (NOTICE, "notice.time") if refused else None
    assert expected == _refused(_on_duty(on_duty(given_at=given_at)))


@pytest.mark.parametrize(
    "basis",
    [
        Basis(BasisKind.STATUTORY_DUTY),
        on_duty(version="old"),
        on_duty(),
    ],
    ids=["none", "old-version", "current"],
)
def test_notice_exempt(basis: Basis) -> None:
    """A matter that is exempt with a citation needs no notice, and none is judged."""
    matter = a_matter(notice_exempt=a_text("exempt"))
    assert _refused(_on_duty(basis, matter=matter)) is None


@pytest.mark.parametrize("relation", ["79", "28", "99", "01", ""])
def test_near_relative_relation(relation: str) -> None:
    """A relation that CC 1045 does not know establishes nothing."""
    asked = a_verification(fact="death", basis=for_a_relative(relation))
    assert (NOT_ESTABLISHED, "near_relative.relation") == _refused(a_gathering(asked))


def test_near_relative_relation_to_oneself() -> None:
    """Nobody is a near relative of herself."""
    asked = a_verification(fact="death", basis=for_a_relative(person=SUBJECT))
    assert (NOT_ESTABLISHED, "near_relative.relation") == _refused(a_gathering(asked))


def test_near_relative_relation_without_a_person() -> None:
    """A basis that names no relative establishes nothing."""
    asked = a_verification(fact="death", basis=Basis(BasisKind.NEAR_RELATIVE))
    assert (NOT_ESTABLISHED, "near_relative.relation") == _refused(a_gathering(asked))


@pytest.mark.parametrize(
    ("relative", "refused"), [(OTHER, False), (THIRD, True)], ids=["own", "third"]
)
def test_near_relative_kinship(relative: Person, refused: bool) -> None:
    """Kinship to the deceased is the applicant's own, not a third person's."""
    claim = a_kinship_claim("20", relative)
    asked = a_verification(fact="kinship", claim=claim, basis=for_a_relative())
    expected = (NOT_ALLOWED, "near_relative.kinship") if refused else None
    assert expected == _refused(a_gathering(asked))


@pytest.mark.parametrize("fact", ["death", "kinship"])
@pytest.mark.parametrize(
    ("finding", "refused"),
    [(None, False), (True, False), (False, True)],
    ids=["before-the-round", "established", "not-established"],
)
def test_near_relative_established(fact: str, finding: bool | None, refused: bool) -> None:
    """Unless the first round established both, one fixed refusal follows."""
    expected = (NOT_ESTABLISHED, "near_relative.established") if refused else None
    assert expected == _refused(_for_relative(fact, near_relative=finding))


def test_near_relative_refusal_tells_no_cause() -> None:
    """The refusal that follows the first round carries no detail, not even for the trail."""
    decision = decide(_for_relative(near_relative=False))
    assert Refusal(NOT_ESTABLISHED, "near_relative.established") == decision


def test_near_relative_through_a_bank() -> None:
    """A bank may ask for a near relative, if the departments agreed."""
    assert isinstance(decide(_for_relative(requester=a_bank())), Permit)
    found = _refused(_for_relative(requester=a_bank(agreements=())))
    assert (RefusalReason.DEPARTMENT_NOT_APPROVED, "departments.agreed") == found

"""The law as data says what the rules mean (domain.md §2)."""

import pytest

from gateway.domain.catalogue import LegalBasis
from gateway.domain.matter import BasisKind
from gateway.domain.requester import RequesterKind
from gateway.policy.near_relative import NEAR_RELATIVES
from tests.policy.builders import the_catalogue, the_codes

PUBLIC = frozenset({RequesterKind.STATE_ORGAN, RequesterKind.AUTHORISED_ORGANISATION})
OTHER = frozenset({RequesterKind.OTHER})


def _law(kind: BasisKind) -> LegalBasis:
    return the_catalogue().bases[kind]


def test_statutory_duty() -> None:
    """All facts, for state organs and authorised organisations only."""
    law = _law(BasisKind.STATUTORY_DUTY)
    assert law.only_facts is None
    assert not law.except_facts
    assert PUBLIC == law.requester_kinds


def test_consent() -> None:
    """All facts but death; a bank also needs the departments' agreement."""
    law = _law(BasisKind.CONSENT)
    assert law.only_facts is None
    assert frozenset({"death"}) == law.except_facts
    assert OTHER == law.agreement_for


def test_near_relative() -> None:
    """Death and kinship, in the relations of CC 1045."""
    law = _law(BasisKind.NEAR_RELATIVE)
    assert frozenset({"death", "kinship"}) == law.only_facts
    assert NEAR_RELATIVES == law.relations


@pytest.mark.parametrize("kind", list(BasisKind))
def test_whoever_is_of_no_public_kind_needs_agreements(kind: BasisKind) -> None:
    """No basis lets a requester of kind `other` ask without each department's agreement."""
    law = _law(kind)
    assert law.requester_kinds - PUBLIC == law.agreement_for


def test_near_relatives_are_codes_of_their_table() -> None:
    """Every code is one of GB/T 4761."""
    assert set(the_codes().family_relation.codes) >= NEAR_RELATIVES


@pytest.mark.parametrize(
    "code", ["01", "02", "28", "38", "45", "47", "53", "55", "66", "72", "81", "93", "97", "99"]
)
def test_other_relatives_are_not_near(code: str) -> None:
    """In-laws, great-grandparents, uncles, cousins and others are not near relatives."""
    assert code not in NEAR_RELATIVES

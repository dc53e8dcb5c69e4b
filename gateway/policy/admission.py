"""May this question be asked? The rules in the order in which they are read; first refusal wins.

The order is part of the rules: what concerns the requester alone comes first, what concerns its
matter next, and nothing about a person is compared before the basis has been found to be the
requester's own. Must never ask, count or reserve anything: two requests with one last use both get
a permit here, and the store lets one of them through (design.md §5 step 4). A quota is known to the
store alone, so `quota_exceeded` is never decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.decision import Permit, Refusal
from gateway.domain.fact import Terms
from gateway.domain.matter import BasisKind
from gateway.policy import basis_rules, consent_rules, departments, matter_rules
from gateway.policy.standing import Rule, Standing, stand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.policy.gathered import Gathered

RULES: Final[tuple[Rule, ...]] = (
    matter_rules.matter_is_active,
    matter_rules.certificate_is_not_retained,
    matter_rules.fact_is_in_matter,
    matter_rules.relation_is_in_matter,
    matter_rules.status_is_in_matter,
    matter_rules.age_limit_is_in_matter,
    basis_rules.matter_allows_basis,
    basis_rules.basis_serves_fact,
    basis_rules.basis_is_open_to_requester,
    departments.departments_approve,
    departments.departments_agree,
)
"""What holds for every question, after `requester.active` and `matter.known`."""

RULES_OF_BASIS: Final[Mapping[BasisKind, tuple[Rule, ...]]] = {
    BasisKind.STATUTORY_DUTY: (
        basis_rules.notice_was_given,
        basis_rules.notice_is_current,
        basis_rules.notice_is_recent,
    ),
    BasisKind.CONSENT: (
        consent_rules.consents_are_known,
        consent_rules.consents_cover_this,
        consent_rules.everybody_consents,
        consent_rules.consents_are_not_revoked,
        consent_rules.consents_have_begun,
        consent_rules.consents_are_not_expired,
        consent_rules.consents_are_not_exhausted,
        consent_rules.consents_are_sure_enough,
        consent_rules.guardians_consent_for_children,
    ),
    BasisKind.NEAR_RELATIVE: (
        basis_rules.near_relative_is_named,
        basis_rules.near_relative_asks_for_herself,
        basis_rules.near_relative_is_established,
    ),
}
"""What each basis must show besides."""

RULES_WHILE_PENDING: Final[tuple[Rule, ...]] = (
    consent_rules.consents_are_known,
    consent_rules.everybody_consents,
    consent_rules.consents_are_not_revoked,
)
"""What a consent must still show when a late answer has come."""


def decide(gathered: Gathered) -> Permit | Refusal:
    """Decide whether the question may be asked (design.md §5 step 3; domain.md §2).

    Under the basis `near_relative` it is called twice: before the first round, which asks death and
    near relation, with `near_relative` None, and after it with what came of them.
    """
    standing = stand(gathered)
    if isinstance(standing, Refusal):
        return standing
    for rule in (*RULES, *RULES_OF_BASIS[standing.verification.basis.kind]):
        refusal = rule(standing)
        if refusal is not None:
            return refusal
    return _permit(standing)


def recheck(gathered: Gathered) -> Permit | Refusal:
    """Look again when a late answer has come (design.md §5; domain.md §2, consent).

    A requester suspended or a consent withdrawn meanwhile drops the answer. A consent that merely
    expired, or whose use this very question spent, does not: it covered the question when it was
    put, and it is withdrawal alone that reaches a pending answer.
    """
    standing = stand(gathered)
    if isinstance(standing, Refusal):
        return standing
    if standing.verification.basis.kind is BasisKind.CONSENT:
        for rule in RULES_WHILE_PENDING:
            refusal = rule(standing)
            if refusal is not None:
                return refusal
    return _permit(standing)


def _permit(standing: Standing) -> Permit:
    """What a question that passed every rule may do."""
    basis, matter = standing.verification.basis.kind, standing.matter
    return Permit(
        basis=basis,
        rule=f"basis.{basis.value}",
        terms=_terms(standing),
        departments=departments.may_be_asked(standing),
        consents=consent_rules.uses(standing) if basis is BasisKind.CONSENT else (),
        reveals=matter.reveals,
        certificate=matter.replaces,
    )


def _terms(standing: Standing) -> Terms:
    """What the matter adds to the claim; derivations only on a statutory basis (domain.md K7)."""
    matter = standing.matter
    statutory = standing.verification.basis.kind is BasisKind.STATUTORY_DUTY
    return Terms(
        today=standing.gathered.today,
        max_age_days=standing.verification.max_age_days or matter.max_age_days[0],
        derive=statutory and matter.derive is not None,
        at_death=matter.at_death or standing.verification.at_death,
    )

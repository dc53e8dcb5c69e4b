"""Which departments may be asked: the providing department approves, not the gateway.

Must never open a department that the matter's own approvals do not open on that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.domain.decision import Refusal, RefusalReason

if TYPE_CHECKING:
    from gateway.policy.standing import Standing


def approved(standing: Standing) -> frozenset[str]:
    """The departments that have approved the matter and whose approval is valid today."""
    today = standing.gathered.today
    return frozenset(a.department for a in standing.matter.approvals if a.is_valid_on(today))


def in_agreement(standing: Standing) -> frozenset[str] | None:
    """The departments with which the requester has a written agreement; None if it needs none."""
    law, requester = standing.law, standing.requester
    if law is None or requester.kind not in law.agreement_for:
        return None
    return frozenset(department for department, reference in requester.agreements if reference)


def may_be_asked(standing: Standing) -> frozenset[str]:
    """The fact's departments that approvals and agreements open; consulted ones may be missing."""
    gathered = standing.gathered
    opened = (gathered.required | gathered.consulted) & approved(standing)
    agreed = in_agreement(standing)
    return opened if agreed is None else opened & agreed


def departments_approve(standing: Standing) -> Refusal | None:
    """`departments.approved`: every required department approves the matter today.

    Regulation on government data sharing: basis, scene, scope, method and period are the providing
    department's to approve (domain.md §2). A consulted department without approval is not asked.
    """
    return _refuse_for(standing.gathered.required - approved(standing), "departments.approved")


def departments_agree(standing: Standing) -> Refusal | None:
    """`departments.agreed`: a bank or an insurer also needs each one's written agreement.

    domain.md §2, requester kinds.
    """
    agreed = in_agreement(standing)
    missing = frozenset[str]() if agreed is None else standing.gathered.required - agreed
    return _refuse_for(missing, "departments.agreed")


def _refuse_for(missing: frozenset[str], rule: str) -> Refusal | None:
    if not missing:
        return None
    return Refusal(RefusalReason.DEPARTMENT_NOT_APPROVED, rule, ", ".join(sorted(missing)))

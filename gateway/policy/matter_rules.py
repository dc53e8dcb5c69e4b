"""What a matter allows to be asked at all: its state, its facts, its values, its departments.

Must never look at a person: what is refused here is refused whoever is asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.domain.catalogue import RETAINED
from gateway.domain.decision import Refusal, RefusalReason
from gateway.domain.matter import MatterState

if TYPE_CHECKING:
    from gateway.policy.standing import Standing

ALIVE = "alive"
KINSHIP = "kinship"
MARRIAGE = "marriage"


def matter_is_active(standing: Standing) -> Refusal | None:
    """`matter.active`: a matter that was withdrawn carries no question (domain.md §2)."""
    if standing.matter.state is MatterState.ACTIVE:
        return None
    return Refusal(RefusalReason.MATTER_INACTIVE, "matter.active")


def certificate_is_not_retained(standing: Standing) -> Refusal | None:
    """`certificate.retained`: we do not stand in for a paper that committees still issue.

    The seven papers of the decree's second list are issued by the committee itself; a matter that
    says it replaces one of them asks the gateway *for* that paper and is told so. Facts may still
    be verified first: such a matter replaces an entry of the negative list (or none) and names the
    retained one among its `exceptions`, as the fallback.
    """
    replaces = standing.matter.replaces
    if replaces is None or replaces.listed != RETAINED:
        return None
    return Refusal(RefusalReason.CERTIFICATE_RETAINED, "certificate.retained", str(replaces.number))


def fact_is_in_matter(standing: Standing) -> Refusal | None:
    """`matter.fact`: a matter lists the facts that it needs (PIPL 6, the least that serves)."""
    return _outside_unless(standing.verification.fact in standing.matter.facts, "matter.fact")


def relation_is_in_matter(standing: Standing) -> Refusal | None:
    """`matter.relation`: a matter may limit which relations a kinship claim asserts."""
    return _limited(standing, KINSHIP, "relation", standing.matter.relations)


def status_is_in_matter(standing: Standing) -> Refusal | None:
    """`matter.status`: a matter may limit which marital statuses a marriage claim asserts."""
    return _limited(standing, MARRIAGE, "status", standing.matter.statuses)


def age_limit_is_in_matter(standing: Standing) -> Refusal | None:
    """`matter.max_age_days`: only values that the matter lists, or a date could be bisected.

    domain.md, alive. None asks for the matter's default.
    """
    wanted = standing.verification.max_age_days
    holds = wanted is None or wanted in standing.matter.max_age_days
    return _outside_unless(holds, "matter.max_age_days")


def _limited(
    standing: Standing, fact: str, field: str, allowed: frozenset[str] | None
) -> Refusal | None:
    """A claim of `fact` may carry in `field` only what the matter allows; None allows all."""
    if standing.verification.fact != fact or allowed is None:
        return None
    value = standing.verification.claim.canonical().get(field)
    return _outside_unless(value is None or value in allowed, f"matter.{field}")


def _outside_unless(holds: bool, rule: str) -> Refusal | None:  # noqa: FBT001 - reads as a sentence
    return None if holds else Refusal(RefusalReason.FACT_NOT_IN_MATTER, rule)

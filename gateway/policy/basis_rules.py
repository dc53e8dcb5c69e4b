"""On which basis a question may rest: what matter, law and requester allow, and what it must show.

Must never tell why a near relative's basis fell: whatever the cause, the refusal is the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.domain.decision import Refusal, RefusalReason
from gateway.policy.matter_rules import KINSHIP
from gateway.policy.near_relative import NEAR_RELATIVES

if TYPE_CHECKING:
    from gateway.domain.verification import NearRelative
    from gateway.policy.standing import Standing


def matter_allows_basis(standing: Standing) -> Refusal | None:
    """`basis.matter`: the matter names the basis with its citation (domain.md §2)."""
    return _not_allowed_unless(standing.verification.basis.kind in standing.matter.bases, "matter")


def basis_serves_fact(standing: Standing) -> Refusal | None:
    """`basis.fact`: statutory duty all facts, consent all but death, near relatives two.

    domain.md §2, bases × facts; the catalogue's legal bases say the same as data.
    """
    law = standing.law
    holds = law is not None and law.serves(standing.verification.fact)
    return _not_allowed_unless(holds, "fact")


def basis_is_open_to_requester(standing: Standing) -> Refusal | None:
    """`basis.requester_kind`: a statutory duty is a state organ's or an authorised body's.

    PIPL 34 and 37; anybody else needs the person's separate consent (PIPL 23, 29).
    """
    law = standing.law
    holds = law is not None and law.is_open_to(standing.requester.kind)
    return _not_allowed_unless(holds, "requester_kind")


def notice_was_given(standing: Standing) -> Refusal | None:
    """`notice.given`: a statutory duty spares the consent, not the notice (PIPL 35)."""
    if standing.matter.notice_exempt is not None or standing.verification.basis.notice is not None:
        return None
    return Refusal(RefusalReason.NOTICE_MISSING, "notice.given")


def notice_is_current(standing: Standing) -> Refusal | None:
    """`notice.version`: the person was told what the matter says today."""
    notice = standing.verification.basis.notice
    if standing.matter.notice_exempt is not None or notice is None:
        return None
    if notice.version == standing.matter.notice.version:
        return None
    return Refusal(RefusalReason.NOTICE_MISSING, "notice.version")


def notice_is_recent(standing: Standing) -> Refusal | None:
    """`notice.time`: given before the question, and no longer ago than a consent would last."""
    notice = standing.verification.basis.notice
    if standing.matter.notice_exempt is not None or notice is None:
        return None
    age = standing.gathered.now - notice.given_at
    if timedelta(0) <= age <= timedelta(days=standing.matter.validity_days):
        return None
    return Refusal(RefusalReason.NOTICE_MISSING, "notice.time")


def near_relative_is_named(standing: Standing) -> Refusal | None:
    """`near_relative.relation`: somebody else, in one of the relations of CC 1045."""
    relative = standing.verification.basis.near_relative
    law = standing.law
    near = NEAR_RELATIVES if law is None or law.relations is None else law.relations
    if (
        relative is not None
        and relative.relation in near
        and not relative.person.is_same_as(standing.verification.subject)
    ):
        return None
    return Refusal(RefusalReason.BASIS_NOT_ESTABLISHED, "near_relative.relation")


def near_relative_asks_for_herself(standing: Standing) -> Refusal | None:
    """`near_relative.kinship`: kinship to the deceased only, and only the near relative's own.

    PIPL 49 gives a near relative rights for her own interest; how a third person was related to
    the deceased is that person's matter.
    """
    verification = standing.verification
    relative = verification.basis.near_relative
    if verification.fact != KINSHIP or relative is None or _claims_only(standing, relative):
        return None
    return Refusal(RefusalReason.BASIS_NOT_ALLOWED, "near_relative.kinship")


def near_relative_is_established(standing: Standing) -> Refusal | None:
    """`near_relative.established`: the first round confirmed both death and near relation.

    One fixed refusal, whatever the cause (domain.md §2). Before that round nothing is known, and
    the first round itself may be asked.
    """
    if standing.gathered.near_relative is False:
        return Refusal(RefusalReason.BASIS_NOT_ESTABLISHED, "near_relative.established")
    return None


def _claims_only(standing: Standing, relative: NearRelative) -> bool:
    return all(o.is_same_as(relative.person) for o in standing.verification.claim.others)


def _not_allowed_unless(holds: bool, part: str) -> Refusal | None:  # noqa: FBT001 - reads as a sentence
    return None if holds else Refusal(RefusalReason.BASIS_NOT_ALLOWED, f"basis.{part}")

"""When the consents that a question names carry it (domain.md §2; PIPL 14-17, 23, 29, 31).

Every consent that is named must hold, and everybody whose consent is needed must have given one.
Must never tell a foreign consent from an unknown one: that is the first rule, and the refusal of
both is the same, detail included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from gateway.domain.consent import ConsentState
from gateway.domain.decision import ConsentUse, Refusal, RefusalReason
from gateway.domain.matter import Whose
from gateway.policy.age import is_under_fourteen

if TYPE_CHECKING:
    from gateway.domain.consent import Consent
    from gateway.domain.person import Person
    from gateway.policy.standing import Standing


def consents_are_known(standing: Standing) -> Refusal | None:
    """`consent.known`: every consent named was recorded by this requester and confirmed.

    Unknown, foreign and not yet confirmed ones look alike.
    """
    named = set(standing.verification.basis.consents)
    known = {consent.consent_id for consent in _known(standing)}
    return None if named and named <= known else _missing("consent.known")


def consents_have_begun(standing: Standing) -> Refusal | None:
    """`consent.begun`: a permission does not reach back before it was recorded (PIPL 14)."""
    asked = min(standing.verification.asked_at, standing.gathered.now)
    begun = (max(c.recorded_at, c.valid_from) <= asked for c in _known(standing))
    return None if all(begun) else _missing("consent.begun")


def consents_cover_this(standing: Standing) -> Refusal | None:
    """`consent.scope`: exactly this matter, fact, case, person and, if there is one, relative."""
    for consent in _known(standing):
        detail = _outside(standing, consent)
        if detail is not None:
            return Refusal(RefusalReason.CONSENT_SCOPE, "consent.scope", detail)
    return None


def everybody_consents(standing: Standing) -> Refusal | None:
    """`consent.everybody`: the subject, and for two persons both, unless the matter says not."""
    given = {consent.principal for consent in _known(standing)}
    needed = _needed(standing)
    return None if all(ref in given for ref in needed) else _missing("consent.everybody")


def consents_are_not_revoked(standing: Standing) -> Refusal | None:
    """`consent.revoked`: a consent can be withdrawn at any time (PIPL 15)."""
    return _none_is(standing, _is_revoked, RefusalReason.CONSENT_REVOKED, "consent.revoked")


def consents_are_not_expired(standing: Standing) -> Refusal | None:
    """`consent.expired`: `valid_until` is exclusive."""
    now = standing.gathered.now

    def is_expired(consent: Consent) -> bool:
        return consent.state is ConsentState.EXPIRED or consent.valid_until <= now

    return _none_is(standing, is_expired, RefusalReason.CONSENT_EXPIRED, "consent.expired")


def consents_are_not_exhausted(standing: Standing) -> Refusal | None:
    """`consent.exhausted`: a use is left, or one is reserved for this very claim.

    The reservation outlives an outage: the resident is not sent back to the counter for it.
    """
    token = standing.gathered.claim_token

    def is_exhausted(consent: Consent) -> bool:
        return consent.uses_left <= 0 and token not in consent.reserved_for

    return _none_is(standing, is_exhausted, RefusalReason.CONSENT_EXHAUSTED, "consent.exhausted")


def consents_are_sure_enough(standing: Standing) -> Refusal | None:
    """`consent.assurance`: the matter says how sure it must be that the person herself agreed."""
    minimum = standing.matter.minimum_assurance

    def is_weak(consent: Consent) -> bool:
        return not consent.assurance.reaches(minimum)

    return _none_is(standing, is_weak, RefusalReason.CONSENT_ASSURANCE, "consent.assurance")


def guardians_consent_for_children(standing: Standing) -> Refusal | None:
    """`consent.guardian`: for a person under fourteen a guardian consents (PIPL 31)."""
    today = standing.gathered.today
    children = {
        ref for ref, person in standing.gathered.persons if is_under_fourteen(person, today)
    }

    def lacks_guardian(consent: Consent) -> bool:
        return consent.principal in children and consent.guardian is None

    return _none_is(standing, lacks_guardian, RefusalReason.GUARDIAN_REQUIRED, "consent.guardian")


def uses(standing: Standing) -> tuple[ConsentUse, ...]:
    """The consents that a permit rests on: one of everybody needed, the first one named."""
    first = {consent.principal: consent for consent in reversed(_known(standing))}
    needed = dict.fromkeys(ref for ref in _needed(standing) if ref is not None)
    return tuple(ConsentUse(first[ref].consent_id, first[ref].assurance) for ref in needed)


def _known(standing: Standing) -> tuple[Consent, ...]:
    """The consents named that this requester may know of, in the order named."""
    order = {name: place for place, name in enumerate(standing.verification.basis.consents)}
    own = (
        consent
        for consent in standing.gathered.consents
        if consent.consent_id in order
        and consent.requester == standing.requester.code
        and consent.state is not ConsentState.AWAITING
    )
    return tuple(sorted(own, key=lambda consent: order[consent.consent_id]))


def _needed(standing: Standing) -> tuple[str | None, ...]:
    """The references of those whose consent is needed; None for somebody nobody knows yet."""
    persons = standing.gathered.persons
    wanted: Iterable[tuple[str | None, Person]] = persons
    if standing.matter.whose is Whose.SUBJECT:
        wanted = persons[:1]
    return tuple(ref for ref, _ in wanted)


def _outside(standing: Standing, consent: Consent) -> str | None:
    """What of the question a consent does not cover; None if it covers all of it."""
    asked, refs = standing.verification, [ref for ref, _ in standing.gathered.persons]
    others = {ref for ref in refs if ref != consent.principal}
    covered = {
        "matter": consent.matter == standing.matter.code,
        "fact": asked.fact in consent.facts,
        "case": consent.case == asked.case,
        "person": consent.principal in refs,
        "relative": consent.others == others,
    }
    return next((part for part, holds in covered.items() if not holds), None)


def _is_revoked(consent: Consent) -> bool:
    return consent.state is ConsentState.REVOKED


def _none_is(
    standing: Standing, is_bad: Callable[[Consent], bool], reason: RefusalReason, rule: str
) -> Refusal | None:
    return Refusal(reason, rule) if any(map(is_bad, _known(standing))) else None


def _missing(rule: str) -> Refusal:
    return Refusal(RefusalReason.CONSENT_MISSING, rule)

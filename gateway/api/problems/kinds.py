"""Every kind of problem by its reason code; refusals of the policy included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from gateway.api.problems import of_access, of_callbacks, of_requests, of_state, of_surveys
from gateway.api.problems.kind import ProblemKind
from gateway.domain.decision import RefusalReason
from gateway.policy.refusals import explain

TOO_MANY_REQUESTS = 429


def _refusals() -> Iterator[ProblemKind]:
    for reason in RefusalReason:
        words = explain(reason)
        status = TOO_MANY_REQUESTS if reason is RefusalReason.QUOTA_EXCEEDED else 403
        yield ProblemKind(reason.value, status, words.sentence, words.next_step, trailed=True)


KINDS: Final[Mapping[str, ProblemKind]] = {
    kind.reason: kind
    for kind in (
        *of_requests.KINDS,
        *of_access.KINDS,
        *of_callbacks.KINDS,
        *of_state.KINDS,
        *of_surveys.KINDS,
        *_refusals(),
    )
}
"""A closed list; the code is `reason` in a document and the last part of its `type`."""

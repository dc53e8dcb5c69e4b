"""Who asks under which permit until when: what every question of one verification shares."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.domain.decision import Permit
from gateway.domain.verification import Verification
from gateway.flow.parts import Parts
from gateway.ports.machine import Deadline, uuid7
from gateway.ports.source import Envelope


@dataclass(frozen=True, slots=True)
class Errand:
    """One verification on its way to the departments."""

    parts: Parts
    verification: Verification
    permit: Permit
    requester_name: str
    deadline: Deadline

    def envelope(self) -> Envelope:
        """A fresh envelope for one question."""
        return Envelope(
            request_id=uuid7(self.parts.clock.now(), self.parts.chance),
            requester=self.verification.caller.requester,
            requester_name=self.requester_name,
            business=self.verification.matter,
            operator=self.verification.operator.person,
        )


def new_deadline(parts: Parts) -> Deadline:
    """The one deadline that everybody who works for a verification gets."""
    monotonic = parts.clock.monotonic
    return Deadline(monotonic() + parts.settings.deadline_seconds, monotonic)

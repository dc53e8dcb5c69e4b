"""What every source that answers at once is made of; a connector adds its own dialect.

Must never hold state between questions: an error of one leaves nothing behind for the next.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from gateway.domain.evidence import Cause, Failed
from gateway.outbound.answers import check_usable, failures_as_silence

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.question import Question
    from gateway.ports.machine import Deadline
    from gateway.ports.source import Envelope, Link


class PromptSource(ABC):
    """Implements `gateway.ports.source.Source` but for the dialect."""

    department: str

    def __init__(self, link: Link, operations: frozenset[str]) -> None:
        self.operations = operations
        self._link = link

    @abstractmethod
    async def speak(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """Put one usable question in the department's dialect. May raise LinkFailed."""

    async def ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """Put one question; whatever goes wrong is silence."""
        return await failures_as_silence(self._ask(question, envelope, deadline))

    async def resume(
        self,
        question: Question,  # noqa: ARG002 - the port's signature
        ticket: str,  # noqa: ARG002
        envelope: Envelope,  # noqa: ARG002
        deadline: Deadline,  # noqa: ARG002
    ) -> Reply:
        """Nothing is ever promised here, so nothing can be resumed."""
        return Failed(Cause.UNSUPPORTED)

    async def close(self) -> None:
        """Give the connections back."""
        await self._link.close()

    async def _ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        check_usable(question, self.operations)
        return await self.speak(question, envelope, deadline)

"""How a department calls back: which secret proves it, and what its message says.

A call-back is a hint that an answer is there, never the answer itself: whoever learned a
department's secret could otherwise say anything about anybody. What it names is fetched from the
department, over the link and the checks of every other question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gateway.ports.source import Connector

if TYPE_CHECKING:
    from collections.abc import Callable


class CallsBack(Connector, Protocol):
    """A connector whose department says when a late answer is there.

    A connector without this member takes no call-backs.
    """

    def read_callback(self, content: bytes) -> str:
        """The ticket (as in `Late`) that the message names. Raises LinkFailed for another one."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class CallbackDoor:
    """One department's way in: a message signed with any of `secrets`, read by its connector."""

    secrets: tuple[bytes, ...]
    read: Callable[[bytes], str]

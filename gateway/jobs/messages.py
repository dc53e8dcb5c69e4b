"""The stored form of a job: its kind, a verification's id and when it is due, as plain JSON.

Huey would write pickles, and whoever could write the file of jobs could run code here. Must never
store anything but these three.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from huey.registry import Message
from huey.serializer import Serializer

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MILLISECOND: Final = timedelta(milliseconds=1)


def moment_of(due: int) -> datetime:
    """Milliseconds since 1970 as Huey wants a time: in UTC, without saying so."""
    return _EPOCH + due * _MILLISECOND


def due_of(moment: datetime) -> int:
    """The reverse."""
    return (moment - _EPOCH) // _MILLISECOND


class PlainMessages(Serializer):  # type: ignore[misc]  # Huey has no types
    """Writes jobs as `[kind, verification id, due]` and the times beside them as numbers."""

    def __init__(self, task: str) -> None:
        """`task` is the name under which Huey knows the one function that there is."""
        super().__init__()
        self._task = task

    def _serialize(self, data: object) -> bytes:
        if isinstance(data, Message):
            kind, verification_id = data.args
            return json.dumps([kind, verification_id, due_of(data.eta)]).encode()
        if isinstance(data, int):
            return json.dumps(data).encode()
        raise TypeError(f"a {type(data).__name__} is no job")

    def _deserialize(self, data: bytes) -> Any:  # noqa: ANN401 - a Message or a number
        form = json.loads(bytes(data))
        if isinstance(form, int):
            return form
        kind, verification_id, due = form
        return Message(None, self._task, moment_of(due), args=(kind, verification_id), kwargs={})

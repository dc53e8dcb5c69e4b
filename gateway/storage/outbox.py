"""An outbox of files in place of a messaging service: one message a file, mode 0600.

For development and the demo. In production a resident's message leaves by her own channel; a file
that the operator can read would let the operator confirm in her place.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from gateway.ports.registers import ConfirmationMessage
from gateway.private_files import make_private_directory, write_private_file


class Outbox:
    """Implements the ConsentConfirmation port."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def deliver(self, message: ConfirmationMessage) -> None:
        """Write the message as `<consent id>.json`. Raises OSError if it cannot be written."""
        content = json.dumps(asdict(message), ensure_ascii=False, indent=1).encode("utf-8")
        await asyncio.to_thread(self._write, f"{message.consent_id}.json", content)

    def _write(self, name: str, content: bytes) -> None:
        make_private_directory(self._directory)
        write_private_file(self._directory / name, content)

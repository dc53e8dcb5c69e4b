"""Being told to stop: by a signal, or because whoever started the process is gone.

Must never end the process by itself: it tells the server, or the task if there is no server yet.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import suppress

import uvicorn


class Stopping:
    """What ends the process in order; made on the loop and in the task that it ends."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._server: uvicorn.Server | None = None

    def serves(self, server: uvicorn.Server) -> None:
        """From now on there is a server to be told."""
        self._server = server

    def listen(self) -> None:
        """Stop at SIGTERM and SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self.stop)

    def watch(self, descriptor: int) -> None:
        """Stop when there is nothing more to read; in a thread, for it cannot be interrupted."""

        def read() -> None:
            while os.read(descriptor, 4096):
                continue
            with suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self.stop)

        threading.Thread(target=read, name="stdin", daemon=True).start()

    def stop(self) -> None:
        """End: what was begun is finished, unless this is said twice."""
        if self._server is None:
            if self._task is not None:
                self._task.cancel()
        else:
            self._server.force_exit = self._server.should_exit
            self._server.should_exit = True

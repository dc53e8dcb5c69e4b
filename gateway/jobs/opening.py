"""Where jobs are kept: a file of their own beside the embedded store, or PostgreSQL's tables.

A file of their own, because two writers of one SQLite file wait for each other. Must never open a
file that others could write.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from huey import Huey, PostgresHuey, SqliteHuey

from gateway.errors import SettingsRefused
from gateway.jobs.messages import PlainMessages
from gateway.jobs.schedule import TASK, JobSchedule
from gateway.ports.jobs import Observe
from gateway.private_files import FILE_MODE
from gateway.settings import Settings

FILE: Final = "jobs.sqlite3"
NAME: Final = "gateway"


def open_jobs(settings: Settings, observe: Observe) -> JobSchedule:
    """The schedule of this deployment; close it. Raises SettingsRefused if it cannot be opened."""
    try:
        return JobSchedule(_open(settings), observe)
    except Exception as error:  # whatever the driver raises, it is the operator's to mend
        where = settings.data_dir / FILE if settings.database_url is None else "database_url"
        message = f"{where}: cannot be opened for jobs: {type(error).__name__}{_remedy(error)}"
        raise SettingsRefused(message) from error


def _remedy(error: Exception) -> str:
    """What to do about a file that is damaged; one that cannot be reached may be sound."""
    is_damaged = isinstance(error, sqlite3.DatabaseError)
    if not is_damaged or isinstance(error, sqlite3.OperationalError):
        return ""
    return "; nothing is lost if it is removed: jobs are made again from the store"


def _open(settings: Settings) -> Huey:
    common = {"results": False, "serializer": PlainMessages(TASK)}
    if settings.database_url is not None:
        # It would hold a connection for each worker just to be told sooner of a job.
        return PostgresHuey(NAME, dsn=settings.database_url, blocking=False, **common)
    file = settings.data_dir / FILE
    _make_private(file)
    return SqliteHuey(NAME, filename=str(file), fsync=True, cache_mb=1, **common)


def _make_private(file: Path) -> None:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE))
    if file.stat().st_mode & 0o777 & ~FILE_MODE:
        raise PermissionError("its mode is wider than 0600")

"""Bringing the tables of a store to this version's form, from whatever version made them.

The migrations ship with the package. Must never go backward, and never leave half a revision.
"""

from __future__ import annotations

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from gateway.errors import SettingsRefused


def migrate(connection: Connection) -> None:
    """Run every revision that the store lacks, within the transaction of `connection`.

    Raises SettingsRefused for a store that a newer version has made.
    """
    with as_file(files("gateway.storage").joinpath("migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            message = f"the store was made by a version that this one does not know: {error}"
            raise SettingsRefused(message) from error

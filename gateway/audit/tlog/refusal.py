"""What the readers of this room say about bytes that are not in their format."""

from __future__ import annotations


class NotInFormat(ValueError):
    """The bytes are not in the format; the message says what is wrong, never what they held."""

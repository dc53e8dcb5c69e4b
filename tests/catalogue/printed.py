"""What an entry of the decree's lists says, as the tests lay it beside the catalogue.

Typed from the decree itself; must never be derived from the catalogue's files.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedNegative:
    """An entry of 附件1. Lists are as printed, separated by 、 with 等 at an open end.

    ``sharing`` are the departments named for sharing, ``documents`` the papers named, ``issuers``
    the others that issue, register or decide, ``exceptions`` what is printed before 除外. ``older``
    is the remark, or the number in the list of cancelled items.
    """

    name: str
    routes: str
    sharing: str = ""
    documents: str = ""
    lost: bool = False
    issuers: str = ""
    exceptions: str = ""
    older: str = ""
    cancelled_as: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedRetained:
    """An entry of 附件2. ``used_for`` and ``limits`` hold the phrases that carry the meaning.

    ``kept_from`` is the number in the list of 2018 that the remark cites, ``exception_to`` the
    entries of 附件1 that the entry or the note below the list makes an exception to.
    """

    name: str
    demanded_by: str
    used_for: tuple[str, ...]
    basis: tuple[str, ...]
    signed_by: str
    limits: tuple[str, ...]
    kept_from: int | None = None
    exception_to: tuple[int, ...] = ()


def without_spaces(text: str) -> str:
    """The text without the spaces and line ends that printing put into its words."""
    return "".join(text.split())

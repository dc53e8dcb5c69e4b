"""What a leaf's JSON may hold: every field of format version 1 with its form.

The list is closed. A further field would be a further format version; what only one kind of entry
needs goes into `about` (design.md §8). Must never be loosened: bytes once written stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from gateway.audit.instants import read_instant
from gateway.domain.consent import Assurance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VERSION = 1

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_KIND = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def wrong_field(content: Mapping[str, object]) -> str | None:
    """The name of a field that is missing, unknown or ill-formed; None if all are in order."""
    for name in sorted(_REQUIRED - content.keys()):
        return name
    for name, value in sorted(content.items()):
        form = _FORMS.get(name)
        if form is None or not form(value):
            return name
    return None


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _one_of(*words: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in words


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _version(value: object) -> bool:
    return _number(value) and value == VERSION


def _moment(value: object) -> bool:
    try:
        read_instant(cast("str", value))
    except (TypeError, ValueError):
        return False
    return True


def _list_of(form: Callable[[object], bool]) -> Callable[[object], bool]:
    # An empty list is absent, and absent values are omitted: so there is one way to say nothing.
    return lambda value: isinstance(value, list) and value != [] and all(map(form, value))


def _map_of(form: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: (
        isinstance(value, dict)
        and value != {}
        and all(_WORD.fullmatch(key) and form(item) for key, item in value.items())
    )


def _record(**forms: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: (
        isinstance(value, dict)
        and value.keys() == forms.keys()
        and all(form(value[name]) for name, form in forms.items())
    )


_REQUIRED = frozenset({"v", "entry_id", "kind", "at"})
_FORMS: Mapping[str, Callable[[object], bool]] = {
    "v": _version,
    "entry_id": _matches(_UUID7),
    "kind": _matches(_KIND),
    "at": _moment,
    "parent": _matches(_UUID7),
    "verification_id": _text,
    "requester": _text,
    "matter": _text,
    "fact": _text,
    "certificate": _record(listed=_one_of("negative", "retained"), number=_number),
    "basis": _text,
    "consents": _list_of(
        _record(consent_id=_text, assurance=_one_of(*(level.value for level in Assurance)))
    ),
    "decision": _one_of("permit", "refuse"),
    "rule": _text,
    "outcome": _text,
    "reasons": _list_of(_text),
    "departments": _list_of(
        _record(department=_text, reply=_one_of("asked", "answered", "late", "silent"))
    ),
    "digests": _map_of(_matches(_DIGEST)),
    "catalogue_digest": _matches(_DIGEST),
    "policy_digest": _matches(_DIGEST),
    "key_ids": _list_of(_text),
    "about": _map_of(_text),
    "detail": _list_of(_record(role=_matches(_WORD), digest=_matches(_DIGEST))),
}

"""The free texts of a survey: their lengths, their characters, and that nobody is named in them.

Must never let an identity, telephone or e-mail number pass: a survey is about papers, never about
people. Names of people cannot be told from other words and are not looked for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from gateway.policy.demand_texts import personal_number_in
from gateway.policy.form import MISSING
from gateway.policy.survey_words import PERSONAL, TEXT_CHARACTERS, TEXT_TOO_LONG

if TYPE_CHECKING:
    from gateway.policy.form import Form

LONGEST_ROLE: Final = 60
LONGEST_PAPER: Final = 60
LONGEST_NAME: Final = 100
LONGEST_MATTER: Final = 200
LONGEST_BASIS: Final = 300
LONGEST_REMARKS: Final = 500
LONGEST_SUMMARY: Final = 2000

_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PASSPORT: Final = re.compile(r"(?<![0-9A-Z])[A-Z][A-Z0-9]?[0-9]{7,8}(?![0-9A-Z])")
_ADDRESS: Final = re.compile(r"[^\s@]@[^\s@]+\.[A-Z]{2,}")


def read_text(form: Form, key: str, longest: int) -> str:
    """Read a text that must be there, without the spaces around it."""
    if not form.has(key):
        form.refuse(key, MISSING)
        return ""
    text = form.text(key).strip()
    problem = _problem(text, longest)
    if problem is not None:
        form.refuse(key, problem)
    return text


def read_optional(form: Form, key: str, longest: int) -> str | None:
    """Read a text that may be absent."""
    return read_text(form, key, longest) if form.has(key) else None


def seems_personal(text: str) -> bool:
    """Tell whether a text seems to hold a number or an e-mail address of a person."""
    if personal_number_in(text) is not None:
        return True
    folded = unicodedata.normalize("NFKC", text).upper()
    return any(form.search(folded) for form in (_PASSPORT, _ADDRESS))


def _problem(text: str, longest: int) -> str | None:
    if len(text) > longest:
        return TEXT_TOO_LONG
    if any(unicodedata.category(character) in _REFUSED for character in text):
        return TEXT_CHARACTERS
    return PERSONAL if seems_personal(text) else None

"""The number by which somebody follows what became of her report.

Twenty characters in five groups: 95 bits that nobody guesses, and a check character, so that a slip
of the pen is told from a number that does not exist. Never shown again once it was given out.
"""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O (read as 1, 1, 0) and no U."""

SECRET_BYTES: Final = 12
_SECRET_CHARACTERS: Final = 19
_GROUP: Final = 4
_MISREAD: Final = str.maketrans("ILO", "110")
_BETWEEN: Final = str.maketrans("", "", "-‐‑–—－ \t　")


def write_number(secret: bytes) -> str:
    """The number for (at least) twelve unpredictable bytes, in groups."""
    value = int.from_bytes(secret[:SECRET_BYTES], "big") >> 1
    characters = [ALPHABET[value >> (5 * place) & 31] for place in range(_SECRET_CHARACTERS)]
    body = "".join(reversed(characters))
    whole = body + _check_character(body)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def read_number(text: str) -> str | None:
    """The number as it was written, however it was typed; None if it cannot be one."""
    plain = text.translate(_BETWEEN).upper().translate(_MISREAD)
    if len(plain) != _SECRET_CHARACTERS + 1 or not set(plain) <= set(ALPHABET):
        return None
    if _check_character(plain[:-1]) != plain[-1]:
        return None
    return "-".join(plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP))


def _check_character(body: str) -> str:
    """Luhn's sum modulo 32: finds every single wrong character and most swaps of neighbours."""
    total = 0
    for place, character in enumerate(reversed(body)):
        weighed = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += weighed // 32 + weighed % 32
    return ALPHABET[-total % 32]

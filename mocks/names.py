"""How a department compares the name it was asked with the name it holds.

Must never fold one character into another that is not a separator, a space or a full-width form.
"""

from __future__ import annotations

SAME = "same"
VARIANT = "variant"
SIMILAR = "similar"
DIFFERENT = "different"

_FOLD: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, ".·•‧・．･∙⋅․"), "·"),
    **dict.fromkeys(map(ord, " \u00a0\u2002\u2003\u2009\u200a\u3000"), ""),
}


def compare(asked: str, held: str) -> str:
    """One of the four words above; "similar" is one character exchanged in three or more."""
    if asked == held:
        return SAME
    left, right = asked.translate(_FOLD), held.translate(_FOLD)
    if left == right:
        return VARIANT
    differing = sum(one != other for one, other in zip(left, right, strict=False))
    if len(left) == len(right) and len(left) >= 3 and differing == 1:
        return SIMILAR
    return DIFFERENT

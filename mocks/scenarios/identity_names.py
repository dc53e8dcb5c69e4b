"""Scenarios of names that match, match but for their spelling, or do not: rows I4 and G2.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from mocks.scenarios.cast import Cast
from mocks.scenarios.identity import answer


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _names(cast)
    _spellings(cast)


def _names(cast: Cast) -> None:
    plain = cast.woman("i4-plain", 1983, name="赵静怡")
    cast.ask(
        "identity-i4-other-name",
        "The number is held under quite another name",
        "号码在册但姓名不同",
        subject=cast.person(plain, name="钱秀珍"),
        expected=answer("ambiguous", "name_mismatch"),
    )
    cast.ask(
        "identity-i4-similar-name",
        "One character of the name differs: only similar",
        "姓名有一字之差，仅属相似",
        subject=cast.person(plain, name="赵静仪"),
        expected=answer("ambiguous", "name_mismatch"),
    )
    peak = cast.man("i4-peak", 1966, name="李峯")
    cast.ask(
        "identity-i4-variant-character",
        "A variant form of a character is another character",
        "异体字不视为同一字",
        subject=cast.person(peak, name="李峰"),
        expected=answer("ambiguous", "name_mismatch"),
    )


def _spellings(cast: Cast) -> None:
    dotted = cast.woman("g2-dotted", 1995, name="阿依古丽·买买提")
    cast.ask(
        "identity-g2-interpunct",
        "The interpunct of a minority name is written with another character",
        "少数民族姓名间隔号写法不同",
        subject=cast.person(dotted, name="阿依古丽•买买提"),
        rows=("I5",),
        expected=answer("confirmed", "name_variant"),
    )
    spaced = cast.man("g2-spaced", 1958, name="王　强")
    cast.ask(
        "identity-g2-spacing",
        "The register wrote a full-width space into a name of two characters",
        "登记时两字姓名间录入了全角空格",
        subject=cast.person(spaced, name="王强"),
        rows=("I5",),
        expected=answer("confirmed", "name_variant"),
    )
    rare = cast.woman("i5-rare", 2001, name="𬸚𠮷")
    cast.ask(
        "identity-i5-rare-character",
        "A name of characters beyond the basic plane",
        "姓名含基本平面以外的生僻字",
        subject=rare,
        expected=answer("confirmed"),
    )

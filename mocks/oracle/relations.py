"""The codes of GB/T 4761 as the tables use them: what includes, excludes and derives what.

Must never treat a residual code (x9) as saying anything about another.
"""

from __future__ import annotations

GROUPS: dict[str, frozenset[str]] = {
    "spouse": frozenset({"10", "11", "12"}),
    "child": frozenset({*(f"2{n}" for n in range(7)), *(f"3{n}" for n in range(7))}),
    "grandchild": frozenset({"40", "41", "42", "43", "44"}),
    "parent": frozenset({"50", "51", "52"}),
    "grandparent": frozenset({"60", "61", "62", "63", "64"}),
    "sibling": frozenset({"70", "71", "73", "75", "77"}),
}
INCLUDES: dict[str, frozenset[str]] = {
    "10": frozenset({"11", "12"}),
    "20": frozenset({"21", "22", "23", "24", "25", "26", "29"}),
    "30": frozenset({"31", "32", "33", "34", "35", "36", "39"}),
    "40": frozenset({"41", "42", "43", "44"}),
    "50": frozenset({"51", "52"}),
    "60": frozenset({"61", "62", "63", "64"}),
    "70": frozenset({"71", "73", "75", "77"}),
}
BIRTH_LINE = GROUPS["child"] | GROUPS["parent"]
STEP_OR_ADOPTIVE = frozenset({"27", "37", "57", "58"})
IN_LAW = frozenset({"28", "38", "53", "54", "55", "56"})
DERIVABLE = (GROUPS["sibling"] | GROUPS["grandparent"] | GROUPS["grandchild"] | IN_LAW) | frozenset(
    {"72", "74", "76", "78"}
)


def group_of(code: str) -> str | None:
    """The group to which a code belongs, among those that exclude each other."""
    return next((name for name, codes in GROUPS.items() if code in codes), None)


def meets(claim: str, held: str) -> bool:
    """Whether a held relation says all that is claimed."""
    return claim == held or held in INCLUDES.get(claim, frozenset())


def is_less_specific(claim: str, held: str) -> bool:
    """Whether a held relation says only a part of what is claimed (domain.md K8)."""
    return claim in INCLUDES.get(held, frozenset())


def excludes(claim: str, held: str) -> bool:
    """Whether a held relation is of another of the groups than the claimed one."""
    ours, theirs = group_of(claim), group_of(held)
    return ours is not None and theirs is not None and ours != theirs


def turn_round(code: str, sex: str) -> str | None:
    """What the head of a household, of that sex, is to a member with that relation to the head.

    None where that cannot be said.
    """
    male = sex == "1"
    if sex not in ("1", "2"):
        return None
    pairs = {
        "28": ("55", "56"),
        "38": ("53", "54"),
        "73": ("71", "75"),
        "77": ("71", "75"),
        "71": ("73", "77"),
        "75": ("73", "77"),
        "41": ("61", "62"),
        "42": ("61", "62"),
        "43": ("63", "64"),
        "44": ("63", "64"),
        "27": ("57", "58"),
        "37": ("57", "58"),
        **dict.fromkeys(GROUPS["spouse"], ("11", "12")),
        **dict.fromkeys(GROUPS["child"], ("51", "52")),
        **dict.fromkeys(GROUPS["parent"], ("20", "30")),
    }
    return pairs[code][0 if male else 1] if code in pairs else None

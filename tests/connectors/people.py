"""The people of the golden files: the kit's own, for the tests of single connectors."""

from connectors.kit.people import (
    ENVELOPE,
    JIANGUO,
    LE,
    LI_WEI,
    OPERATOR,
    PERSONAL,
    XIAOYU,
    XIUYING,
    fixed_now,
    holds_nothing_personal,
    plenty,
)

__all__ = [
    "ENVELOPE",
    "JIANGUO",
    "LE",
    "LI_WEI",
    "OPERATOR",
    "PERSONAL",
    "XIAOYU",
    "XIUYING",
    "fixed_now",
    "holds_nothing_personal",
    "plenty",
]

"""What people write: personal numbers are found, other numbers are left alone."""

from __future__ import annotations

import pytest

from gateway.policy.demand_texts import (
    LOOKS_LIKE_IDENTITY,
    LOOKS_LIKE_PHONE,
    fold,
    is_like_identity,
    personal_number_in,
)

# Put together here, so that no number stands whole in the repository's text.
NEW = "110105" + "19491231" + "002X"
OLD = "110105" + "491231" + "002"
MOBILE = "138" + "00138000"
IDENTITIES = {
    "new": NEW,
    "lower case": NEW.lower(),
    "within words": f"身份证{NEW}的老人",
    "in groups": f"{NEW[:6]} {NEW[6:14]} {NEW[14:]}",
    "with dashes": f"{NEW[:6]}-{NEW[6:14]}-{NEW[14:]}",
    "full width": "".join(chr(ord(c) + 0xFEE0) for c in NEW),
    "zero width": f"{NEW[:4]}\u200b{NEW[4:]}",
    "old": OLD,
    "old in groups": f"{OLD[:6]} {OLD[6:12]} {OLD[12:]}",
    "after another number": f"窗口3 {NEW[:6]} {NEW[6:14]} {NEW[14:]}",
    "two spaces": f"{NEW[:6]}  {NEW[6:14]}  {NEW[14:]}",
    "before a number": f"{OLD}-2",
    "card": "6222" * 4 + "021",
}
PHONES = {
    "mobile": MOBILE,
    "within letters": f"tel{MOBILE}x",
    "in groups": f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}",
    "with country": f"+86 {MOBILE}",
    "after a desk": f"窗口3 {MOBILE}",
    "after a day": f"2026-11-24 {MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}",
    "before a number": f"{MOBILE} 3",
    "landline": "023-" + "67812345",
    "landline in brackets": "(023) " + "6781 2345",
    "full width": "".join(chr(ord(c) + 0xFEE0) for c in MOBILE),
}
HARMLESS = {
    "day": "2026-11-24",
    "two days": "2026-11-24 2026-11-25",
    "moment": "2026年11月24日10:30",
    "area": "500112",
    "document": "渝府办发〔2021〕13号",
    "code": "91500112MA5U12345X",
    "hotline": "12345",
    "days": "2026-11-3, 2026-11-24 2026-11-25 2026-12-31",
    "numbers": "3 5 7 12 15 18 20 28 30",
    "money": "收费138元，共1380元",
    "nothing": "",
}


@pytest.mark.parametrize("how", IDENTITIES)
def test_identity_numbers(how: str) -> None:
    """However it is written, an identity number is found."""
    assert LOOKS_LIKE_IDENTITY == personal_number_in(IDENTITIES[how])


@pytest.mark.parametrize("how", PHONES)
def test_phone_numbers(how: str) -> None:
    """However it is written, a phone number is found."""
    assert LOOKS_LIKE_PHONE == personal_number_in(PHONES[how])


@pytest.mark.parametrize("what", HARMLESS)
def test_other_numbers(what: str) -> None:
    """Days, codes, documents and prices are nobody's numbers."""
    assert personal_number_in(HARMLESS[what]) is None


def test_codes_and_identity_numbers() -> None:
    """A credit code has as many characters, and no day where an identity number has one."""
    codes = ("11500000009275772R", "91500112MA5U12345X")
    assert [True, False, False] == [is_like_identity(text) for text in (NEW, *codes)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ａ 中心", "a中心"), ("民政局（窗口）", "民政局窗口"), ("Office-1", "office 1")],
)
def test_folding(one: str, other: str) -> None:
    """Width, case, spaces and punctuation make no difference between names."""
    assert fold(one) == fold(other)

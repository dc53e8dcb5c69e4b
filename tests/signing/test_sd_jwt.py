"""SD-JWT (RFC 9901): what is disclosed is what was signed, and nothing else opens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.signing.sd_jwt import SdJwtRefused, disclose, join, open_claims, split

SALT = b"0123456789abcdef"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(value=VALUES, name=st.text(min_size=1, max_size=12).filter(lambda n: n[0] not in "_."))
def test_a_disclosure_opens_to_what_was_disclosed(value: object, name: str) -> None:
    """Whatever JSON value is disclosed comes back under its name."""
    made = disclose(name, value, SALT)  # type: ignore[arg-type]
    presented = split(join("a.b.c", (made,)))
    payload = {"_sd_alg": "sha-256", "_sd": [made.digest]}
    assert {name: value} == open_claims(payload, presented)  # type: ignore[arg-type]


def test_the_example_of_the_specification_gives_its_digest() -> None:
    """The disclosure of RFC 9901 §4.2.1 and §4.2.3 has the digest printed there."""
    encoded = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    (read,) = split(f"a.b.c~{encoded}~").disclosures
    assert ("family_name", "Möbius") == (read.name, read.value)
    assert "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0" == read.digest


@pytest.mark.parametrize(
    "text",
    [
        "a.b.c",
        "a.b.c~WyJ4Il0",
        "a.b.c~!!!~",
        "a.b.c~WyJ4Il0~",
        "a.b.c~e30~",
        "a.b.c~WyJzYWx0IiwiX3NkIiwxXQ~",
        "a.b.c~WzEsIm5hbWUiLDFd~",
        "é~",
        "a.b.c~" + "WyJzIiwibiIsMV0~" * 33,
        "a" * 70_000 + "~",
    ],
    ids=range(10),
)
def test_malformed_presentations_are_refused(text: str) -> None:
    """Anything but `JWT~disclosure~…~` with well-formed disclosures is refused."""
    with pytest.raises(SdJwtRefused):
        split(text)


def test_disclosures_that_were_not_signed_do_not_open() -> None:
    """A foreign disclosure, a repeated one, and one that overwrites a claim are refused."""
    made, foreign = disclose("case", "x", SALT), disclose("case", "y", SALT)
    payload = {"_sd": [made.digest], "fact": "marriage"}
    overwriting = disclose("fact", "death", SALT)
    for presented, held in (
        (split(join("j", (foreign,))), payload),
        (split(join("j", (made, made))), payload),
        (split(join("j", (overwriting,))), {**payload, "_sd": [overwriting.digest]}),
        (split(join("j", (made,))), {**payload, "_sd_alg": "md5"}),
        (split(join("j", (made,))), {**payload, "_sd": [made.digest, made.digest]}),
        (split(join("j", (made,))), {**payload, "_sd": "no list"}),
    ):
        with pytest.raises(SdJwtRefused):
            open_claims(held, presented)  # type: ignore[arg-type]


def test_reserved_names_and_short_salts_cannot_be_disclosed() -> None:
    """RFC 9901 §4.2.1: `_sd` and `...` are no names, and a salt has at least 128 bits."""
    for name, salt in (("_sd", SALT), ("...", SALT), ("case", b"short")):
        with pytest.raises(SdJwtRefused):
            disclose(name, 1, salt)

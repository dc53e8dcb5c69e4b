"""Strict JSON: what is refused, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.api.problems.documents import ProblemRaised, tellable
from gateway.api.strict_json import parse
from gateway.audit.canonical import canonical_json

NESTING = 4

REFUSED = {
    "not-utf8": (b'{"a": "\xff"}', "not_utf8", None),
    "latin-1": ("é".encode("latin-1"), "not_utf8", None),
    "empty": (b"", "not_json", None),
    "cut-off": (b'{"a": ', "not_json", None),
    "two-values": (b"{} {}", "not_json", None),
    "byte-order-mark": (b"\xef\xbb\xbf{}", "not_json", None),
    "single-quotes": (b"{'a': 1}", "not_json", None),
    "nan": (b'{"a": NaN}', "not_json", "/a"),
    "infinity": (b'{"a": [1, -Infinity]}', "not_json", "/a/1"),
    "half-character": (b'{"a": "\\ud83d"}', "not_json", "/a"),
    "half-character-in-a-name": (b'{"a": {"\\ud83d": 1}}', "not_json", "/a"),
    "duplicate": (b'{"a": 1, "b": 2, "a": 1}', "duplicate_key", "/a"),
    "duplicate-deeper": (b'{"claim": {"x": {}, "x": {}}}', "duplicate_key", "/claim/x"),
    "duplicate-in-a-list": (b'{"a": [{}, {"b": 1, "b": 2}]}', "duplicate_key", "/a/1/b"),
    "duplicate-by-escape": (b'{"a": 1, "\\u0061": 2}', "duplicate_key", "/a"),
    "duplicate-personal-name": (
        '{"subject": {"张三": 1, "张三": 2}}'.encode(),
        "duplicate_key",
        "/subject",
    ),
    "too-deep": (b'{"a": {"a": {"a": {"a": {}}}}}', "nesting_too_deep", "/a/a/a/a"),
    "too-deep-list": (b"[[[[[]]]]]", "nesting_too_deep", "/0/0/0/0"),
    "far-too-deep": (b"[" * 60_000, "nesting_too_deep", None),
    "far-too-deep-objects": (b'{"a":' * 10_000, "nesting_too_deep", None),
    "large-integer": (b'{"a": 9007199254740992}', "number_out_of_range", "/a"),
    "small-integer": (b'{"a": -9007199254740992}', "number_out_of_range", "/a"),
    "endless-integer": (b"[" + b"9" * 50_000 + b"]", "number_out_of_range", "/0"),
    "large-fraction": (b'{"a": 1e999}', "number_out_of_range", "/a"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """What has no meaning, or two, is refused with its reason and its place, if it has one."""
    content, reason, pointer = REFUSED[case]
    with pytest.raises(ProblemRaised) as raised:
        parse(content, NESTING)
    places = [tellable(error.pointer) for error in raised.value.errors]
    assert (reason, [] if pointer is None else [pointer]) == (raised.value.kind.reason, places)


@pytest.mark.parametrize(
    "content",
    [b'{"a": 9007199254740991}', b"[[[[1]]]]", b"null", b'"\xf0\xa0\x80\x80"', b"-0.0", b" {} "],
    ids=["largest-integer", "deepest", "null", "supplementary-plane", "minus-zero", "spaces"],
)
def test_accepted(content: bytes) -> None:
    """What is at the limit is read, and has a canonical form."""
    assert b"" != canonical_json(parse(content, NESTING))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Whatever the bytes are, there is a value with a canonical form, or a problem."""
    try:
        canonical = canonical_json(parse(content, NESTING))
    except ProblemRaised as raised:
        assert 400 == raised.kind.status
    else:
        assert b"" != canonical

"""XML and JSON from elsewhere: parsed safely, read strictly, and never quoted in an error."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.evidence import Cause
from gateway.domain.fact import JsonValue
from gateway.outbound import json_documents as j
from gateway.outbound import xml_documents as x
from gateway.ports.source import LinkFailed

PERSONAL = "陈建国"


def cause_of(work: Callable[[], object]) -> Cause:
    """The cause of the failure that must happen, which must carry nothing else."""
    with pytest.raises(LinkFailed) as caught:
        work()
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)
    assert PERSONAL not in str(caught.value)
    return caught.value.cause


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"no markup",
        f"<a>{PERSONAL}".encode(),
        b"<a></b>",
        b"<a/><b/>",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
        b"<!doctype a><a/>",
        b"<a>&e;</a>",
        b"<a>\x00</a>",
        "<a/>".encode("utf-16"),
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        '<?xml version="1.0" encoding="GBK"?><a>陈</a>'.encode("gbk"),
        b"<a xmlns:p='urn:p'><q:b/></a>",
    ],
    ids=range(16),
)
def test_what_is_no_xml_that_we_read(body: bytes) -> None:
    """Not well-formed, not UTF-8, or with a DOCTYPE: malformed."""
    assert Cause.MALFORMED == cause_of(lambda: x.parse_xml_safely(body))


def test_xml_limits() -> None:
    """Bytes and levels are limited; the limits themselves are still read."""
    deep = b"<a>" * 40 + b"</a>" * 40
    assert "a" == x.parse_xml_safely(deep).tag
    assert Cause.MALFORMED == cause_of(lambda: x.parse_xml_safely(b"<a>" + deep + b"</a>"))
    assert Cause.MALFORMED == cause_of(lambda: x.parse_xml_safely(b"<a>" * 9_000))
    assert Cause.OVERSIZED == cause_of(lambda: x.parse_xml_safely(deep, largest=len(deep) - 1))


def test_comments_and_instructions_are_dropped() -> None:
    """A value is its text, whatever was written between."""
    root = x.parse_xml_safely(b"<?xml version='1.0'?><?p q?><a><b>1<!-- - -->2<?p q?>3</b></a>")
    assert "123" == x.value_of(root, "b")


def test_reading_lists() -> None:
    """An item under another name is no list that we understand; an empty list is one."""
    root = x.parse_xml_safely(b"<r><t>1</t><t>2</t></r>")
    assert ["1", "2"] == [child.text for child in x.children_of(root, "t")]
    assert () == x.children_of(x.parse_xml_safely(b"<r/>"), "t")
    for content in (b"<r><u>1</u></r>", b"<r><t>1</t><u>2</u></r>"):
        drifted = x.parse_xml_safely(content)
        assert Cause.MALFORMED == cause_of(
            lambda drifted=drifted: x.children_of(drifted, "t")  # type: ignore[misc]
        )


def test_reading_elements() -> None:
    """A required value must be there once, with text and nothing but text."""
    root = x.parse_xml_safely(b"<r><a> 1 </a><e/><n><m/></n><t>1</t><t>2</t></r>")
    assert "1" == x.value_of(root, "a")
    assert x.value_or_none_of(root, "e") is None
    assert x.value_or_none_of(root, "absent") is None
    assert x.value_or_none_of(root, "e", must_exist=True) is None
    assert "n" == x.child_of(root, "n").tag
    for tag in ("e", "absent", "n", "t"):
        assert Cause.MALFORMED == cause_of(lambda tag=tag: x.value_of(root, tag))  # type: ignore[misc]
    assert Cause.MALFORMED == cause_of(lambda: x.value_or_none_of(root, "no", must_exist=True))
    assert Cause.MALFORMED == cause_of(lambda: x.child_of(root, "t"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "1",
        "null",
        '"text"',
        "{",
        f'{{"a": "{PERSONAL}"',
        '{"a": 1, "a": 1}',
        '{"b": {"a": 1, "a": 2}}',
        '{"a": NaN}',
        '{"a": [Infinity]}',
        '{"a": "\\ud800"}',
        '{"\\udfff": 1}',
        '{"a": 1} {"a": 1}',
        "{'a': 1}",
        '{"a": ' + "1" * 5_000 + "}",
        '{"a": ' + "[" * 100_000,
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
    ids=range(18),
)
def test_what_is_no_json_that_we_read(text: str) -> None:
    """Not an object, doubled keys, numbers that are none, half characters, depth: malformed."""
    assert Cause.MALFORMED == cause_of(lambda: j.parse_json_safely(text.encode()))


@pytest.mark.parametrize("body", [b"\xff", '{"a": 1}'.encode("utf-16"), b'\xef\xbb\xbf{"a": 1}'])
def test_json_must_be_utf8(body: bytes) -> None:
    """Another encoding, and a byte order mark, are malformed."""
    assert Cause.MALFORMED == cause_of(lambda: j.parse_json_safely(body))


def test_json_limits() -> None:
    """Bytes and levels are limited; the limits themselves are still read."""
    deep = '{"a": ' + "[" * 38 + "1" + "]" * 38 + "}"
    assert {"a"} == j.parse_json_safely(deep.encode()).keys()
    deeper = deep.replace("1", "[1]").encode()
    assert Cause.MALFORMED == cause_of(lambda: j.parse_json_safely(deeper))
    small = len(deep) - 1
    assert Cause.OVERSIZED == cause_of(lambda: j.parse_json_safely(deep.encode(), largest=small))


def test_reading_members() -> None:
    """A member must be there, and of the type that is asked for."""
    holder = j.parse_json_safely(
        b'{"t": "x", "n": null, "b": true, "i": 1, "o": {}, "l": [{}], "m": [1]}'
    )
    assert "x" == j.text_of(holder, "t")
    assert "x" == j.text_or_none_of(holder, "t")
    assert j.text_or_none_of(holder, "n") is None
    assert j.truth_of(holder, "b")
    assert {} == j.object_of(holder, "o")
    assert [{}] == j.objects_of(holder, "l")
    wrong: list[Callable[[], object]] = [
        lambda: j.member_of(holder, "absent"),
        lambda: j.text_of(holder, "n"),
        lambda: j.text_of(holder, "i"),
        lambda: j.text_or_none_of(holder, "i"),
        lambda: j.text_or_none_of(holder, "absent"),
        lambda: j.truth_of(holder, "i"),
        lambda: j.object_of(holder, "l"),
        lambda: j.objects_of(holder, "o"),
        lambda: j.objects_of(holder, "m"),
    ]
    assert {Cause.MALFORMED} == {cause_of(work) for work in wrong}


_VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab"), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text("ab"), _VALUES))
def test_json_is_read_as_it_was_written(document: dict[str, JsonValue]) -> None:
    """Whatever is well-formed comes out as it went in."""
    assert document == j.parse_json_safely(json.dumps(document).encode())


@given(st.binary(max_size=60))
def test_any_bytes(body: bytes) -> None:
    """Any bytes are read or malformed, and nothing else."""
    for parse in (x.parse_xml_safely, j.parse_json_safely):
        try:
            parse(body)
        except LinkFailed as failed:
            assert Cause.MALFORMED == failed.cause

"""What a department can do wrong: on the wire (for all alike), and in its own dialect.

Each entry says which cause of silence it must become; nothing here must ever become an answer.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping

from connectors.kit.asking import LIMIT
from connectors.kit.dialect import Change, Dialect, swap
from connectors.kit.people import JIANGUO, LI_WEI
from connectors.kit.scripted import HANG, HANG_UP, RESET, Line, reply
from gateway.domain.evidence import Cause

DEEP = 60
Misbehave = Callable[[Dialect, bytes], Line]


def _status(status: int) -> Misbehave:
    return lambda _dialect, body: reply(body, status=status)


def _instead(content: bytes) -> Misbehave:
    return lambda dialect, _body: reply(content, dialect.reply_type)


def _redirect(dialect: Dialect, body: bytes) -> Line:
    headers = {"Location": f"/elsewhere?number={JIANGUO.number}"}
    return reply(body, dialect.reply_type, 307, headers)


def _truncated(dialect: Dialect, body: bytes) -> Line:
    whole = reply(body, dialect.reply_type).raw
    return Line(whole[: -len(body) // 2], "close")


def _chunk_cut_off(dialect: Dialect, body: bytes) -> Line:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {dialect.reply_type}\r\n"
    start = f"{head}Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n".encode()
    return Line(start + body + b"\r\n", "close")


def _slow(dialect: Dialect, body: bytes) -> Line:
    whole = reply(body, dialect.reply_type).raw
    return Line(whole[:-1], "hang")


def _oversized(dialect: Dialect, body: bytes) -> Line:
    return reply(body + b" " * LIMIT, dialect.reply_type)


def _oversized_unannounced(dialect: Dialect, body: bytes) -> Line:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {dialect.reply_type}\r\nConnection: close\r\n\r\n"
    return Line(head.encode() + body + b" " * LIMIT, "close")


def _bomb(dialect: Dialect, body: bytes) -> Line:
    packed = gzip.compress(body + b" " * 4 * LIMIT)
    return reply(packed, dialect.reply_type, headers={"Content-Encoding": "gzip"})


def _wrong_type(_dialect: Dialect, body: bytes) -> Line:
    return reply(body, "text/html; charset=utf-8")


def _not_utf8(dialect: Dialect, body: bytes) -> Line:
    return reply(body.decode().encode("utf-16"), dialect.reply_type)


def _doubled(dialect: Dialect, body: bytes) -> Line:
    return reply(body + body, dialect.reply_type)


ON_THE_WIRE: Mapping[str, tuple[Misbehave, Cause]] = {
    "hangs": (lambda *_: HANG, Cause.TIMEOUT),
    "hangs_in_the_body": (_slow, Cause.TIMEOUT),
    "resets": (lambda *_: RESET, Cause.UNREACHABLE),
    "hangs_up": (lambda *_: HANG_UP, Cause.MALFORMED),
    "no_http": (lambda *_: Line(b"hello\r\n\r\n", "close"), Cause.MALFORMED),
    "400": (_status(400), Cause.BROKEN),
    "401": (_status(401), Cause.REFUSED),
    "403": (_status(403), Cause.REFUSED),
    "404": (_status(404), Cause.BROKEN),
    "407": (_status(407), Cause.REFUSED),
    "429": (_status(429), Cause.BROKEN),
    "451": (_status(451), Cause.REFUSED),
    "500": (_status(500), Cause.BROKEN),
    "501": (_status(501), Cause.UNSUPPORTED),
    "502": (_status(502), Cause.BROKEN),
    "503": (_status(503), Cause.BROKEN),
    "504": (_status(504), Cause.BROKEN),
    "redirect": (_redirect, Cause.BROKEN),
    "empty_body": (_instead(b""), Cause.MALFORMED),
    "gibberish": (_instead(b"\xff\xfe<{ \x00"), Cause.MALFORMED),
    "json_null": (_instead(b"null"), Cause.MALFORMED),
    "other_document": (_instead(b"<html/>"), Cause.MALFORMED),
    "truncated": (_truncated, Cause.MALFORMED),
    "chunk_cut_off": (_chunk_cut_off, Cause.MALFORMED),
    "oversized": (_oversized, Cause.OVERSIZED),
    "oversized_unannounced": (_oversized_unannounced, Cause.OVERSIZED),
    "gzip_bomb": (_bomb, Cause.OVERSIZED),
    "wrong_content_type": (_wrong_type, Cause.MALFORMED),
    "not_utf8": (_not_utf8, Cause.MALFORMED),
    "twice": (_doubled, Cause.MALFORMED),
}


def _after_declaration(text: str) -> int:
    return text.index("?>") + 2 if text.startswith("<?xml") else 0


def _entity(text: str) -> str:
    """An entity that would be expanded into a match, declared in a DOCTYPE."""
    declared = '<!DOCTYPE x [<!ENTITY a "陈建国">]>'
    start = _after_declaration(text)
    return text[:start] + declared + text[start:].replace(JIANGUO.name, "&a;")


def _entity_bomb(text: str) -> str:
    levels = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "x">' for n in range(10)
    )
    start = _after_declaration(text)
    return text[:start] + f"<!DOCTYPE x [{levels}]>" + text[start:].replace(JIANGUO.name, "&e9;")


def _external(text: str) -> str:
    start = _after_declaration(text)
    return f'{text[:start]}<!DOCTYPE x SYSTEM "file:///etc/hostname">{text[start:]}'


def _deep_xml(text: str) -> str:
    end = text.rindex("</")
    return text[:end] + "<d>" * DEEP + "</d>" * DEEP + text[end:]


def _deep_json(text: str) -> str:
    return text.rstrip()[:-1] + ', "more": ' + "[" * DEEP + "]" * DEEP + "}"


def _very_deep_json(text: str) -> str:
    return text.rstrip()[:-1] + ', "more": ' + "[" * 20_000


def _doubled_key(text: str) -> str:
    key = next(iter(json.loads(text)))
    value = json.dumps(json.loads(text)[key])
    return text.rstrip()[:-1] + f', "{key}": {value}}}'


def _more(value: str) -> Change:
    return lambda text: text.rstrip()[:-1] + f', "more": {value}}}'


IN_XML: Mapping[str, Change] = {
    "entity": _entity,
    "entity_bomb": _entity_bomb,
    "external_dtd": _external,
    "too_deep": _deep_xml,
}
IN_JSON: Mapping[str, Change] = {
    "too_deep": _deep_json,
    "far_too_deep": _very_deep_json,
    "doubled_key": _doubled_key,
    "not_a_number": _more("NaN"),
    "infinity": _more("-Infinity"),
    "half_a_character": _more('"\\ud800"'),
    "huge_number": _more("9" * 5000),
}


def in_the_document(dialect: Dialect) -> Mapping[str, Change]:
    """What is wrong with the document itself."""
    return IN_XML if dialect.document == "xml" else IN_JSON


def other_number(before: str) -> Change:
    """Somebody else's number behind that text."""
    return swap(before + JIANGUO.number, before + LI_WEI.number)

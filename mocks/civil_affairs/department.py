"""Reads civil affairs' form posts and answers them under its wire contract.

Must never answer from anything but the registers of marriages, adoptions and funerals.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl

from mocks.asking import (
    BUSY,
    PARTIAL,
    UNKNOWN_CODE,
    UNKNOWN_VALUE,
    WRONG_PERSON,
    Ask,
    Refused,
)
from mocks.civil_affairs.rows import Registers, Row
from mocks.population import Population

DEMO = "gw-demo"
ACCESS: Mapping[str, bytes] = {
    "verification-gateway": b"",
    DEMO: b"access-secret-of-the-mock-department",
}
"""Access key to its secret, invented and published; the empty one where none was issued."""
PATHS = {
    "/openapi/marriage/query": "marital_events",
    "/openapi/adoption/query": "adoptions",
    "/openapi/cremation/query": "cremation",
}
FIELDS = {
    "access_key": re.compile(r"[0-9A-Za-z_-]{1,64}"),
    "format": re.compile(r"json"),
    "request_id": re.compile(r"[0-9A-Za-z-]{1,64}"),
    "timestamp": re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", re.ASCII),
    "version": re.compile(r"1\.0"),
    "sign": re.compile(r"[0-9A-F]{64}"),
    "biz_content": re.compile(r".+", re.DOTALL),
}
ONE_SIDED = frozenset({"name_man", "cert_num_man"})
TWO_SIDED = ONE_SIDED | {"name_woman", "cert_num_woman"}
PERSON = frozenset({"name", "cert_num"})
FORMS = {
    "marital_events": (ONE_SIDED, TWO_SIDED),
    "adoptions": (PERSON,),
    "cremation": (PERSON,),
}


class CivilAffairsMock:
    """The registers of civil affairs over one population."""

    name = "civil_affairs"
    paths: tuple[str, ...] = tuple(PATHS)
    request_type = "application/x-www-form-urlencoded"
    reply_type = "application/json; charset=utf-8"
    operations: tuple[str, ...] = tuple(PATHS.values())
    twists: frozenset[str] = frozenset({WRONG_PERSON, UNKNOWN_CODE, UNKNOWN_VALUE, BUSY, PARTIAL})
    access: Mapping[str, str] = MappingProxyType(
        {"access_key": DEMO, "access_secret": ACCESS[DEMO].decode()}
    )

    def __init__(self, population: Population) -> None:
        self._registers = Registers(population)
        self._data_date = population.data_dates.civil_affairs.isoformat()

    def read(self, path: str, body: bytes) -> Ask | Refused:
        """Understand a form post; code "0" for what is malformed, "-1" for a sign that is wrong."""
        operation = PATHS[path]
        form = _read_form(body)
        content = _read_content(form.get("biz_content", ""))
        fits = form.keys() == FIELDS.keys() and all(
            rule.fullmatch(form[name]) for name, rule in FIELDS.items()
        )
        if not fits or content.keys() not in FORMS[operation]:
            return self._refusal("0", "参数错误", form)
        if not _is_signed(form):
            return self._refusal("-1", "签名错误或无权限", form)
        sent = {name: value for name, value in form.items() if name != "biz_content"}
        about = content.get("cert_num_man") or content["cert_num"]
        return Ask(operation, about, {**sent, **content}, path=path)

    def answer(self, ask: Ask, twist: str | None = None) -> bytes:
        """The rows about the person asked, or about the two."""
        request_id = ask.fields["request_id"]
        if twist == BUSY:
            return _write({"code": "-9", "msg": "系统繁忙", "request_id": request_id})
        asked = self._registers.somebody_else(ask.about) if twist == WRONG_PERSON else ask.about
        data: dict[str, object] = {
            "status": "2" if twist == PARTIAL else "1",
            "code": "E7" if twist == UNKNOWN_CODE else "0",
            "data_date": self._data_date,
            "cert_num_asked": asked,
            "result": [] if twist == UNKNOWN_CODE else self._rows(ask, asked, twist),
        }
        return _write({"code": "1", "msg": "成功", "request_id": request_id, "biz_data": data})

    def _refusal(self, code: str, message: str, form: Mapping[str, str]) -> Refused:
        content = {"code": code, "msg": message, "request_id": form.get("request_id", "")}
        return Refused(_write(content), media_type=self.reply_type)

    def _rows(self, ask: Ask, asked: str, twist: str | None) -> list[Row]:
        name = ask.fields.get("name_man") or ask.fields["name"]
        if ask.operation == "marital_events":
            rows = self._registers.marital(asked, name, ask.fields.get("cert_num_woman"))
        elif ask.operation == "adoptions":
            rows = self._registers.adoptions(asked, name)
        else:
            rows = self._registers.cremations(asked, name)
        if twist == UNKNOWN_VALUE:
            return [{**row, "op_type": "IZ", "seal_flag": "7"} for row in rows or [{}]]
        return rows


def sign(form: Mapping[str, str], secret: bytes) -> str:
    """HMAC-SHA256 over all fields but the sign itself, sorted by name, in upper-case hex."""
    text = "&".join(f"{name}={form[name]}" for name in sorted(form) if name != "sign")
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest().upper()


def _is_signed(form: Mapping[str, str]) -> bool:
    secret = ACCESS.get(form["access_key"])
    return secret is not None and hmac.compare_digest(sign(form, secret), form["sign"])


def _read_form(body: bytes) -> dict[str, str]:
    """The form's fields, or none at all if it is not one or a field is doubled."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict"
        )
    except ValueError:
        return {}
    form = dict(pairs)
    return form if len(form) == len(pairs) else {}


def _read_content(text: str) -> dict[str, str]:
    """The members of biz_content, or none at all if one is not a text or is empty."""
    try:
        content = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(content, dict):
        return {}
    usable = all(isinstance(value, str) and value for value in content.values())
    return content if usable else {}


def _write(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()

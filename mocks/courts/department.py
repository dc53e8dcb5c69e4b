"""Reads the courts' applications and answers them under their wire contract, when asked later.

Must never answer from anything but the courts' files, nor forget a query number while it runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from mocks.asking import (
    APPLY,
    BUSY,
    NOT_OFFERED,
    RESULT,
    UNKNOWN_CODE,
    UNKNOWN_VALUE,
    WRONG_PERSON,
    Ask,
    Refused,
)
from mocks.courts.calling_back import Address, CallsBack
from mocks.courts.items import open_files
from mocks.courts.waiting import Queries, Query
from mocks.population import Population
from mocks.population.archive import Archive

APPLY_PATH = "/sfcx/v1/apply"
RESULT_PATH = "/sfcx/v1/result"
TYPES = {"FAMILY": "family_judgments", "DECLARATION": "declarations", "CUSTODY": "custody"}
POLL_AFTER_MS = 200
MESSAGES = {
    "3001": "参数错误",
    "3003": "查询类型不存在",
    "3004": "本院不提供该查询",
    "4041": "查询编号不存在",
    "5003": "系统繁忙",
    "7777": "未知",
}
ID = re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]")
RULES = {
    "reqId": re.compile(r"[0-9A-Za-z-]{1,64}"),
    "queryType": re.compile(r".+"),
    "applyOrg": re.compile(r"[0-9A-Z]{18}"),
    "matter": re.compile(r"[0-9A-Za-z_.-]{1,64}"),
    "idNo": ID,
    "name": re.compile(r".+", re.DOTALL),
}


class CourtsMock:
    """The courts' files over one population; answers are there at once unless told otherwise."""

    name = "courts"
    paths: tuple[str, ...] = (APPLY_PATH, RESULT_PATH)
    request_type = "application/json"
    reply_type = "application/json; charset=utf-8"
    operations: tuple[str, ...] = tuple(TYPES.values())
    twists: frozenset[str] = frozenset(
        {WRONG_PERSON, UNKNOWN_CODE, UNKNOWN_VALUE, BUSY, NOT_OFFERED}
    )

    def __init__(self, population: Population | Archive) -> None:
        self._files = open_files(population)
        self._queries = Queries(population.today)
        self.calls_back = CallsBack()
        self._as_of = population.data_dates.courts.isoformat()

    def take_polls(self, polls: Mapping[str, int | None]) -> None:
        """How many polls an answer takes, per operation or "*"; None = it never comes.

        Whoever waits for an answer that is there now is told so.
        """
        self.calls_back.tell(self._queries.take_polls(polls))

    def call_back(self, url: str | None, secret: bytes = b"") -> None:
        """From now on say at that address, signed with that secret, when an answer is there."""
        self.calls_back.call(None if url is None else Address(url, secret))

    def read(self, path: str, body: bytes) -> Ask | Refused:
        """Understand an application or a poll; 3001, 3003 and 4041 for what is wrong."""
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            return self._refusal("3001")
        if not isinstance(content, dict):
            return self._refusal("3001")
        return self._read_apply(content) if path == APPLY_PATH else self._read_result(content)

    def _read_apply(self, content: dict[str, object]) -> Ask | Refused:
        party = content.pop("party", None)
        if not isinstance(party, dict) or party.keys() != {"idNo", "name"}:
            return self._refusal("3001")
        fields = {**content, **party}
        if len(fields) != len(content) + 2 or not _fits(fields):
            return self._refusal("3001")
        sent = {name: str(value) for name, value in fields.items()}
        if sent["queryType"] not in TYPES:
            return self._refusal("3003")
        return Ask(TYPES[sent["queryType"]], sent["idNo"], sent, step=APPLY, path=APPLY_PATH)

    def _read_result(self, content: dict[str, object]) -> Ask | Refused:
        number = content.get("queryNo")
        if content.keys() != {"queryNo"} or not isinstance(number, str):
            return self._refusal("3001")
        query = self._queries.find(number)
        if query is None:
            return self._refusal("4041")
        sent = {"queryNo": number}
        return Ask(query.operation, query.about, sent, step=RESULT, path=RESULT_PATH)

    def answer(self, ask: Ask, twist: str | None = None) -> bytes:
        """A query number for an application; for a poll the items, or that they are not there."""
        failures = {BUSY: "5003", UNKNOWN_CODE: "7777", NOT_OFFERED: "3004"}
        if twist in failures:
            return _failure(failures[twist])
        if ask.step == APPLY:
            return self._accept(ask)
        query = self._queries.find(ask.fields["queryNo"])
        if query is None:  # the desk asks only what `read` understood
            return _failure("4041")
        data = self._working(query) if not self._queries.poll(query) else self._done(query, twist)
        if twist == UNKNOWN_VALUE:
            data["state"] = "HALF"
        return _success("查询完成" if data["items"] is not None else "查询中", data)

    def _accept(self, ask: Ask) -> bytes:
        content = tuple(f"{name}={value}" for name, value in sorted(ask.fields.items()))
        query_type = ask.fields["queryType"]
        number = self._queries.apply(content, ask.operation, query_type, ask.about)
        return _success("已受理", {"reqId": ask.fields["reqId"], "queryNo": number})

    def _working(self, query: Query) -> dict[str, object]:
        return {
            "queryNo": query.number,
            "queryType": query.query_type,
            "state": "WORKING",
            "pollAfterMs": POLL_AFTER_MS,
            "asOf": None,
            "party": None,
            "items": None,
        }

    def _done(self, query: Query, twist: str | None) -> dict[str, object]:
        about = query.about
        if twist == WRONG_PERSON:
            about = self._files.somebody_else(about)
        return {
            "queryNo": query.number,
            "queryType": query.query_type,
            "state": "DONE",
            "pollAfterMs": None,
            "asOf": self._as_of,
            "party": {"idNo": about},
            "items": self._files.items(query.operation, about),
        }

    def _refusal(self, code: str) -> Refused:
        return Refused(_failure(code), media_type=self.reply_type)


def _fits(fields: Mapping[str, object]) -> bool:
    return fields.keys() == RULES.keys() and all(
        isinstance(value, str) and RULES[name].fullmatch(value) for name, value in fields.items()
    )


def _success(message: str, data: Mapping[str, object]) -> bytes:
    return _write({"success": True, "code": "0000", "message": message, "data": data})


def _failure(code: str) -> bytes:
    return _write({"success": False, "code": code, "message": MESSAGES[code], "data": None})


def _write(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()

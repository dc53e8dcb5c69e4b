"""Reads public security's envelopes and answers them under its wire contract.

Must never answer from anything but the population register.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from lxml import etree

from mocks import envelope
from mocks.asking import BUSY, UNKNOWN_CODE, UNKNOWN_VALUE, WRONG_PERSON, Ask, Refused
from mocks.envelope import XmlRefused, add
from mocks.population import Population
from mocks.public_security.register import Found, Register
from mocks.public_security.sections import SECTIONS, add_header, day

NAMESPACE = "urn:ga:rkfw:1.0"
SERVICES = {
    "RYXX": "person",
    "HJXX": "household",
    "CSDJ": "birth_registration",
    "FZCSW": "unnatural_death",
}
HEADER = {
    "FWQQBH": re.compile(r"[0-9A-Za-z-]{1,64}"),
    "FWBS": re.compile(r".+"),
    "QQRGMSFHM": re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]"),
    "QQRXM": re.compile(r".+", re.DOTALL),
    "QQRDWDM": re.compile(r"[0-9A-Z]{18}"),
    "QQYWLXDM": re.compile(r"[0-9A-Za-z_.-]{1,64}"),
    "QQSJ": re.compile(r"[0-9]{14}"),
}
QUERY = {
    "GMSFHM": re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]"),
    "XM": re.compile(r".+", re.DOTALL),
}
TEXTS = {"00": "成功", "10": "请求不完整", "12": "服务不存在", "90": "系统繁忙", "77": "未知"}


class PublicSecurityMock:
    """The population register over one population."""

    name = "public_security"
    paths: tuple[str, ...] = ("/rkfw/services",)
    request_type = "text/xml"
    reply_type = "text/xml; charset=UTF-8"
    operations: tuple[str, ...] = tuple(SERVICES.values())
    twists: frozenset[str] = frozenset({WRONG_PERSON, UNKNOWN_CODE, UNKNOWN_VALUE, BUSY})

    def __init__(self, population: Population) -> None:
        self._register = Register(population)
        self._data_date: date = population.data_dates.public_security

    def read(self, path: str, body: bytes) -> Ask | Refused:
        """Understand an envelope; FHDM 10 and 12 for what is incomplete or unknown."""
        try:
            root = envelope.parse(body)
            header = _fields(root, "Header", "FWQQ")
            query = _fields(root, "Body", "CXTJ")
        except XmlRefused:
            return Refused(b"", status=400)
        if not (_fits(header, HEADER) and _fits(query, QUERY)):
            return self._refusal(header, "10")
        if header["FWBS"] not in SERVICES:
            return self._refusal(header, "12")
        operation = SERVICES[header["FWBS"]]
        return Ask(operation, query["GMSFHM"], {**header, **query}, path=path)

    def answer(self, ask: Ask, twist: str | None = None) -> bytes:
        """An envelope with one RY per person held, or one that says that nobody is."""
        if twist in (BUSY, UNKNOWN_CODE):
            code = "90" if twist == BUSY else "77"
            return envelope.envelope(_reply(ask.fields, code))
        if twist == WRONG_PERSON:
            ask = replace(ask, about=self._register.somebody_else(ask.about))
        reply = _reply(ask.fields, "00")
        add(reply, "SJRQ", day(self._data_date))
        people = add(reply, "RYLB")
        found = self._register.find(ask.about)
        for entry in found:
            self._add_person(people, ask, entry)
        if not found:
            _add_nobody(people, ask.about)
        if twist == UNKNOWN_VALUE:
            _spoil(people)
        return envelope.envelope(reply)

    def _add_person(self, people: etree._Element, ask: Ask, entry: Found) -> None:
        person = add(people, "RY")
        add_header(person, ask.about, ask.fields["XM"], entry)
        SECTIONS[ask.operation](person, entry, self._register)

    def _refusal(self, header: dict[str, str], code: str) -> Refused:
        return Refused(envelope.envelope(_reply(header, code)), media_type=self.reply_type)


def _fields(root: etree._Element, part: str, name: str) -> dict[str, str]:
    found = envelope.blocks(root, part)
    if len(found) != 1 or found[0].tag != f"{{{NAMESPACE}}}{name}":
        raise XmlRefused("unexpected block")
    return envelope.fields_of(found[0], NAMESPACE)


def _fits(fields: dict[str, str], rules: dict[str, re.Pattern[str]]) -> bool:
    known = fields.keys() == rules.keys()
    return known and all(rule.fullmatch(fields[name]) for name, rule in rules.items())


def _reply(header: Mapping[str, str], code: str) -> etree._Element:
    reply = etree.Element(f"{{{NAMESPACE}}}FWFH", nsmap={None: NAMESPACE})
    add(reply, "FWQQBH", header.get("FWQQBH", ""))
    add(reply, "FWBS", header.get("FWBS", ""))
    add(reply, "FHDM", code)
    add(reply, "FHXX", TEXTS[code])
    return reply


def _add_nobody(people: etree._Element, asked: str) -> None:
    nobody = add(people, "RY")
    add(nobody, "CXHM", asked)
    add(nobody, "gmsfzh_ppddm", "4")
    add(nobody, "xm_ppddm", "4")


def _spoil(people: etree._Element) -> None:
    for code in people.iter(f"{{{NAMESPACE}}}gmsfzh_ppddm"):
        code.text = "7"

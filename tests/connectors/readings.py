"""How each bundled department's replies must be understood, and how it seals a record.

A change is applied to the golden reply of an operation; what each record says is tested beside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from connectors.kit.dialect import Change, Reading, all_of, swap, unchanged
from connectors.kit.people import JIANGUO
from gateway.domain.evidence import Holding

SPACED, ANOTHER = "陈 建国", "陈健国"
FORMER, NUMBER = "陈建设", JIANGUO.number
PUBLIC_SECURITY_OPERATIONS = ("person", "household", "birth_registration", "unnatural_death")
CIVIL_AFFAIRS_OPERATIONS = ("marital_events", "adoptions", "cremation")
HEALTH_OPERATIONS = (
    "birth_by_certificate",
    "birth_by_child",
    "birth_by_mother",
    "death",
    "last_service",
)
COURTS_OPERATIONS = ("family_judgments", "declarations", "custody")
SEALED_RECORD = "<record><XM/><GMSFHM/><SWRQ/><SWYY/><FCBZ>1</FCBZ></record>"
NO_MATCH = {
    "op_type": "INR",
    "op_type_desc": "无匹配记录",
    "op_date": "",
    "cert_no": "",
    "name_self": "",
    "cert_num_self": "",
    "name_match": "",
    "name_other": "",
    "cert_num_other": "",
    "seal_flag": "0",
}


def rows(*instead: dict[str, str]) -> Change:
    """Civil affairs: a reply with these rows instead."""

    def change(text: str) -> str:
        document = json.loads(text)
        document["biz_data"]["result"] = list(instead)
        return json.dumps(document, ensure_ascii=False)

    return change


def records(content: str) -> Change:
    """Health: a reply with that in its list of records instead."""

    def change(text: str) -> str:
        start, end = text.index("<records>"), text.index("</records>")
        return text[:start] + "<records>" + content + text[end:]

    return change


def items(content: str) -> Change:
    """Courts: a reply with these items instead."""

    def change(text: str) -> str:
        return text[: text.index('"items"')] + f'"items": {content}}}}}'

    return change


def _only(element: str) -> Change:
    """Public security: a reply with that element alone in its RY."""

    def change(text: str) -> str:
        before, _, rest = text.partition("<RY>")
        _, _, after = rest.partition("</RY>")
        return f"{before}<RY>{element}</RY>{after}"

    return change


def _two(text: str) -> str:
    start, end = text.index("<RY>"), text.index("</RY>") + len("</RY>")
    return text[:end] + text[start:end] + text[end:]


def _each(
    operations: tuple[str, ...], nothing: Mapping[str, Change], mismatch: Change
) -> dict[str, Reading]:
    """The outcomes of every operation: held, nothing, another name, and the same name spaced."""
    shown: dict[str, Reading] = {}
    for name in operations:
        shown[f"{name}_held"] = Reading(operation=name, holding=Holding.HELD)
        shown[f"{name}_nothing"] = Reading(
            operation=name, holding=Holding.NOT_HELD, change=nothing[name]
        )
        shown[f"{name}_other_name"] = Reading(
            operation=name, holding=Holding.NAME_MISMATCH, change=mismatch, asked_as=ANOTHER
        )
        shown[f"{name}_spaced_name"] = Reading(
            operation=name, holding=Holding.HELD, change=mismatch, asked_as=SPACED, variant=True
        )
    return shown


_NO_ENTRY = _only(f"<CXHM>{NUMBER}</CXHM><gmsfzh_ppddm>4</gmsfzh_ppddm><xm_ppddm>4</xm_ppddm>")
_NAME_DIFFERS = swap("<xm_ppddm>2", "<xm_ppddm>4")


def _no_flag(text: str) -> str:
    return text.replace('"name_match": "Y"', '"name_match": "N"')


def _seal(text: str) -> str:
    return text.replace('"seal_flag": "0"', '"seal_flag": "1"')


READINGS: Mapping[str, Mapping[str, Reading]] = {
    "public_security": {
        **_each(
            PUBLIC_SECURITY_OPERATIONS,
            dict.fromkeys(PUBLIC_SECURITY_OPERATIONS, _NO_ENTRY),
            _NAME_DIFFERS,
        ),
        "former_name": Reading(
            operation="person", holding=Holding.FORMER_NAME, change=_NAME_DIFFERS, asked_as=FORMER
        ),
        "former_name_spaced": Reading(
            operation="person",
            holding=Holding.FORMER_NAME,
            change=_NAME_DIFFERS,
            asked_as="陈 建设",
            variant=True,
        ),
        "two_people": Reading(operation="person", holding=Holding.SHARED, change=_two),
        "two_of_whom_one_is_sealed": Reading(
            operation="person",
            holding=Holding.HELD,
            change=all_of(_two, swap("<BMBS>0", "<BMBS>1")),
        ),
    },
    "civil_affairs": _each(
        CIVIL_AFFAIRS_OPERATIONS,
        {**dict.fromkeys(CIVIL_AFFAIRS_OPERATIONS, rows()), "marital_events": rows(NO_MATCH)},
        _no_flag,
    ),
    "health": _each(HEALTH_OPERATIONS, dict.fromkeys(HEALTH_OPERATIONS, records("")), unchanged),
    "courts": _each(COURTS_OPERATIONS, dict.fromkeys(COURTS_OPERATIONS, items("[]")), unchanged),
}
SEALED: Mapping[str, Mapping[str, Change]] = {
    "public_security": dict.fromkeys(PUBLIC_SECURITY_OPERATIONS, swap("<BMBS>0", "<BMBS>1")),
    "civil_affairs": dict.fromkeys(CIVIL_AFFAIRS_OPERATIONS, _seal),
    "health": dict.fromkeys(HEALTH_OPERATIONS, records(SEALED_RECORD)),
    "courts": dict.fromkeys(COURTS_OPERATIONS, items('[{"sealed": true}]')),
}

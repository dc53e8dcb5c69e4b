"""Examples and parameters of the calls around improper demands. The office is invented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.api.forms.demand_filters import DEFAULT, MOST
from gateway.domain.fact import JsonValue
from gateway.policy.demand_form import LONGEST_NAME

DEMAND_ID: Final = "dmd_019ab5f27c4e7d21a0b39c4d5e6f7a81"
NUMBER: Final = "K7QF-3M2X-9TRD-B05W-H8VW"
_AT: Final = "2026-11-24T02:15:00.000Z"
_DUE: Final = "2026-12-08"
_NOTE: Final = "已责令该单位改为自行核查，并向当事人致歉。"
_OFFICE: Final[dict[str, JsonValue]] = {
    "name": "两江区养老金经办中心",
    "credit_code": None,
    "superior": "两江区人力资源和社会保障局",
}
_PAPER: Final[dict[str, JsonValue]] = {"list": "negative", "number": 10, "name": "健在证明"}
_REPORT: Final[dict[str, JsonValue]] = {
    "reporter": "resident",
    "office": {"name": _OFFICE["name"], "superior": _OFFICE["superior"]},
    "when": "2026-11-23",
    "where": {"area": "500112", "text": "二楼3号窗口"},
    "said": "说没有社区盖章就停发养老金。",
}
REPORTS: Final[dict[str, JsonValue]] = {
    "by number": {**_REPORT, "certificate": {"list": "negative", "number": 10}},
    "by name": {**_REPORT, "certificate": {"name": "健在证明"}},
}
RECEIVED: Final[dict[str, JsonValue]] = {
    "number": NUMBER,
    "status": "received",
    "received_at": _AT,
    "due_on": _DUE,
    "certificate": _PAPER,
    "may_be_lawful": False,
    "lawful_only": [],
    "similar": [],
}
FOLLOWED: Final[dict[str, JsonValue]] = {
    "status": "corrected",
    "received_at": _AT,
    "due_on": None,
    "overdue": False,
    "note": _NOTE,
    "disposed_at": "2026-12-01T07:30:00.000Z",
    "office": _OFFICE["name"],
    "certificate": _PAPER,
}
DEMAND: Final[dict[str, JsonValue]] = {
    "demand_id": DEMAND_ID,
    "received_at": _AT,
    "reporter": "resident",
    "certificate": _PAPER,
    "may_be_lawful": False,
    "office": _OFFICE,
    "when": "2026-11-23",
    "where": {"area": "500112", "text": "二楼3号窗口"},
    "said": "说没有社区盖章就停发养老金。",
    "status": "received",
    "due_on": _DUE,
    "overdue": False,
    "note": None,
    "disposed_at": None,
}
DISPOSITION: Final[dict[str, JsonValue]] = {"status": "corrected", "note": _NOTE}
DISPOSED: Final[dict[str, JsonValue]] = {
    **DEMAND,
    "status": "corrected",
    "due_on": None,
    "note": _NOTE,
    "disposed_at": "2026-12-01T07:30:00.000Z",
}
WITH_HISTORY: Final[dict[str, JsonValue]] = {
    **DISPOSED,
    "history": [
        {
            "at": "2026-12-01T07:30:00.000Z",
            "status": "corrected",
            "note": _NOTE,
            "due_on": None,
            "by": "compliance-desk",
        }
    ],
}
DEMANDS: Final[dict[str, JsonValue]] = {
    "demands": [DEMAND],
    "counts": {
        "total": 1,
        "received": 1,
        "referred": 0,
        "corrected": 0,
        "unfounded": 0,
        "overdue": 0,
    },
    "next": None,
}
REPEATS: Final[dict[str, JsonValue]] = {
    "repeats": [
        {
            "office": _OFFICE,
            "certificate": _PAPER,
            "times": 7,
            "first": "2026-09-01T01:00:00.000Z",
            "last": _AT,
            "open": 2,
            "overdue": 1,
        }
    ],
    "next": None,
}
CSV: Final = "索要单位,统一社会信用代码,主管部门,清单,编号,证明事项,次数,首次,最近,未办结,逾期\r\n"


def _query(name: str, schema: Mapping[str, Any], description: str, example: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON there is
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": dict(schema),
        "description": description,
        "example": example,
    }


_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
_DAY: Final = {"type": "string", "format": "date"}
CONDITIONS: Final = (
    "OfOffice",
    "OfSuperior",
    "OfList",
    "OfNumber",
    "OfPaper",
    "OfStatus",
    "OnlyOverdue",
    "From",
    "Until",
)
DEMAND_PARAMETERS: Final[Mapping[str, dict[str, Any]]] = {
    "DemandId": {
        "name": "demand_id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^dmd_[0-9a-f]{32}$"},
        "description": "The demand.",
        "example": DEMAND_ID,
    },
    "OfOffice": _query("office", _TEXT, "A part of the office's name, or its code.", "养老金"),
    "OfSuperior": _query("superior", _TEXT, "A part of its superior body's name.", "人力资源"),
    "OfList": _query(
        "list", {"enum": ["negative", "retained", "neither"]}, "Which list.", "negative"
    ),
    "OfNumber": _query("number", {"type": "integer", "minimum": 1}, "The paper's number.", 10),
    "OfPaper": _query("paper", _TEXT, "A part of the paper's name.", "健在"),
    "OfStatus": _query(
        "status",
        {"type": "string"},
        "One or more of received, referred, corrected, unfounded, with commas between.",
        "received,referred",
    ),
    "OnlyOverdue": _query("overdue", {"const": "true"}, "Only what is overdue.", "true"),
    "From": _query("from", _DAY, "Received on or after this day (Asia/Shanghai).", "2026-11-01"),
    "Until": _query("until", _DAY, "Received on or before this day.", "2026-11-30"),
    "Limit": _query(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT},
        "How many on a page.",
        DEFAULT,
    ),
    "After": _query("after", {"type": "string"}, "`next` of the page before.", DEMAND_ID),
    "ExportFormat": _query("format", {"enum": ["csv", "json"]}, "Which form.", "csv"),
    "ExportTable": _query(
        "table", {"enum": ["demands", "repeats"]}, "A row a demand, or office by paper.", "repeats"
    ),
}

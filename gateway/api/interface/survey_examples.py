"""Examples of surveys, sent and given back."""

from __future__ import annotations

from typing import Final

from gateway.api.interface.reply_examples import say
from gateway.domain.fact import JsonValue

SURVEY_ID: Final = "srv_0198e0c27a4b7c3d8e9f0a1b2c3d4e5f"
_DIGEST: Final = "5f" * 32
_ROW: Final[dict[str, JsonValue]] = {
    "listed": "negative",
    "number": 1,
    "matter": "住院病人亲属签字",
    "per_year": 1200,
    "proposal": "verify_by_sharing",
}
_UNIT: Final[dict[str, JsonValue]] = {"kind": "hospital", "superior": "示例区卫生健康委员会"}
_SURVEY: Final[dict[str, JsonValue]] = {
    "unit": _UNIT,
    "period": "2026",
    "covers": "own",
    "contact_role": "医务科",
    "summary": "已停止索要门牌证明；亲属关系改为向公安部门核对。",
}
REQUESTS: Final[dict[str, JsonValue]] = {
    "a hospital": {**_SURVEY, "rows": [_ROW]},
    "nothing to report": {**_SURVEY, "nothing_demanded": True},
}
SUBMISSION: Final[dict[str, JsonValue]] = {
    "digest": _DIGEST,
    "signed_by": "分管副院长",
    "signed_on": "2026-11-24",
    "sealed": True,
}

_FILER: Final[dict[str, JsonValue]] = {**_UNIT, "code": "12500112EXAMPLE010", "name": "示例医院"}
_WHOLE_ROW: Final[dict[str, JsonValue]] = {
    **_ROW,
    "paper": None,
    "basis": None,
    "demanded_at": "hospital",
    "demanded_by": None,
    "remarks": None,
}
_COUNTS: Final[dict[str, JsonValue]] = {
    "units": 1,
    "rows": 1,
    "per_year": 1200,
    "without_basis": 1,
    "kept": 0,
    "outside_retained": 1,
}
_NO_COUNTS: Final[dict[str, JsonValue]] = dict.fromkeys(_COUNTS, 0)
_HEADING: Final[dict[str, JsonValue]] = {
    "survey_id": SURVEY_ID,
    "unit": _FILER,
    "period": "2026",
    "covers": "own",
    "state": "draft",
    "rows": 1,
    "digest": _DIGEST,
    "drafted_at": "2026-11-24T02:00:00Z",
    "changed_at": "2026-11-24T02:00:00Z",
    "submitted_at": None,
    "filed_by": "client:hospital",
    "signed_by": None,
    "signed_on": None,
    "superseded_by": None,
}
_SIGNED: Final[dict[str, JsonValue]] = {
    "state": "submitted",
    "submitted_at": "2026-11-24T06:00:00Z",
    "signed_by": "分管副院长",
    "signed_on": "2026-11-24",
}
DRAFT: Final[dict[str, JsonValue]] = {
    **_HEADING,
    "survey": {**_SURVEY, "unit": _FILER, "nothing_demanded": False, "rows": [_WHOLE_ROW]},
    "totals": _COUNTS,
    "remarks": [
        {
            "row": 0,
            "code": "negative_demanded",
            "text": say("列入负面清单：", "On the negative list:"),
            "details": [
                say("改由办事部门通过信息共享核对。", "The office checks by sharing instead.")
            ],
        }
    ],
}
SUBMITTED: Final[dict[str, JsonValue]] = {**DRAFT, **_SIGNED}
LIST: Final[dict[str, JsonValue]] = {"surveys": [{**_HEADING, **_SIGNED}]}
EXPORT: Final[dict[str, JsonValue]] = {"period": "2026", "surveys": [SUBMITTED]}

_SCHOOL: Final[dict[str, JsonValue]] = {
    "code": "12500112EXAMPLE023",
    "name": "示例小学",
    "kind": "school",
    "superior": None,
}
_NAME: Final = say("亲属关系证明", "certificate of kinship")
OVERVIEW: Final[dict[str, JsonValue]] = {
    "period": "2026",
    "call": {"period": "2026", "due_on": "2026-12-30", "units": [_FILER, _SCHOOL]},
    "filed": [{**_HEADING, **_SIGNED}],
    "late": [],
    "missing": [_SCHOOL],
    "total": _COUNTS,
    "by_paper": [
        {
            "listed": "negative",
            "number": 1,
            "name": _NAME,
            "by_kind": {"hospital": _COUNTS},
            **_COUNTS,
        }
    ],
    "by_kind": {"hospital": _COUNTS, "school": _NO_COUNTS, "other": _NO_COUNTS},
    "by_superior": [{"superior": "示例区卫生健康委员会", **_COUNTS}],
    "without_basis": [{"survey_id": SURVEY_ID, "unit": _FILER, "name": _NAME, **_WHOLE_ROW}],
    "negative_kept": [],
    "covered_twice": [],
}

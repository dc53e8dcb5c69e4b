"""The calls around improper demands, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.api.interface import demand_examples as examples
from gateway.api.interface import described as d
from gateway.api.interface.described import Body, Described, Given, reference

TAG: Final = "improper demands"
READ: Final = "demands:read"
HANDLE: Final = "demands:handle"
_READING: Final = (*d.SESSION, "scope_missing", "trail_unavailable")
_PUBLIC: Final = (*d.OF_A_BODY, "too_many_requests", "trail_unavailable")

DESCRIBED: Final[Mapping[str, Described]] = {
    "reportDemand": Described(
        summary="Report that an office demanded a paper",
        summary_zh="反映违规索要证明",
        tag=TAG,
        detail=(
            "For residents and clerks, without login and without personal data: a text that seems"
            " to hold somebody's identity or phone number is given back. The paper is named by"
            " list and number, or as the office called it; one on neither list is taken too, and so"
            " is a retained one, although that demand may have been lawful. Keep the number: it is"
            " shown once. The same content under the same key is one report, with the same number."
        ),
        parameters=("IdempotencyKey",),
        body=Body(reference("DemandForm"), examples.REPORTS),
        given=(
            Given(
                201,
                "Kept.",
                reference("ReceivedDemand"),
                {"received": examples.RECEIVED},
                headers=("Replayed",),
            ),
        ),
        problems=(*_PUBLIC, "idempotency_key_missing", "idempotency_key_malformed"),
    ),
    "followDemand": Described(
        summary="See what became of a report",
        summary_zh="查询反映的处理情况",
        tag=TAG,
        detail="By its number, which belongs into the body and never into a URL.",
        body=Body(reference("DemandNumberForm"), {"number": {"number": examples.NUMBER}}),
        given=(
            Given(
                200,
                "What became of it.",
                reference("FollowedDemand"),
                {"corrected": examples.FOLLOWED},
            ),
        ),
        problems=(*_PUBLIC, "code_refused"),
    ),
    "listDemands": Described(
        summary="Read reported demands",
        summary_zh="查阅违规索要证明的反映",
        tag=TAG,
        detail="The newest first. Every reading is on the trail.",
        scope=READ,
        parameters=(*examples.CONDITIONS, "Limit", "After"),
        given=(Given(200, "A page.", reference("Demands"), {"one": examples.DEMANDS}),),
        problems=_READING,
    ),
    "listRepeats": Described(
        summary="Read how often which office demanded which paper",
        summary_zh="按单位和证明事项汇总",
        tag=TAG,
        detail="The most frequent first.",
        scope=READ,
        parameters=(*examples.CONDITIONS, "Limit", "After"),
        given=(Given(200, "A page.", reference("DemandRepeats"), {"one": examples.REPEATS}),),
        problems=_READING,
    ),
    "exportDemands": Described(
        summary="Take the table away for exposure and correction",
        summary_zh="导出公开曝光和强制纠正用表",
        tag=TAG,
        detail=(
            "As CSV, in which no cell begins a formula, or with `format=json` as JSON. What"
            " somebody wrote in her own words is not in it."
        ),
        scope=READ,
        parameters=(*examples.CONDITIONS, "ExportFormat", "ExportTable"),
        given=(
            Given(
                200,
                "The table.",
                {"type": "string"},
                {"header only": examples.CSV},
                media_type="text/csv",
            ),
        ),
        problems=(*_READING, "content_invalid"),
    ),
    "readDemand": Described(
        summary="Read one demand with its history",
        summary_zh="查阅一条反映及处理经过",
        tag=TAG,
        scope=READ,
        parameters=("DemandId",),
        given=(
            Given(
                200,
                "The demand.",
                reference("DemandWithHistory"),
                {"corrected": examples.WITH_HISTORY},
            ),
        ),
        problems=(*_READING, "not_found"),
    ),
    "disposeOfDemand": Described(
        summary="Mark a demand as corrected, referred or unfounded",
        summary_zh="登记处理结果",
        tag=TAG,
        detail=(
            "The note is public: whoever reported it reads it. What is referred without `due_on` is"
            " due as a new demand is. A later disposition replaces the state, never the history."
        ),
        scope=HANDLE,
        parameters=("DemandId", "IdempotencyKey"),
        body=Body(reference("DispositionForm"), {"corrected": examples.DISPOSITION}),
        given=(
            Given(
                200,
                "Marked.",
                reference("Demand"),
                {"corrected": examples.DISPOSED},
                headers=("Replayed",),
            ),
        ),
        problems=(*_READING, *d.OF_A_KEY, *d.OF_A_BODY, "not_found"),
    ),
}

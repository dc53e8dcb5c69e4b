"""Why a survey is not changed: another draft, overtaken, submitted, not what was signed."""

from __future__ import annotations

from typing import Final

from gateway.api.problems.kind import kind
from gateway.domain.text import Text

KINDS: Final = (
    kind(
        "survey_draft_exists",
        409,
        Text(
            "本单位在这一期间已有一份草稿。",
            "The unit has a draft for this period already.",
        ),
        Text(
            "以 PUT 替换 survey_id 所指的草稿。",
            "Replace the draft that survey_id names with PUT.",
        ),
    ),
    kind(
        "survey_already_submitted",
        409,
        Text("已报送的摸排表不能更改。", "A survey that was submitted cannot be changed."),
        Text(
            "需要更正的，重新填报并报送；后一次报送取代前一次，前一次仍可查阅。",
            "To correct it, draft and submit another: the later one supersedes it, and the earlier"
            " one stays readable.",
        ),
    ),
    kind(
        "survey_overtaken",
        409,
        Text("草稿已被他人替换。", "The draft was replaced by somebody else meanwhile."),
        Text(
            "重新查询草稿，合并两处改动，再以新的摘要替换。",
            "Read the draft again, bring both changes together, and replace it by its new digest.",
        ),
    ),
    kind(
        "survey_changed",
        409,
        Text("草稿与签字盖章的内容不一致。", "The draft is not the content that was signed."),
        Text(
            "重新打印摸排表，经分管领导签字、加盖公章后，以新的摘要报送。",
            "Print the form again, have it signed and sealed, and submit it with its digest.",
        ),
    ),
)

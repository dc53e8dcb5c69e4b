"""The reasons of `childbirth`, with the sentences that people read."""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text
from gateway.facts.birth.reasons import NO_BIRTH_RECORD
from gateway.facts.shared_reasons import (
    CONSULTED_NOT_HEARD,
    DOCUMENT_NOT_COMPARABLE,
    SHARED,
)

NOT_SEARCHABLE_BY_FATHER: Final = Reason(
    "not_searchable_by_father",
    Text(
        "出生登记只能按母亲或子女查询；请提供子女的身份信息后再核验。",
        "The register of births can be searched by mother or by child only; "
        "name the child and ask again.",
    ),
)

REASONS: Final = (
    NO_BIRTH_RECORD,
    NOT_SEARCHABLE_BY_FATHER,
    DOCUMENT_NOT_COMPARABLE,
    CONSULTED_NOT_HEARD,
    *SHARED,
)

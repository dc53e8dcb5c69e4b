"""The tables of surveys: each version of the content, its state, and the rounds that call for them.

Nothing here is personal: units are public bodies, and free texts are screened before they come
here. Must never hold content that can change: a version is only ever inserted.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from gateway.storage.public_digest_table import DigestedTable
from gateway.storage.schema import Counter, Moment, metadata

_DRAFT = text("state = 'draft'")
_SUBMITTED = text("state = 'submitted'")

# `period` is the survey's own (2026-H1). Unit and kind stand here for looking up; the content says
# the same. One draft and one valid submission for each unit and period.
survey = Table(
    "survey",
    metadata,
    Column("survey_id", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("drafted_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("sign_off", JSON(none_as_null=True)),
    Column("submitted_by", Text),
    Column("superseded_by", Text, ForeignKey("survey.survey_id")),
    Column("entry_id", Text, ForeignKey("entry.entry_id"), unique=True),
    Index("ix_survey_period", "period", "unit"),
    Index(
        "ix_survey_draft",
        "unit",
        "period",
        unique=True,
        sqlite_where=_DRAFT,
        postgresql_where=_DRAFT,
    ),
    Index(
        "ix_survey_submitted",
        "unit",
        "period",
        unique=True,
        sqlite_where=_SUBMITTED,
        postgresql_where=_SUBMITTED,
    ),
)

# `period` is the hour of the digest here; `content` is canonical JSON.
survey_version = Table(
    "survey_version",
    metadata,
    Column("seq", Counter, primary_key=True, autoincrement=True),
    Column("period", Moment, nullable=False, index=True),
    Column("blind", LargeBinary, nullable=False),
    Column("survey_id", Text, ForeignKey("survey.survey_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("digest", Text, nullable=False),
    UniqueConstraint("survey_id", "version"),
    sqlite_autoincrement=True,
)

survey_call = Table(
    "survey_call",
    metadata,
    Column("period", Text, primary_key=True),
    Column("due_on", Date, nullable=False),
    Column("entry_id", Text, ForeignKey("entry.entry_id"), nullable=False, unique=True),
)

survey_call_unit = Table(
    "survey_call_unit",
    metadata,
    Column("period", Text, ForeignKey("survey_call.period"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("superior", Text),
)

SURVEYS: Final = DigestedTable(
    kind="surveys.digest",
    table=survey_version,
    covered=("survey_id", "version", "at", "by", "content", "digest"),
)

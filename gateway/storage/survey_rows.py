"""Rows of surveys: reading them as values, and adding a version of the content.

Methods work within the caller's transaction. Must never change a version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, and_, select

from gateway.audit.canonical import BLIND_BYTES, canonical_json
from gateway.domain.survey import (
    FiledSurvey,
    SignOff,
    SurveyCall,
    SurveyState,
    Unit,
    UnitKind,
)
from gateway.policy.survey_form import survey_from_json, survey_json
from gateway.ports.surveys import SurveyDraft
from gateway.storage import survey_tables as tables
from gateway.storage.public_digests import period_of
from gateway.storage.vault import Vault

_CURRENT: Final = and_(
    tables.survey_version.c.survey_id == tables.survey.c.survey_id,
    tables.survey_version.c.version == tables.survey.c.version,
)


def current() -> Select[Any]:
    """Every survey with its current content, the oldest first."""
    version = tables.survey_version
    columns = (version.c.at, version.c.by, version.c.content, version.c.digest)
    order = (tables.survey.c.drafted_at, tables.survey.c.survey_id)
    return select(tables.survey, *columns).join(version, _CURRENT).order_by(*order)


def find_survey(transaction: Connection, survey_id: str) -> FiledSurvey | None:
    """One survey by its id."""
    query = current().where(tables.survey.c.survey_id == survey_id)
    row = transaction.execute(query).mappings().one_or_none()
    return None if row is None else filed_survey(row)


def filed_survey(row: RowMapping) -> FiledSurvey:
    """A row of `current` as a value."""
    return FiledSurvey(
        survey_id=row["survey_id"],
        survey=survey_from_json(json.loads(row["content"])),
        state=SurveyState(row["state"]),
        digest=row["digest"],
        drafted_at=row["drafted_at"],
        changed_at=row["at"],
        filed_by=row["submitted_by"] or row["by"],
        submitted_at=row["submitted_at"],
        sign_off=_sign_off(row["sign_off"]),
        superseded_by=row["superseded_by"],
    )


def add_version(transaction: Connection, vault: Vault, draft: SurveyDraft, version: int) -> None:
    """Insert the content as this version, in the hour of the digest that it belongs to."""
    transaction.execute(
        tables.survey_version.insert().values(
            period=period_of(transaction, tables.SURVEYS, draft.at),
            blind=vault.random(BLIND_BYTES),
            survey_id=draft.survey_id,
            version=version,
            at=draft.at,
            by=draft.by,
            content=canonical_json(survey_json(draft.survey)).decode("utf-8"),
            digest=draft.digest,
        )
    )


def read_calls(transaction: Connection, period: str | None = None) -> tuple[SurveyCall, ...]:
    """The rounds, or that of one period; the latest due first."""
    call, unit = tables.survey_call, tables.survey_call_unit
    query = select(call).order_by(call.c.due_on.desc(), call.c.period)
    if period is not None:
        query = query.where(call.c.period == period)
    rows = transaction.execute(query).mappings().all()
    listed = select(unit).order_by(unit.c.unit)
    if period is not None:
        listed = listed.where(unit.c.period == period)
    units = transaction.execute(listed).mappings().all()
    return tuple(
        SurveyCall(row["period"], row["due_on"], _units(row["period"], units)) for row in rows
    )


def _units(period: str, rows: Iterable[RowMapping]) -> tuple[Unit, ...]:
    return tuple(
        Unit(row["unit"], row["name"], UnitKind(row["kind"]), row["superior"])
        for row in rows
        if row["period"] == period
    )


def _sign_off(kept: dict[str, Any] | None) -> SignOff | None:
    if kept is None:
        return None
    day = date.fromisoformat(kept["signed_on"])
    return SignOff(kept["signed_by"], day, sealed=kept["sealed"])

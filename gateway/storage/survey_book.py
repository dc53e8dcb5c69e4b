"""The port of surveys over SQL: every change is one transaction of the writer.

Must never change what was submitted: only a draft has a new version, and triggers hold that too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from gateway.audit.entry import NewEntry
from gateway.domain.fact import JsonValue
from gateway.domain.survey import FiledSurvey, SurveyCall, SurveyState
from gateway.errors import NotFound
from gateway.policy.survey_form import sign_off_json
from gateway.ports.commands import Quota
from gateway.ports.machine import civil_date
from gateway.ports.surveys import Barred, Submission, SurveyBar, SurveyDraft
from gateway.storage import survey_tables as tables
from gateway.storage.entries import Entries
from gateway.storage.quotas import Quotas, seconds_until_next
from gateway.storage.survey_check import altered
from gateway.storage.survey_rows import (
    add_version,
    current,
    filed_survey,
    find_survey,
    read_calls,
)
from gateway.storage.threads import Readers, Writer
from gateway.storage.vault import Vault

QUOTA_SCOPE = "survey"


@dataclass(frozen=True, slots=True)
class SqlSurveys:
    """Implements the Surveys port."""

    writer: Writer
    readers: Readers
    vault: Vault
    entries: Entries
    quotas: Quotas

    async def draft(self, draft: SurveyDraft) -> FiledSurvey | Barred:
        """See the port."""
        return await self.writer.run(lambda t: self._draft(t, draft))

    async def replace(self, draft: SurveyDraft) -> FiledSurvey | Barred:
        """See the port."""
        return await self.writer.run(lambda t: self._replace(t, draft))

    async def submit(self, submission: Submission, entry: NewEntry) -> FiledSurvey | Barred:
        """See the port."""
        return await self.writer.run(lambda t: self._submit(t, submission, entry))

    async def read(self, survey_id: str) -> FiledSurvey | None:
        """See the port."""
        return await self.readers.run(lambda t: find_survey(t, survey_id))

    async def find(
        self,
        *,
        period: str | None = None,
        unit: str | None = None,
        states: frozenset[SurveyState] | None = None,
    ) -> tuple[FiledSurvey, ...]:
        """See the port."""
        query = current()
        if period is not None:
            query = query.where(tables.survey.c.period == period)
        if unit is not None:
            query = query.where(tables.survey.c.unit == unit)
        if states is not None:
            query = query.where(tables.survey.c.state.in_([state.value for state in states]))
        return await self.readers.run(
            lambda t: tuple(filed_survey(row) for row in t.execute(query).mappings().all())
        )

    async def call(self, call: SurveyCall, entry: NewEntry) -> None:
        """See the port."""
        await self.writer.run(lambda t: self._call(t, call, entry))

    async def called(self, period: str) -> SurveyCall | None:
        """See the port."""
        found = await self.readers.run(lambda t: read_calls(t, period))
        return found[0] if found else None

    async def calls(self) -> tuple[SurveyCall, ...]:
        """See the port."""
        return await self.readers.run(read_calls)

    async def check(self) -> tuple[str, ...]:
        """See the port."""
        return await self.readers.run(altered)

    def _draft(self, transaction: Connection, draft: SurveyDraft) -> FiledSurvey | Barred:
        bar = _other_draft(transaction, draft) or self._limit(transaction, draft)
        if bar is not None:
            return bar
        values = {"survey_id": draft.survey_id, "state": "draft", "drafted_at": draft.at}
        transaction.execute(tables.survey.insert().values(**values, **_looked_up(draft, 1)))
        add_version(transaction, self.vault, draft, 1)
        return _found(transaction, draft.survey_id)

    def _replace(self, transaction: Connection, draft: SurveyDraft) -> FiledSurvey | Barred:
        kept = find_survey(transaction, draft.survey_id)
        if kept is None or kept.survey.unit.code != draft.survey.unit.code:
            raise NotFound
        if kept.state is not SurveyState.DRAFT:
            return Barred(SurveyBar.SUBMITTED, draft.survey_id)
        if kept.survey == draft.survey:
            return kept
        if draft.replaces not in (None, kept.digest):
            return Barred(SurveyBar.OVERTAKEN, draft.survey_id)
        bar = _other_draft(transaction, draft) or self._limit(transaction, draft)
        if bar is not None:
            return bar
        version = _version(transaction, draft.survey_id) + 1
        add_version(transaction, self.vault, draft, version)
        _update(transaction, draft.survey_id, **_looked_up(draft, version))
        return _found(transaction, draft.survey_id)

    def _limit(self, transaction: Connection, draft: SurveyDraft) -> Barred | None:
        """Count one change, unless the unit has made all that it may today."""
        if draft.most_a_day is None:
            return None
        day = civil_date(draft.at)
        quota = Quota(QUOTA_SCOPE, draft.survey.unit.code, day, draft.most_a_day)
        if self.quotas.exceeded(transaction, (quota,)) is None:
            return None
        return Barred(SurveyBar.LIMIT, retry_after=seconds_until_next(day, draft.at))

    def _submit(
        self, transaction: Connection, submission: Submission, entry: NewEntry
    ) -> FiledSurvey | Barred:
        kept = find_survey(transaction, submission.survey_id)
        if kept is None or submission.unit not in (None, kept.survey.unit.code):
            raise NotFound
        is_same = kept.digest == submission.digest
        if kept.state is not SurveyState.DRAFT:
            again = is_same and kept.sign_off == submission.sign_off
            return kept if again else Barred(SurveyBar.SUBMITTED, kept.survey_id)
        if not is_same:
            return Barred(SurveyBar.CHANGED, kept.survey_id)
        _supersede(transaction, kept)
        written = self.entries.write(transaction, entry)
        _update(
            transaction,
            kept.survey_id,
            state=SurveyState.SUBMITTED.value,
            submitted_at=submission.at,
            submitted_by=submission.by,
            sign_off=sign_off_json(submission.sign_off),
            entry_id=written.entry_id,
        )
        return _found(transaction, kept.survey_id)

    def _call(self, transaction: Connection, call: SurveyCall, entry: NewEntry) -> None:
        written = self.entries.write(transaction, entry)
        for table in (tables.survey_call_unit, tables.survey_call):
            transaction.execute(delete(table).where(table.c.period == call.period))
        values = {"period": call.period, "due_on": call.due_on, "entry_id": written.entry_id}
        transaction.execute(tables.survey_call.insert().values(**values))
        for unit in call.units:
            transaction.execute(
                tables.survey_call_unit.insert().values(
                    period=call.period,
                    unit=unit.code,
                    name=unit.name,
                    kind=unit.kind.value,
                    superior=unit.superior,
                )
            )


def _looked_up(draft: SurveyDraft, version: int) -> dict[str, str | int]:
    survey = draft.survey
    return {"unit": survey.unit.code, "period": survey.period, "version": version}


def _other_draft(transaction: Connection, draft: SurveyDraft) -> Barred | None:
    found = transaction.scalar(
        select(tables.survey.c.survey_id).where(
            *_of(draft.survey.unit.code, draft.survey.period, SurveyState.DRAFT),
            tables.survey.c.survey_id != draft.survey_id,
        )
    )
    return None if found is None else Barred(SurveyBar.DRAFT_EXISTS, found)


def _of(unit: str, period: str, state: SurveyState) -> tuple[ColumnElement[bool], ...]:
    table = tables.survey
    return (table.c.unit == unit, table.c.period == period, table.c.state == state.value)


def _supersede(transaction: Connection, by: FiledSurvey) -> None:
    """The valid submission of the same unit and period, if there is one, is so no longer."""
    unit, period = by.survey.unit.code, by.survey.period
    transaction.execute(
        tables.survey.update()
        .where(*_of(unit, period, SurveyState.SUBMITTED))
        .values(state=SurveyState.SUPERSEDED.value, superseded_by=by.survey_id)
    )


def _version(transaction: Connection, survey_id: str) -> int:
    query = select(tables.survey.c.version).where(tables.survey.c.survey_id == survey_id)
    return int(transaction.execute(query).scalar_one())


def _update(transaction: Connection, survey_id: str, **values: JsonValue | datetime) -> None:
    one = tables.survey.c.survey_id == survey_id
    transaction.execute(tables.survey.update().where(one).values(**values))


def _found(transaction: Connection, survey_id: str) -> FiledSurvey:
    found = find_survey(transaction, survey_id)
    if found is None:
        raise NotFound
    return found

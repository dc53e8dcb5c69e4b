"""Checking that surveys and rounds are what their entries say.

Versions are checked by their hourly digests too, but who signed, what is valid and whom a round
called upon stand in columns that may change. Must never take those columns for the truth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, func, select

from gateway.audit.canonical import canonical_json, digest
from gateway.audit.entry import SURVEY_CALLED, SURVEY_SUBMITTED, EntryDraft
from gateway.audit.leaf import read_leaf
from gateway.ports.survey_digests import call_digest
from gateway.storage import survey_tables as tables
from gateway.storage.survey_rows import current, read_calls
from gateway.storage.trail_tables import entry

Standing = tuple[str, str | None]
"""State of a submitted survey, and which later one superseded it."""


def altered(transaction: Connection) -> tuple[str, ...]:
    """Ids of surveys, and periods of rounds, that were changed, removed or made up; in order."""
    surveys = set(_surveys(transaction))
    return (*sorted(surveys), *sorted(set(_rounds(transaction))))


def _entries(transaction: Connection, kind: str) -> list[EntryDraft]:
    query = select(entry.c.bytes).where(entry.c.kind == kind).order_by(entry.c.seq)
    return [read_leaf(leaf).draft for leaf in transaction.scalars(query)]


def _surveys(transaction: Connection) -> Iterator[str]:
    submitted = _entries(transaction, SURVEY_SUBMITTED)
    committed = {draft.about["survey"]: draft for draft in submitted}
    standing = _standing(submitted)
    newest = _newest_versions(transaction)
    found = transaction.execute(current()).mappings().all()
    yield from (committed.keys() | newest.keys()) - {row["survey_id"] for row in found}
    for row in found:
        survey_id = row["survey_id"]
        told = standing.get(survey_id, ("draft", None))
        stands = told == (row["state"], row["superseded_by"])
        is_newest = row["version"] == newest[survey_id]
        if not (stands and is_newest and _is_as_written(row, committed.get(survey_id))):
            yield survey_id


def _standing(submitted: list[EntryDraft]) -> dict[str, Standing]:
    """The last submission of a unit and period is valid, and each before gave way to the next."""
    standing: dict[str, Standing] = {}
    last: dict[tuple[str, str], str] = {}
    for draft in submitted:
        survey_id = draft.about["survey"]
        key = (draft.about["unit"], draft.about["period"])
        if key in last:
            standing[last[key]] = ("superseded", survey_id)
        standing[survey_id] = ("submitted", None)
        last[key] = survey_id
    return standing


def _is_as_written(row: RowMapping, committed: EntryDraft | None) -> bool:
    """Whether columns, content and sign-off are one survey, and that of its entry if it has one."""
    content_digest = digest(row["content"].encode("utf-8"))
    if (content_digest, _unit_and_period(row)) != (row["digest"], (row["unit"], row["period"])):
        return False
    if committed is None:
        return (row["entry_id"], row["sign_off"]) == (None, None)
    about, digests = committed.about, committed.digests
    found = (row["entry_id"], row["submitted_by"], row["submitted_at"], row["unit"], row["period"])
    told = (committed.entry_id, about["by"], committed.at, about["unit"], about["period"])
    signed = {"survey": content_digest, "sign_off": digest(canonical_json(row["sign_off"]))}
    return (found, signed) == (told, dict(digests))


def _unit_and_period(row: RowMapping) -> tuple[str, str] | None:
    """What the content says of itself; None where it is no survey any more."""
    try:
        content = json.loads(row["content"])
        return content["unit"]["code"], content["period"]
    except (ValueError, KeyError, TypeError):
        return None


def _newest_versions(transaction: Connection) -> dict[str, int]:
    version = tables.survey_version
    query = select(version.c.survey_id, func.max(version.c.version)).group_by(version.c.survey_id)
    return {row[0]: row[1] for row in transaction.execute(query)}


def _rounds(transaction: Connection) -> Iterator[str]:
    """Rounds that are not those last called; calling again replaces a round."""
    called = {draft.about["period"]: draft for draft in _entries(transaction, SURVEY_CALLED)}
    found = {call.period: call_digest(call) for call in read_calls(transaction)}
    for period in called.keys() | found.keys():
        draft = called.get(period)
        if draft is None or draft.digests.get("call") != found.get(period):
            yield period

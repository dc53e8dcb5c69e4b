"""Surveys in the store: one draft and one valid submission, and versions that only grow."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import date
from typing import Any

import pytest

from gateway.audit import entry as kinds
from gateway.audit.entry import EntryDraft, NewEntry
from gateway.domain.survey import FiledSurvey, SignOff, Survey, SurveyCall, SurveyState, Unit
from gateway.domain.survey import UnitKind as Kind
from gateway.errors import NotFound
from gateway.ports.digests import DigestedPeriod
from gateway.ports.survey_digests import survey_digest
from gateway.ports.surveys import Barred, Submission, SurveyBar, SurveyDraft
from gateway.storage.store import Store
from tests.policy.survey_builders import HOSPITAL, SCHOOL, a_row, a_survey
from tests.storage.conftest import Look
from tests.storage.scene import Scene

SIGNED = SignOff("分管副院长", date(2026, 11, 24), sealed=True)


def a_draft(scene: Scene, survey: Survey | None = None, **changes: Any) -> SurveyDraft:
    """A draft to be kept; a change with None would leave its default."""
    content = survey or a_survey()
    values: dict[str, Any] = {
        "survey_id": f"srv_{scene.new_id()}",
        "survey": content,
        "digest": survey_digest(content),
        "at": scene.clock.now(),
        "by": "client:one",
        "most_a_day": 5,
    }
    return SurveyDraft(**(values | changes))


async def keep(scene: Scene, store: Store, **changes: Any) -> FiledSurvey:
    """A draft that was kept."""
    kept = await store.surveys.draft(a_draft(scene, **changes))
    assert isinstance(kept, FiledSurvey)
    return kept


async def submit(scene: Scene, store: Store, kept: FiledSurvey, **changes: Any) -> Any:
    """Submit a draft as it was signed, unless a change says otherwise."""
    values: dict[str, Any] = {
        "survey_id": kept.survey_id,
        "unit": kept.survey.unit.code,
        "digest": kept.digest,
        "sign_off": SIGNED,
        "at": scene.clock.now(),
        "by": "client:one",
    }
    entry = scene.entry(kinds.SURVEY_SUBMITTED, requester=None, matter=None)
    return await store.surveys.submit(Submission(**(values | changes)), entry)


async def test_a_draft_is_kept_and_found(scene: Scene, store: Store) -> None:
    """By its id, its unit, its period and its state."""
    kept = await keep(scene, store)
    found = await store.surveys.find(
        period="2026", unit=HOSPITAL, states=frozenset({SurveyState.DRAFT})
    )
    assert (kept,) == found
    assert kept == await store.surveys.read(kept.survey_id)
    assert () == await store.surveys.find(unit=SCHOOL)
    assert None is await store.surveys.read("srv_other")


async def test_one_draft_for_each_unit_and_period(scene: Scene, store: Store) -> None:
    """A second one is barred by the first, which is named; another period has its own."""
    kept = await keep(scene, store)
    again = await store.surveys.draft(a_draft(scene))
    other = await keep(scene, store, survey=a_survey(period="2026-H1"))
    moved = a_draft(scene, a_survey(period="2026"), survey_id=other.survey_id)
    bar = Barred(SurveyBar.DRAFT_EXISTS, kept.survey_id)
    assert (bar, bar) == (again, await store.surveys.replace(moved))


async def test_a_draft_is_replaced_by_a_new_version(scene: Scene, store: Store, look: Look) -> None:
    """What was there before stays in the store; the same content makes no version."""
    kept = await keep(scene, store)
    other = a_survey(a_row(number=11))
    for _ in range(2):
        scene.clock.move(minutes=1)
        await store.surveys.replace(a_draft(scene, other, survey_id=kept.survey_id))
    found = await store.surveys.read(kept.survey_id)
    assert found is not None
    assert (other, survey_digest(other)) == (found.survey, found.digest)
    assert [(1, kept.digest), (2, found.digest)] == look(
        "SELECT version, digest FROM survey_version ORDER BY version"
    )


async def test_what_somebody_else_wrote_is_not_lost(scene: Scene, store: Store) -> None:
    """Of two who hold the same draft the second is told; the same content is no quarrel."""
    kept = await keep(scene, store)
    one, other = (a_survey(a_row(number=number)) for number in (11, 12))
    drafts = [
        a_draft(scene, survey, survey_id=kept.survey_id, replaces=kept.digest)
        for survey in (one, other, one)
    ]
    made = [await store.surveys.replace(draft) for draft in drafts]
    assert Barred(SurveyBar.OVERTAKEN, kept.survey_id) == made[1]
    assert made[0] == made[2] == await store.surveys.read(kept.survey_id)


async def test_another_units_draft_does_not_exist(scene: Scene, store: Store) -> None:
    """Neither for replacing nor for submitting."""
    kept = await keep(scene, store)
    foreign = a_survey()
    unit = Unit(SCHOOL, "示例小学", Kind.HOSPITAL)
    draft = a_draft(
        scene,
        Survey(unit, foreign.period, foreign.covers, "x", foreign.rows),
        survey_id=kept.survey_id,
    )
    with pytest.raises(NotFound):
        await store.surveys.replace(draft)
    with pytest.raises(NotFound):
        await submit(scene, store, kept, unit=SCHOOL)
    with pytest.raises(NotFound):
        await submit(scene, store, kept, survey_id="srv_other")


async def test_changes_of_a_day_are_bounded(scene: Scene, store: Store) -> None:
    """The unit's sixth change waits for tomorrow; the operator's own hand is not counted."""
    kept = await keep(scene, store)
    bars = []
    for number in range(2, 7):
        survey = a_survey(a_row(number=number))
        bars.append(await store.surveys.replace(a_draft(scene, survey, survey_id=kept.survey_id)))
    assert [False] * 4 + [True] == [isinstance(bar, Barred) for bar in bars]
    assert Barred(SurveyBar.LIMIT, retry_after=12 * 3600) == bars[-1]
    by_hand = a_draft(scene, survey_id=kept.survey_id, most_a_day=None, by="operator")
    assert isinstance(await store.surveys.replace(by_hand), FiledSurvey)
    scene.clock.move(hours=12)
    tomorrow = a_draft(scene, a_survey(a_row(number=9)), survey_id=kept.survey_id)
    assert isinstance(await store.surveys.replace(tomorrow), FiledSurvey)


async def test_only_what_was_signed_is_submitted(scene: Scene, store: Store, look: Look) -> None:
    """Another digest is refused, and neither state nor trail changes."""
    kept = await keep(scene, store)
    assert Barred(SurveyBar.CHANGED, kept.survey_id) == await submit(
        scene, store, kept, digest="0" * 64
    )
    assert [("draft", None)] == look("SELECT state, entry_id FROM survey")
    done = await submit(scene, store, kept)
    assert (SurveyState.SUBMITTED, SIGNED, scene.clock.now()) == (
        done.state,
        done.sign_off,
        done.submitted_at,
    )
    assert [(1,)] == look(
        "SELECT count(*) FROM survey JOIN entry USING (entry_id) WHERE kind = 'survey.submitted'"
    )


async def test_submitting_again_changes_nothing(scene: Scene, store: Store) -> None:
    """The same submission gives the same answer; another one is refused; no draft comes back."""
    kept = await keep(scene, store)
    done = await submit(scene, store, kept)
    scene.clock.move(minutes=1)
    assert done == await submit(scene, store, kept)
    bar = Barred(SurveyBar.SUBMITTED, kept.survey_id)
    other = SignOff("院长", SIGNED.signed_on, sealed=True)
    assert bar == await submit(scene, store, kept, sign_off=other)
    assert bar == await store.surveys.replace(a_draft(scene, survey_id=kept.survey_id))


async def test_a_later_submission_supersedes(scene: Scene, store: Store) -> None:
    """The earlier one is named so, stays readable as it was, and is valid no more."""
    first = await submit(scene, store, await keep(scene, store))
    scene.clock.move(days=1)
    second = await submit(scene, store, await keep(scene, store, survey=a_survey(a_row(number=11))))
    old = await store.surveys.read(first.survey_id)
    assert old is not None
    assert (SurveyState.SUPERSEDED, second.survey_id, first.survey, first.digest) == (
        old.state,
        old.superseded_by,
        old.survey,
        old.digest,
    )
    valid = await store.surveys.find(states=frozenset({SurveyState.SUBMITTED}))
    assert [second.survey_id] == [one.survey_id for one in valid]


async def test_two_at_once_make_one_draft(scene: Scene, store: Store) -> None:
    """Of several requests at the same moment one is kept, the others name it."""
    made = await asyncio.gather(*(store.surveys.draft(a_draft(scene)) for _ in range(4)))
    kept = [one for one in made if isinstance(one, FiledSurvey)]
    assert 1 == len(kept)
    assert {kept[0].survey_id} == {one.survey_id for one in made}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE survey_version SET content = '{}'",
        "DELETE FROM survey_version",
        "DELETE FROM survey",
        "UPDATE survey SET state = 'draft'",
        "UPDATE survey SET version = 2",
        "UPDATE survey SET unit = 'x'",
        "UPDATE survey SET sign_off = NULL",
        "UPDATE survey SET submitted_at = 0",
        "UPDATE survey SET entry_id = NULL",
    ],
)
async def test_what_was_submitted_cannot_be_changed(
    scene: Scene, store: Store, look: Look, sql: str
) -> None:
    """The database itself refuses, whoever asks."""
    await submit(scene, store, await keep(scene, store))
    with pytest.raises(sqlite3.IntegrityError, match="what was submitted stays"):
        look(sql)


async def test_rounds(scene: Scene, store: Store) -> None:
    """A round is kept with its units; calling again replaces it; the latest due comes first."""
    unit = Unit(HOSPITAL, "示例医院", Kind.HOSPITAL, "示例区卫健委")
    year = SurveyCall("2026", date(2026, 12, 30), (unit,))
    half = SurveyCall("2026-H1", date(2026, 6, 30), ())
    later = SurveyCall("2026", date(2027, 1, 15), (unit, Unit(SCHOOL, "示例小学", Kind.SCHOOL)))
    for call in (year, half, later):
        entry = scene.entry(kinds.SURVEY_CALLED, requester=None, matter=None)
        await store.surveys.call(call, entry)
    assert (later, half) == await store.surveys.calls()
    assert (later, None) == (
        await store.surveys.called("2026"),
        await store.surveys.called("2025"),
    )


async def _digest(scene: Scene, store: Store) -> int:
    def compose(period: DigestedPeriod) -> NewEntry:
        begins = period.begins.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        about = {"begins": begins, "count": str(period.count)}
        rows = {"rows": period.digest}
        draft = EntryDraft(
            scene.new_id(), period.kind, scene.clock.now(), digests=rows, about=about
        )
        return NewEntry(draft)

    return await store.digests.write_due(compose)


async def test_every_version_is_in_the_hourly_digest(
    scene: Scene, store: Store, look: Look
) -> None:
    """One entry an hour covers what was filed; a version that is changed all the same is found."""
    kept = await keep(scene, store)
    await store.surveys.replace(
        a_draft(scene, a_survey(a_row(number=11)), survey_id=kept.survey_id)
    )
    scene.clock.move(hours=2)
    assert 1 == await _digest(scene, store)
    (found,) = await store.digests.check()
    assert ("surveys.digest", 2, None) == (found.kind, found.count, found.problem)
    look("DROP TRIGGER survey_version_is_never_updated")
    look("UPDATE survey_version SET content = replace(content, '1200', '12') WHERE version = 1")
    (found,) = await store.digests.check()
    assert "changed" == found.problem

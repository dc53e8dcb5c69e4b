"""What of a finding leaves the gateway, case by case."""

from datetime import date

import pytest

from gateway.domain.finding import PartFinding, Reason, RecordKind, RestsOn, Told
from gateway.domain.outcome import Outcome
from gateway.policy.trim import trim
from tests.policy.builders import a_finding, a_permit, a_text

DAY, EARLIER = date(2026, 11, 20), date(2026, 11, 1)
BIRTH = RestsOn(RecordKind.BIRTH_RECORD, DAY)
KINSHIP = RestsOn(RecordKind.KINSHIP_RECORD, EARLIER)
REASONS = (
    Reason("adopted", a_text(), told_as="relation_not_specific"),
    Reason("more_than_one_in_force", a_text(), told_as="records_disagree"),
    Reason("relation_not_specific", a_text()),
    Reason("derived", a_text()),
    Reason("name_variant", a_text()),
)


def _confirmed(**changes: object) -> PartFinding:
    fields: dict[str, object] = {"outcome": Outcome.CONFIRMED, "row": "K5", "rests_on": (BIRTH,)}
    return PartFinding(**fields | changes)  # type: ignore[arg-type]


def _told(
    reveals: frozenset[str] = frozenset(), as_of: date | None = DAY, **parts: PartFinding
) -> Told:
    return trim(a_finding(as_of, **parts), a_permit(reveals=reveals), REASONS)


def test_a_confirmed_answer_says_on_what_it_rests() -> None:
    """Outcome, reasons, parts, date and neutral record kinds go out; row and permit do not."""
    part = _confirmed(reasons=("name_variant",))
    expected = Told(
        outcome=Outcome.CONFIRMED,
        reasons=("name_variant",),
        parts={"relation": Outcome.CONFIRMED},
        as_of=DAY,
        rests_on=(BIRTH,),
    )
    assert expected == _told(relation=part)


def test_a_contradiction_names_no_record_and_no_date() -> None:
    """Neither kind nor date nor department goes with `contradicted`."""
    part = PartFinding(Outcome.CONTRADICTED, "K9", rests_on=(BIRTH,), silent=("courts",))
    told = _told(relation=part)
    assert (None, (), ()) == (told.as_of, told.rests_on, told.silent)


def test_a_contradicted_part_closes_the_whole_answer() -> None:
    """What the confirmed parts rest on would tell against what the contradicted one stands."""
    told = _told(mother=_confirmed(), father=PartFinding(Outcome.CONTRADICTED, "B4"))
    assert (None, ()) == (told.as_of, told.rests_on)
    assert {"mother": Outcome.CONFIRMED, "father": Outcome.CONTRADICTED} == told.parts


def test_a_derived_answer_names_no_record_and_no_date() -> None:
    """A confirmed outcome that is derived says so, and nothing of the steps."""
    told = _told(relation=_confirmed(row="K7", reasons=("derived",), neutral=False))
    assert (Outcome.CONFIRMED, ("derived",), None, ()) == (
        told.outcome,
        told.reasons,
        told.as_of,
        told.rests_on,
    )


def test_a_part_that_would_tell_a_cause_closes_the_whole_answer() -> None:
    """One part whose records may not be named hides the dates of all."""
    told = _told(death=_confirmed(), died_on=_confirmed(neutral=False))
    assert (None, ()) == (told.as_of, told.rests_on)


def test_a_hidden_reason_is_told_as_its_neutral_one() -> None:
    """An ⓘ reason goes out as the reason that stands in for it."""
    part = PartFinding(Outcome.AMBIGUOUS, "K4", ("adopted",))
    assert ("relation_not_specific",) == _told(relation=part).reasons


def test_a_revealed_reason_is_told() -> None:
    """A matter that lists the reason gets it."""
    part = PartFinding(Outcome.AMBIGUOUS, "K4", ("adopted",))
    assert ("adopted",) == _told(frozenset({"adopted"}), relation=part).reasons


def test_revealing_one_reason_does_not_reveal_another() -> None:
    """Each ⓘ reason is revealed by its own name only."""
    part = PartFinding(Outcome.CONFLICT, "M1", ("more_than_one_in_force",))
    assert ("records_disagree",) == _told(frozenset({"adopted"}), relation=part).reasons


def test_a_reason_that_its_fact_does_not_declare_is_not_told() -> None:
    """Nobody has said that it may be."""
    assert () == _told(relation=_confirmed(reasons=("cause_of_death",))).reasons


def test_reasons_are_told_once_in_a_stable_order() -> None:
    """The reasons of the whole come first, then those of the parts, none twice."""
    told = _told(
        first=PartFinding(Outcome.AMBIGUOUS, "K4", ("adopted", "name_variant")),
        second=PartFinding(Outcome.AMBIGUOUS, "K8", ("relation_not_specific", "name_variant")),
    )
    assert ("relation_not_specific", "name_variant") == told.reasons


def test_records_are_told_once() -> None:
    """Two parts that rest on the same record name it once."""
    told = _told(mother=_confirmed(), father=_confirmed(rests_on=(BIRTH, KINSHIP)))
    assert (BIRTH, KINSHIP) == told.rests_on


@pytest.mark.parametrize(
    "outcome", [o for o in Outcome if o not in (Outcome.CONFIRMED, Outcome.CONTRADICTED)]
)
def test_only_confirmed_parts_name_their_records(outcome: Outcome) -> None:
    """What is not confirmed rests on nothing that could be named."""
    assert () == _told(relation=PartFinding(outcome, "row", rests_on=(KINSHIP,))).rests_on


def test_no_record_keeps_its_date() -> None:
    """As of which day nothing was found, or life was checked, may be told."""
    assert DAY == _told(alive=PartFinding(Outcome.NO_RECORD, "A5")).as_of


@pytest.mark.parametrize("outcome", [Outcome.AMBIGUOUS, Outcome.CONFLICT])
def test_an_undecided_part_gives_no_date(outcome: Outcome) -> None:
    """The date of an undecided part could give away which department spoke."""
    assert _told(relation=PartFinding(outcome, "K4", rests_on=(KINSHIP,))).as_of is None


def test_beside_an_undecided_part_the_date_is_that_of_what_is_told() -> None:
    """The older date of the undecided part's records does not shine through."""
    undecided = PartFinding(Outcome.AMBIGUOUS, "B4", rests_on=(KINSHIP,))
    told = _told(as_of=EARLIER, born_on=_confirmed(), mother=undecided)
    assert (DAY, (BIRTH,)) == (told.as_of, told.rests_on)


def test_whether_an_undecided_part_is_neutral_does_not_show() -> None:
    """A parent left open by an adoption looks like one left open by a coarse record."""
    told = [
        _told(
            born_on=_confirmed(),
            mother=PartFinding(
                Outcome.AMBIGUOUS, "B4", ("relation_not_specific",), neutral=neutral
            ),
        )
        for neutral in (True, False)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.PENDING])
def test_silent_departments_are_named(outcome: Outcome) -> None:
    """Who did not answer is named where that is why there is no answer, once each."""
    silent = PartFinding(outcome, "K10", silent=("health", "courts"))
    other = PartFinding(outcome, "K10", silent=("courts",))
    assert ("health", "courts") == _told(first=silent, second=other).silent


def test_a_silent_department_that_would_tell_a_cause_is_not_named() -> None:
    """Who was asked about a spouse's death tells that a marriage is in force."""
    part = PartFinding(Outcome.UNAVAILABLE, "M8", silent=("health",), neutral=False)
    assert () == _told(status=part).silent


@pytest.mark.parametrize(
    "outcome", [o for o in Outcome if o not in (Outcome.UNAVAILABLE, Outcome.PENDING)]
)
def test_no_department_is_named_with_an_answer(outcome: Outcome) -> None:
    """Where there is an answer, silence of some department is nobody's business."""
    assert () == _told(relation=PartFinding(outcome, "row", silent=("courts",))).silent


def test_sealed_looks_like_not_held() -> None:
    """Two findings of no record that differ inside give the same answer."""
    not_held = PartFinding(Outcome.NO_RECORD, "K11", ("name_variant",))
    sealed = PartFinding(Outcome.NO_RECORD, "other", ("name_variant",), rests_on=(KINSHIP,))
    assert _told(relation=not_held) == _told(relation=sealed)

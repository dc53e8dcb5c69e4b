"""What a paper of the negative list stands for, and what is said when it cannot be had."""

from dataclasses import replace
from itertools import product

import pytest

from gateway.domain.catalogue import Route
from gateway.domain.matter import CertificateRef, Matter
from gateway.domain.outcome import LEAST_FAVOURABLE_FIRST, Outcome
from gateway.policy.certificates import (
    guide_certificate,
    guide_elsewhere,
    is_judged_at_death,
    must_claim,
    overall,
    plan_of,
)
from tests.policy.builders import a_matter, the_catalogue
from tests.policy.stand_in_facts import FACTS

PLANS = {
    1: ("kinship",),
    2: ("identity",),
    3: ("identity",),
    8: ("marriage",),
    9: ("birth",),
    10: ("alive",),
    11: ("death",),
    14: ("childbirth",),
    18: ("death", "kinship"),
}
PAPERS = the_catalogue().negative


def notarial(replaces: int = 18) -> Matter:
    """A matter that is a case of the retained no. 5."""
    return a_matter(replaces=CertificateRef("negative", replaces), exceptions=frozenset({5}))


def retained(outcomes: dict[str, Outcome], matter: Matter) -> list[int]:
    """The retained papers that the guidance of no. 18 names."""
    guidance = guide_certificate(PAPERS[18], outcomes, matter, the_catalogue())
    assert guidance is not None
    return [fallback.certificate.number for fallback in guidance.fallbacks]


def test_the_plans() -> None:
    """Nine papers are answered by facts, the others by nobody."""
    found = {number: plan_of(paper, FACTS) for number, paper in PAPERS.items()}
    assert PLANS == {number: plan for number, plan in found.items() if plan}


def test_a_paper_is_answered_by_all_of_its_facts_or_not_at_all() -> None:
    """A gateway without kinship does not answer for an inheritance by the death alone."""
    assert () == plan_of(PAPERS[18], {"death"})


def test_only_the_inheritance_is_judged_at_the_death() -> None:
    """No. 18, and none else."""
    assert [18] == [number for number, paper in PAPERS.items() if is_judged_at_death(paper)]


def test_only_two_names_of_one_person_must_claim_a_former_name() -> None:
    """No. 3, and none else."""
    claims = {number: must_claim(paper) for number, paper in PAPERS.items()}
    assert {3: {"identity": "former_name"}} == {n: c for n, c in claims.items() if c}


@pytest.mark.parametrize(("death", "kinship"), [*product(Outcome, Outcome)])
def test_the_whole_is_the_least_favourable_fact(death: Outcome, kinship: Outcome) -> None:
    """G7 holds for the facts of a paper as for the parts of a fact."""
    worst = min((death, kinship), key=LEAST_FAVOURABLE_FIRST.index)
    assert worst is overall({"death": death, "kinship": kinship})


def test_all_confirmed_needs_no_guidance() -> None:
    """There is nothing left to be done."""
    outcomes = {"death": Outcome.CONFIRMED, "kinship": Outcome.CONFIRMED}
    assert guide_certificate(PAPERS[18], outcomes, notarial(), the_catalogue()) is None


@pytest.mark.parametrize("replaces", [1, 18])
def test_the_fallback_of_a_fact_that_was_not_found(replaces: int) -> None:
    """A notarised succession falls back on no. 5, whichever paper the matter replaces."""
    outcomes = {"death": Outcome.CONFIRMED, "kinship": Outcome.NO_RECORD}
    assert [5] == retained(outcomes, notarial(replaces))
    assert [] == retained(outcomes, replace(notarial(replaces), exceptions=frozenset()))


def test_no_fallback_for_what_was_confirmed() -> None:
    """The kinship is on record: the committee's certificate of it is not needed."""
    outcomes = {"death": Outcome.NO_RECORD, "kinship": Outcome.CONFIRMED}
    assert [] == retained(outcomes, notarial())


@pytest.mark.parametrize("settled", [Outcome.CONTRADICTED, Outcome.PENDING])
def test_no_fallback_against_a_register_or_before_an_answer(settled: Outcome) -> None:
    """Nothing is put against what the registers say, nor while an answer is still to come."""
    assert [] == retained({"death": Outcome.NO_RECORD, "kinship": settled}, notarial())


def test_the_guidance_is_that_of_the_paper_asked_for() -> None:
    """Not of the one that the matter replaces."""
    outcomes = {"death": Outcome.CONFIRMED, "kinship": Outcome.NO_RECORD}
    guidance = guide_certificate(PAPERS[18], outcomes, notarial(1), the_catalogue())
    assert guidance is not None
    assert CertificateRef("negative", 18) == guidance.certificate
    assert PAPERS[18].instead == guidance.instead


@pytest.mark.parametrize("number", sorted(set(PAPERS) - set(PLANS)))
def test_nobody_is_left_without_a_way(number: int) -> None:
    """A paper that nobody can be asked about comes with the decree's own way."""
    paper = PAPERS[number]
    guidance = guide_elsewhere(paper, None, the_catalogue())
    assert (paper.instead, paper.steps) == (guidance.instead, guidance.steps)
    assert guidance.transition is not None
    assert guidance.steps or paper.routes == (Route.NO_LEGAL_BASIS,)


@pytest.mark.parametrize("number", sorted(set(PAPERS) - set(PLANS)))
def test_what_the_office_accepts(number: int) -> None:
    """Where another body issues the paper, the office is not told to find it out by itself."""
    paper = PAPERS[number]
    accepted = guide_elsewhere(paper, None, the_catalogue()).accepted
    assert accepted is not None
    has_none = not paper.documents and not paper.issuers
    assert has_none == ("由办事部门自行核对" in accepted.zh)
    assert (Route.NO_LEGAL_BASIS in paper.routes) == has_none


def test_a_case_of_a_retained_paper_is_told_so() -> None:
    """Legal aid: the committee still certifies the financial situation (no. 17, retained 7)."""
    aid = a_matter(exceptions=frozenset({7}))
    guidance = guide_elsewhere(PAPERS[17], aid, the_catalogue())
    assert [7] == [fallback.certificate.number for fallback in guidance.fallbacks]

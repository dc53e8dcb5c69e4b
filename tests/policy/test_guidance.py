"""What clerk and resident are told to do, from the bundled catalogue."""

from dataclasses import replace

import pytest

from gateway.domain.catalogue import Catalogue
from gateway.domain.finding import Told
from gateway.domain.matter import CertificateRef, Matter
from gateway.domain.outcome import Outcome
from gateway.policy.guidance import Guidance, guidance_form, guide
from tests.policy.builders import a_matter, a_text, the_catalogue

NEGATIVE = CertificateRef("negative", 1)
NOT_CONFIRMED = [outcome for outcome in Outcome if outcome is not Outcome.CONFIRMED]
FACTS = ("identity", "kinship", "marriage", "birth", "alive", "death", "childbirth")


def _told(outcome: Outcome = Outcome.NO_RECORD) -> Told:
    return Told(outcome, (), {}, None, ())


def _guide(
    outcome: Outcome = Outcome.NO_RECORD,
    fact: str = "kinship",
    matter: Matter | None = None,
    catalogue: Catalogue | None = None,
) -> Guidance:
    return guide(_told(outcome), fact, matter or a_matter(), catalogue or the_catalogue())


def _papers(guidance: Guidance) -> list[str]:
    return [paper.zh for paper in guidance.papers]


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("outcome", NOT_CONFIRMED)
def test_there_is_always_a_way(outcome: Outcome, fact: str) -> None:
    """Whatever is not confirmed comes with a meaning and with steps."""
    guidance = _guide(outcome, fact)
    assert guidance.meaning.zh
    assert guidance.steps


def test_a_confirmed_claim_needs_none() -> None:
    """Asking for guidance on a confirmed claim is a mistake."""
    with pytest.raises(ValueError, match="no guidance"):
        _guide(Outcome.CONFIRMED)


def test_kinship_not_found() -> None:
    """Household book, marriage and birth certificate; the police for a household of the past."""
    guidance = _guide()
    assert ["居民户口簿", "结婚证", "《出生医学证明》"] == _papers(guidance)
    assert guidance.papers_open
    assert ["公安派出所"] == [issuer.who.zh for issuer in guidance.issuers]


@pytest.mark.parametrize("fact", FACTS)
def test_wording_binds_the_committee_only(fact: str) -> None:
    """The paper is not from a committee but to be had elsewhere; never "nobody issues it"."""
    instead = _guide(fact=fact).instead
    assert instead is not None
    assert instead.zh.startswith("村（社区）不出具；改由")


def test_the_matters_certificate_guides_for_its_own_fact() -> None:
    """The steps are those of the certificate that the matter replaces."""
    matter = a_matter(replaces=CertificateRef("negative", 18))
    assert CertificateRef("negative", 18) == _guide(fact="death", matter=matter).certificate


def test_another_facts_certificate_guides_where_the_matters_does_not_fit() -> None:
    """A death asked on the way to a kinship is helped by the certificate of death."""
    assert CertificateRef("negative", 11) == _guide(fact="death").certificate


def test_the_replaced_certificate_guides_for_a_fact_of_no_certificate() -> None:
    """A fact that no entry is about gets the steps of what the matter replaces."""
    assert NEGATIVE == _guide(fact="a_new_fact").certificate


def test_a_matter_without_certificate_is_guided_by_the_fact() -> None:
    """A matter that replaces no listed paper still gets the steps for its fact."""
    matter = a_matter(replaces=None, none_because=a_text())
    assert CertificateRef("negative", 10) == _guide(fact="alive", matter=matter).certificate


def test_without_any_certificate_the_outcomes_own_steps_remain() -> None:
    """Neither fact nor matter has an entry: meaning and first steps are said all the same."""
    matter = a_matter(replaces=None, none_because=a_text())
    guidance = _guide(fact="a_new_fact", matter=matter)
    assert (None, None, None) == (guidance.certificate, guidance.instead, guidance.transition)
    assert guidance.steps


@pytest.mark.parametrize(
    "outcome", [Outcome.NO_RECORD, Outcome.UNAVAILABLE, Outcome.AMBIGUOUS, Outcome.CONFLICT]
)
def test_nobody_is_left_without_a_way(outcome: Outcome) -> None:
    """Without an answer the decree's transition clause goes with the steps (工作衔接)."""
    assert the_catalogue().transition == _guide(outcome).transition


@pytest.mark.parametrize("outcome", [Outcome.CONTRADICTED, Outcome.PENDING])
def test_the_transition_clause_is_not_for_answers(outcome: Outcome) -> None:
    """Where there is or will be an answer, the committee is not asked to certify."""
    assert _guide(outcome).transition is None


def test_retained_paper_for_real_estate_or_notarisation() -> None:
    """A matter that is such a case is told of no. 5, with both of its texts."""
    [fallback] = _guide(matter=a_matter(exceptions=frozenset({5}))).fallbacks
    assert CertificateRef("retained", 5) == fallback.certificate
    assert ["不动产登记", "公证办理"] == [case.zh for case in fallback.cases]
    assert any("税务" in limit.zh for limit in fallback.limits)
    assert any("仅用于不动产登记和公证办理" in limit.zh for limit in fallback.limits)


def test_retained_paper_for_a_part_of_the_one_replaced() -> None:
    """A succession is notarised: its kinship falls back on no. 5, its death does not."""
    matter = a_matter(replaces=CertificateRef("negative", 18), exceptions=frozenset({5}))
    [fallback] = _guide(matter=matter).fallbacks
    assert CertificateRef("retained", 5) == fallback.certificate
    assert ["不动产登记", "公证办理"] == [case.zh for case in fallback.cases]
    assert () == _guide(fact="death", matter=matter).fallbacks


def test_no_retained_paper_for_other_matters() -> None:
    """A matter that does not say it is one of the cases is promised nothing."""
    assert () == _guide().fallbacks


def test_no_retained_paper_for_another_fact() -> None:
    """No. 5 is about kinship: a death under the same matter does not get it."""
    matter = a_matter(exceptions=frozenset({5}))
    assert () == _guide(fact="death", matter=matter).fallbacks


@pytest.mark.parametrize("outcome", [Outcome.CONTRADICTED, Outcome.PENDING])
def test_no_retained_paper_against_or_before_an_answer(outcome: Outcome) -> None:
    """A committee's paper is no way round what the registers say, nor ahead of them."""
    assert () == _guide(outcome, matter=a_matter(exceptions=frozenset({5}))).fallbacks


def test_no_retained_paper_that_the_catalogue_lacks() -> None:
    """A number that the list no longer holds is passed over."""
    catalogue = replace(the_catalogue(), retained={})
    matter = a_matter(exceptions=frozenset({5}))
    assert () == _guide(matter=matter, catalogue=catalogue).fallbacks


def test_lost_marriage_archive() -> None:
    """A matter about lost marriage archives is told of no. 6."""
    matter = a_matter(replaces=CertificateRef("negative", 8), exceptions=frozenset({6}))
    [fallback] = _guide(fact="marriage", matter=matter).fallbacks
    assert CertificateRef("retained", 6) == fallback.certificate


def test_unavailable_is_no_statement_and_costs_no_consent() -> None:
    """Ask again: an outage says nothing about the person and spends nothing."""
    guidance = _guide(Outcome.UNAVAILABLE)
    assert "不等于查无记录" in guidance.meaning.zh
    assert "不计次数" in guidance.steps[0].zh


def test_no_record_is_not_the_contrary() -> None:
    """查无记录 is never said without its caution."""
    assert "不是相反事实的证明" in _guide().meaning.zh


@pytest.mark.parametrize(
    ("fact", "caution"),
    [
        ("marriage", "不得作为单身证明使用"),
        ("alive", "不等于死亡"),
        ("death", "不等于健在"),
        ("childbirth", "不等于没有生育"),
    ],
)
def test_no_record_where_it_is_misread(fact: str, caution: str) -> None:
    """The caution is spelt out where a missing record is taken for its opposite."""
    assert caution in _guide(fact=fact).meaning.zh


def test_a_wrong_register_can_be_corrected() -> None:
    """A contradiction comes with the way to have the register corrected (PIPL 46)."""
    assert any("校核" in step.zh for step in _guide(Outcome.CONTRADICTED).steps)


def test_form() -> None:
    """The JSON form says everything in both languages and leaves no field out."""
    matter = a_matter(exceptions=frozenset({5}))
    form = guidance_form(_guide(matter=matter))
    assert [
        "meaning",
        "steps",
        "papers",
        "papers_open",
        "accepted",
        "lost",
        "certificate",
        "issuers",
        "retained",
        "transition",
    ] == list(form)
    assert {"zh": "居民户口簿", "en": "household book"} in _list(form["papers"])
    assert 5 == _dict(_list(form["retained"])[0])["number"]
    assert 1 == _dict(form["certificate"])["number"]
    assert ["rule", "proviso", "conditions", "citation"] == list(_dict(form["transition"]))


def test_form_without_certificate() -> None:
    """What does not apply is null or empty."""
    matter = a_matter(replaces=None, none_because=a_text())
    form = guidance_form(_guide(Outcome.PENDING, "a_new_fact", matter))
    empty = (form["certificate"], form["lost"], form["transition"], form["retained"])
    assert (None, None, None, []) == empty


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def _dict(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value

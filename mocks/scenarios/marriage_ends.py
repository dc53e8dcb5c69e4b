"""Scenarios of marriages that ended, or came back into force: row M3, and M2 after a revocation.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from mocks.population.court_files import Declaration, Judgment
from mocks.population.people import Spelt
from mocks.population.recording import certify_death, deregister_dead, divorce, marital, marry
from mocks.scenarios.cast import Cast
from mocks.scenarios.marriage import ENDED, answer, couple, unavailable
from mocks.scenarios.story import Expected

JudgmentKind = Literal["divorce_judgment", "divorce_mediation", "void", "revoked"]


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _registered_divorce(cast)
    _in_court(cast)
    _unregistered(cast)
    _not_proven(cast)
    _void(cast)
    _death_of_spouse(cast)
    _declared_dead(cast)
    _revoked(cast)


def judge(cast: Cast, kind: JudgmentKind, one: str, other: str, on: date) -> None:
    """A court's document that took effect a fortnight after its date."""
    established: Literal["judgment_final", "last_signature"] = (
        "last_signature" if kind == "divorce_mediation" else "judgment_final"
    )
    document_on = date.fromordinal(on.toordinal() - 14)
    cast.ledger.add(Judgment(kind, Spelt(one), Spelt(other), document_on, on, established))


def _ask(cast: Cast, key: str, en: str, zh: str, who: tuple[str, str], what: Expected) -> None:
    subject, spouse = who
    claim = {"spouse": cast.person(spouse)}
    cast.ask(key, en, zh, subject=subject, claim=claim, expected=what)


def _registered_divorce(cast: Cast) -> None:
    pair = couple(cast, "m3-divorced", 1983, date(2008, 8, 8))
    divorce(cast.ledger, *pair, date(2016, 12, 12))
    _ask(cast, "marriage-m3-divorced", "Divorced by registration", "登记离婚", pair, ENDED)


def _in_court(cast: Cast) -> None:
    pair = couple(cast, "m3-court", 1980, date(2005, 5, 1))
    judge(cast, "divorce_judgment", *pair, date(2019, 3, 28))
    _ask(
        cast,
        "marriage-m3-court-divorce",
        "Divorced by judgment; civil affairs still shows a marriage",
        "判决离婚，民政登记仍显示已婚",
        pair,
        ENDED,
    )
    pair = couple(cast, "m3-mediated", 1988, date(2013, 10, 10))
    judge(cast, "divorce_mediation", *pair, date(2021, 6, 15))
    _ask(
        cast,
        "marriage-m3-court-mediation",
        "Divorced by mediation in court; civil affairs still shows a marriage",
        "法院调解离婚，民政登记仍显示已婚",
        pair,
        ENDED,
    )


def _unregistered(cast: Cast) -> None:
    pair = couple(cast, "m3-archive", 1958)
    judge(cast, "divorce_judgment", *pair, date(1998, 4, 30))
    _ask(
        cast,
        "marriage-m3-only-the-divorce",
        "The registration was never digitised; a court's divorce proves it and its end",
        "结婚档案未电子化，法院离婚判决证明曾婚且已解除",
        pair,
        ENDED,
    )


def _not_proven(cast: Cast) -> None:
    one, other = couple(cast, "g1-not-proven", 1987, date(2011, 1, 11))
    cast.ledger.add(Judgment("divorce_judgment", Spelt(one), Spelt(other), date(2024, 9, 2)))
    _ask(
        cast,
        "marriage-g1-effect-not-proven",
        "A divorce judgment whose effect is not proven counts as silence of the courts",
        "离婚判决的生效情况未能证明，视同法院未反馈",
        (one, other),
        unavailable("courts"),
    )


def _void(cast: Cast) -> None:
    one, other = couple(cast, "m3-annulled", 1995, date(2020, 2, 2))
    cast.ledger.add(marital(cast.ledger, "annulment", one, other, date(2021, 1, 20)))
    _ask(
        cast,
        "marriage-m3-annulled",
        "Revoked at civil affairs: void from the beginning",
        "婚姻登记被撤销，自始无效",
        (one, other),
        ENDED,
    )
    pair = couple(cast, "m3-void", 1993, date(2017, 7, 17))
    judge(cast, "void", *pair, date(2018, 9, 5))
    _ask(
        cast,
        "marriage-m3-declared-void",
        "Declared void by a court; civil affairs still shows a marriage",
        "法院宣告婚姻无效，民政登记仍显示已婚",
        pair,
        ENDED,
    )


def _death_of_spouse(cast: Cast) -> None:
    widow, husband = couple(cast, "m3-widow", 1951, date(1975, 10, 1))
    certify_death(cast.ledger, husband, date(2025, 10, 30))
    _ask(
        cast,
        "marriage-m3-husband-died-health-knows",
        "Only health knows of the husband's death so far",
        "丈夫已故，目前仅卫健部门有记录",
        (widow, husband),
        ENDED,
    )
    widow, husband = couple(cast, "m3-old-widow", 1939, date(1961, 1, 1))
    deregister_dead(cast.ledger, husband, date(1990, 6, 1))
    _ask(
        cast,
        "marriage-m3-husband-died-register-knows",
        "Only the population register knows of the husband's death",
        "丈夫已故，仅公安户籍有记录",
        (widow, husband),
        ENDED,
    )


def _declared_dead(cast: Cast) -> None:
    wife, husband = couple(cast, "m3-declared", 1970, date(1996, 6, 6))
    cast.ledger.add(Declaration("death", Spelt(husband), date(2017, 5, 9), Spelt(wife)))
    _ask(
        cast,
        "marriage-m3-declared-dead",
        "The husband was declared dead: the marriage ended with the judgment",
        "丈夫被宣告死亡，婚姻自判决之日消除",
        (wife, husband),
        ENDED,
    )


def _revoked(cast: Cast) -> None:
    undecided = Expected("ambiguous", {"spouse": "ambiguous"}, None)
    for row, no_resume, en, zh, what in (
        ("m2", "no", "did not refuse to resume", "未声明不愿恢复婚姻", answer("confirmed")),
        ("m3", "yes", "declared not to resume", "书面声明不愿恢复婚姻", ENDED),
        ("g3", "unknown", "may have refused to resume", "是否声明不愿恢复无从得知", undecided),
    ):
        one, other = couple(cast, f"revoked-{no_resume}", 1972, date(1997, 9, 1))
        _revoke(cast, other, one, no_resume)  # type: ignore[arg-type]
        _ask(
            cast,
            f"marriage-{row}-revoked-{no_resume}",
            f"The husband came back, the declaration was revoked, the wife {en}",
            f"丈夫重新出现，死亡宣告撤销，妻子{zh}",
            (one, other),
            what,
        )
    one, other = couple(cast, "revoked-remarried", 1974, date(1999, 4, 4))
    _revoke(cast, other, one, "no")
    marry(cast.ledger, one, cast.man("revoked-remarried:second", 1971), date(2014, 8, 18))
    _ask(
        cast,
        "marriage-m3-revoked-remarried",
        "The husband came back, but the wife had married another in between",
        "丈夫重新出现，但妻子此前已另行结婚",
        (one, other),
        ENDED,
    )


def _revoke(cast: Cast, gone: str, spouse: str, no_resume: Literal["yes", "no", "unknown"]) -> None:
    cast.ledger.add(
        Declaration(
            "death", Spelt(gone), date(2011, 11, 1), Spelt(spouse), date(2016, 5, 5), no_resume
        )
    )

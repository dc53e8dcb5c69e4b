"""Scenarios of revoked declarations, and of the part `died_on`: rows D6 to D10.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mocks.population.civil_registers import Cremation
from mocks.population.court_files import Declaration
from mocks.population.people import Spelt
from mocks.population.population_register import Cancellation
from mocks.population.recording import certify_death, deregister_dead, die, issue_document
from mocks.scenarios.cast import Cast
from mocks.scenarios.death import answer
from mocks.scenarios.story import Expected


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _revoked(cast)
    _revoked_then_died(cast)
    _not_confirmed(cast)
    _dates_differ(cast)
    _stated(cast)
    _declared(cast)
    _bounds(cast)


def _dated(death: str, died_on: str, overall: str, *reasons: str) -> Expected:
    return Expected(overall, {"death": death, "died_on": died_on}, reasons)


def _revoked(cast: Cast) -> None:
    for key, basis in (("d5-revoked", "declaration"), ("d5-unstated", "not_stated")):
        returned = cast.man(key, 1965)
        judged_on = date(2014, 4, 8)
        cast.ledger.add(
            Declaration("death", Spelt(returned), judged_on, revoked_on=date(2019, 9, 3))
        )
        cancelled = Cancellation("death", date(2014, 6, 1), basis)  # type: ignore[arg-type]
        cast.ledger.entries[returned] = replace(cast.ledger.entries[returned], cancelled=cancelled)
    cast.ask(
        "death-d5-declaration-revoked",
        "Declared dead, came back, revoked; the register was never put right",
        "宣告死亡后本人重新出现并撤销宣告，户口尚未恢复",
        subject="d5-revoked",
        expected=answer("no_record", "declaration_revoked", "no_death_record"),
    )
    cast.ask(
        "death-d5-declaration-revoked-basis-unstated",
        "The same where the register does not say what the deregistration rests on",
        "同上，户口注销依据未注明",
        subject="d5-unstated",
        expected=answer("no_record", "declaration_revoked", "no_death_record"),
    )


def _revoked_then_died(cast: Cast) -> None:
    returned = cast.woman("d3-returned", 1953)
    cast.ledger.add(
        Declaration("death", Spelt(returned), date(2012, 2, 2), revoked_on=date(2016, 8, 30))
    )
    die(cast.ledger, returned, date(2025, 3, 11))
    cast.ask(
        "death-d3-died-after-revocation",
        "Declared dead, came back, and died years later",
        "宣告死亡被撤销，数年后确已死亡",
        subject=returned,
        expected=answer("confirmed", "declaration_revoked"),
    )


def _not_confirmed(cast: Cast) -> None:
    seen = cast.man("d6-seen", 1972)
    issue_document(cast.ledger, seen, date(2024, 4, 18))
    cast.ask(
        "death-d6-seen-after",
        "No death known; a document was issued to him after the day claimed",
        "无死亡记录，且所称死亡日期之后本人曾到场领证",
        subject=seen,
        claim={"died_on": "2023-12-01"},
        rows=("D5",),
        expected=_dated("no_record", "contradicted", "contradicted", "no_death_record"),
    )
    cast.ask(
        "death-d6-not-seen-after",
        "No death known, and no sign of life after the claimed day either",
        "无死亡记录，所称日期之后亦无在世迹象",
        subject=seen,
        claim={"died_on": "2024-06-01"},
        rows=("D5",),
        expected=_dated("no_record", "no_record", "no_record", "no_death_record"),
    )


def _dates_differ(cast: Cast) -> None:
    dead = cast.woman("d7-differ", 1936)
    certify_death(cast.ledger, dead, date(2024, 1, 30))
    deregister_dead(cast.ledger, dead, date(2024, 2, 2))
    cast.ask(
        "death-d7-dates-differ",
        "Hospital and register state different dates",
        "医院与户口登记的死亡日期不同",
        subject=dead,
        claim={"died_on": "2024-01-30"},
        rows=("D3",),
        expected=_dated("confirmed", "ambiguous", "ambiguous", "dates_differ"),
    )


def _stated(cast: Cast) -> None:
    dead = cast.man("d8-stated", 1942)
    die(cast.ledger, dead, date(2025, 2, 14))
    cast.ask(
        "death-d8-same-date",
        "The claimed date is the stated one",
        "申报日期与登记一致",
        subject=dead,
        claim={"died_on": "2025-02-14"},
        rows=("D3",),
        expected=_dated("confirmed", "confirmed", "confirmed"),
    )
    cast.ask(
        "death-d9-other-date",
        "The claimed date is not the stated one",
        "申报日期与登记不一致",
        subject=dead,
        claim={"died_on": "2025-02-15"},
        rows=("D3",),
        expected=_dated("confirmed", "contradicted", "contradicted", "date_differs"),
    )


def _declared(cast: Cast) -> None:
    declared = cast.man("d8-declared", 1959)
    cast.ledger.add(Declaration("death", Spelt(declared), date(2020, 11, 17)))
    cast.ask(
        "death-d3-courts-only",
        "Declared dead; no other department knows",
        "仅有法院宣告死亡判决",
        subject=declared,
        expected=answer("confirmed", "single_source", "legal_date"),
    )
    cast.ask(
        "death-d8-legal-date",
        "The claimed date is the judgment's",
        "申报日期即判决宣告之日",
        subject=declared,
        claim={"died_on": "2020-11-17"},
        rows=("D3",),
        expected=_dated("confirmed", "confirmed", "confirmed", "single_source", "legal_date"),
    )


def _bounds(cast: Cast) -> None:
    cremated = cast.woman("d9-cremated", 1933)
    cast.ledger.add(Cremation(Spelt(cremated), date(2021, 5, 4)))
    cast.ask(
        "death-d9-after-cremation",
        "The claimed date lies after the cremation",
        "申报日期晚于火化日期",
        subject=cremated,
        claim={"died_on": "2021-06-01"},
        rows=("D3",),
        expected=_dated(
            "confirmed", "contradicted", "contradicted", "single_source", "date_differs"
        ),
    )
    cast.ask(
        "death-d10-nothing-to-compare",
        "Only a cremation is known, and the claimed date lies before it",
        "仅有火化记录，申报日期早于火化日期",
        subject=cremated,
        claim={"died_on": "2021-05-01"},
        rows=("D3",),
        expected=_dated(
            "confirmed", "no_record", "no_record", "single_source", "date_not_recorded"
        ),
    )

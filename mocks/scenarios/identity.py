"""Scenarios of the fact identity: rows I1 to I3 and I5 of the domain's table.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mocks.population.people import Spelt
from mocks.population.population_register import Cancellation, Entry
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, Trouble, down


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _held(cast)
    _not_held(cast)
    _shared(cast)
    _former_name(cast)
    _cancelled(cast)
    _duplicate(cast)
    _silent(cast)


def answer(outcome: str, *reasons: str, **parts: str) -> Expected:
    """`parts` are those beside `identity` itself."""
    return Expected(outcome, {"identity": outcome, **parts}, reasons)


def _held(cast: Cast) -> None:
    someone = cast.woman("i5-held", 1988)
    cast.ask(
        "identity-i5-held",
        "Number and name are held and match",
        "号码与姓名均在册且一致",
        subject=someone,
        expected=answer("confirmed"),
    )
    cast.ask(
        "identity-i5-registered",
        "The entry is in force, as claimed",
        "户口在册，与申报一致",
        subject=someone,
        claim={"status": "registered"},
        expected=answer("confirmed", status="confirmed"),
    )
    cast.ask(
        "identity-i5-not-deregistered",
        "The entry is in force, but claimed to be cancelled",
        "户口在册，却申报已注销",
        subject=someone,
        claim={"status": "deregistered"},
        expected=Expected(
            "contradicted", {"identity": "confirmed", "status": "contradicted"}, None
        ),
    )


def _not_held(cast: Cast) -> None:
    cast.ask(
        "identity-i1-not-held",
        "A valid number that nobody carries",
        "号码有效但无人持有",
        subject=cast.nobody("i1-nobody", 1990),
        expected=answer("no_record", "not_in_population_register"),
    )
    sealed = cast.man("i1-sealed", 1979)
    cast.ledger.entries[sealed] = replace(cast.ledger.entries[sealed], sealed=True)
    cast.ask(
        "identity-i1-sealed",
        "A sealed entry looks exactly like one that does not exist",
        "档案封存，与查无此人无任何区别",
        subject=sealed,
        expected=answer("no_record", "not_in_population_register"),
    )


def _shared(cast: Cast) -> None:
    first = cast.man("i2-first", 1971)
    mark = replace(cast.resident(first), number_shared=True)
    cast.ledger.residents[first] = mark
    cast.ledger.add_resident(replace(mark, id="i2-second", name="何建平"))
    cast.ask(
        "identity-i2-shared",
        "Two people carry one number",
        "一号两人（重号）",
        subject=first,
        expected=answer("ambiguous", "number_shared"),
    )


def _former_name(cast: Cast) -> None:
    renamed = cast.woman("i3-renamed", 1992, name="周雅宁")
    cast.ledger.entries[renamed] = replace(cast.ledger.entries[renamed], former_names=("周招娣",))
    cast.ask(
        "identity-i3-former-name",
        "Asked under the name she had before she changed it",
        "以曾用名查询",
        subject=cast.person(renamed, name="周招娣"),
        expected=answer("ambiguous", "former_name"),
    )
    cast.ask(
        "identity-i5-former-name-claimed",
        "Her former name is claimed and on record: the same person",
        "申报曾用名且有记载：系同一人",
        subject=renamed,
        claim={"former_name": "周招娣"},
        rows=("I3",),
        expected=answer("confirmed", former_name="confirmed"),
    )


def _cancelled(cast: Cast) -> None:
    soldier = cast.man("i5-soldier", 2003)
    abroad = cast.woman("i5-abroad", 1981)
    for key, cancelled in (
        (soldier, Cancellation("military", date(2023, 9, 10))),
        (abroad, Cancellation("settled_abroad", date(2016, 4, 2))),
    ):
        cast.ledger.entries[key] = replace(cast.ledger.entries[key], cancelled=cancelled)
    cast.ask(
        "identity-i5-soldier",
        "Cancelled for military service: deregistered, as claimed",
        "因参军注销户口，与申报一致",
        subject=soldier,
        claim={"status": "deregistered"},
        expected=answer("confirmed", status="confirmed"),
    )
    cast.ask(
        "identity-i5-cancelled",
        "Settled abroad, no status claimed",
        "出国定居注销户口，未申报户口状态",
        subject=abroad,
        expected=answer("confirmed", "registration_cancelled"),
    )
    cast.ask(
        "identity-i5-not-registered",
        "Settled abroad, but claimed to be registered",
        "出国定居注销户口，却申报在册",
        subject=abroad,
        claim={"status": "registered"},
        expected=Expected(
            "contradicted", {"identity": "confirmed", "status": "contradicted"}, None
        ),
    )


def _duplicate(cast: Cast) -> None:
    kept = cast.man("i5-kept", 1975)
    resident = cast.resident(kept)
    second = cast.ledger.issue("500109", resident.born_on, resident.sex)
    cast.ledger.entries[kept] = replace(cast.ledger.entries[kept], other_numbers=(second,))
    cast.ledger.entries["i5-kept:duplicate"] = Entry(
        Spelt(kept, number=second),
        resident.sex,
        resident.born_on,
        Cancellation("duplicate", date(2011, 3, 21)),
        other_numbers=(resident.number,),
    )
    cast.ask(
        "identity-i5-duplicate",
        "Asked under the cancelled number of a double registration",
        "以重复户口中已注销的号码查询",
        subject=cast.person(kept, number=second),
        expected=answer("confirmed", "registration_cancelled"),
    )


def _silent(cast: Cast) -> None:
    someone = cast.man("g3-silent", 1990)
    cast.ask(
        "identity-g3-silent",
        "Public security is out of order",
        "公安接口故障",
        subject=someone,
        expected=Expected(
            "unavailable", {"identity": "unavailable"}, None, silent=("public_security",)
        ),
        troubles=down("public_security"),
    )
    cast.ask(
        "identity-g1-unknown-code",
        "Public security answers with a code that nobody knows",
        "公安返回未知代码",
        subject=someone,
        rows=("G3",),
        expected=Expected(
            "unavailable", {"identity": "unavailable"}, None, silent=("public_security",)
        ),
        troubles=(Trouble("public_security", "unknown_code"),),
    )

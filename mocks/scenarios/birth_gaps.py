"""Scenarios of births that health does not hold, or not in full: rows B5 to B7.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from mocks.population.people import Spelt
from mocks.population.population_register import BirthRegistration
from mocks.population.recording import deliver, register_birth
from mocks.scenarios.birth import family, one_part
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, Needs, down


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _no_father(cast)
    _father_in_register(cast)
    _before_certificates(cast)
    _nothing(cast)


def _no_father(cast: Cast) -> None:
    child, mother, father = family(cast, "b6-child", 2018)
    deliver(cast.ledger, child, father=False)
    cast.ledger.add(BirthRegistration(Spelt(child), cast.resident(child).born_on, Spelt(mother)))
    claim = {"father": cast.person(father)}
    cast.ask(
        "birth-b6-father-not-recorded",
        "The birth is held, a father is not",
        "有出生记录但未登记父亲",
        subject=child,
        claim=claim,
        expected=one_part("no_record", "father", "not_recorded"),
    )
    cast.ask(
        "birth-b6-father-not-recorded-revealed",
        "The same for a matter that may be told the reason",
        "同上，该事项可获知原因",
        subject=child,
        claim=claim,
        needs=Needs(reveals=("father_not_recorded",)),
        expected=one_part("no_record", "father", "father_not_recorded"),
    )
    cast.ask(
        "birth-b6-mother-and-father",
        "The mother matches, a father is not recorded: the whole is the least favourable part",
        "母亲一致、父亲未登记：总体取最不利的一项",
        subject=child,
        claim={"mother": cast.person(mother), **claim},
        rows=("B2",),
        expected=Expected(
            "no_record", {"mother": "confirmed", "father": "no_record"}, ("not_recorded",)
        ),
    )


def _father_in_register(cast: Cast) -> None:
    child, _, father = family(cast, "b5-child", 2015)
    deliver(cast.ledger, child, father=False)
    register_birth(cast.ledger, child)
    cast.ask(
        "birth-b5-father-in-register",
        "The certificate names no father, the household register does",
        "出生医学证明未载父亲，户籍登记有载且一致",
        subject=child,
        claim={"father": cast.person(father)},
        expected=one_part("confirmed", "father", "household_register_only"),
    )
    stranger = cast.man("b5-stranger", 1984)
    cast.ask(
        "birth-b5-another-father-in-register",
        "The certificate names no father, the household register another one",
        "出生医学证明未载父亲，户籍登记所载为他人",
        subject=child,
        claim={"father": cast.person(stranger)},
        expected=one_part("contradicted", "father", "household_register_only"),
    )


def _before_certificates(cast: Cast) -> None:
    child, mother, _ = family(cast, "b5-older", 1981)
    register_birth(cast.ledger, child)
    cast.ask(
        "birth-b5-before-1996",
        "Born before there were certificates, but registered",
        "出生于出生医学证明制度之前，户籍有登记",
        subject=child,
        claim={"mother": cast.person(mother)},
        expected=one_part("confirmed", "mother", "household_register_only"),
    )


def _nothing(cast: Cast) -> None:
    child, mother, _ = family(cast, "b7-child", 1979)
    claim = {"mother": cast.person(mother)}
    cast.ask(
        "birth-b7-nothing",
        "Neither a certificate nor a registration of the birth",
        "既无出生医学证明，也无出生登记",
        subject=child,
        claim=claim,
        expected=one_part("no_record", "mother", "no_birth_record"),
    )
    cast.ask(
        "birth-b7-register-silent",
        "No certificate, and public security is out of order",
        "无出生医学证明，且公安接口故障",
        subject=child,
        claim=claim,
        expected=one_part(
            "no_record", "mother", "no_birth_record", "household_register_not_checked"
        ),
        troubles=down("public_security"),
    )
    sealed, mother, _ = family(cast, "b7-sealed", 2011)
    deliver(cast.ledger, sealed, sealed=True)
    cast.ask(
        "birth-b7-sealed",
        "The only certificate is sealed: exactly as if there were none",
        "唯一的出生医学证明已封存，与无记录无任何区别",
        subject=sealed,
        claim={"mother": cast.person(mother)},
        expected=one_part("no_record", "mother", "no_birth_record"),
    )

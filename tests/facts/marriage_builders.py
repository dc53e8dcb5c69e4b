"""Couples for the tests of marriage, and how their marriage is asked about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gateway.facts.marriage import fact
from tests.facts.builders import SPOUSE, STRANGER, SUBJECT, inquire, person_json
from tests.facts.register_builders import (
    Answer,
    Carried,
    Registers,
    annulled,
    carry_out,
    certificate,
    court_divorce,
    divorced,
    married,
)

if TYPE_CHECKING:
    from gateway.domain.fact import JsonValue
    from gateway.domain.finding import PartFinding

WEDDING, END, AGAIN = date(1983, 10, 1), date(2004, 3, 5), date(2006, 5, 20)


def ask_spouse(answer: Answer) -> PartFinding:
    """The finding on being married to the spouse."""
    return ask_marriage({"spouse": person_json(SPOUSE)}, answer).finding.parts["spouse"]


def ask_status(status: str, answer: Answer) -> PartFinding:
    """The finding on a marital status."""
    return ask_marriage({"status": status}, answer).finding.parts["status"]


def ask_marriage(claim: dict[str, JsonValue], answer: Answer) -> Carried:
    return carry_out(fact, inquire(fact, claim), answer)


def in_force() -> Registers:
    """Subject and spouse are married."""
    return Registers(civil=[married(WEDDING, SUBJECT, SPOUSE)])


def ended() -> Registers:
    """They were divorced by registration."""
    return Registers(civil=[married(WEDDING, SUBJECT, SPOUSE), divorced(END, SUBJECT, SPOUSE)])


def widowed() -> Registers:
    """The spouse has died."""
    return Registers(civil=[married(WEDDING, SUBJECT, SPOUSE)], deaths={SPOUSE: certificate(END)})


def two_in_force() -> Registers:
    """The subject is married to two people."""
    events = [married(WEDDING, SUBJECT, SPOUSE), married(AGAIN, STRANGER, SUBJECT)]
    return Registers(civil=events)


def only_annulled() -> Registers:
    """Nothing but an annulled marriage."""
    return Registers(civil=[married(WEDDING, SUBJECT, SPOUSE), annulled(END, SUBJECT, SPOUSE)])


def ends() -> dict[str, Registers]:
    """Every way in which a marriage can have ended."""
    by_court = Registers(
        civil=[married(WEDDING, SUBJECT, SPOUSE)], court=[court_divorce(END, SPOUSE, SUBJECT)]
    )
    void_by_court = Registers(
        civil=[married(WEDDING, SUBJECT, SPOUSE)], court=[annulled(END, SUBJECT, SPOUSE)]
    )
    unregistered = Registers(court=[court_divorce(END, SUBJECT, SPOUSE)])
    return {
        "divorce": ended(),
        "court divorce": by_court,
        "death": widowed(),
        "annulment": only_annulled(),
        "annulment by a court": void_by_court,
        "court divorce without a registration": unregistered,
    }

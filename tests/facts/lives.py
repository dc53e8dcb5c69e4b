"""Evidence about deaths and signs of life, for the facts `death` and `alive`.

Must never decide anything itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from gateway.domain.records import (
    CancellationBasis,
    CancelledBecause,
    DeathKind,
    DeathRecord,
    Declaration,
    DeclarationKind,
    SignKind,
    SignOfLife,
)
from gateway.facts.death.questions import (
    ask_all,
    ask_cremation,
    ask_custody,
    ask_declarations,
    ask_health,
    ask_public_security,
)
from tests.facts.builders import SUBJECT, answered, entry

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.question import Question

CERTIFICATES, SERVICE = ask_health(SUBJECT)
PERSON, UNNATURAL = ask_public_security(SUBJECT)
DECLARED = ask_declarations(SUBJECT)
CUSTODY = ask_custody(SUBJECT)
CREMATED = ask_cremation(SUBJECT)

DIED: Final = date(2026, 2, 28)
CERTIFICATE = answered(DeathRecord(DeathKind.MEDICAL_CERTIFICATE, DIED))
CREMATION = answered(DeathRecord(DeathKind.CREMATION, date(2026, 3, 3)))
ALIVE_ENTRY = answered(entry())


def dead_entry(
    basis: CancellationBasis | None = CancellationBasis.MEDICAL, on: date = date(2026, 3, 10)
) -> Reply:
    """A deregistration by death."""
    return answered(
        entry(
            in_force=False,
            cancelled_because=CancelledBecause.DEATH,
            cancelled_on=on,
            cancellation_basis=basis,
        )
    )


def sign(on: date, kind: SignKind = SignKind.IN_PERSON_SERVICE) -> Reply:
    """An answer that shows the person alive on a day."""
    return answered(SignOfLife(kind, on))


def declared(judged: date, revoked: date | None = None) -> Reply:
    """A declaration of death."""
    return answered(Declaration(DeclarationKind.DEATH, judged, revoked))


def hear(**changes: Reply) -> dict[Question, Reply]:
    """Everybody answered and holds nothing, but for the changes."""
    names = {
        "certificate": CERTIFICATES,
        "service": SERVICE,
        "person": PERSON,
        "unnatural": UNNATURAL,
        "declared": DECLARED,
        "custody": CUSTODY,
        "cremation": CREMATED,
    }
    replies: dict[Question, Reply] = {question: answered() for question in ask_all(SUBJECT)}
    replies[PERSON] = ALIVE_ENTRY
    return replies | {names[name]: reply for name, reply in changes.items()}

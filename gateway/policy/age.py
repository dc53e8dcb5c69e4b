"""Who is under fourteen, so that a guardian must consent for her (PIPL 31).

Must never guess: a document that states no birth date tells no age.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.identity_number import IdentityNumber
from gateway.domain.person import RESIDENT_IDENTITY

if TYPE_CHECKING:
    from datetime import date

    from gateway.domain.person import Person

GUARDED_UNTIL: Final = 14


def is_under_fourteen(person: Person, today: date) -> bool:
    """Tell whether the identity number says that the person has not completed fourteen years.

    She has on her fourteenth birthday; who was born on 29 February, in a common year on 1 March.
    Documents other than resident identity numbers state no birth date here: False, and whoever
    takes the consent must look at the document.
    """
    if person.id_type != RESIDENT_IDENTITY:
        return False
    born = IdentityNumber(person.number).born_on
    birthday = (born.year + GUARDED_UNTIL, born.month, born.day)
    return (today.year, today.month, today.day) < birthday

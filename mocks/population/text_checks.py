"""Whether every text is there where it must be, and could be written into a department's reply.

Must never judge a name by its characters beyond that: rare ones are what people are called.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from mocks.population.model import Population
from mocks.population.walking import walk

_UNWRITABLE = frozenset({"Cc", "Cs"})
"""Control characters and half characters: XML and HTTP have no place for them."""
_NO_CHARACTERS = "\ufffe\uffff"


def check_texts(population: Population) -> Iterator[str]:
    """Characters that no reply can hold, and texts that are empty and must not be."""
    for place, text in walk(population):
        if isinstance(text, str) and any(map(_is_unwritable, text)):
            yield f"{place}: holds a character that no register can write"
    for place, text in _required(population):
        if not text.strip():
            yield f"{place}: is empty"


def _is_unwritable(character: str) -> bool:
    return unicodedata.category(character) in _UNWRITABLE or character in _NO_CHARACTERS


def _required(population: Population) -> Iterator[tuple[str, str]]:
    """The texts without which nobody is found, or a register's reply would not be whole."""
    for index, resident in enumerate(population.residents):
        yield f"/residents/{index}/id", resident.id
        yield f"/residents/{index}/name", resident.name
    register = population.public_security
    for index, entry in enumerate(register.entries):
        place = f"/public_security/entries/{index}"
        for member, text in (("number", entry.who.number), ("name", entry.who.name)):
            if text is not None:
                yield f"{place}/who/{member}", text
        for former, name in enumerate(entry.former_names):
            yield f"{place}/former_names/{former}", name
    for index, household in enumerate(register.households):
        yield f"/public_security/households/{index}/id", household.id

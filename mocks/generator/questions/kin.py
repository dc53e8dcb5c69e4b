"""Questions about kinship: true ones, near ones, and ones about strangers.

Must never ask with a code that is no claim (domain.md K1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mocks.generator.questions.folk import Folk
from mocks.oracle.asking import Question

SPECIFIC_CHILD = {"1": ("22", "23", "21"), "2": ("32", "33", "31")}


def about_kin(folk: Folk, key: str) -> Question:
    """A question about what somebody is to that resident."""
    makers: tuple[Callable[[Folk, str], Question | None], ...] = (
        _parent,
        _child,
        _spouse,
        _sibling,
        _grandparent,
        _grandchild,
        _in_law,
        _sibling_in_law,
        _adoptive,
        _adopted,
        _housemate,
        _stranger,
    )
    for make in folk.random.sample(makers, len(makers)):
        question = make(folk, key)
        if question is not None:
            return _maybe_derive(folk, question)
    return _stranger(folk, key)


def _maybe_derive(folk: Folk, question: Question) -> Question:
    return replace(question, derive=folk.random.random() < 0.7)


def _ask(folk: Folk, key: str, relative: str, code: str) -> Question:
    claim = {"relative": folk.person(relative), "relation": code}
    return Question("kinship", folk.person(key), claim)


def _sexed(folk: Folk, key: str, male: str, female: str) -> str:
    return male if folk.residents[key].sex == "1" else female


def _parent(folk: Folk, key: str) -> Question | None:
    found = folk.parents(key)
    if not found:
        return None
    parent = folk.random.choice(found)
    code = folk.random.choice(("50", _sexed(folk, parent, "51", "52")))
    return _ask(folk, key, parent, code)


def _child(folk: Folk, key: str) -> Question | None:
    found = folk.children(key)
    if not found:
        return None
    child = folk.random.choice(found)
    sex = folk.residents[child].sex
    specific = folk.random.choice(SPECIFIC_CHILD[sex])
    wrong = folk.random.choice(("50", "70"))
    code = folk.random.choice((_sexed(folk, child, "20", "30"), specific, wrong))
    return _ask(folk, key, child, code)


def _spouse(folk: Folk, key: str) -> Question | None:
    found = folk.spouses(key)
    if not found:
        return None
    spouse = folk.random.choice(found)
    code = folk.random.choice(("10", _sexed(folk, spouse, "11", "12")))
    return replace(_ask(folk, key, spouse, code), at_death=folk.random.random() < 0.5)


def _sibling(folk: Folk, key: str) -> Question | None:
    found = folk.siblings(key)
    if not found:
        return None
    sibling = folk.random.choice(found)
    older = folk.residents[sibling].born_on < folk.residents[key].born_on
    brother, sister = ("71", "75") if older else ("73", "77")
    code = folk.random.choice(("70", _sexed(folk, sibling, brother, sister)))
    return _ask(folk, key, sibling, code)


def _grandparent(folk: Folk, key: str) -> Question | None:
    found = [(parent, up) for parent in folk.parents(key) for up in folk.parents(parent)]
    if not found:
        return None
    parent, elder = folk.random.choice(found)
    codes = ("61", "62") if folk.residents[parent].sex == "1" else ("63", "64")
    return _ask(folk, key, elder, folk.random.choice(("60", _sexed(folk, elder, *codes))))


def _grandchild(folk: Folk, key: str) -> Question | None:
    found = [(child, down) for child in folk.children(key) for down in folk.children(child)]
    if not found:
        return None
    child, young = folk.random.choice(found)
    codes = ("41", "42") if folk.residents[child].sex == "1" else ("43", "44")
    return _ask(folk, key, young, folk.random.choice(("40", _sexed(folk, young, *codes))))


def _in_law(folk: Folk, key: str) -> Question | None:
    found = [(spouse, up) for spouse in folk.spouses(key) for up in folk.parents(spouse)]
    if not found:
        return None
    _, elder = folk.random.choice(found)
    if folk.random.random() < 0.5:
        return _ask(folk, elder, key, _sexed(folk, key, "28", "38"))
    codes = ("55", "56") if folk.residents[key].sex == "1" else ("53", "54")
    return _ask(folk, key, elder, _sexed(folk, elder, *codes))


def _sibling_in_law(folk: Folk, key: str) -> Question | None:
    found = [(one, spouse) for one in folk.siblings(key) for spouse in folk.spouses(one)]
    if not found:
        return None
    sibling, spouse = folk.random.choice(found)
    older = folk.residents[sibling].born_on < folk.residents[key].born_on
    codes = ("72", "76") if older else ("74", "78")
    return _ask(folk, key, spouse, _sexed(folk, sibling, *codes))


def _adoptive(folk: Folk, key: str) -> Question | None:
    found = folk.adopters(key)
    if not found:
        return None
    adopter = folk.random.choice(found)
    code = folk.random.choice(("50", _sexed(folk, adopter, "51", "52")))
    return _ask(folk, key, adopter, folk.random.choice((code, _sexed(folk, adopter, "57", "58"))))


def _adopted(folk: Folk, key: str) -> Question | None:
    found = [child for child in folk.residents if key in folk.adopters(child)]
    if not found:
        return None
    child = folk.random.choice(found)
    code = folk.random.choice((_sexed(folk, child, "20", "30"), _sexed(folk, child, "27", "37")))
    return _ask(folk, key, child, code)


def _housemate(folk: Folk, key: str) -> Question | None:
    for head in (key, *folk.residents):
        for member, relation in folk.housemates(head):
            if head == key and relation != "99":
                return _ask(folk, key, member, relation)
            if member == key and relation in ("27", "37", "99", "73", "75"):
                return _ask(folk, key, head, _back(folk, head, relation))
    return None


def _back(folk: Folk, head: str, relation: str) -> str:
    if relation in ("27", "37", "99"):
        return _sexed(folk, head, "57", "58")
    return "70"


def _stranger(folk: Folk, key: str) -> Question:
    other = folk.somebody_but(key)
    code = folk.random.choice(("50", "20", "30", "51", "52", "60", "40", "70", "57", "27"))
    return _ask(folk, key, other, code)

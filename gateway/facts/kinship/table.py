"""The rows K3 to K11 on one hearing (domain.md, kinship). K1 is the claim's, K2 `spouse_claim`'s.

Pure. Must never tell an adoption, nor let a household entry exclude anything, nor say that only
something less specific is held while a required department has not been heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.finding import PartFinding
from gateway.domain.outcome import Outcome
from gateway.facts.concluding import conclude_unheard, unique
from gateway.facts.former_identity import ask_person
from gateway.facts.hearing import Silence
from gateway.facts.kinship import reasons as why
from gateway.facts.kinship import telling
from gateway.facts.kinship.archive import Archive, adoption_question
from gateway.facts.kinship.derivations import Derivation, Path, derive
from gateway.facts.kinship.holdings import Held, Holdings, Source, holdings_of
from gateway.facts.kinship.questions import direct_questions
from gateway.facts.kinship.relations import (
    ADOPTIVE,
    BIRTH_LINE,
    DERIVABLE,
    PARENTS,
    excludes,
    family_of,
    line_of,
)
from gateway.facts.shared_reasons import NAME_MISMATCH, RECORDS_DISAGREE, RELATION_NOT_SPECIFIC

if TYPE_CHECKING:
    from gateway.domain.person import Person
    from gateway.domain.question import Question

_NOTHING: Final = Derivation((), ())


@dataclass(frozen=True, slots=True)
class Kin:
    """A claim of kinship and one hearing about it."""

    code: str
    subject: Person
    relative: Person
    archive: Archive
    may_derive: bool

    @property
    def direct(self) -> tuple[Question, ...]:
        """The questions of the first round."""
        return direct_questions(self.code, self.subject, self.relative)

    @property
    def child_and_parent(self) -> tuple[Person, Person]:
        """Who is the child of whom by a claim of the birth line."""
        if self.code in PARENTS:
            return self.subject, self.relative
        return self.relative, self.subject

    @property
    def may_be_derived(self) -> bool:
        """Whether the relation is of a kind that follows from steps."""
        return line_of(self.code) in DERIVABLE

    def derivation(self) -> Derivation:
        """The paths between the two, if the matter authorises to look for them (K7)."""
        line = line_of(self.code)
        if not self.may_derive or line is None or line not in DERIVABLE:
            return _NOTHING
        return derive(line, self.code, self.archive, self.subject, self.relative)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is held, as the claim sees it."""

    met: tuple[Held, ...]
    near: tuple[Held, ...]
    against: tuple[Held, ...]
    mismatch: bool


def weigh(kin: Kin) -> Weighed:
    """Sort what is held: the claimed, the less specific, the excluding."""
    holdings: Holdings = holdings_of(kin.archive, kin.subject, kin.relative)
    met = tuple(held for held in holdings.held if _meets(kin.code, held))
    family = family_of(kin.code)
    return Weighed(
        met=met,
        near=tuple(h for h in holdings.held if h not in met and family and h.family is family),
        against=tuple(held for held in holdings.held if _is_against(kin.code, held)),
        mismatch=holdings.mismatch,
    )


def _meets(code: str, held: Held) -> bool:
    """Step and adoptive relations are held by an adoption registration alone (K3)."""
    return held.meets(code) and (code not in ADOPTIVE or held.source is Source.ADOPTION)


def _is_against(code: str, held: Held) -> bool:
    if held.source is Source.HOUSEHOLD or held.family is None:
        return False
    return excludes(code, held.family)


def decide_direct(kin: Kin) -> PartFinding | None:
    """The rows that no derivation could change: K3 to K6, and K9. None if none of them matches."""
    weighed = weigh(kin)
    if kin.code in BIRTH_LINE:
        child, parent = kin.child_and_parent
        if kin.archive.is_adopted_away(child, parent):
            return telling.adopted(kin.archive.hearing, (adoption_question(child),))
        silence = kin.archive.hearing.silence((adoption_question(child),))
        if silence and (weighed.met or weighed.near):
            return conclude_unheard("K10", silence)
    if weighed.against and (weighed.met or weighed.near):
        return PartFinding(Outcome.CONFLICT, "K6", (RECORDS_DISAGREE.code,))
    if weighed.met:
        row = "K3" if kin.code in ADOPTIVE else "K5"
        return telling.held(row, kin.code, kin.archive, weighed.met, kin.direct)
    if any(held.is_sound for held in weighed.against):
        return PartFinding(Outcome.CONTRADICTED, "K9", (why.RELATION_DIFFERS.code,))
    return None


def decide(kin: Kin) -> PartFinding:
    """The first row that matches."""
    direct = decide_direct(kin)
    return _decide_derived(kin, weigh(kin)) if direct is None else direct


def _decide_derived(kin: Kin, weighed: Weighed) -> PartFinding:
    """K7, K4 on the way, K10, K8, G2 and K11."""
    derivation = kin.derivation()
    sound = [path for path in derivation.paths if not path.is_ended]
    told = [path for path in sound if _is_proved(kin, path)]
    if told:
        return telling.derived(kin.archive, told)
    silence = _silence(kin, derivation)
    clouded = [path for path in sound if _clouds(kin, path)]
    if len(sound) == len(clouded) and any(path.is_ended for path in derivation.paths):
        return telling.adopted(kin.archive.hearing, (*kin.direct, *derivation.needed))
    if silence:
        return conclude_unheard("K10", silence)
    if weighed.near or len(sound) > len(clouded):
        row = "K3" if kin.code in ADOPTIVE else "K8"
        return PartFinding(Outcome.AMBIGUOUS, row, (RELATION_NOT_SPECIFIC.code,))
    codes = _unresolved(kin, weighed, clouded)
    if codes:
        return PartFinding(Outcome.AMBIGUOUS, "G2", codes)
    unlooked = kin.may_be_derived and not kin.may_derive
    reason = why.DERIVATION_NOT_AUTHORISED if unlooked else why.NO_KINSHIP_RECORD
    return PartFinding(Outcome.NO_RECORD, "K11", (reason.code,))


def _is_proved(kin: Kin, path: Path) -> bool:
    """Every step is held, everybody in between is one person, and the code is what is claimed."""
    asked = tuple(map(ask_person, path.between))
    clear = kin.archive.hearing.is_heard(*asked) and not _clouds(kin, path)
    held = path.code is not None and telling.meets(kin.code, path.code)
    return path.is_settled and clear and held


def _clouds(kin: Kin, path: Path) -> tuple[str, ...]:
    """Why somebody in between may be two people (G2, I2)."""
    codes = kin.archive.hearing.unresolved(map(ask_person, path.between))
    return codes if path.is_one_name else unique((*codes, NAME_MISMATCH.code))


def _silence(kin: Kin, derivation: Derivation) -> Silence:
    heard = kin.archive.hearing.silence((*kin.direct, *derivation.needed))
    late = unique((*heard.late, *derivation.silence.late))
    silent = unique((*heard.silent, *derivation.silence.silent))
    return Silence(tuple(name for name in silent if name not in late), late)


def _unresolved(kin: Kin, weighed: Weighed, clouded: list[Path]) -> tuple[str, ...]:
    """Names that do not match. Of an adoption register not even that is told."""
    adoptions = {adoption_question(kin.subject), adoption_question(kin.relative)}
    hearing = kin.archive.hearing
    codes = [
        *hearing.unresolved(question for question in kin.direct if question not in adoptions),
        *(code for path in clouded for code in _clouds(kin, path)),
        *((NAME_MISMATCH.code,) if weighed.mismatch else ()),
    ]
    if hearing.unresolved(question for question in kin.direct if question in adoptions):
        codes.append(RELATION_NOT_SPECIFIC.code)
    return unique(codes)

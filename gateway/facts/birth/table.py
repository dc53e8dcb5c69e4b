"""The decision table of `birth` (domain.md B1 to B8), for each claimed part.

Must never let an adoption be seen (CC 1110): not in an outcome, not in a reason, not in how a name
was matched in the register of adoptions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway.domain.finding import PartFinding, RecordKind
from gateway.domain.outcome import Outcome
from gateway.domain.records import BirthRecord
from gateway.facts.birth import reasons as why
from gateway.facts.birth.claim import CERTIFICATE_NUMBER, FATHER, MOTHER, PARTS
from gateway.facts.birth.comparison import Comparison, Value, Verdict, compare
from gateway.facts.birth.questions import (
    ask_adoptions,
    ask_public_security,
    ask_registration,
    births_at_health,
    claim_of,
    consulted,
    may_be_adopted,
    required,
)
from gateway.facts.concluding import conclude_unheard, rest_on, unique
from gateway.facts.former_identity import Procedure
from gateway.facts.shared_reasons import (
    CONSULTED_NOT_HEARD,
    DOCUMENT_NOT_COMPARABLE,
    NAME_MISMATCH,
    NAME_VARIANT,
    RECORDS_DISAGREE,
    RELATION_NOT_SPECIFIC,
)

if TYPE_CHECKING:
    from gateway.domain.fact import Inquiry
    from gateway.domain.finding import Reason, RestsOn
    from gateway.domain.question import Question
    from gateway.facts.hearing import Found, Hearing

PARENTS: Final = frozenset({MOTHER, FATHER})


def decide_parts(inquiry: Inquiry, hearing: Hearing) -> dict[str, PartFinding]:
    """The claimed parts, each by itself."""
    claim = claim_of(inquiry)
    return {
        name: _Part(name, value, inquiry, hearing).decide()
        for name in PARTS
        if (value := getattr(claim, name)) is not None
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """One claimed part and all that was heard about it."""

    name: str
    claimed: Value
    inquiry: Inquiry
    hearing: Hearing

    def decide(self) -> PartFinding:
        """Rows B1 to B8. B8 goes before B5 to B7, which speak of what health does not hold."""
        births = births_at_health(self.inquiry, self.hearing)
        if self.name == CERTIFICATE_NUMBER and self._is_replaced(births):
            return self._tell(Outcome.CONTRADICTED, "B1", why.CERTIFICATE_REPLACED)
        held = compare(self.name, self.claimed, [b for b in births if _is_valid(b.record)])
        rests = rest_on(RecordKind.BIRTH_RECORD, held.dates)
        match held.verdict:
            case Verdict.MATCHES:
                return self._match(held, rests)
            case Verdict.DIFFERS:
                return self._differ(rests)
            case Verdict.HOLDS_NONE:
                return self._miss(births)
            case Verdict.OTHER_NAME | Verdict.OTHER_DOCUMENT | Verdict.SEVERAL:
                return self._tell_unsettled(held, rests)

    def _is_replaced(self, births: tuple[Found[BirthRecord], ...]) -> bool:
        return any(
            found.record.certificate_number == self.claimed and not _is_valid(found.record)
            for found in births
        )

    def _match(self, held: Comparison, rests: tuple[RestsOn, ...]) -> PartFinding:
        """B2. A certificate's number stands only if every look-up could have shown it replaced."""
        silence = self.hearing.silence(required(self.inquiry))
        if silence and self.name == CERTIFICATE_NUMBER:
            return conclude_unheard("B8", silence, self._matched())
        variant = (NAME_VARIANT,) if held.variant else ()
        return self._tell(Outcome.CONFIRMED, "B2", *variant, rests=rests)

    def _differ(self, rests: tuple[RestsOn, ...]) -> PartFinding:
        """B3 and B4. Naming kind or date would tell of the adoption that makes B4 ambiguous."""
        register = self._compare_register()
        if register.verdict is Verdict.MATCHES:
            rests = (*rests, *rest_on(RecordKind.HOUSEHOLD_REGISTER, register.dates))
            return self._tell(Outcome.CONFLICT, "B3", RECORDS_DISAGREE, rests=rests)
        if self.name in PARENTS and may_be_adopted(self.inquiry, self.hearing):
            ambiguous = self._tell(Outcome.AMBIGUOUS, "B4", RELATION_NOT_SPECIFIC)
            return replace(ambiguous, neutral=False)
        unsure = () if self.hearing.is_heard(*self._able_to_soften()) else (CONSULTED_NOT_HEARD,)
        return self._tell(
            Outcome.CONTRADICTED, "B4", why.BIRTH_RECORD_DIFFERS, *unsure, rests=rests
        )

    def _able_to_soften(self) -> tuple[Question, ...]:
        """The consulted questions whose answer could make a B4 a conflict or ambiguous."""
        if self.name == CERTIFICATE_NUMBER:
            return ()
        adoptions = ask_adoptions(self.inquiry) if self.name in PARENTS else ()
        return (ask_registration(self.inquiry), *adoptions)

    def _miss(self, births: tuple[Found[BirthRecord], ...]) -> PartFinding:
        """Health holds no value: B8 if it was not heard in full, else B5, G2, B6, B7."""
        silence = self.hearing.silence(required(self.inquiry))
        if silence:
            return conclude_unheard("B8", silence, self._matched())
        register = self._compare_register()
        if register.verdict is not Verdict.HOLDS_NONE:
            return self._rely_on_register(register)
        if self.hearing.unresolved(required(self.inquiry)):
            return self._tell(Outcome.AMBIGUOUS, "G2")
        return self._find_nothing(born=bool(births))

    def _rely_on_register(self, register: Comparison) -> PartFinding:
        """B5."""
        rests = rest_on(RecordKind.HOUSEHOLD_REGISTER, register.dates)
        only = why.HOUSEHOLD_REGISTER_ONLY
        match register.verdict:
            case Verdict.MATCHES:
                variant = (NAME_VARIANT,) if register.variant else ()
                return self._tell(Outcome.CONFIRMED, "B5", only, *variant, rests=rests)
            case Verdict.DIFFERS:
                differs = (why.BIRTH_RECORD_DIFFERS, only)
                return self._tell(Outcome.CONTRADICTED, "B5", *differs, rests=rests)
            case _:
                return self._tell_unsettled(register, rests)

    def _find_nothing(self, *, born: bool) -> PartFinding:
        """B6 and B7. They stand although public security is silent: a row overrides G8."""
        missing = why.NO_BIRTH_RECORD
        if born:
            missing = why.FATHER_NOT_RECORDED if self.name == FATHER else why.NOT_RECORDED
        checked = self.hearing.is_heard(*ask_public_security(self.inquiry))
        unchecked = () if checked else (why.HOUSEHOLD_REGISTER_NOT_CHECKED,)
        dates = self.hearing.data_dates(required(self.inquiry))
        return self._tell(
            Outcome.NO_RECORD,
            "B6" if born else "B7",
            missing,
            *unchecked,
            rests=rest_on(RecordKind.BIRTH_RECORD, dates),
        )

    def _compare_register(self) -> Comparison:
        """What public security's registration of the birth says."""
        registered = self.hearing.records(ask_registration(self.inquiry), BirthRecord)
        return compare(self.name, self.claimed, registered)

    def _tell_unsettled(self, held: Comparison, rests: tuple[RestsOn, ...]) -> PartFinding:
        """A value that neither matches nor differs (G2), or that one register holds twice (G5)."""
        if held.verdict is Verdict.SEVERAL:
            return self._tell(Outcome.CONFLICT, "G5", RECORDS_DISAGREE, rests=rests)
        other_name = held.verdict is Verdict.OTHER_NAME
        reason = NAME_MISMATCH if other_name else DOCUMENT_NOT_COMPARABLE
        return self._tell(Outcome.AMBIGUOUS, "G2", reason, rests=rests)

    def _tell(
        self, outcome: Outcome, row: str, *reasons: Reason, rests: tuple[RestsOn, ...] = ()
    ) -> PartFinding:
        codes = unique((*(reason.code for reason in reasons), *self._matched()))
        return PartFinding(outcome, row, codes, rests)

    def _matched(self) -> tuple[str, ...]:
        """How the subject was matched. Civil affairs is left out: it speaks only of adoptions."""
        asked = (*required(self.inquiry), *ask_public_security(self.inquiry))
        return self.hearing.match_reasons(asked)


def _is_valid(record: BirthRecord) -> bool:
    return record.replaced_by is None and not record.voided


PROCEDURE: Final = Procedure(required, consulted, decide_parts, stands=frozenset({"B6", "B7"}))

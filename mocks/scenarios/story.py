"""What a scenario is: who is asked about, what is claimed, what goes wrong, what to expect.

Expected answers are written from the decision tables of the domain, never from a program's output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

Json = str | int | bool | None | Mapping[str, "Json"]

LATE = "late"
"""The trouble of a department whose answer takes longer than the asker waits (courts only)."""
DOWN = "status_500"
"""The trouble of a department that is out of order."""

TABLE_REASONS = frozenset(
    {
        *("name_mismatch", "name_variant", "former_identity", "former_name", "number_shared"),
        *("not_in_population_register", "registration_cancelled"),
        *("sign_of_life_after_death", "single_source", "legal_date", "declaration_revoked"),
        *("recent_sign_of_life", "no_death_record", "no_recent_sign_of_life"),
        *("dates_differ", "date_differs", "date_not_recorded"),
        *("more_than_one_in_force", "records_disagree", "marriage_not_in_force"),
        *("no_marriage_record", "earlier_marriages_not_excluded", "spouse_death_not_checked"),
        *("certificate_replaced", "relation_not_specific", "household_register_only"),
        *("father_not_recorded", "not_recorded", "no_birth_record"),
        *("household_register_not_checked", "adopted", "derived", "no_kinship_record"),
        "derivation_not_authorised",
    }
)
"""The reasons that the decision tables name. A gateway may add others that only qualify; whoever
compares an answer with an expected one leaves those aside."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What to switch on at a department before asking: LATE, or the kind of a fault."""

    department: str
    kind: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What the matter must allow for the question to be asked, or for the reasons to be told.

    `derive`: derivations; `at_death`: kinship by marriage is judged at the day before the death;
    `max_age_days`: a value that the matter must list; `reveals`: reasons it may be told in full.
    """

    derive: bool = False
    at_death: bool = False
    max_age_days: int | None = None
    reveals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """The answer that the tables demand.

    `outcome` is None when the question is turned away with `status`. `reasons` are exactly the
    TABLE_REASONS that the requester sees, in any order; None where the tables name none for the
    outcome, so that nothing is promised. `silent` are the departments that an unavailable outcome
    names. `later` is the answer once a late department has answered.
    """

    outcome: str | None
    parts: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] | None = ()
    silent: tuple[str, ...] = ()
    status: int = 200
    later: Expected | None = None

    @property
    def is_pending(self) -> bool:
        """Whether the first reply is a promise (HTTP 202)."""
        return self.outcome == "pending"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One question about residents made for it.

    `key` is "<fact>-<row>-<what>"; `rows` are the rows of the domain's tables that it shows.
    `subject` and the persons in `claim` are `{"id_number", "name"}`.
    """

    key: str
    rows: tuple[str, ...]
    fact: str
    en: str
    zh: str
    subject: Mapping[str, str]
    claim: Mapping[str, Json]
    expected: Expected
    needs: Needs = Needs()
    troubles: tuple[Trouble, ...] = ()

    def as_json(self) -> dict[str, object]:
        """A JSON form, for the command line."""
        return asdict(self)


def down(*departments: str) -> tuple[Trouble, ...]:
    """These departments are out of order."""
    return tuple(Trouble(department, DOWN) for department in departments)


def late(*departments: str) -> tuple[Trouble, ...]:
    """These departments answer later than the asker waits."""
    return tuple(Trouble(department, LATE) for department in departments)

"""What an outcome means and does not mean, and what to do first, in words that people read.

Must never let an outcome be read as more than it is: "not confirmed" is not "false", and "no
record" is not proof of the contrary (domain.md G4, §6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.outcome import Outcome
from gateway.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.catalogue import Certificate

_CHECK_INPUT: Final = Text(
    "核对所填的姓名、证件号码和待核验内容；填写有误的，更正后重新核验。",
    "Check the name, the number and what was claimed; if anything was mistyped, correct it and"
    " ask again.",
)
_CORRECTION: Final = Text(
    "认为登记有误的，可以向登记部门申请校核、更正（《个人信息保护法》第四十六条）。",
    "Whoever believes the register is wrong can have the department check and correct it"
    " (PIPL art. 46).",
)
_OWN_PAPERS: Final = Text(
    "不必等待：居民也可以直接提供现有证件、文书。",
    "There is no need to wait: the resident can also show papers she holds.",
)

_MEANINGS: Final[Mapping[Outcome, Text]] = {
    Outcome.CONFIRMED: Text(
        "登记与待核验内容一致。",
        "The registers agree with what was claimed.",
    ),
    Outcome.CONTRADICTED: Text(
        "登记与待核验内容不一致；登记也可能有误，居民可以说明并提供材料。",
        "The registers do not agree with what was claimed. A register may be wrong: the resident"
        " can explain and show papers.",
    ),
    Outcome.NO_RECORD: Text(
        "查无记录。查无记录不是相反事实的证明。",
        "No record was found. That is not proof of the contrary.",
    ),
    Outcome.AMBIGUOUS: Text(
        "凭现有记录无法判定：既不证实，也不否定。",
        "The records do not decide it: they neither confirm nor deny.",
    ),
    Outcome.CONFLICT: Text(
        "有关部门的记录相互不一致，不得据此作出对居民不利的认定。",
        "The departments' records disagree; nothing may be held against the resident for that.",
    ),
    Outcome.PENDING: Text(
        "有关部门尚未反馈，还没有结果。",
        "A department has not answered yet; there is no result so far.",
    ),
    Outcome.UNAVAILABLE: Text(
        "暂无法核验。这不是对当事人的任何认定，也不等于查无记录。",
        "It could not be verified for now. That says nothing about the person, nor is it the same"
        " as no record.",
    ),
}

_NO_RECORD_OF: Final[Mapping[str, Text]] = {
    "marriage": Text(
        "查无记录。查无记录不等于未婚，不得作为单身证明使用。",
        "No record was found. That does not mean unmarried and must not be used as proof of being"
        " single.",
    ),
    "alive": Text(
        "查无近期记录。没有近期记录不等于死亡，不得仅据此停发待遇。",
        "No recent record was found. That does not mean dead, and no payment may be stopped for"
        " that alone.",
    ),
    "death": Text(
        "查无死亡记录。没有死亡记录不等于健在。",
        "No record of death was found. That does not prove life.",
    ),
    "childbirth": Text(
        "查无记录。查无记录不等于没有生育。",
        "No record was found. That does not mean childless.",
    ),
}
"""Where no record is most easily misread as its opposite (domain.md M9, A5, D5, childbirth)."""

_FIRST_STEPS: Final[Mapping[Outcome, tuple[Text, ...]]] = {
    Outcome.CONFIRMED: (),
    Outcome.CONTRADICTED: (_CHECK_INPUT, _CORRECTION),
    Outcome.NO_RECORD: (_CHECK_INPUT,),
    Outcome.AMBIGUOUS: (
        _CHECK_INPUT,
        Text(
            "曾经改名或者变更过证件号码的，提供有关材料。",
            "Whoever changed name or number shows the papers for it.",
        ),
    ),
    Outcome.CONFLICT: (
        Text(
            "由办事部门提请有关部门校核记录，不得要求居民自行奔走。",
            "The office has the departments check their records; the resident is not sent round.",
        ),
        _CORRECTION,
    ),
    Outcome.PENDING: (
        Text(
            "等待有关部门反馈：到期日见答复，凭核验编号查询结果。",
            "Wait for the department: the answer says until when, and the verification's number"
            " finds the result.",
        ),
        _OWN_PAPERS,
    ),
    Outcome.UNAVAILABLE: (
        Text(
            "稍后以相同内容重新核验；凭同意核验的，本次不计次数，不必重新取得同意。",
            "Ask again later for the same thing; a consent is not spent by this, and no new one is"
            " needed.",
        ),
        _OWN_PAPERS,
    ),
}

_ACCEPT: Final = Text(
    "办事部门应当接受居民据实提供的这些现有证件、文书，不得另要村（社区）的证明。",
    "The office accepts these papers, which the resident holds, and asks for none from a"
    " committee.",
)
_ACCEPT_AND_CHECK: Final = Text(
    "居民可以提供这些证件、文书说明情况，办事部门应当收取并核实，不得另要村（社区）的证明。",
    "The resident may show these papers to explain; the office takes and checks them, and asks for"
    " none from a committee.",
)
_ACCEPT_FROM_OTHERS: Final = Text(
    "办事部门应当接受所列其他单位依法出具的证明、文书，不得另要村（社区）的证明。",
    "The office accepts what the other bodies named here issue by law, and asks for no paper from a"
    " committee.",
)
_NO_PAPER: Final = Text(
    "《实施方案》没有要求居民为此提供材料：由办事部门自行核对，不得要求居民到村（社区）开具证明。",
    "The action plan asks no paper of the resident for this: the office checks by itself and must"
    " not send her to a committee.",
)


def meaning(outcome: Outcome, fact: str) -> Text:
    """What an outcome says of a fact, and what not (domain.md G4)."""
    if outcome is Outcome.NO_RECORD and fact in _NO_RECORD_OF:
        return _NO_RECORD_OF[fact]
    return _MEANINGS[outcome]


def first_steps(outcome: Outcome) -> tuple[Text, ...]:
    """What to do before anything else; none for `confirmed`."""
    return _FIRST_STEPS[outcome]


def accepting(outcome: Outcome, certificate: Certificate) -> Text:
    """What the office does with the papers that the decree names, or where it names none."""
    if not certificate.documents:
        return _ACCEPT_FROM_OTHERS if certificate.issuers else _NO_PAPER
    return _ACCEPT_AND_CHECK if outcome is Outcome.CONTRADICTED else _ACCEPT

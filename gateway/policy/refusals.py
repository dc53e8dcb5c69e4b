"""What a refusal says to the people at the counter, and what can be done about it.

Must never tell more than the reason code does: which consent, whose, and why in detail stay in the
trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.decision import RefusalReason
from gateway.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RefusalText:
    """A refusal in one sentence, and the next step in another."""

    sentence: Text
    next_step: Text


def explain(reason: RefusalReason) -> RefusalText:
    """The sentences of a refusal reason (domain.md §2), for problem documents and /v1/reasons."""
    return _TEXTS[reason]


def _says(zh: str, en: str, next_zh: str, next_en: str) -> RefusalText:
    return RefusalText(Text(zh, en), Text(next_zh, next_en))


_TEXTS: Final[Mapping[RefusalReason, RefusalText]] = {
    RefusalReason.CONSENT_MISSING: _says(
        "没有可用的同意记录，或者还缺少其中一人的同意。",
        "There is no usable consent, or one person's consent is still missing.",
        "由每一名被核验人作出同意并确认，再凭同意编号重新提出。",
        "Have everybody concerned consent and confirm, then ask again naming the consents.",
    ),
    RefusalReason.CONSENT_EXPIRED: _says(
        "同意已过期。",
        "The consent has expired.",
        "向当事人重新取得同意。",
        "Ask the person for a new consent.",
    ),
    RefusalReason.CONSENT_REVOKED: _says(
        "同意已被撤回。",
        "The consent was withdrawn.",
        "尊重当事人的决定；当事人可以自行提供材料，或者重新作出同意。",
        "Respect the decision; the person can show papers instead, or consent anew.",
    ),
    RefusalReason.CONSENT_EXHAUSTED: _says(
        "同意的次数已用完。",
        "The consent's uses are spent.",
        "确需再次核验的，向当事人重新取得同意。",
        "If it must be verified again, ask the person for a new consent.",
    ),
    RefusalReason.CONSENT_SCOPE: _says(
        "同意不包括本次核验的事项、内容、办件或者当事人。",
        "The consent does not cover this matter, fact, case or person.",
        "核对事项、办件编号和当事人；确不包括的，取得相应的同意。",
        "Check matter, case number and persons; if it is indeed not covered, obtain a consent that"
        " covers it.",
    ),
    RefusalReason.CONSENT_ASSURANCE: _says(
        "同意的确认程度低于事项的要求。",
        "The consent is less sure to be the person's own than the matter demands.",
        "由当事人以验证码确认或者电子签名的方式作出同意。",
        "Have the person confirm by code or sign electronically.",
    ),
    RefusalReason.GUARDIAN_REQUIRED: _says(
        "被核验人不满十四周岁，须由监护人同意。",
        "The person is under fourteen: a guardian must consent.",
        "由父母或者其他监护人作出同意，并留存关系证明。",
        "Have a parent or other guardian consent, and keep the proof of guardianship.",
    ),
    RefusalReason.NOTICE_MISSING: _says(
        "没有按现行告知书在规定时间内告知当事人。",
        "The person was not given the current notice in time.",
        "向当事人送达现行告知书，注明版本和时间后重新提出。",
        "Give the person the current notice, then ask again with its version and time.",
    ),
    RefusalReason.MATTER_UNKNOWN: _says(
        "没有这一事项。",
        "There is no such matter.",
        "核对事项编码；新的事项须先登记。",
        "Check the matter's code; a new matter has to be registered first.",
    ),
    RefusalReason.MATTER_INACTIVE: _says(
        "事项已停用。",
        "The matter is not in use.",
        "使用现行事项，或者联系管理人员恢复。",
        "Use the current matter, or have it resumed by the administrators.",
    ),
    RefusalReason.FACT_NOT_IN_MATTER: _says(
        "事项不包括这一核验事实，或者不包括所填的关系、状况、期限。",
        "The matter does not include this fact, or not with this relation, status or age limit.",
        "按事项登记的范围提出；确有需要的，先变更事项登记。",
        "Ask within what the matter registers; if more is needed, have the matter changed first.",
    ),
    RefusalReason.BASIS_NOT_ALLOWED: _says(
        "这一处理依据不能用于本事项、本核验事实或者本单位。",
        "This basis may not carry this matter or fact, or is not open to this organisation.",
        "改用事项登记的处理依据。",
        "Use a basis that the matter registers.",
    ),
    RefusalReason.BASIS_NOT_ESTABLISHED: _says(
        "处理依据未能成立。",
        "The basis could not be established.",
        "由申请人提供死亡证明和亲属关系材料，由办事部门审核。",
        "Let the applicant show the certificate of death and papers of kinship for the office to"
        " examine.",
    ),
    RefusalReason.DEPARTMENT_NOT_APPROVED: _says(
        "数据提供部门没有批准本事项使用，或者批准已过期，或者缺少书面协议。",
        "A providing department has not approved this use, its approval has expired, or its"
        " written agreement is missing.",
        "向数据提供部门申请批准或者续期，并登记批准文号。",
        "Apply to the providing department for approval or renewal, and register its number.",
    ),
    RefusalReason.REQUESTER_SUSPENDED: _says(
        "本单位的核验权限已暂停。",
        "This organisation may not ask at present.",
        "联系管理人员。",
        "Contact the administrators.",
    ),
    RefusalReason.CERTIFICATE_RETAINED: _says(
        "这一证明在保留清单内，村（社区）仍可依法出具，本系统不代为出具。",
        "This paper is on the retained list: committees may still issue it, and the gateway does"
        " not stand in for it.",
        "先核验有关事实；仍不能证明的，由居民向村（社区）申请，并符合清单写明的用途。",
        "Verify the facts first; if that does not suffice, the resident applies to the committee,"
        " within the uses that the list names.",
    ),
    RefusalReason.QUOTA_EXCEEDED: _says(
        "已达到当日核验次数上限。",
        "The day's limit of verifications is reached.",
        "在提示的时间之后再提出；经常不足的，申请调整限额。",
        "Ask again after the time given; if the limit is often too low, apply to have it changed.",
    ),
}

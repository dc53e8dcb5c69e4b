"""The printable notice: what was asked, the outcome in words, what it does not mean, what to do.

For the resident to take along, so it names her, with all but the end of her number hidden. One
notice is about one verification, or about all those that stand for one paper of the negative list.
What to do is said by today's lists, whose digest it bears. Must never hold more of the outcome than
the answer does, and must never be signed while an answer is still to come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.api.outcomes import TITLES
from gateway.api.pages import notice_words as words
from gateway.api.pages.notice_code import Code, notice_number, write_code
from gateway.api.pages.notice_questions import Asked, Question, questions
from gateway.domain.catalogue import NEGATIVE
from gateway.domain.finding import Told
from gateway.domain.matter import CertificateRef, Matter
from gateway.domain.outcome import Outcome
from gateway.domain.text import Text
from gateway.flow.parts import Parts
from gateway.policy.certificates import guide_certificate, overall
from gateway.policy.guidance import Guidance, guidance_form, guide
from gateway.policy.outcome_words import meaning


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """The listed paper on the notice: asked for by its number, or replaced by the matter.

    `is_part`: the notice is about some of the paper's facts only.
    """

    name: Text
    reference: CertificateRef
    was_asked: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Notice:
    """What the template shows. `code` is there for what is neither confirmed nor pending."""

    title: Text
    number: str
    requester: Text
    matter: Text | str
    matter_code: str
    case: str | None
    paper: Paper | None
    questions: tuple[Question, ...]
    outcome: Text
    meaning: Text
    not_meant: tuple[Text, ...]
    guidance: Mapping[str, Any] | None
    due_on: str | None
    due_provisional: bool
    code: Code | None
    digest: str
    issuer: str


async def write_notice(parts: Parts, told: Sequence[Asked]) -> Notice:
    """The notice for the answers of one question, or of one paper in the order of its plan.

    Raises SigningUnavailable.
    """
    first = told[0].stored
    requester = await parts.registry.requester(first.requester)
    matter = await parts.registry.matter(first.requester, first.matter)
    outcomes = {one.stored.fact: one.outcome for one in told}
    whole = overall(outcomes)
    decisive = next(fact for fact, outcome in outcomes.items() if outcome is whole)
    guidance = _guidance(parts, told, outcomes, matter)
    waits = [one for one in told if one.outcome is Outcome.PENDING]
    is_signed = not waits and whole is not Outcome.CONFIRMED
    last = max(waits, key=lambda one: str(one.body["due_on"]), default=None)
    return Notice(
        title=words.TITLES.get(whole, words.NOT_VERIFIED),
        number=notice_number(told),
        requester=requester.name if requester else Text(first.requester, first.requester),
        matter=matter.name if matter else "",
        matter_code=first.matter,
        case=told[0].request.get("case"),
        paper=_paper(parts, told, matter),
        questions=questions(parts, told),
        outcome=TITLES[whole],
        meaning=guidance.meaning if guidance else meaning(whole, decisive),
        not_meant=words.not_meant(whole),
        guidance=guidance_form(guidance) if guidance else None,
        due_on=None if last is None else last.body["due_on"],
        due_provisional=last is not None and last.body.get("due_provisional") is True,
        code=await write_code(parts, told, guidance) if is_signed else None,
        digest=parts.catalogue_digest,
        issuer=parts.settings.issuer,
    )


def asked_paper(request: Mapping[str, Any]) -> CertificateRef | None:
    """The paper that it was asked for by its number (always of the negative list), if it was."""
    asked = request.get("certificate")
    return None if asked is None else CertificateRef(asked["listed"], asked["number"])


def _guidance(
    parts: Parts, told: Sequence[Asked], outcomes: Mapping[str, Outcome], matter: Matter | None
) -> Guidance | None:
    whole, asked = overall(outcomes), asked_paper(told[0].request)
    if matter is None or whole is Outcome.CONFIRMED:
        return None
    if asked is not None:
        paper = parts.catalogue.negative[asked.number]
        return guide_certificate(paper, outcomes, matter, parts.catalogue)
    (fact,) = outcomes
    return guide(Told(whole, (), {}, None, ()), fact, matter, parts.catalogue)


def _paper(parts: Parts, told: Sequence[Asked], matter: Matter | None) -> Paper | None:
    asked = asked_paper(told[0].request)
    if asked is not None:
        entry = parts.catalogue.negative[asked.number]
        is_part = len(told) < len(entry.facts)
        return Paper(entry.name, asked, was_asked=True, is_part=is_part)
    replaced = matter.replaces if matter else None
    if replaced is None:
        return None
    lists = parts.catalogue.negative if replaced.listed == NEGATIVE else parts.catalogue.retained
    return Paper(lists[replaced.number].name, replaced)

"""What the decree says about a row: told beside it, and never a reason not to file it."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.policy.survey_remarks import paper_name, remarks_on
from gateway.policy.survey_texts import seems_personal
from tests.policy.builders import a_number, the_catalogue
from tests.policy.survey_builders import a_row, a_survey

CITED = {"basis": "《某条例》第一条"}
UNLISTED = {"listed": None, "number": None, "paper": "居民好评证明书"}


def codes(**row: Any) -> list[str]:
    """The codes of the remarks on a row."""
    (read,) = a_survey(a_row(**row)).rows
    return [remark.code for remark in remarks_on(read, the_catalogue())]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, ["negative_demanded", "without_basis"]),
        (CITED, ["negative_demanded"]),
        ({**CITED, "proposal": "keep"}, ["negative_kept", "negative_demanded"]),
        ({**CITED, "number": 29}, ["negative_demanded", "not_shared_yet"]),
        ({**CITED, "number": 17}, ["negative_demanded", "not_shared_yet"]),
        ({**CITED, "number": 17, "proposal": "cancel"}, ["negative_demanded"]),
        (UNLISTED, ["without_basis"]),
        ({**UNLISTED, **CITED}, []),
        ({**UNLISTED, **CITED, "proposal": "keep"}, ["unlisted_kept"]),
        ({"listed": "retained", "number": 5, **CITED, "proposal": "cancel"}, ["retained_allowed"]),
    ],
)
def test_remarks(row: dict[str, Any], expected: list[str]) -> None:
    """Each row gets what holds for its paper and its proposal, the gravest first."""
    told = [code.replace("retained_within_limits", "retained_allowed") for code in codes(**row)]
    assert expected == told


@pytest.mark.parametrize(
    ("basis", "agrees"),
    [
        ("《公证法》第十一条", True),
        ("《中华人民共和国公证法》第十一条", True),
        ("根据民发〔2020〕20号附件第1项", True),
        ("民发(2020)20号", True),
        ("《婚姻法》", False),
        ("民发〔2020〕21号", False),
        ("渝民发〔2019〕20号", False),
        ("上级要求", False),
    ],
)
def test_keeping_a_retained_paper_is_checked_against_its_basis(basis: str, agrees: bool) -> None:
    """A basis that the list prints is recognised by the law's name or the document's number."""
    found = codes(listed="retained", number=5, proposal="keep", basis=basis)
    assert agrees is ("retained_basis_differs" not in found)


def test_what_the_decree_says_is_quoted() -> None:
    """A remark on a listed paper carries the list's own words: the way instead, basis, limits."""
    catalogue = the_catalogue()
    negative, retained = a_survey(
        a_row(), a_row(listed="retained", number=6, proposal="keep", basis="惯例")
    ).rows
    instead = remarks_on(negative, catalogue)[0].details
    differs, limits = remarks_on(retained, catalogue)
    paper = catalogue.retained[6]
    assert (catalogue.negative[1].instead,) == instead
    assert (paper.basis_printed, (paper.used_for, *paper.limits)) == (
        differs.details,
        limits.details,
    )


def test_names_of_papers() -> None:
    """A listed paper has the list's name, any other the one that the unit gave."""
    listed, other = a_survey(a_row(number=11), a_row(**UNLISTED)).rows
    names = [paper_name(row.certificate, row.paper, the_catalogue()).zh for row in (listed, other)]
    assert ["死亡证明", "居民好评证明书"] == names


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("民发〔2020〕20号、渝府办发〔2018〕56号", False),
        ("2026-01-01至2026-12-30，每年约1200000件", False),
        ("分管副院长", False),
        ("EG1234567", True),
        ("护照Ｅ12345678", True),
        ("office@example.cn", True),
        ("电话139 1234 5678", True),
    ],
    ids=["documents", "dates", "office", "passport", "wide", "mail", "mobile"],
)
def test_what_seems_personal(text: str, is_personal: bool) -> None:
    """Numbers of documents and dates pass; numbers and addresses of people do not."""
    assert is_personal is seems_personal(text)


def test_an_identity_number_seems_personal_however_it_is_written() -> None:
    """In one piece, in groups, with a small x, or within a sentence."""
    number = a_number()
    grouped = f"{number[:6]} {number[6:14]} {number[14:]}"
    assert [True] * 3 == [seems_personal(t) for t in (number, grouped.lower(), f"由{number}办理")]

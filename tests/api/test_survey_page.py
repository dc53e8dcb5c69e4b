"""The foot of the form that a head signs: on every page, and nothing else gets into the style."""

from __future__ import annotations

import base64
import hashlib
import re

from gateway.api.pages.survey import survey_form
from tests.policy.builders import the_catalogue
from tests.policy.survey_builders import a_survey, filed


def _style(digest: str) -> tuple[str, str]:
    """The style of a page whose survey has this digest, and the policy that it is served with."""
    page = survey_form(filed(a_survey(), digest=digest), the_catalogue(), "0" * 64, None, "zh")
    found = re.search("<style>(.*?)</style>", bytes(page.body).decode(), re.DOTALL)
    assert found is not None
    return found[1], page.headers["Content-Security-Policy"]


def test_the_foot_is_part_of_the_style_that_the_policy_allows() -> None:
    """Id and half of the digest stand in a rule for every page; browsers take it as ours."""
    style, policy = _style("0123456789abcdef" * 4)
    half = "01234567 89abcdef 01234567 89abcdef"
    assert f'@bottom-left {{ content: "srv_{1:032x}   {half}"; }}' in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy


def test_a_digest_that_is_none_stays_within_its_quotation_marks() -> None:
    """What somebody wrote into the database in its place is no style."""
    style, _ = _style('"; } } </style>{x')
    expected = f'@page {{ @bottom-left {{ content: "srv_{1:032x} style x"; }} }}'
    assert expected == " ".join(style.splitlines()[-1].split())

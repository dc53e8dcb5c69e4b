"""`gateway survey verify`: whether surveys and rounds are as the trail says.

Must never change anything, and never show what a survey says.
"""

from __future__ import annotations

from gateway.assembly.joining import Assembled
from gateway.commands.digest_report import report
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    told_plainly,
    with_store,
)
from gateway.ports.digests import DigestCheck
from gateway.storage.survey_tables import SURVEYS


def verify(data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Check that no survey, signature or round was changed, removed or made up.

    Exit status: 0 all is as it was, 1 something is not, 3 only that some hour has no digest yet.
    """

    async def work(opened: Assembled) -> tuple[tuple[DigestCheck, ...], tuple[str, ...]]:
        return await opened.parts.digests.check(), await opened.parts.surveys.check()

    digests, altered = told_plainly(lambda: with_store(data, settings, work))
    told = (f"{name}: is not what its entries say" for name in altered)
    report(digests, SURVEYS.kind, told, "versions")

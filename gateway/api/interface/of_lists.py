"""The lists and registers, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.api.interface import described as d
from gateway.api.interface import list_examples as given
from gateway.api.interface.described import Described, Given, reference

OPEN: Final = "open to all"
REGISTERS: Final = "registers"
_UNCHANGED: Final = Given(304, "You hold this catalogue already.")

DESCRIBED: Final[Mapping[str, Described]] = {
    "readCatalogue": Described(
        summary="Read the decree's two lists",
        summary_zh="查询负面清单和保留清单",
        tag=OPEN,
        detail="May this paper be demanded, and what instead. With `q`, `found` names what was"
        " found, closest first; if nothing was, `unlisted` holds. The ETag is the catalogue's"
        " digest.",
        parameters=("List", "Number", "NamePart", "Wanted", "IfNoneMatch"),
        given=(
            Given(
                200,
                "The lists.",
                reference("Catalogue"),
                {"kinship": given.CATALOGUE},
                headers=("ETag",),
            ),
            _UNCHANGED,
        ),
    ),
    "readCertificate": Described(
        summary="Read one entry of a list",
        summary_zh="查询清单中的一项证明",
        tag=OPEN,
        parameters=("Listed", "EntryNumber", "IfNoneMatch"),
        given=(
            Given(
                200,
                "The entry.",
                reference("CertificateReply"),
                {"kinship": given.PAPER},
                headers=("ETag",),
            ),
            _UNCHANGED,
        ),
        problems=("not_found",),
    ),
    "readReasons": Described(
        summary="Read all codes with their sentences",
        summary_zh="查询全部代码及说明",
        tag=OPEN,
        detail="Outcomes, their reasons, refusals and problems. Tolerate codes not listed yet.",
        given=(Given(200, "The codes.", reference("Reasons"), {"shortened": given.REASONS}),),
    ),
    "readMatters": Described(
        summary="Read what you may ask",
        summary_zh="查询本单位的事项",
        tag=REGISTERS,
        scope="",
        given=(Given(200, "Your matters.", reference("Matters"), {"one": given.MATTERS}),),
        problems=(*d.SESSION, "trail_unavailable"),
    ),
    "readSources": Described(
        summary="Read whom the gateway asks",
        summary_zh="查询数据提供部门",
        tag=REGISTERS,
        scope="",
        given=(Given(200, "Departments and facts.", reference("Sources"), {"one": given.SOURCES}),),
        problems=(*d.SESSION, "trail_unavailable"),
    ),
}

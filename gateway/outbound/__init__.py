"""The way out: links to departments, and the safe reading of what comes back over them.

The only room that makes HTTP clients. Must never log or keep a request, a reply or an address with
a personal value in it, and must never turn a failure into an answer (domain.md G1).

`links` is for assembly; everything else is what a connector builds on: `xml_documents` and
`json_documents` parse and read, `values` turns what departments write into what the house writes,
`answers` turns records into an answer and failures into silence, `options` checks settings.
`watched_source` gives every source its circuit breaker and its figures; `platform` puts the
national exchange platform between a link and its department.
"""

from gateway.outbound.links import HttpLink, Outbound, Patience
from gateway.outbound.watched_source import WatchedSource
from gateway.outbound.xml_documents import parse_xml_safely

__all__ = ["HttpLink", "Outbound", "Patience", "WatchedSource", "parse_xml_safely"]

"""The rules that every connector keeps, by key: the rows of the conformance table.

Must never import a test: whoever only wants to read the rules needs nothing but this.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "manifest": "Department, title and manifest are whole; each operation has golden files",
        "requests": "Requests are the contract's, byte for byte",
        "contract": "Requests and replies keep the schemas of the wire contract",
        "fields": "Only contracted fields are sent",
        "addresses": "No address or header names anybody",
        "operator": "The operator goes only where the contract wants it",
        "outcomes": "Every operation can answer: held, not held, and held under another name",
        "sealed": "Sealed looks exactly like not held",
        "names": "Separators, width and spaces are no other name",
        "former_names": "Former names are told apart from wrong ones",
        "shared_numbers": "Two people under one number are never taken for one",
        "two_people": "Answers about two people concern these two",
        "dropped": "What nobody may learn is dropped at the door",
        "wire_faults": "Timeout, reset, 4xx, 5xx, redirect, empty, truncated, oversized, wrong "
        "type: silence with its cause",
        "document_faults": "Entities, DOCTYPEs, depth, doubled keys, NaN: malformed",
        "dialect_faults": "Unknown codes, other people, missing or impossible values: silence with "
        "its cause",
        "down": "A department that is down is unreachable",
        "deadline": "The deadline is kept, and nothing is sent after it",
        "cancellation": "Cancellation goes through, and the source can be used again",
        "concurrency": "Questions put at once do not mix",
        "stateless": "A failure leaves nothing behind for the next question",
        "logs": "Nothing personal in any log, whether it is answered or fails",
        "lacking": "An operation it lacks is declared and not asked; one that a department lacks "
        "can be switched off",
        "documents": "Whoever is named by a document it cannot use is not asked about",
        "late": "An answer after the deadline is promised, and resumed by its ticket",
        "callbacks": "A call-back names a ticket and nothing else; one that is broken is refused",
        "unpromised": "Resuming where nothing was promised is unsupported",
        "options": "An unknown option stops the start, and is named without its value",
        "mock": "Its mock department, written from the contract, is understood about everybody",
        "mock_faults": "Every fault of its mock department is silence with its cause",
    }
)
"""Each rule in one sentence. A rule is done by a connector, or exempt with a written reason."""

"""A fact that was asked for a paper survives a restart as such."""

import json
from dataclasses import replace

from gateway.audit.canonical import canonical_json
from gateway.domain.matter import CertificateRef
from gateway.flow.request_form import read_stored, request_form, stored_form
from tests.api.office import FACTS
from tests.policy.builders import a_verification


def test_the_paper_asked_for_is_kept() -> None:
    """A late answer is judged at the death too; what is digested of the request is the same."""
    plain = a_verification(fact="death")
    plain = replace(plain, claim=FACTS["death"].read_claim({}, plain.subject))
    asked = replace(plain, certificate=CertificateRef("negative", 18), at_death=True)
    stored = json.loads(canonical_json(stored_form(asked)))
    assert asked == read_stored(stored, FACTS)
    assert request_form(plain) == request_form(asked)


def test_what_was_stored_before_is_still_read() -> None:
    """A request stored without a paper was not asked for one."""
    plain = a_verification(fact="death")
    plain = replace(plain, claim=FACTS["death"].read_claim({}, plain.subject))
    stored = json.loads(canonical_json(stored_form(plain)))
    del stored["certificate"], stored["at_death"]
    assert plain == read_stored(stored, FACTS)

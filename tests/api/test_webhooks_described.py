"""The messages of webhooks as the interface document describes them."""

from __future__ import annotations

import json
from dataclasses import replace

from jsonschema import Draft202012Validator

from gateway.api.interface.document import interface_document
from gateway.domain.webhook import Delivery, Webhook, WebhookState, message_of, probe_message
from gateway.signing.webhook_signatures import stamp
from tests.api.office import FACTS
from tests.still import NOON

DESCRIBED = interface_document(FACTS)["webhooks"]["verificationEnded"]["post"]
CONTENT = DESCRIBED["requestBody"]["content"]["application/json"]
ONE = Delivery("evt_1", "whk_1", "11500000000000001G", "ver_1", "verification.concluded", NOON)


def test_every_message_is_what_is_described() -> None:
    """The example, each end of a verification, and the probe fit the schema."""
    check = Draft202012Validator(CONTENT["schema"])
    kinds = ("concluded", "refused", "dropped")
    messages = [message_of(replace(ONE, kind=f"verification.{kind}")) for kind in kinds]
    webhook = Webhook("whk_1", ONE.requester, "https://a.example", WebhookState.ACTIVE, NOON)
    messages.append(probe_message(webhook, NOON))
    for form in (CONTENT["example"], *map(json.loads, messages)):
        assert [] == list(check.iter_errors(form))


def test_every_header_is_described() -> None:
    """The three of Standard Webhooks, and no other of ours."""
    names = {parameter["name"] for parameter in DESCRIBED["parameters"]}
    assert names == set(stamp([b"s" * 32], "evt_1", NOON, b"{}"))

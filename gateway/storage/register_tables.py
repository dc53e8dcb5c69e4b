"""The tables of what is registered: requesters, clients, matters, consents and their uses."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, Table, Text

from gateway.storage.schema import Counter, Moment, metadata

requester = Table(
    "requester",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("agreements", JSON, nullable=False),
)

client = Table(
    "client",
    metadata,
    Column("client_id", Text, primary_key=True),
    Column("requester", Text, ForeignKey("requester.code"), nullable=False, index=True),
    Column("scopes", JSON, nullable=False),
    Column("keys", JSON, nullable=False),
)

# `form` is the matter's canonical JSON; `state` stands beside it for step 4.
matter = Table(
    "matter",
    metadata,
    Column("requester", Text, ForeignKey("requester.code"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("form", Text, nullable=False),
)

# References of an erased person stay in `principal`, `others` and `guardian`: they lead nowhere.
consent = Table(
    "consent",
    metadata,
    Column("consent_id", Text, primary_key=True),
    Column("principal", Text, nullable=False, index=True),
    Column("others", JSON, nullable=False),
    Column("guardian", Text),
    Column("guardian_relation", Text),
    Column("guardian_proof", Text),
    Column("requester", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("sealed_case", LargeBinary, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_until", Moment, nullable=False),
    Column("uses_allowed", Integer, nullable=False),
    Column("assurance", Text, nullable=False),
    Column("how_given", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("withdrawal_mac", LargeBinary, nullable=False, unique=True),
    Column("confirm_mac", LargeBinary),
    Column("confirm_until", Moment),
    Column("tries_left", Integer, nullable=False),
    Column("confirmed_at", Moment),
    Column("revoked_at", Moment),
)

# One use: `state` reserved or spent. A reservation is held as long as its verification is live.
consent_use = Table(
    "consent_use",
    metadata,
    Column("use_id", Counter, primary_key=True, autoincrement=True),
    Column("consent_id", Text, ForeignKey("consent.consent_id"), nullable=False, index=True),
    Column("claim_mac", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("verification_id", Text, nullable=False, index=True),
)

"""The bundled connectors with their dialects: what every conformance test is run with."""

from __future__ import annotations

from connectors.civil_affairs.source import CivilAffairs
from connectors.courts.source import Courts
from connectors.health.source import Health
from connectors.public_security.source import PublicSecurity
from tests.connectors.dialect import Dialect
from tests.connectors.people import fixed_now


async def no_wait(_seconds: float) -> None:
    """Wait for nothing."""


DIALECTS = (
    Dialect(
        department="public_security",
        connect=lambda: PublicSecurity(fixed_now),
        example="person",
        reply_type="text/xml; charset=UTF-8",
        suffix="xml",
        paths=("/rkfw/services",),
    ),
    Dialect(
        department="civil_affairs",
        connect=lambda: CivilAffairs(fixed_now),
        example="marital_events",
        reply_type="application/json; charset=utf-8",
        suffix="json",
        paths=(
            "/openapi/marriage/query",
            "/openapi/adoption/query",
            "/openapi/cremation/query",
        ),
    ),
    Dialect(
        department="health",
        connect=lambda: Health(fixed_now),
        example="death",
        reply_type="text/xml; charset=UTF-8",
        suffix="xml",
        paths=("/services/MdeService",),
    ),
    Dialect(
        department="courts",
        connect=lambda: Courts(no_wait),
        example="family_judgments",
        reply_type="application/json; charset=utf-8",
        suffix="json",
        paths=("/sfcx/v1/apply", "/sfcx/v1/result"),
    ),
)
BY_NAME = {dialect.department: dialect for dialect in DIALECTS}

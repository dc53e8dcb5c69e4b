"""Who may call what at the mock platform.

Invented names and an invented application key, published on purpose: nothing here is a secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REQUESTER: Final = "mock-requester@gateway"
APPLICATION_KEY: Final = "application-key-of-the-mock-platform"
REQUESTERS: Final[Mapping[str, bytes]] = MappingProxyType({REQUESTER: APPLICATION_KEY.encode()})
"""Requester to application key."""

SERVICES: Final[Mapping[str, tuple[str, str | None]]] = MappingProxyType(
    {
        "s_11_public_security": ("public_security", None),
        "s_12_civil_affairs": ("civil_affairs", None),
        "s_12_marriage": ("civil_affairs", "/openapi/marriage/query"),
        "s_12_adoption": ("civil_affairs", "/openapi/adoption/query"),
        "s_12_cremation": ("civil_affairs", "/openapi/cremation/query"),
        "s_13_health": ("health", None),
        "s_14_courts": ("courts", None),
        "s_14_apply": ("courts", "/sfcx/v1/apply"),
        "s_14_result": ("courts", "/sfcx/v1/result"),
    }
)
"""Service to the department, and to the one address of it that the service is for (None: all)."""

SERVICE_OF: Final[Mapping[str, str]] = MappingProxyType(
    {department: service for service, (department, path) in SERVICES.items() if path is None}
)
"""The service that leads to every address of a department."""

"""What a requester may ask, and whom: its matters, and the departments behind the facts."""

from __future__ import annotations

from fastapi import Request, Response

from gateway.api.as_json import as_json
from gateway.api.desk import Desk
from gateway.api.recognition import recognise_active
from gateway.api.replies import json_reply
from gateway.audit.instants import write_instant
from gateway.domain.fact import JsonValue
from gateway.domain.matter import Approval, Matter
from gateway.flow.parts import Parts
from gateway.ports.machine import civil_date
from gateway.ports.source import Watched


async def read_matters(desk: Desk, request: Request) -> Response:
    """The caller's own matters, with facts, bases, limits and approvals."""
    caller = await recognise_active(desk, request)
    matters = await desk.parts.registry.matters(caller.requester)
    return json_reply({"matters": [_matter(desk.parts, matter) for matter in matters]})


async def read_sources(desk: Desk, request: Request) -> Response:
    """The departments, what they can be asked, for which facts, and whether they are connected."""
    await recognise_active(desk, request)
    parts = desk.parts
    asked = {d for fact in parts.facts.values() for d in (*fact.required, *fact.consulted)}
    departments = sorted(asked | set(parts.sources))
    return json_reply(
        {
            "sources": [_source(parts, department) for department in departments],
            "facts": [_fact(parts, name) for name in parts.facts],
        }
    )


def _matter(parts: Parts, matter: Matter) -> dict[str, JsonValue]:
    return {
        "code": matter.code,
        "name": as_json(matter.name),
        "state": matter.state.value,
        "replaces": as_json(matter.replaces),
        "none_because": as_json(matter.none_because),
        "facts": as_json(matter.facts),
        "relations": as_json(matter.relations),
        "statuses": as_json(matter.statuses),
        "bases": as_json(matter.bases),
        "whose": matter.whose.value,
        "minimum_assurance": matter.minimum_assurance.value,
        "validity_days": matter.validity_days,
        "uses": matter.uses,
        "max_age_days": as_json(matter.max_age_days),
        "derive": as_json(matter.derive),
        "at_death": matter.at_death,
        "notice": as_json(matter.notice),
        "notice_exempt": as_json(matter.notice_exempt),
        "quotas": as_json(matter.quotas),
        "approvals": [_approval(parts, approval) for approval in matter.approvals],
    }


def _approval(parts: Parts, approval: Approval) -> dict[str, JsonValue]:
    """A department's approval, and whether it covers today."""
    return {
        "department": approval.department,
        "number": approval.number,
        "approved_on": approval.approved_on.isoformat(),
        "expires_on": approval.expires_on.isoformat(),
        "valid": approval.is_valid_on(civil_date(parts.clock.now())),
    }


def _source(parts: Parts, department: str) -> dict[str, JsonValue]:
    known = parts.catalogue.departments.get(department)
    source = parts.sources.get(department)
    return {
        "department": department,
        "name": as_json(known.name) if known is not None else None,
        "connected": source is not None,
        "operations": as_json(source.operations) if source is not None else [],
        "required_for": [n for n, f in parts.facts.items() if department in f.required],
        "consulted_for": [n for n, f in parts.facts.items() if department in f.consulted],
        "health": _health(parts.watches[department]) if department in parts.watches else None,
    }


def _health(watched: Watched) -> dict[str, JsonValue]:
    """How the department fares, as this process has seen it; latencies in milliseconds."""
    health = watched.health()
    latency, spoke_at = health.latency, health.last_spoke_at
    return {
        "state": health.state,
        "answered": health.answered,
        "late": health.late,
        "silent": dict(health.silent),
        "latency_ms": None
        if latency is None
        else {
            "p50": round(latency.p50 * 1000, 1),
            "p95": round(latency.p95 * 1000, 1),
            "p99": round(latency.p99 * 1000, 1),
        },
        "last_spoke_at": None if spoke_at is None else write_instant(spoke_at),
        "data_as_of": as_json(health.data_as_of),
        "coverage": as_json(health.coverage),
    }


def _fact(parts: Parts, name: str) -> dict[str, JsonValue]:
    fact = parts.facts[name]
    return {
        "fact": name,
        "title": as_json(fact.title),
        "required": as_json(fact.required),
        "consulted": as_json(fact.consulted),
        "claim_schema": as_json(fact.claim_schema),
    }

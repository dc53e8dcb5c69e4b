"""The queries that compliance reads by: a page, counts, and how often which office asked for what.

Pages are bounded by keys, never by offsets: what comes in meanwhile moves nothing.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)

from gateway.domain.demand import OPEN_STATES, DemandState, Office
from gateway.ports.demands import DemandCounts, DemandFilter, Repeat, RepeatPlace
from gateway.storage.demand_rows import condition, is_overdue
from gateway.storage.demand_tables import demand as table


def page(wanted: DemandFilter, after: str | None, limit: int) -> Select[tuple[object, ...]]:
    """The newest first: ids are made of the moment, so they order by it."""
    query = select(table).where(condition(wanted))
    if after is not None:
        query = query.where(table.c.demand_id < after)
    return query.order_by(table.c.demand_id.desc()).limit(limit)


def count(transaction: Connection, wanted: DemandFilter, today: date) -> DemandCounts:
    """How many, by state, and how many are overdue."""
    query = (
        select(table.c.state, func.count().label("times"), _how_many(is_overdue(today)))
        .where(condition(wanted))
        .group_by(table.c.state)
    )
    found = {DemandState(row[0]): (row[1], row[2]) for row in transaction.execute(query)}
    return DemandCounts(
        total=sum(times for times, _ in found.values()),
        by_state=tuple((state, found.get(state, (0, 0))[0]) for state in DemandState),
        overdue=sum(overdue for _, overdue in found.values()),
    )


def repeats(
    transaction: Connection,
    wanted: DemandFilter,
    today: date,
    after: RepeatPlace | None,
    limit: int,
) -> tuple[Repeat, ...]:
    """Office by paper; names are those of the newest report."""
    groups = _groups(wanted, today, after)
    query = (
        select(groups, table.c.office, table.c.listed, table.c.certificate, table.c.paper)
        .join(table, table.c.seq == groups.c.newest)
        .order_by(groups.c.times.desc(), groups.c.office_key, groups.c.paper_key)
        .limit(limit)
    )
    return tuple(map(_repeat, transaction.execute(query).mappings()))


def _groups(wanted: DemandFilter, today: date, after: RepeatPlace | None) -> Subquery:
    columns = table.c
    states = sorted(state.value for state in OPEN_STATES)
    query = (
        select(
            columns.office_key,
            columns.paper_key,
            func.count().label("times"),
            func.max(columns.seq).label("newest"),
            func.max(columns.office_code).label("code"),
            func.max(columns.superior).label("superior"),
            func.min(columns.received_at).label("first"),
            func.max(columns.received_at).label("last"),
            _how_many(columns.state.in_(states)).label("open"),
            _how_many(is_overdue(today)).label("overdue"),
        )
        .where(condition(wanted))
        .group_by(columns.office_key, columns.paper_key)
    )
    if after is not None:
        query = query.having(_behind(after))
    return query.subquery("groups")


def _behind(after: RepeatPlace) -> ColumnElement[bool]:
    office, paper = table.c.office_key, table.c.paper_key
    in_row = or_(
        office > after.office_key, and_(office == after.office_key, paper > after.paper_key)
    )
    return or_(func.count() < after.times, and_(func.count() == after.times, in_row))


def _how_many(rows: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(case((rows, 1), else_=0)), 0), Integer)


def _repeat(row: RowMapping) -> Repeat:
    return Repeat(
        office=Office(row["office"], row["code"], row["superior"]),
        listed=row["listed"],
        number=row["certificate"],
        name=row["paper"],
        times=row["times"],
        first=row["first"],
        last=row["last"],
        open=row["open"],
        overdue=row["overdue"],
        office_key=row["office_key"],
        paper_key=row["paper_key"],
    )

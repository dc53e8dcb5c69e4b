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
    """Office by paper; names are those of the newest report that gives them."""
    groups = _groups(wanted, today, after)
    coded, placed = table.alias("coded"), table.alias("placed")
    query = (
        select(groups, table.c.office, table.c.listed, table.c.certificate, table.c.paper)
        .add_columns(coded.c.office_code, placed.c.superior)
        .join(table, table.c.seq == groups.c.newest)
        .outerjoin(coded, coded.c.seq == groups.c.newest_coded)
        .outerjoin(placed, placed.c.seq == groups.c.newest_placed)
        .order_by(groups.c.times.desc(), groups.c.newest.desc())
        .limit(limit)
    )
    return tuple(map(_repeat, transaction.execute(query).mappings()))


def _groups(wanted: DemandFilter, today: date, after: RepeatPlace | None) -> Subquery:
    columns = table.c
    states = sorted(state.value for state in OPEN_STATES)
    query = (
        select(
            func.count().label("times"),
            func.max(columns.seq).label("newest"),
            _newest(columns.office_code).label("newest_coded"),
            _newest(columns.superior).label("newest_placed"),
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
    times, newest = func.count(), func.max(table.c.seq)
    return or_(times < after.times, and_(times == after.times, newest < after.newest))


def _newest(column: ColumnElement[str | None]) -> ColumnElement[int]:
    """The newest report that gives this."""
    return func.max(case((column.is_not(None), table.c.seq)))


def _how_many(rows: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(case((rows, 1), else_=0)), 0), Integer)


def _repeat(row: RowMapping) -> Repeat:
    return Repeat(
        office=Office(row["office"], row["office_code"], row["superior"]),
        listed=row["listed"],
        number=row["certificate"],
        name=row["paper"],
        times=row["times"],
        first=row["first"],
        last=row["last"],
        open=row["open"],
        overdue=row["overdue"],
        newest=row["newest"],
    )

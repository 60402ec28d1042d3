"""The due rows as delivery sees them: lane by lane, claimed with a lease, each outcome recorded as it comes.

A claim is the pair of a row's id and its attempt number. A worker that stalls past its lease finds the number gone
and can neither send nor record. Each method is one short transaction; none is open while a platform is called (DB-02).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Integer,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.entities import Attempt, Due, DueState, Lane, SeenRequest
from bot.ports import Ending
from bot.rules.pacing import Rate
from storage import tables
from storage.failures import translated
from storage.mapping import TABLES
from storage.outbox import CLAIMS, HELD_ONE, IS_CLAIMED, claims_of, put

due = TABLES[Due].c  # by its entity, which has to be mapped before it is selected below
# Written into the SQL, not bound: with a bound value SQLite would not use the partial indexes.
IS_PLANNED = due.state == literal(DueState.PLANNED, due.state.type, literal_execute=True)


NOW = bindparam("now", type_=due.next_at.type)


def _open_lane() -> ColumnElement[bool]:
    """The row's lane has not been asked to be silent (NET-02), and its space is still connected (RCH-05)."""
    silent = select(tables.lane.c.space_id).where(tables.lane.c.blocked_until > NOW)
    cut_off = select(tables.space.c.id).where(tables.space.c.connected.is_(False))
    return and_(due.space_id.is_not(None), due.space_id.not_in(silent), due.space_id.not_in(cut_off))


# Built once: these are asked every second, and in a moved clock's year at every stop.
# By lane and not by row: one look into the index for each lane, however much is planned for later.
_lane, _space = tables.lane.c, tables.space.c
_DUE = select(_space.id).where(
    _space.connected.is_(True),
    ~exists().where(_lane.space_id == _space.id, _lane.blocked_until > NOW),
    exists().where(due.space_id == _space.id, IS_PLANNED, due.next_at <= NOW),
)
_SILENCE = tables.lane.c.blocked_until
_NEXT = (
    select(func.min(case((due.next_at < _SILENCE, _SILENCE), else_=due.next_at)))
    .join(tables.space, tables.space.c.id == due.space_id)
    .outerjoin(tables.lane, tables.lane.c.space_id == due.space_id)
    .where(IS_PLANNED, tables.space.c.connected.is_(True))
)
_READY = and_(due.space_id == bindparam("lane"), IS_PLANNED, due.next_at <= NOW, _open_lane())
_HEAD = (
    select(due.id, due.person_id)
    .where(_READY)
    .order_by(due.urgency, due.next_at, due.id)
    .limit(bindparam("most", type_=Integer))
    .cte("head")
)
_WANTED = or_(due.id.in_(select(_HEAD.c.id)), due.person_id.in_(select(_HEAD.c.person_id)))
_CLAIM = (
    update(Due)
    .where(due.id.in_(select(due.id).where(_READY, _WANTED).with_for_update(skip_locked=True)))
    .values(state=DueState.CLAIMED, attempts=due.attempts + 1, started_at=None)
    .values(lease_until=bindparam("until", type_=due.lease_until.type))
    .returning(Due)
    .execution_options(synchronize_session=False)
)
_SPACE = select(tables.space.c.platform, tables.space.c.community_id).where(tables.space.c.id == bindparam("lane"))
_LOCKED = select(Lane).where(tables.lane.c.space_id == bindparam("lane")).with_for_update()
_EXPIRED = select(Due).where(IS_CLAIMED, due.lease_until <= NOW).with_for_update(skip_locked=True)


_ATTEMPTED = insert(tables.attempt).from_select(
    ["community_id", "due_id", "number", "at", "outcome", "detail"],
    # Who lost a row lost its number as well, so that only what was recorded just now is found.
    select(due.community_id, due.id, due.attempts, NOW, due.state, due.reason).where(CLAIMS),
)
_recordings: dict[frozenset[str], Update] = {}


def _recording(ending: Ending, now: datetime) -> tuple[Update, dict[str, object]]:
    """The statement that records such an ending of a row, built once for each sort, and what goes into it."""
    sent = {"sent_at": now, "reference": ending.reference} if ending.state == DueState.SENT else {}
    later = {"next_at": ending.next_at} if ending.next_at else {}
    values: dict[str, object] = {"state": ending.state, "reason": ending.reason, **sent, **later}
    again, failed, in_doubt = ending.state == DueState.PLANNED, ending.failed, ending.in_doubt
    sort = frozenset([*values, *["again"] * again, *["failed"] * failed, *["in doubt"] * in_doubt])
    if sort not in _recordings:
        changes: dict[str, object] = {name: bindparam(f"new_{name}", type_=due[name].type) for name in values}
        changes |= {"lease_until": None} | ({"started_at": None} if again else {})
        changes |= {"failures": due.failures + 1} if failed else {}
        changes |= {"in_doubt": True} if in_doubt else {}
        _recordings[sort] = update(tables.due).where(HELD_ONE).values(changes)
    return _recordings[sort], {f"new_{name}": value for name, value in values.items()}


async def _execute_all(session: AsyncSession, statement: Update, values: Sequence[dict[str, object]]) -> None:
    """A statement for each of these values: on SQLite in one call to its thread, elsewhere one by one.

    psycopg would send them in a pipeline, in which PostgreSQL never ends the transaction of a client that stands still.
    """
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(statement, values)
        return
    for each in values:
        await session.execute(statement, each)


@dataclass(frozen=True, slots=True)
class _Paced:
    """A lane and how fast it may send."""

    lane: Lane
    rate: Rate

    def allows(self, now: datetime) -> int:
        """How many messages may go."""
        return self.rate.allows(self.lane.paced_until, now)

    def note(self, now: datetime, sent: int) -> None:
        """Count what goes, and keep the lane silent once its pace is used up: asking it again would be in vain."""
        self.lane.paced_until = self.rate.after(self.lane.paced_until, now, sent)
        if not self.rate.allows(self.lane.paced_until, now):
            again = self.rate.next_at(self.lane.paced_until)
            self.lane.blocked_until = max(again, self.lane.blocked_until or again)


class SqlLanes:
    """Implements `bot.ports.Lanes`."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    async def due(self, now: datetime) -> Sequence[int]:
        """Lanes with something due, those asked to be silent left out."""
        with translated():
            async with self.sessions.begin() as session:
                return (await session.scalars(_DUE, {"now": now})).all()

    async def next_time(self) -> datetime | None:
        """The earliest time at which a planned row may be tried: its own, or the end of its lane's silence."""
        with translated():
            async with self.sessions.begin() as session:
                found: datetime | None = await session.scalar(_NEXT)
                return found

    async def claim(
        self, lane: int, now: datetime, lease_until: datetime, limit: int, rate: Rate | None = None
    ) -> Sequence[Due]:
        """Claim what is due, most urgent first, with everything else that is due for the same people.

        Taking a person's rows together is what lets them become one message (MIS-03), which is one of the lane's pace.
        """
        values: dict[str, object] = {"lane": lane, "now": now, "most": limit, "until": lease_until}
        with translated():
            async with self.sessions.begin() as session:
                paced = await self._paced(session, lane, rate) if rate else None
                if paced:
                    values["most"] = min(limit, paced.allows(now))
                rows = (await session.scalars(_CLAIM, values)).all() if values["most"] else ()
                if paced:
                    paced.note(now, len({row.person_id or -row.id for row in rows}))
        return sorted(rows, key=lambda row: (row.urgency, row.next_at, row.id))

    @staticmethod
    async def _paced(session: AsyncSession, lane: int, rate: Rate) -> "_Paced | None":
        """A lane with its rate, locked, so that what several workers send counts together."""
        found = await session.scalar(_LOCKED, {"lane": lane})
        if found is None:
            space = (await session.execute(_SPACE, {"lane": lane})).one_or_none()
            if space is None:
                return None
            found = Lane(space.community_id, lane)
            await put(session, found)
        return _Paced(found, rate)

    async def platform(self, lane: int) -> str:
        """On which platform a lane is; empty if there is no such lane."""
        with translated():
            async with self.sessions.begin() as session:
                space = (await session.execute(_SPACE, {"lane": lane})).one_or_none()
        return space.platform if space else ""

    async def record(self, endings: Sequence[tuple[Sequence[Due], Ending]], now: datetime) -> None:
        """Write outcomes, and the attempts, for the rows that are still this worker's."""
        with translated():
            async with self.sessions.begin() as session:
                changes: dict[Update, list[dict[str, object]]] = {}
                for rows, ending in endings:
                    statement, values = _recording(ending, now)
                    changes.setdefault(statement, []).extend(
                        {**values, "row": row.id, "number": row.attempts} for row in rows
                    )
                for statement, of_rows in changes.items():
                    await _execute_all(session, statement, of_rows)
                claims = [claim for rows, _ in endings for claim in claims_of(rows)]
                await session.execute(_ATTEMPTED, {"claims": claims, "now": now})

    async def block(self, lane: int, until: datetime) -> None:
        """Keep a lane silent until a time; a longer silence that was asked for before stays."""
        with translated():
            async with self.sessions.begin() as session:
                community = await session.scalar(select(tables.space.c.community_id).where(tables.space.c.id == lane))
                found = await session.scalar(_LOCKED, {"lane": lane})
                if found:
                    found.blocked_until = max(until, found.blocked_until or until)
                elif community:
                    await put(session, Lane(community, lane, until))

    async def tidy(self, requests_before: datetime, attempts_before: datetime) -> int:
        """Forget old requests, and the attempts of messages that are long over."""
        ended = select(due.id).where(due.state.not_in((DueState.PLANNED, DueState.CLAIMED)))
        attempt = tables.attempt.c
        with translated():
            async with self.sessions.begin() as session:
                seen = await session.execute(delete(SeenRequest).where(tables.seen_request.c.at < requests_before))
                tried = await session.execute(
                    delete(Attempt).where(attempt.at < attempts_before, attempt.due_id.in_(ended))
                )
        return int(seen.rowcount + tried.rowcount)  # type: ignore[attr-defined]  # as every DELETE has it

    async def reap(self, now: datetime) -> Sequence[Due]:
        """Take back what a dead worker held. What it had not begun to send keeps its place; the rest is in doubt.

        What is in doubt stays claimed, now by the caller, who records what becomes of it; if the caller dies as well,
        the next one gets it.
        """
        with translated():
            async with self.sessions.begin() as session:
                rows = (await session.scalars(_EXPIRED, {"now": now})).all()
                doubtful = [row for row in rows if row.started_at]
                for row in rows:
                    if row.started_at:
                        row.attempts += 1
                    else:
                        row.state, row.lease_until = DueState.PLANNED, None
                return doubtful

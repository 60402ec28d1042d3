"""The due rows as a feature sees them: planned with the change they belong to, in its transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, Update, and_, bindparam, case, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entities import Due, DueState
from storage import tables
from storage.once import insert_once

PLANNED = DueState.PLANNED
INSERTED = [column.name for column in tables.due.columns if column.name != "id"]
ROWS_AT_ONCE = 500  # a statement may bind 32,766 values on SQLite and 65,535 on PostgreSQL
# Written into the SQL, not bound: with a bound value SQLite would not use the partial index.
IS_CLAIMED = tables.due.c.state == literal(DueState.CLAIMED, tables.due.c.state.type, literal_execute=True)
# The statements of every message are built once: building one takes longer than running it.
CLAIMS = tuple_(tables.due.c.id, tables.due.c.attempts).in_(bindparam("claims", expanding=True))
HELD = and_(CLAIMS, IS_CLAIMED)
HELD_ONE = and_(
    tables.due.c.id == bindparam("row"), tables.due.c.attempts == bindparam("number"),
    tables.due.c.state == DueState.CLAIMED,
)  # fmt: skip
MOMENT = bindparam("moment", type_=tables.due.c.sent_at.type)
_START = update(tables.due).where(HELD, tables.due.c.lease_until > MOMENT).values(started_at=MOMENT)
_START = _START.values(sent_as=case((tables.due.c.in_doubt, tables.due.c.sent_as), else_="")).returning(tables.due.c.id)
_JOIN = (
    update(tables.due)
    .where(tables.due.c.id.in_(bindparam("ids", expanding=True)), tables.due.c.started_at.is_not(None))
    .values(sent_as=bindparam("first"))
)
_KNOWN = select(tables.due.c.key).where(
    tables.due.c.community_id == bindparam("community"), tables.due.c.key.in_(bindparam("keys", expanding=True))
)
_EXPIRE = (
    update(tables.due)
    .where(tables.due.c.community_id == bindparam("community"), tables.due.c.state == PLANNED)
    .values(state=DueState.EXPIRED, reason=bindparam("why"))
)
_WITHDRAW = _EXPIRE.where(tables.due.c.kind == bindparam("what"), tables.due.c.subject_id == bindparam("subject"))
_WITHDRAW_ALL = _EXPIRE.where(tables.due.c.person_id == bindparam("person"))
_WITHDRAW_FROM = _WITHDRAW.where(tables.due.c.person_id == bindparam("person"))
_INSERT = insert_once(tables.due, "community_id", "key", returning="key")


def claims_of(rows: Sequence[Due]) -> list[tuple[int, int]]:
    """What `HELD` compares: the claims that these rows were read with."""
    return [(row.id, row.attempts) for row in rows]


async def put(session: AsyncSession, entity: object) -> None:
    """Insert a new entity and give it its id."""
    entity.id = None  # type: ignore[attr-defined]  # every entity has one; the database gives it
    session.add(entity)
    await session.flush()


class SqlOutbox:
    """Implements `bot.ports.Outbox`."""

    def __init__(self, session: AsyncSession, community_id: int) -> None:
        self.session = session
        self.community_id = community_id

    async def plan(self, *rows: Due) -> Sequence[Due]:
        """Insert those whose keys are free. The database decides, so two processes cannot both be first (DUP-01)."""
        if any(row.community_id != self.community_id for row in rows):
            raise ValueError(f"a due row of another community has no place in {self.community_id}")
        new: set[str] = set()
        for start in range(0, len(rows), ROWS_AT_ONCE):
            new |= await self._insert(rows[start : start + ROWS_AT_ONCE])
        return [row for row in rows if row.key in new]

    async def _insert(self, rows: Sequence[Due]) -> set[str]:
        """The keys that were free. Most are known, since the calendar says the same every day: those cost no insert."""
        keys = {"community": self.community_id, "keys": [row.key for row in rows]}
        known = set((await self.session.scalars(_KNOWN, keys)).all())
        values = [{name: getattr(row, name) for name in INSERTED} for row in rows if row.key not in known]
        statement = _INSERT[self.session.get_bind().dialect.name]
        return set((await self.session.scalars(statement, values)).all()) if values else set()

    async def start(self, messages: Sequence[Sequence[Due]], now: datetime) -> Collection[int]:
        """Mark the beginning of sends, of the rows that are still this worker's and whose lease is running."""
        claims = claims_of([row for rows in messages for row in rows])
        if not claims:
            return ()
        begun = set((await self.session.scalars(_START, {"claims": claims, "moment": now})).all())
        for rows in messages:
            if len(rows) > 1 and not rows[0].in_doubt:
                await self.session.execute(_JOIN, {"ids": [row.id for row in rows], "first": rows[0].key})
        return begun

    async def withdraw(self, kind: str, subject_id: int, reason: str, person_id: int | None = None) -> int:
        """Expire what is planned of a kind on a subject."""
        values = {"community": self.community_id, "why": reason, "what": kind, "subject": subject_id}
        if person_id is None:
            return await self._changed(_WITHDRAW, values)
        return await self._changed(_WITHDRAW_FROM, {**values, "person": person_id})

    async def withdraw_all(self, person_id: int, reason: str) -> int:
        """Expire what is planned for a person."""
        return await self._changed(_WITHDRAW_ALL, {"community": self.community_id, "why": reason, "person": person_id})

    async def release(self, person_id: int) -> int:
        """Only what the gate held: a wait that a platform asked for stays."""
        columns = tables.due.c
        held = (columns.person_id == person_id, columns.state == PLANNED, columns.reason == "held")
        statement = update(tables.due).where(columns.community_id == self.community_id, *held)
        statement = statement.values(next_at=columns.due_at, reason="")
        return await self._changed(statement, {})

    async def waiting_for(self, person_id: int, now: datetime) -> Sequence[Due]:
        """Planned and due by now, earliest first."""
        columns = tables.due.c
        statement = self._mine().where(columns.person_id == person_id, columns.state == PLANNED, columns.next_at <= now)
        return (await self.session.scalars(statement.order_by(columns.due_at, columns.id))).all()

    async def sent_to(self, person_id: int, since: datetime, kinds: Iterable[str]) -> Sequence[Due]:
        """Sent to a person since a time, of these kinds."""
        columns = tables.due.c
        statement = self._mine().where(
            columns.person_id == person_id,
            columns.state == DueState.SENT,
            columns.sent_at > since,
            columns.kind.in_(list(kinds)),
        )
        return (await self.session.scalars(statement.order_by(columns.sent_at))).all()

    async def rows(self, kind: str, subject_id: int) -> Sequence[Due]:
        """All rows of a kind on a subject."""
        columns = tables.due.c
        statement = self._mine().where(columns.kind == kind, columns.subject_id == subject_id)
        return (await self.session.scalars(statement.order_by(columns.id))).all()

    async def failed(self) -> Sequence[Due]:
        """What did not arrive, or may not have."""
        columns = tables.due.c
        statement = self._mine().where(columns.state.in_([DueState.UNKNOWN, DueState.UNDELIVERABLE]))
        return (await self.session.scalars(statement.order_by(columns.id.desc()).limit(200))).all()

    def _mine(self) -> Select[Due]:
        return select(Due).where(tables.due.c.community_id == self.community_id)

    async def _changed(self, statement: Update, values: Mapping[str, object]) -> int:
        """How many rows a statement changed."""
        return (await self.session.execute(statement, values)).rowcount  # type: ignore[attr-defined,no-any-return]

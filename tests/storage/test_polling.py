"""The questions asked every second use the partial indexes, so a poll costs the same among a million rows."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, insert, text

from bot.entities import Community, DueState, Space
from storage import SqlStore, tables

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass
class Watched:
    """A store whose statements are kept, to be asked afterwards how they were carried out."""

    store: SqlStore
    lane: int
    asked: list[tuple[str, object]] = field(default_factory=list)

    async def plans(self) -> str:
        """How the database carries out what was asked."""
        sqlite = self.store.engine.dialect.name == "sqlite"
        statements, self.asked = [(sql, values) for sql, values in self.asked if "due" in sql], []
        lines: list[str] = []
        async with self.store.engine.connect() as connection:
            if not sqlite:  # with few rows a scan is cheaper; whether the index fits is what is asked
                await connection.execute(text("SET enable_seqscan = off"))
            for sql, values in statements:
                asked = f"EXPLAIN QUERY PLAN {sql}" if sqlite else f"EXPLAIN {sql}"
                lines += [str(row) for row in (await connection.exec_driver_sql(asked, values)).all()]  # type: ignore[arg-type]
        return "\n".join(lines)


@pytest.fixture
async def watched(store: SqlStore) -> AsyncIterator[Watched]:
    space = await store.found(Community("Library"), Space(0, "local", "L1"))
    row = {
        "community_id": space.community_id, "space_id": space.id, "kind": "call", "subject_id": 1, "due_at": NOW,
        "next_at": NOW, "place": "community", "urgency": 5, "skips_quiet": False, "details": {}, "attempts": 0,
        "failures": 0, "reason": "", "reference": "",
    }  # fmt: skip
    rows = [row | {"key": str(number), "state": DueState.SENT} for number in range(500)]
    rows += [row | {"key": f"new {number}", "state": DueState.PLANNED} for number in range(5)]
    async with store.engine.begin() as connection:
        await connection.execute(insert(tables.due), rows)
        await connection.execute(text("ANALYZE"))
    made = Watched(store, space.id)

    def keep(_conn: object, _cursor: object, sql: str, values: object, _context: object, _many: bool) -> None:
        made.asked.append((sql, values))

    event.listen(store.engine.sync_engine, "before_cursor_execute", keep)
    yield made
    event.remove(store.engine.sync_engine, "before_cursor_execute", keep)


async def test_what_is_due_is_found_by_the_index_of_what_is_planned(watched: Watched) -> None:
    assert await watched.store.lanes.due(NOW) == [watched.lane]
    plans = await watched.plans()
    assert "ix_due_planned" in plans
    # By both of its columns: by the time alone all of it is read, 37 times as slow among a million planned rows.
    # PostgreSQL has no use for the first column where there is one lane.
    assert "(space_id=? AND next_at<?)" in plans or "Index Cond: (next_at <=" in plans


async def test_the_next_time_is_found_by_the_same_index(watched: Watched) -> None:
    assert await watched.store.lanes.next_time() == NOW
    assert "ix_due_planned" in await watched.plans()


async def test_a_claim_looks_at_planned_rows_only(watched: Watched) -> None:
    assert len(await watched.store.lanes.claim(watched.lane, NOW, NOW + timedelta(minutes=1), 20)) == 5
    watched.asked = [item for item in watched.asked if "UPDATE due" in item[0]]
    assert len(watched.asked) == 1
    plans = await watched.plans()
    assert "ix_due_planned" in plans
    assert "SCAN due" not in plans
    assert "Seq Scan on due" not in plans


async def test_what_dead_workers_hold_is_found_by_the_index_of_what_is_claimed(watched: Watched) -> None:
    await watched.store.lanes.reap(NOW)
    assert "ix_due_claimed" in await watched.plans()

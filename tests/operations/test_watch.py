"""What an admin sees of the database: lanes, what waits in them, what ended badly, and nothing of people's."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from alembic.script import ScriptDirectory
from pgqueuer.queries import Queries
from sqlalchemy import URL, text

from bot.entities import Account, Due, DueState, Person, Space
from bot.watch import LaneState
from storage import SqlStore, connect
from storage.engine import server_of
from storage.migrate import MIGRATIONS, upgrade
from storage.watch import SqlWatch, Troubles
from tests.support.stage import Stage

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def watch(store: SqlStore) -> SqlWatch:
    return SqlWatch(store.engine)


async def second_space(stage: Stage, *, connected: bool = True) -> Space:
    async with stage.store.work(stage.community) as work:
        return await work.add(Space(stage.community, "slack", "T1", "Library", connected=connected))


async def plan(stage: Stage, space: Space | None, *moments: datetime, state: DueState = DueState.PLANNED) -> None:
    """Due rows in a lane, one at each moment."""
    lane = space.id if space else None
    async with stage.store.work(stage.community) as work:
        rows = [
            Due(stage.community, lane, f"{lane}-{state}-{at}", "call", 1, at, at, place="community", state=state)
            for at in moments
        ]
        await work.outbox.plan(*rows)


async def test_each_lane_is_shown_with_what_waits_and_since_when(stage: Stage, watch: SqlWatch) -> None:
    slack = await second_space(stage)
    await plan(stage, stage.space, NOW - 2 * HOUR, NOW - HOUR, NOW, NOW + HOUR)
    await plan(stage, stage.space, NOW - HOUR, state=DueState.CLAIMED)
    await plan(stage, stage.space, NOW - 3 * HOUR, state=DueState.SENT)
    await plan(stage, slack, NOW + HOUR)
    first, second = await watch.lanes(NOW)
    assert first == LaneState(stage.space.id, "local", "", True, None, 4, 4, NOW - 2 * HOUR)
    assert second == LaneState(slack.id, "slack", "Library", True, None, 0, 1, None)


async def test_a_lane_that_nothing_is_planned_in_is_shown_all_the_same(stage: Stage, watch: SqlWatch) -> None:
    assert await watch.lanes(NOW) == [LaneState(stage.space.id, "local", "", True)]


async def test_a_silent_and_a_cut_off_lane_are_told_apart(stage: Stage, watch: SqlWatch) -> None:
    await second_space(stage, connected=False)
    await stage.store.lanes.block(stage.space.id, NOW + HOUR)
    assert [(lane.silent_until, lane.connected) for lane in await watch.lanes(NOW)] == [
        (NOW + HOUR, True),
        (None, False),
    ]
    assert [lane.silent_until for lane in await watch.lanes(NOW + HOUR)] == [None, None]


async def test_what_ended_badly_is_counted_by_lane_and_since_a_time(stage: Stage, watch: SqlWatch) -> None:
    await plan(stage, stage.space, NOW - HOUR, NOW - 9 * HOUR, state=DueState.UNKNOWN)
    await plan(stage, stage.space, NOW, state=DueState.UNDELIVERABLE)
    await plan(stage, None, NOW, NOW - HOUR, state=DueState.UNDELIVERABLE)
    await plan(stage, stage.space, NOW, NOW - HOUR, state=DueState.EXPIRED)
    assert await watch.troubles(NOW - 8 * HOUR) == {stage.space.id: Troubles(1, 1), None: Troubles(0, 2)}


async def test_who_has_been_erased_is_known_by_number_only(stage: Stage, watch: SqlWatch) -> None:
    ann, _ = await stage.person("Ann"), await stage.person("Bo")
    assert await watch.erased() == set()
    await ann.says("my-data erase confirm:yes")
    assert await watch.erased() == {(stage.community, ann.id)}


async def test_what_is_shown_holds_nothing_of_people(stage: Stage, watch: SqlWatch) -> None:
    async with stage.store.work(stage.community) as work:
        person = await work.add(Person(stage.community, "Secret Name", "secret@library.example"))
        await work.add(Account(stage.community, stage.space.id, person.id, "USECRET"))
        row = Due(stage.community, stage.space.id, "secret key", "call", 1, NOW, NOW, person_id=person.id)
        row.details = {"word": "secret"}
        await work.outbox.plan(row)
    assert "secret" not in str([asdict(lane) for lane in await watch.lanes(NOW)]).casefold()


async def test_who_looks_neither_waits_for_a_writer_nor_keeps_one_waiting(stage: Stage, database_url: URL) -> None:
    engine = connect(database_url, busy_milliseconds=1)
    watch = SqlWatch(engine)
    async with stage.store.work(stage.community) as work:
        await work.add(Person(stage.community, "Ann"))  # a transaction that has written, and is not over
        assert [lane.lane for lane in await watch.lanes(NOW)] == [stage.space.id]
    async with engine.connect() as connection:
        looking = await connection.execution_options(only_reads=True)
        assert (await looking.execute(text("SELECT count(*) FROM person"))).scalar() == 1
        await stage.person("Bo")
    await engine.dispose()


@pytest.mark.postgres
async def test_a_queue_without_its_tables_gets_them_again_by_a_migration(postgres_url: URL) -> None:
    engine = connect(postgres_url)
    await upgrade(engine)
    for dropped in (["pgqueuer"], ["pgqueuer", "pgqueuer_log", "pgqueuer_statistics", "pgqueuer_schedules"]):
        async with engine.begin() as connection:
            await connection.execute(text(f"DROP TABLE {', '.join(dropped)} CASCADE"))
        assert not await SqlWatch(engine).has_queue()
        await upgrade(engine)
        assert await SqlWatch(engine).has_queue()
    async with asyncpg.create_pool(server_of(postgres_url), min_size=0, max_size=1) as pool:
        assert await Queries.from_asyncpg_pool(pool).schema_is_installed()
    await engine.dispose()


async def test_the_revision_and_the_queue_are_this_releases(database_url: URL) -> None:
    engine = connect(database_url)
    await upgrade(engine)
    watch = SqlWatch(engine)
    assert await watch.revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert await watch.has_queue()
    if engine.dialect.name != "sqlite":
        async with engine.begin() as connection:
            await connection.execute(text("DROP TABLE pgqueuer"))
        assert not await watch.has_queue()
    await engine.dispose()

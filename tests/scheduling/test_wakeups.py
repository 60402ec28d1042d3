"""What delivery relies on in whatever hands out the lanes: in memory, between processes, and on a second engine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import asyncpg
import pytest
from pgqueuer.queries import Queries
from sqlalchemy import URL, text

from bot.errors import StorageUnavailable
from bot.ports import Wakeups
from scheduling.wakeups import NO_TABLES, SLOTS, QueuedWakeups
from storage import connect
from storage.engine import server_of
from storage.migrate import upgrade
from tests.scheduling import engines
from tests.scheduling.engines import Engine

PATIENCE = 30  # seconds until a test that hangs is called failed; nothing waits so long


class Drains:
    """Keeps what it was asked to drain, tells after each, and can be held or told to fail."""

    def __init__(self) -> None:
        self.lanes: list[int] = []
        self.finished: list[int] = []
        self.begun: asyncio.Queue[int] = asyncio.Queue()
        self.done: asyncio.Queue[int] = asyncio.Queue()
        self.gate = asyncio.Event()
        self.gate.set()
        self.failing: set[int] = set()

    async def __call__(self, lane: int) -> None:
        self.lanes.append(lane)
        self.begun.put_nowait(lane)
        await self.gate.wait()
        if lane in self.failing:
            self.failing.discard(lane)
            self.done.put_nowait(lane)
            raise RuntimeError("a drain never does this; the queue must live with it")
        self.finished.append(lane)
        self.done.put_nowait(lane)


async def server(url: URL) -> str:
    """A database with this release's tables, as the queue addresses it."""
    engine = connect(url)
    await upgrade(engine)
    await engine.dispose()
    return server_of(url)


@pytest.fixture(
    params=[
        "memory",
        pytest.param("pgqueuer", marks=pytest.mark.postgres),
        pytest.param("procrastinate", marks=pytest.mark.postgres),
    ]
)
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[Engine]:
    """An engine with an empty queue."""
    if request.param == "memory":
        made = engines.memory()
    else:
        made = getattr(engines, request.param)(await server(request.getfixturevalue("postgres_url")))
    yield made
    await made.close()


@asynccontextmanager
async def running(wakeups: Wakeups, drains: Drains) -> AsyncIterator[None]:
    task = asyncio.create_task(wakeups.run(drains))
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def drained(wakeups: Wakeups, drains: Drains, *lanes: int) -> None:
    """Ask until each of these lanes has been drained, as a tick does: a queue may be about to strike the last off."""
    wanted = set(lanes)
    while wanted:
        await wakeups.wake(wanted)
        try:
            wanted.discard(await asyncio.wait_for(drains.done.get(), 0.05))
        except TimeoutError:
            continue


async def test_asked_often_a_lane_is_drained_by_one_at_a_time(engine: Engine) -> None:
    wakeups, drains = engine.another(), Drains()
    drains.gate.clear()
    async with running(wakeups, drains):
        await drained_begins(wakeups, drains, 1)
        for lanes in ([1, 1], [1], [2, 1]):
            await wakeups.wake(lanes)
        assert await drains.begun.get() == 2
        assert sorted(drains.lanes) == [1, 2]
        drains.gate.set()
        assert {await drains.done.get(), await drains.done.get()} == {1, 2}


async def test_lanes_beyond_the_slots_wait_until_one_is_free() -> None:
    wakeups, drains, many = engines.memory().another(), Drains(), SLOTS + 30
    drains.gate.clear()
    async with running(wakeups, drains):
        await wakeups.wake(range(1, many + 1))
        for _ in range(SLOTS):
            await drains.begun.get()
        for _ in range(1_000):  # turns of the loop, of which handing out the rest takes some
            await asyncio.sleep(0)
        assert len(drains.lanes) == SLOTS
        drains.gate.set()
        assert {await drains.done.get() for _ in range(many)} == set(range(1, many + 1))


async def drained_begins(wakeups: Wakeups, drains: Drains, lane: int) -> None:
    """Ask until a drain of this lane has begun."""
    while True:
        await wakeups.wake([lane])
        try:
            assert await asyncio.wait_for(drains.begun.get(), 0.2) == lane
        except TimeoutError:
            continue
        return


async def test_asked_again_later_it_is_drained_again(engine: Engine) -> None:
    wakeups, drains = engine.another(), Drains()
    async with running(wakeups, drains):
        for _ in range(2):
            await drained(wakeups, drains, 1)
    assert set(drains.lanes) == {1}
    assert len(drains.lanes) >= 2


async def test_a_drain_that_fails_ends_nothing(engine: Engine) -> None:
    wakeups, drains = engine.another(), Drains()
    drains.failing = {1}
    async with running(wakeups, drains):
        await drained(wakeups, drains, 1)
        await drained(wakeups, drains, 2)
    assert 2 in drains.finished


async def test_two_processes_share_the_lanes_and_never_drain_one_together(engine: Engine) -> None:
    if not engine.shared:
        pytest.skip("in memory there is one process")
    first, second, drains, others = engine.another(), engine.another(), Drains(), Drains()
    drains.gate.clear()
    async with running(first, drains):
        await drained_begins(first, drains, 1)
        async with running(second, others):
            lane = 2
            while not others.finished:  # the first may take some as well, and would hold them
                await second.wake([1, lane])
                lane += 1
                with suppress(TimeoutError):
                    await asyncio.wait_for(others.done.get(), 0.1)
            assert 1 not in others.lanes
            assert drains.lanes.count(1) == 1
            drains.gate.set()
            await drains.done.get()


async def test_nothing_to_wake_asks_for_nothing(engine: Engine) -> None:
    await engine.another().wake([])


# --- ours alone -----------------------------------------------------------------------------------------------------
@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.postgres)])
async def wakeups(request: pytest.FixtureRequest) -> QueuedWakeups:
    """What we ship."""
    if request.param == "memory":
        return QueuedWakeups()
    return QueuedWakeups(await server(request.getfixturevalue("postgres_url")))


async def test_stopping_lets_finish_what_is_in_flight(wakeups: QueuedWakeups) -> None:
    drains = Drains()
    drains.gate.clear()
    task = asyncio.create_task(wakeups.run(drains))
    async with asyncio.timeout(PATIENCE):
        await drained_begins(wakeups, drains, 1)
        task.cancel()
        drains.gate.set()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert drains.finished == [1]


async def test_another_run_after_the_first_works_as_well(wakeups: QueuedWakeups) -> None:
    drains = Drains()
    for lane in (1, 2):
        async with running(wakeups, drains):
            await drained(wakeups, drains, lane)
    assert set(drains.finished) == {1, 2}


async def test_a_wake_without_a_queue_fails_nobody() -> None:
    """The change that it follows from is stored already, and the next tick asks again."""
    await QueuedWakeups("postgresql://nobody@127.0.0.1:1/nothing").wake([1])


@pytest.mark.postgres
async def test_a_database_without_the_queues_tables_is_said_in_one_sentence(postgres_url: URL) -> None:
    with pytest.raises(StorageUnavailable, match=NO_TABLES):
        await QueuedWakeups(server_of(postgres_url)).run(Drains())


@pytest.mark.postgres
async def test_our_migrations_make_the_tables_that_the_library_wants(postgres_url: URL) -> None:
    async with asyncpg.create_pool(await server(postgres_url), min_size=1, max_size=1) as pool:
        plan = await Queries.from_asyncpg_pool(pool).plan_upgrade()
    assert (plan.statements, plan.notes) == ((), ())


@pytest.mark.postgres
async def test_lanes_go_on_after_the_server_has_dropped_every_connection(postgres_url: URL) -> None:
    wakeups, drains = QueuedWakeups(await server(postgres_url), idle=timedelta(seconds=0.1)), Drains()

    async def supervised() -> None:  # as the ticker does
        while True:
            with suppress(StorageUnavailable):
                await wakeups.run(drains)

    task = asyncio.create_task(supervised())
    async with asyncio.timeout(PATIENCE):
        await drained(wakeups, drains, 1)
        admin = connect(postgres_url)
        async with admin.begin() as connection:
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        await admin.dispose()
        await drained(wakeups, drains, 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

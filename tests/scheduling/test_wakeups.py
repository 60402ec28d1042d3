"""What delivery relies on in whatever hands out the lanes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from scheduling.wakeups import QueuedWakeups

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


@asynccontextmanager
async def running(wakeups: QueuedWakeups, drains: Drains) -> AsyncIterator[None]:
    task = asyncio.create_task(wakeups.run(drains))
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_asked_twice_a_lane_is_drained_once() -> None:
    wakeups, drains = QueuedWakeups(), Drains()
    for lanes in ([1, 1], [1], [2, 1]):
        await wakeups.wake(lanes)
    async with running(wakeups, drains):
        assert {await drains.done.get(), await drains.done.get()} == {1, 2}
    assert sorted(drains.lanes) == [1, 2]


async def test_asked_again_later_it_is_drained_again() -> None:
    wakeups, drains = QueuedWakeups(), Drains()
    async with running(wakeups, drains):
        for _ in range(2):
            await wakeups.wake([1])
            await drains.done.get()
            while not await _forgotten(wakeups):  # noqa: ASYNC110  # the queue tells nobody when it strikes a job off
                await asyncio.sleep(0)
    assert drains.lanes == [1, 1]


async def _forgotten(wakeups: QueuedWakeups) -> bool:
    """Whether the queue is empty again: a drain that has ended is struck off a moment afterwards."""
    assert wakeups.queuer.queries is not None
    return not await wakeups.queuer.queries.queue_size()


async def test_a_drain_that_fails_ends_nothing() -> None:
    wakeups, drains = QueuedWakeups(), Drains()
    drains.failing = {1}
    async with running(wakeups, drains):
        await wakeups.wake([1])
        await drains.done.get()
        await wakeups.wake([2])
        assert await drains.done.get() == 2
    assert drains.finished == [2]


async def test_a_lane_is_never_drained_twice_at_a_time() -> None:
    wakeups, drains = QueuedWakeups(), Drains()
    drains.gate.clear()
    async with running(wakeups, drains):
        await wakeups.wake([1])
        await drains.begun.get()
        await wakeups.wake([1, 2])
        assert await drains.begun.get() == 2
        assert drains.lanes == [1, 2]
        drains.gate.set()
        await drains.done.get()


async def test_stopping_lets_finish_what_is_in_flight() -> None:
    wakeups, drains = QueuedWakeups(), Drains()
    drains.gate.clear()
    task = asyncio.create_task(wakeups.run(drains))
    await wakeups.wake([1])
    async with asyncio.timeout(PATIENCE):
        await drains.begun.get()
        task.cancel()
        drains.gate.set()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert drains.finished == [1]


async def test_another_run_after_the_first_works_as_well() -> None:
    wakeups, drains = QueuedWakeups(), Drains()
    for lane in (1, 2):
        async with running(wakeups, drains):
            await wakeups.wake([lane])
            await drains.done.get()
    assert drains.finished == [1, 2]


async def test_nothing_to_wake_asks_for_nothing() -> None:
    wakeups = QueuedWakeups()
    await wakeups.wake([])
    assert await _forgotten(wakeups)

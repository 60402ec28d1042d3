"""The clock: one job of each kind, late runs made up for once, and no error that ends it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.errors import StorageUnavailable
from scheduling.ticker import Ticker
from scheduling.timelapse import MovableClock
from tests.support.fakes import QuietWakeups

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class StubbornBot:
    """Has two lanes with something due, and fails as often as it is told to."""

    def __init__(self, failures: int = 0, error: Exception | None = None) -> None:
        self.failures = failures
        self.error = error or ConnectionError("503")
        self.delivered: list[int] = []
        self.planned = 0

    async def settle(self) -> int:
        return 0

    async def lanes_due(self) -> list[int]:
        self._fail()
        return [1, 2]

    async def deliver(self, lane: int) -> int:
        self._fail()
        self.delivered.append(lane)
        return 1

    async def plan(self) -> None:
        self._fail()
        self.planned += 1

    def _fail(self) -> None:
        if self.failures:
            self.failures -= 1
            raise self.error


def ticker(bot: StubbornBot, wakeups: QuietWakeups | None = None) -> Ticker:
    return Ticker(bot, wakeups or QuietWakeups(), MovableClock(NOW), back_off=0)  # type: ignore[arg-type]


async def test_dup_02_and_04_one_job_of_each_kind_however_often_it_is_set_up() -> None:
    made = ticker(StubbornBot())
    made.scheduler.start(paused=True)
    for seconds in (1, 2):
        made.scheduler.add_job(made.tick, "interval", seconds=seconds, id="tick", replace_existing=True)
    jobs = {job.id: job for job in made.scheduler.get_jobs()}
    assert sorted(jobs) == ["plan", "tick", "tidy"]
    assert len(made.scheduler.get_jobs()) == 3
    assert jobs["tick"].trigger.interval.total_seconds() == 2
    made.scheduler.shutdown(wait=False)


async def test_mis_01_and_06_late_runs_are_made_up_for_once_and_never_dropped() -> None:
    made = ticker(StubbornBot())
    made.scheduler.start(paused=True)
    for job in made.scheduler.get_jobs():
        assert (job.coalesce, job.misfire_grace_time, job.max_instances) == (True, None, 1), job.id
        assert job.next_run_time.utcoffset().total_seconds() == 0
    made.scheduler.shutdown(wait=False)


async def test_mis_05_an_error_in_one_tick_is_seen_and_the_next_one_runs() -> None:
    wakeups = QuietWakeups()
    made = ticker(StubbornBot(failures=1), wakeups)
    with capture_logs() as logs:
        await made.tick()
    assert made.health.errors == {"tick": "ConnectionError"}
    assert [entry["event"] for entry in logs] == ["a job failed"]
    assert made.health.last_tick == NOW
    await made.tick()
    assert made.health.errors == {}
    assert wakeups.asked == [1, 2]


@pytest.mark.parametrize(("name", "job"), [("plan", Ticker.plan), ("lane 1", lambda made: made.drain(1))])
async def test_mis_05_so_it_is_with_planning_and_each_lane(name: str, job: Callable[[Ticker], Awaitable[None]]) -> None:
    bot = StubbornBot(failures=1)
    made = ticker(bot)
    with capture_logs():
        await job(made)
    assert made.health.errors == {name: "ConnectionError"}
    await job(made)
    assert made.health.errors == {}
    assert bot.planned or bot.delivered == [1]


class DyingWakeups:
    """An engine that ends twice, once with an error, and then works."""

    def __init__(self) -> None:
        self.runs = 0
        self.working = asyncio.Event()

    async def wake(self, lanes: Iterable[int]) -> None:
        raise NotImplementedError

    async def run(self, handler: Callable[[int], Awaitable[None]]) -> None:
        self.runs += 1
        if self.runs == 1:
            raise ConnectionError("the queue is gone")
        if self.runs == 3:
            await handler(7)
            self.working.set()
            await asyncio.Event().wait()


async def test_an_engine_that_ends_is_started_again_and_its_end_is_seen() -> None:
    bot, dying = StubbornBot(), DyingWakeups()
    made = Ticker(bot, dying, MovableClock(NOW), back_off=0)  # type: ignore[arg-type]
    with capture_logs() as logs:
        draining = asyncio.create_task(made.keep_draining())
        async with asyncio.timeout(30):
            await dying.working.wait()
        draining.cancel()
        with pytest.raises(asyncio.CancelledError):
            await draining
    assert bot.delivered == [7]
    assert [(entry["job"], entry["log_level"]) for entry in logs] == [("wake-ups", "error"), ("wake-ups", "info")]
    assert made.health.errors == {}  # a lane was handed out, so the queue works


async def test_a_database_that_is_away_is_said_once_and_again_when_it_is_back() -> None:
    made = ticker(StubbornBot(2, StorageUnavailable("The database server does not answer.")))
    with capture_logs() as logs:
        for _ in range(3):
            await made.tick()
    assert [entry["event"] for entry in logs] == ["a job cannot work", "a job works again"]
    assert made.health.errors == {}

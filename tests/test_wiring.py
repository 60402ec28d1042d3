"""Everything put together, as it runs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.wiring import house, ticking
from bot.config import DatabaseSettings, Settings
from bot.entities import Account, Community, Grant, Person, Place, Space
from bot.errors import StorageUnavailable
from scheduling.timelapse import MovableClock, NoWakeups

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=DatabaseSettings(url=f"sqlite+aiosqlite:///{tmp_path / 'luotsi.db'}"))


async def test_dup_04_three_starts_on_one_database_make_everything_once(settings: Settings) -> None:
    for _ in range(3):
        async with house(settings, MovableClock(NOW)) as made, ticking(made):
            assert sorted(job.id for job in made.ticker.scheduler.get_jobs()) == ["plan", "tick", "tidy"]
    async with house(settings, MovableClock(NOW)) as made:
        assert await made.store.communities() == [1]
        async with made.store.work(1) as work:
            counts = [await work.count(kind) for kind in (Space, Person, Account, Grant, Place)]
            assert counts == [1, 1, 1, 1, 1]
            assert (await work.get(Space, made.the_page.space.id)).community_id == work.community.id
            assert isinstance(work.community, Community)


async def test_mis_04_a_process_that_never_lives_long_still_plans(settings: Settings) -> None:
    async with house(settings, MovableClock(NOW)) as made, ticking(made):
        assert made.ticker.health.last_plan == NOW


async def test_a_house_alone_has_nobody_to_wake_and_the_same_tables(settings: Settings) -> None:
    async with house(settings, MovableClock(NOW), alone=True) as made:
        assert isinstance(made.wakeups, NoWakeups)
    async with house(settings, MovableClock(NOW)) as made:
        assert await made.store.communities() == [1]


async def test_a_second_process_on_one_sqlite_file_is_refused_in_one_sentence(settings: Settings) -> None:
    clock = MovableClock(NOW)
    async with house(settings, clock) as first, ticking(first), house(settings, clock) as second:
        with pytest.raises(StorageUnavailable, match="Another Luotsi is running on this database file"):
            async with ticking(second):
                pass
    async with house(settings, MovableClock(NOW)) as third, ticking(third):  # and once it has stopped, it is free
        assert third.ticker.health.errors == {}

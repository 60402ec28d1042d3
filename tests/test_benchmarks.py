"""The benchmarks at their smallest: that they do what they measure. How long it takes says nothing here."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.entities import Account, Space
from bot.message import Message
from bot.ports import Result
from scheduling.timelapse import MovableClock
from tests.benchmarks import core, delivery, million, year
from tests.benchmarks.databases import POSTGRES, SQLITE, Databases
from tests.benchmarks.limits import Limit, LimitedPlatform
from tests.benchmarks.support import quiet_logs

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    quiet_logs()


@pytest.fixture(params=[SQLITE, pytest.param(POSTGRES, marks=pytest.mark.postgres)])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    """Databases of SQLite alone, and of both kinds."""
    return Databases(tmp_path, request.getfixturevalue("postgres_server") if request.param == POSTGRES else "")


async def test_ticks_drains_and_two_processes_are_measured_and_nothing_is_lost_or_said_twice(made: Databases) -> None:
    figures = await delivery.measured(made, delivery.Size(planned=300, few=200, people=5, lanes=2, rounds=1))
    assert (figures["lost"], figures["repeated"]) == (0, 0)
    for name in ("tick_ratio", "drain", "drain_one_at_a_time"):
        assert set(figures[name]) == set(made.kinds)
    assert figures["tick_ratio_1m_vs_10k"] == max(figures["tick_ratio"].values())
    assert figures["drain_vs_raw"] == min(figures["drain"].values()) > 0
    assert bool(figures["pg_2w_speedup"]) == (POSTGRES in made.kinds)


async def test_a_commands_statements_do_the_same_when_they_are_run_bare(made: Databases) -> None:
    figures = await core.commands(made, core.Size(people=40, times=1, rounds=1, starts=1))
    assert figures["same"]
    assert set(figures["handled_vs_bare"]) == set(made.kinds)
    assert figures["statements_a_command"] > 1


def test_the_memory_of_the_program_is_measured_without_people_and_with_some(tmp_path: Path) -> None:
    figures = core.memory(Databases(tmp_path), core.Size(people=40, times=1, rounds=1, starts=1))
    assert 0 < figures["memory_rest_mb"] <= figures["memory_rest_most_mb"]
    assert 0 < figures["memory_people_mb"] <= figures["memory_people_most_mb"]


async def test_people_of_a_large_programme_live_as_those_of_a_small_one() -> None:
    figures = await year.measured(people=16, small=8, days=50)
    assert (figures["lost"], figures["repeated"]) == (0, 0)
    assert figures["growth"] > 0
    small, large = figures["messages"]
    assert 0 < small < large
    assert all(figures["meetings"])


async def test_on_a_day_of_many_people_everything_due_is_sent_once() -> None:
    figures = await million.measured(people=400, lanes=7)
    assert figures["due"]
    assert (figures["lost"], figures["repeated"]) == (0, 0)
    assert (figures["people"], figures["lanes"]) == (400, 7)
    assert 0 <= figures["late_p50"] <= figures["late_p99"]


async def test_a_limited_platform_answers_429_until_the_time_has_passed_that_it_said() -> None:
    clock = MovableClock(NOW)
    platform = LimitedPlatform("slack", clock, None, {"space": Limit(2, 60.0)})
    space, other = Space(1, "slack", "T1", id=1), Space(1, "slack", "T2", id=2)

    async def send(where: Space) -> Result:
        outcome = await platform.send(where, Account(1, where.id, 1, "U1"), Message("Hello"), "key")
        waits.append(outcome.wait)
        return outcome.result

    waits: list[float] = []
    assert [await send(space) for _ in range(3)] == [Result.SENT, Result.SENT, Result.LIMITED]
    assert (waits[-1], platform.limited.total()) == (60, 1)
    assert await send(other) == Result.SENT
    clock.move(NOW + timedelta(seconds=60))
    assert await send(space) == Result.SENT

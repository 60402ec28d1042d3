"""Time that is moved by hand passes as it would have by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduling.timelapse import MovableClock, Timelapse

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Diary:
    """A bot that only notes when it sent and planned; with `repeats` each planning plans one more message."""

    def __init__(self, clock: MovableClock, *due: timedelta, repeats: bool = False) -> None:
        self.clock = clock
        self.due = sorted(START + after for after in due)
        self.repeats = repeats
        self.sent: list[datetime] = []
        self.planned: list[datetime] = []

    async def next_time(self) -> datetime | None:
        return self.due[0] if self.due else None

    async def lanes_due(self) -> list[int]:
        return [1] if self.due and self.due[0] <= self.clock.now() else []

    async def deliver(self, lane: int) -> int:
        ready = [at for at in self.due if at <= self.clock.now()]
        self.due = self.due[len(ready) :]
        self.sent += [self.clock.now()] * len(ready)
        return len(ready)

    async def plan(self) -> None:
        self.planned.append(self.clock.now())
        if self.repeats:
            self.due = sorted([*self.due, self.clock.now() + 2 * HOUR])


def passing(*due: timedelta, repeats: bool = False) -> tuple[Timelapse, Diary, MovableClock]:
    clock = MovableClock(START)
    diary = Diary(clock, *due, repeats=repeats)
    return Timelapse(diary, clock), diary, clock  # type: ignore[arg-type]


async def test_each_message_goes_at_its_own_time() -> None:
    time, diary, clock = passing(HOUR, 30 * HOUR, 31 * HOUR, 90 * HOUR)
    assert await time.advance(START + 40 * HOUR) == 3
    assert diary.sent == [START + HOUR, START + 30 * HOUR, START + 31 * HOUR]
    assert clock.now() == START + 40 * HOUR
    assert await time.advance(START + 90 * HOUR) == 1


async def test_planning_happens_at_once_and_then_daily_and_what_it_plans_goes() -> None:
    time, diary, _ = passing(repeats=True)
    assert await time.advance(START + timedelta(days=2, hours=3)) == 3
    days = [START + timedelta(days=day) for day in range(3)]
    assert diary.planned == days
    assert diary.sent == [day + 2 * HOUR for day in days]


async def test_every_stop_is_told() -> None:
    time, _, _ = passing(HOUR, 2 * HOUR)
    stops: list[datetime] = []

    async def passed(at: datetime) -> None:
        stops.append(at)

    await time.advance(START + 3 * HOUR, passed)
    assert stops == [START, START + HOUR, START + 2 * HOUR]


async def test_to_the_next_message_and_no_further() -> None:
    time, diary, clock = passing(50 * HOUR, 50 * HOUR, 60 * HOUR)
    assert await time.to_next_message() == 2
    assert clock.now() == START + 50 * HOUR
    assert len(diary.planned) == 3
    assert await time.to_next_message() == 1
    assert await time.to_next_message(within=timedelta(days=3)) == 0


def test_a_clock_never_goes_back_and_knows_its_zone() -> None:
    clock = MovableClock(START)
    clock.move(START - HOUR)
    assert clock.now() == START
    with pytest.raises(ValueError, match="zone"):
        MovableClock(datetime(2026, 11, 2, 9, 0))

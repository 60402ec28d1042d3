"""A lane sends as fast as its platform allows; a database that goes away or a worker that sleeps loses no message."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from bot.command import Unknown
from bot.delivery import Delivery
from bot.delivery.packing import Packed, Packing
from bot.entities import Due, DueState, Place
from bot.errors import StorageUnavailable
from bot.ports import Ending, Outcome, Result
from bot.rules.pacing import Rate
from scheduling.timelapse import MovableClock
from storage.lanes import SqlLanes
from tests.delivery.conftest import MONDAY, Office

SECOND = timedelta(seconds=1)


async def crowd(office: Office, size: int, **policy: object) -> None:
    office.kind("notice", **policy)
    for number in range(size):
        await office.tell("notice", await office.person(f"p{number:02}"), str(number))


async def test_net_02_a_lane_sends_its_burst_and_then_at_its_pace(office: Office) -> None:
    office.messenger.rate = Rate(per_minute=60, burst=5)
    await crowd(office, 12)
    assert await office.drain() == 5
    assert await office.store.lanes.due(office.clock.now()) == []  # nobody asks in vain
    assert await office.store.lanes.next_time() == MONDAY + SECOND
    assert [await office.drain(MONDAY + SECOND * second) for second in (1, 2, 3)] == [1, 1, 1]
    assert await office.drain(MONDAY + SECOND * 8) == 4
    assert len(set(office.went())) == 12
    assert {row.attempts for row in await office.rows()} == {1}


async def test_workers_of_one_lane_share_its_pace(office: Office, other_store: object) -> None:
    office.messenger.rate = Rate(per_minute=60, burst=5)
    await crowd(office, 12)
    ours, theirs = office.worker(), office.worker(other_store)  # type: ignore[arg-type]
    assert await ours.drain(office.space.id) + await theirs.drain(office.space.id) == 5


async def test_messages_that_become_one_are_one_of_the_pace(office: Office) -> None:
    office.messenger.rate = Rate(per_minute=60, burst=1)
    office.kind("notice")
    ann = await office.person("ann")
    for word in ("one", "two", "three"):
        await office.tell("notice", ann, word)
    assert await office.drain() == 1
    assert office.texts("ann") == ["notice one", "notice two", "notice three"]


async def test_a_channel_hears_one_thing_at_a_time(office: Office) -> None:
    office.messenger.rate = Rate(per_minute=600, burst=20, place_seconds=1)
    office.kind("call")
    await office.channel("general")
    await office.person("ann")
    for word in ("one", "two", "three"):
        await office.plan(lambda ctx, word=word: ctx.post("call", 1, "community", occurrence=word))
    assert [await office.drain(MONDAY + SECOND * second) for second in range(4)] == [1, 1, 1, 0]
    assert len(office.messenger.posted) == 3


class Together:
    """Where sends meet: each waits until so many are under way, and keeps how many there were at most."""

    def __init__(self, size: int) -> None:
        self.barrier = asyncio.Barrier(size)
        self.under_way = self.most = 0

    async def __call__(self) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await self.barrier.wait()
        self.under_way -= 1


async def test_where_the_platform_knows_a_key_again_several_are_under_way_at_once(office: Office) -> None:
    office.messenger.at_once = 3
    office.messenger.before_send = together = Together(3)
    await crowd(office, 6)
    assert await office.drain() == 6
    assert together.most == 3
    assert len(set(office.went())) == 6
    assert {row.state for row in await office.rows()} == {DueState.SENT}


async def test_mis_05_one_that_cannot_be_packed_stops_none_of_those_beside_it(office: Office) -> None:
    office.messenger.at_once = 5
    office.kind("call")
    await crowd(office, 3)
    await office.channel("general")
    await office.plan(lambda ctx: ctx.post("call", 1, "community"))
    async with office.store.work(office.space.community_id) as work:
        [place] = await work.all(Place)
        place.key = "elsewhere"
    assert await office.drain() == 3
    assert Counter(row.state for row in await office.rows()) == {DueState.SENT: 3, DueState.PLANNED: 1}


async def test_net_02_silence_asked_of_one_leaves_the_next_for_later_and_records_those_beside_it(
    office: Office,
) -> None:
    office.messenger.at_once = 3
    await crowd(office, 5)
    office.messenger.failures = {"p01": [Outcome(Result.LIMITED, wait=30)]}
    assert await office.drain() == 2
    assert sorted(office.went()) == ["p00", "p02"]
    assert await office.drain(MONDAY + 29 * SECOND) == 0
    assert await office.drain(MONDAY + 31 * SECOND) == 3
    assert sorted(office.went()) == ["p00", "p01", "p02", "p03", "p04"]


class Away(SqlLanes):
    """Lanes whose database goes away after a claim, for some tries to record."""

    tries = 3

    async def record(self, endings: Sequence[tuple[Sequence[Due], Ending]], now: datetime) -> None:
        if self.tries:
            self.tries -= 1
            raise StorageUnavailable("The connection to the database was lost.")
        await super().record(endings, now)


async def test_what_was_sent_is_recorded_when_the_database_is_back(office: Office) -> None:
    await crowd(office, 2)
    office.store.lanes = lanes = Away(office.store.sessions)
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    worker = Delivery(office.store, office.registry, {"local": office.messenger}, office.clock, office.pace, pause)
    assert await worker.drain(office.space.id) == 2
    assert (len(waits), lanes.tries) == (3, 0)
    assert {row.state for row in await office.rows()} == {DueState.SENT}
    assert len(office.went()) == 2


async def test_a_database_away_for_longer_than_the_lease_leaves_the_message_in_doubt_and_unrepeated(
    office: Office,
) -> None:
    await crowd(office, 1, unknown=Unknown.DROP)
    office.store.lanes = Away(office.store.sessions)

    async def pause(_: float) -> None:
        office.clock.move(office.clock.now() + timedelta(minutes=2))

    worker = Delivery(office.store, office.registry, {"local": office.messenger}, office.clock, office.pace, pause)
    try:
        await worker.drain(office.space.id)
    except StorageUnavailable:
        office.store.lanes = SqlLanes(office.store.sessions)
    await office.drain()
    assert len(office.went()) == 1
    assert [row.state for row in await office.rows()] == [DueState.UNKNOWN]


class Asleep(Packing):
    """Where a process can be stopped from outside: what is to be sent has been marked, and nothing has been sent."""

    async def pack(self, recipients: Sequence[Sequence[Due]]) -> Packed:
        packed = await super().pack(recipients)
        assert isinstance(self.clock, MovableClock)
        self.clock.move(self.clock.now() + timedelta(minutes=2))
        return packed


async def test_a_worker_that_slept_past_its_lease_sends_nothing(office: Office) -> None:
    """Stopped between the mark and the send, as by SIGSTOP: the one that took over says it, by its kind's policy."""
    await crowd(office, 1)
    worker = office.worker()
    worker.packing = Asleep(**{each.name: getattr(worker.packing, each.name) for each in fields(Packing)})
    assert await worker.drain(office.space.id) == 0
    assert office.went() == []

"""Exactly once: two workers, two plans, a worker that stalls, and one that dies."""

import asyncio
from datetime import timedelta

from bot.command import Unknown
from bot.context import Context
from bot.delivery.delivery import LEASE
from bot.entities import Due, DueState
from bot.i18n import Reader
from bot.message import Message
from bot.ports import Ending, Outcome, Result
from storage import SqlStore
from tests.delivery.conftest import MONDAY, Office
from tests.support.fakes import RecordingMessenger

LOST = Outcome(Result.UNKNOWN)


async def test_dup_01_two_processes_on_one_database_send_each_message_once(
    office: Office, other_store: SqlStore
) -> None:
    kind = office.kind("nudge")
    people = [await office.person(f"U{number}") for number in range(45)]
    for person in people:
        await office.tell(kind, person)
    lane = office.space.id
    sent = await asyncio.gather(*(office.worker(store).drain(lane) for store in (office.store, other_store)))
    sent += [await office.drain()]  # what one left because the other was holding it
    assert sum(sent) == 45
    assert sorted(office.went()) == sorted(person.name for person in people)
    assert {row.state for row in await office.rows()} == {DueState.SENT}


async def test_dup_01_a_unique_key_decides_and_not_luck_of_timing(office: Office, other_store: SqlStore) -> None:
    kind, ann = office.kind("nudge"), await office.person("ann")

    async def plan(store: SqlStore) -> bool:
        async with store.work(office.space.community_id) as work:
            ctx = Context(work, office.clock.now(), Reader(), office.pace)
            await ctx.tell(kind, 1, ann)
            return await ctx.flush() == 1

    assert sorted(await asyncio.gather(plan(office.store), plan(other_store))) == [False, True]
    await office.drain()
    assert not await plan(office.store)
    await office.drain()
    assert office.went() == ["ann"]


async def test_a_worker_that_stalled_before_the_send_does_not_send(office: Office) -> None:
    ann = await office.person("ann")

    async def slow(_: Context, due: Due) -> Message:
        if due.attempts == 1:
            office.clock.move(office.clock.now() + LEASE)
        return Message("once")

    await office.tell(office.kind("slow", slow), ann)
    assert await office.drain() == 1
    assert office.texts("ann") == ["once"]
    assert (await office.rows())[0].attempts == 2


async def test_a_claim_that_was_lost_can_neither_start_nor_record(office: Office) -> None:
    await office.tell(office.kind("nudge"), await office.person("ann"))
    lanes, now = office.store.lanes, office.clock.now()
    first = await lanes.claim(office.space.id, now, now + LEASE, 20)
    assert not await lanes.claim(office.space.id, now, now + LEASE, 20)
    await lanes.reap(now + LEASE)
    second = await lanes.claim(office.space.id, now + LEASE, now + 2 * LEASE, 20)
    assert not await office.start(first, now + LEASE)
    await lanes.record([(first, Ending(DueState.SENT))], now + LEASE)
    assert (await office.rows())[0].state == DueState.CLAIMED
    assert await office.start(second, now + LEASE)
    assert not await office.start(second, now + 2 * LEASE)  # its own lease has run out, though nobody took it yet


async def test_what_a_dead_worker_had_not_begun_keeps_its_place(office: Office) -> None:
    await office.tell(office.kind("nudge"), await office.person("ann"))
    before = (await office.rows())[0].next_at
    await office.store.lanes.claim(office.space.id, office.clock.now(), office.clock.now() + LEASE, 20)
    assert await office.drain() == 0
    assert await office.drain(office.clock.now() + LEASE) == 1
    assert office.texts("ann") == ["nudge"]
    assert (await office.rows())[0].next_at == before


async def _dies_while_sending(office: Office) -> None:
    """A worker that is killed between the send and the record."""
    lanes, now = office.store.lanes, office.clock.now()
    rows = await lanes.claim(office.space.id, now, now + LEASE, 20)
    assert await office.start(rows, now)
    office.clock.move(now + LEASE)


async def test_dup_06_what_a_dead_worker_may_have_sent_is_said_once_more_and_says_so(office: Office) -> None:
    await office.tell(office.kind("introduction"), await office.person("ann"))
    await _dies_while_sending(office)
    assert await office.drain() == 1
    assert office.texts("ann") == [
        "introduction\nYou may have had this message before: the first time I could not see whether it arrived."
    ]


async def test_dup_06_what_may_have_arrived_goes_again_as_it_went_and_what_is_new_goes_beside_it(
    office: Office,
) -> None:
    """A platform that knows the key shows nothing of it, so nothing new may be in it, and it may not be in another."""
    ann = await office.person("ann")
    office.kind("introduction")
    for word in ("one", "two"):
        await office.tell("introduction", ann, word)
    await _dies_while_sending(office)
    await office.tell(office.kind("urgent", urgency=1), ann)
    await office.tell(office.kind("aside", urgency=9), ann)
    assert await office.drain() == 2
    parts = {
        key: [section.text.partition("\n")[0] for section in said.sections] for _, said, key in office.messenger.direct
    }
    assert parts[(await office.row("one")).key] == ["introduction one", "introduction two"]
    assert list(parts.values()).count(["urgent", "aside"]) == 1


async def test_what_was_surely_not_sent_becomes_one_with_what_is_new(office: Office) -> None:
    ann = await office.person("ann")
    office.kind("introduction")
    for word in ("one", "two"):
        await office.tell("introduction", ann, word)
    office.messenger.failures = {"ann": [Outcome(Result.FAILED)]}
    await office.drain()
    await office.tell("introduction", ann, "three")
    assert await office.drain(office.clock.now() + timedelta(minutes=2)) == 1
    [(_, said, _)] = office.messenger.direct
    assert len(said.sections) == 3


async def test_dup_06_a_second_death_ends_it_where_the_facilitator_looks(office: Office) -> None:
    await office.tell(office.kind("introduction"), await office.person("ann"))
    for _ in range(2):
        await _dies_while_sending(office)
        await office.worker().settle()
    assert await office.drain() == 0
    async with office.store.work(office.space.community_id) as work:
        assert [row.kind for row in await work.outbox.failed()] == ["introduction"]


async def test_dup_06_a_nudge_that_may_have_gone_is_dropped(office: Office) -> None:
    await office.tell(office.kind("nudge", unknown=Unknown.DROP), await office.person("ann"))
    await _dies_while_sending(office)
    assert await office.drain() == 0
    assert [(row.state, row.reason) for row in await office.rows()] == [(DueState.UNKNOWN, "unknown")]


async def test_a_settler_that_dies_leaves_its_doubts_to_the_next(office: Office) -> None:
    await office.tell(office.kind("introduction"), await office.person("ann"))
    await _dies_while_sending(office)
    first = await office.store.lanes.reap(office.clock.now())
    assert await office.drain() == 1
    await office.store.lanes.record([(first, Ending(DueState.UNKNOWN))], office.clock.now())  # too late to say anything
    assert (await office.rows())[0].state == DueState.SENT


async def test_dup_06_an_unknown_outcome_is_said_once_more_or_never_by_its_kind(office: Office) -> None:
    repeat, drop = office.kind("introduction"), office.kind("nudge", unknown=Unknown.DROP)
    ann, bo = await office.person("ann"), await office.person("bo")
    await office.tell(repeat, ann)
    await office.tell(drop, bo)
    office.messenger.failures = {"ann": [LOST], "bo": [LOST]}
    start = office.clock.now()
    await office.drain()
    assert len(office.messenger.failures["bo"]) == 1  # what it is given now would be in doubt as well
    await office.drain(start + timedelta(seconds=30))
    assert not office.messenger.failures["bo"]
    assert await office.drain(start + timedelta(minutes=14)) == 0
    await office.drain(start + timedelta(minutes=15))
    assert office.went() == ["ann"]
    assert "had this message before" in office.texts("ann")[0]
    assert {row.kind: row.state for row in await office.rows()} == {repeat: DueState.SENT, drop: DueState.UNKNOWN}


async def test_dup_06_never_a_third_time(office: Office) -> None:
    await office.tell(office.kind("introduction"), await office.person("ann"))
    office.messenger.failures = {"ann": [LOST, LOST]}
    await office.drain()
    await office.drain(office.clock.now() + timedelta(hours=2))
    assert office.went() == []
    assert [row.state for row in await office.rows()] == [DueState.UNKNOWN]
    assert await office.attempts() == [("planned", "unknown"), ("unknown", "unknown")]


async def test_dup_06_merged_messages_in_doubt_go_each_by_their_own_kind(office: Office) -> None:
    ann = await office.person("ann")
    await office.tell(office.kind("introduction"), ann)
    await office.tell(office.kind("nudge", unknown=Unknown.DROP), ann)
    office.messenger.failures = {"ann": [LOST]}
    await office.drain()
    await office.drain(office.clock.now() + timedelta(minutes=15))
    assert [row.state for row in await office.rows()] == [DueState.SENT, DueState.UNKNOWN]
    assert len(office.texts("ann")) == 1


async def test_dup_06_a_messenger_that_raises_leaves_the_same_doubt(office: Office) -> None:
    await office.tell(office.kind("nudge", unknown=Unknown.DROP), await office.person("ann"))
    office.messenger.failures = {"ann": [TimeoutError()]}
    await office.drain()
    assert [row.state for row in await office.rows()] == [DueState.UNKNOWN]


class NotingMessenger(RecordingMessenger):
    """Keeps the key of every try, also of those that fail."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    async def _take(self, kept: list[tuple[str, Message, str]], to: str, message: Message, key: str) -> Outcome:
        self.keys.append(key)
        return await super()._take(kept, to, message, key)


async def test_dup_06_every_try_of_one_message_carries_the_same_key(office: Office) -> None:
    office.messenger = noting = NotingMessenger()
    ann = await office.person("ann")
    await office.tell(office.kind("introduction"), ann, "first")
    await office.tell("introduction", ann, "second", at=office.clock.now() + timedelta(minutes=40))
    noting.failures = {"ann": [LOST, Outcome(Result.FAILED)]}
    for minutes, tries in ((0, 1), (15, 2), (20, 3)):
        await office.drain(MONDAY + timedelta(minutes=minutes))
        assert (len(noting.keys), len(set(noting.keys))) == (tries, 1)
    await office.drain(MONDAY + timedelta(minutes=40))
    assert len(set(noting.keys)) == 2

"""What platforms and builders do wrong: one recipient, one message, one lane never stops the next."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.context import Context
from bot.entities import Account, Due, DueState, Person, Reach, SeenRequest, Space
from bot.errors import NotFound
from bot.message import Message
from bot.ports import Outcome, Result
from tests.delivery.conftest import MONDAY, Office

REFUSED = Outcome(Result.FAILED, detail="500")


async def five(office: Office) -> list[Person]:
    kind = office.kind("notice")
    people = [await office.person(name) for name in ("ann", "bo", "cai", "dee", "eve")]
    for person in people:
        await office.tell(kind, person, person.name)
    return people


async def test_dup_05_only_the_one_that_failed_is_tried_again_with_its_own_count(office: Office) -> None:
    await five(office)
    office.messenger.failures = {"cai": [REFUSED, REFUSED]}
    assert await office.drain() == 4
    assert await office.drain(MONDAY + timedelta(minutes=1)) == 0
    assert await office.drain(MONDAY + timedelta(minutes=10)) == 1
    assert office.went() == ["ann", "bo", "dee", "eve", "cai"]
    rows = await office.rows()
    assert [row.failures for row in rows] == [0, 0, 2, 0, 0]
    assert [row.attempts for row in rows] == [1, 1, 3, 1, 1]


async def test_mis_07_nothing_counts_as_sent_before_it_is(office: Office) -> None:
    await office.tell(office.kind("notice"), await office.person("ann"))
    office.messenger.failures = {"ann": [REFUSED]}
    await office.drain()
    row = await office.row()
    assert (row.state, row.sent_at, row.reason) == (DueState.PLANNED, None, "500")
    await office.drain(MONDAY + timedelta(minutes=1))
    row = await office.row()
    assert (row.state, row.sent_at, row.reason) == (DueState.SENT, MONDAY + timedelta(minutes=1), "")
    assert await office.attempts() == [("planned", "500"), ("sent", "")]


async def test_each_wait_is_longer_and_it_ends_where_the_facilitator_looks(office: Office) -> None:
    await office.tell(office.kind("notice", useful=timedelta(days=30)), await office.person("ann"))
    office.messenger.failures = {"ann": [REFUSED] * 40}
    waits: list[timedelta] = []
    while (row := await office.row()).state == DueState.PLANNED:
        await office.drain(row.next_at)
        waits.append((await office.row()).next_at - row.next_at)
    assert all(later > earlier for earlier, later in pairwise(waits[:7]))
    assert (await office.row()).state == DueState.UNDELIVERABLE
    assert await office.drain(MONDAY + timedelta(days=3)) == 0
    assert len(office.messenger.failures["ann"]) == 10


async def test_messages_that_failed_together_stay_one_message(office: Office) -> None:
    kind, ann = office.kind("notice"), await office.person("ann")
    for word in ("one", "two"):
        await office.tell(kind, ann, word)
    office.messenger.failures = {"ann": [REFUSED]}
    await office.drain()
    assert await office.drain(MONDAY + timedelta(minutes=1)) == 1
    assert office.texts("ann") == ["notice one", "notice two"]


async def test_mis_05_a_builder_that_raises_stops_neither_others_nor_the_persons_other_messages(office: Office) -> None:
    async def broken(_: Context, due: Due) -> Message:
        if due.attempts == 1:
            raise KeyError("a mistake of ours")
        return Message("mended")

    ann, bo = await office.person("ann"), await office.person("bo")
    await office.tell(office.kind("broken", broken), ann)
    await office.tell(office.kind("notice"), ann)
    await office.tell("notice", bo)
    assert await office.drain() == 2
    assert office.texts("ann") == ["notice"]
    assert office.texts("bo") == ["notice"]
    await office.drain(MONDAY + timedelta(minutes=1))
    assert office.texts("ann") == ["notice", "mended"]


@pytest.mark.parametrize("gone", [None, NotFound("not-found-session")])
async def test_rch_03_what_it_spoke_of_is_gone_so_it_ends_as_no_longer(office: Office, gone: NotFound | None) -> None:
    async def build(_: Context, __: Due) -> Message | None:
        if gone:
            raise gone
        return None

    await office.tell(office.kind("reminder", build), await office.person("ann"))
    assert await office.drain() == 0
    row = await office.row()
    assert (row.state, row.reason) == (DueState.EXPIRED, "no-longer")
    assert await office.attempts() == [("expired", "no-longer")]


async def test_a_kind_that_no_release_knows_any_more_expires(office: Office) -> None:
    await office.tell("from-an-older-release", await office.person("ann"))
    assert await office.drain() == 0
    assert (await office.row()).reason == "unknown-kind"


async def test_rch_01_a_closed_account_is_remembered_and_not_tried_again(office: Office) -> None:
    people = await five(office)
    office.messenger.failures = {"bo": [Outcome(Result.CLOSED, detail="50007")] * 9}
    assert await office.drain() == 4
    await office.tell("notice", people[1], "again")
    assert await office.drain() == 0
    assert len(office.messenger.failures["bo"]) == 8
    first, again = await office.row("bo"), await office.row("again")
    assert (first.state, first.reason) == (DueState.UNDELIVERABLE, "50007")
    assert (again.state, again.reason) == (DueState.UNDELIVERABLE, "unreachable")
    async with office.store.work(office.space.community_id) as work:
        account = await work.one(Account, external_id="bo")
    assert account
    assert account.reach == Reach.CLOSED


async def test_rch_03_an_account_that_is_gone_ends_all_that_was_planned(office: Office) -> None:
    ann = await office.person("ann")
    await office.tell(office.kind("notice"), ann, "now")
    await office.tell("notice", ann, "later", at=MONDAY + timedelta(days=1))
    office.messenger.failures = {"ann": [Outcome(Result.GONE)]}
    await office.drain()
    await office.drain(MONDAY + timedelta(days=1))
    assert {row.state for row in await office.rows()} == {DueState.UNDELIVERABLE}
    assert not await office.tell("notice", ann, "planned after", at=MONDAY) or office.went() == []


async def test_net_02_a_limit_silences_its_lane_counts_against_nobody_and_loses_nothing(office: Office) -> None:
    await five(office)
    office.messenger.failures = {"cai": [Outcome(Result.LIMITED, wait=30)]}
    assert await office.drain() == 2
    assert office.went() == ["ann", "bo"]  # nobody after the limit was tried
    assert await office.store.lanes.due(office.clock.now()) == []
    assert await office.worker().drain(office.space.id) == 0  # not even by a wake-up that was under way
    assert await office.store.lanes.next_time() == MONDAY + timedelta(seconds=30)
    assert await office.drain(MONDAY + timedelta(seconds=30)) == 3
    assert sorted(office.went()) == ["ann", "bo", "cai", "dee", "eve"]
    assert {row.failures for row in await office.rows()} == {0}


async def test_net_02_other_lanes_go_on(office: Office) -> None:
    people = await five(office)
    async with office.store.work(office.space.community_id) as work:
        space = await work.add(Space(office.space.community_id, "local", "second"))
        zoe = await work.add(Person(office.space.community_id, "zoe"))
        await work.add(Account(office.space.community_id, space.id, zoe.id, "zoe"))
    await office.tell("notice", zoe, "zoe")
    office.messenger.failures = {people[0].name: [Outcome(Result.LIMITED, wait=30)]}
    await office.drain()
    assert office.went() == ["zoe"]


async def test_a_platform_that_names_no_wait_is_not_asked_again_at_once(office: Office) -> None:
    await five(office)
    office.messenger.failures = {"ann": [Outcome(Result.LIMITED)]}
    assert await office.drain() == 0
    assert await office.drain(MONDAY + timedelta(seconds=1)) == 5


async def test_a_shorter_silence_never_ends_a_longer_one(office: Office) -> None:
    await five(office)
    for seconds in (60, 30):
        await office.store.lanes.block(office.space.id, MONDAY + timedelta(seconds=seconds))
    assert await office.drain(MONDAY + timedelta(seconds=59)) == 0
    assert await office.drain(MONDAY + timedelta(seconds=60)) == 5


async def test_net_06_a_revoked_space_is_left_alone_and_resumes_what_is_still_useful(office: Office) -> None:
    people = await five(office)
    await office.tell("notice", people[3], "too old by then", not_after=MONDAY + timedelta(hours=1))
    office.messenger.failures = {"ann": [Outcome(Result.REVOKED)] * 5}
    assert await office.drain() == 0
    assert len(office.messenger.failures["ann"]) == 4  # one try, not one for each message
    assert await office.drain(MONDAY + timedelta(hours=1, seconds=1)) == 0
    assert await office.store.lanes.next_time() is None  # or the passing of time would wait for it for ever
    office.messenger.failures = {}
    async with office.store.work(office.space.community_id) as work:
        (await work.get(Space, office.space.id)).connected = True
    assert await office.drain(MONDAY + timedelta(hours=2)) == 5
    assert (await office.row("too old by then")).reason == "too-late"
    assert {row.failures for row in await office.rows()} == {0}


async def test_a_platform_that_nobody_here_speaks_is_tried_later_and_nothing_is_lost(office: Office) -> None:
    people = await five(office)
    async with office.store.work(office.space.community_id) as work:
        (await work.get(Space, office.space.id)).platform = "elsewhere"
    assert await office.drain() == 0
    assert {row.state for row in await office.rows()} == {DueState.PLANNED}
    async with office.store.work(office.space.community_id) as work:
        (await work.get(Space, office.space.id)).platform = "local"
    assert await office.drain(MONDAY + timedelta(minutes=1)) == len(people)


async def test_erasing_somebody_takes_along_what_was_planned_for_them(office: Office) -> None:
    people = await five(office)
    async with office.store.work(office.space.community_id) as work:
        await work.delete(await work.get(Person, people[0].id))
    assert await office.drain() == 4


async def test_what_nobody_needs_any_more_is_forgotten_and_what_says_once_is_kept(office: Office) -> None:
    office.kind("notice")
    ann = await office.person("ann")
    await office.tell("notice", ann, "sent")
    await office.drain()
    async with office.store.work(office.space.community_id) as work:
        for at, name in ((MONDAY, "old"), (MONDAY + timedelta(days=200), "new")):
            await work.add(SeenRequest(office.space.community_id, name, at))
    later = MONDAY + timedelta(days=100)
    assert await office.store.lanes.tidy(later, later) == 2
    assert await office.attempts() == []
    assert not await office.tell("notice", ann, "sent")  # its key still stands
    async with office.store.work(office.space.community_id) as work:
        assert [seen.request_id for seen in await work.all(SeenRequest)] == ["new"]

"""Channels and pair spaces, and that no transaction is open while a platform is called."""

import asyncio

from sqlalchemy import URL

from bot.context import Context
from bot.entities import Due, DueState, Person, Place
from bot.ports import Outcome, Result
from storage import SqlStore, connect
from tests.delivery.conftest import Office


async def _pair_space(office: Office, *names: str) -> list[Person]:
    people = [await office.person(name) for name in names]

    async def opens(_: Context, __: Due) -> tuple[str, tuple[int, ...]]:
        return "Ann and Bo", tuple(person.id for person in people)

    office.kind("introduction", opens=opens)
    return people


async def introduce(office: Office, subject_id: int = 1) -> bool:
    return await office.plan(
        lambda ctx: ctx.post("introduction", subject_id, "pairing:1", in_space=office.space.id, details={"word": ""})  # type: ignore[arg-type,return-value]
    )


async def test_a_pair_space_is_opened_once_with_its_members_and_kept(office: Office) -> None:
    await _pair_space(office, "ann", "bo")
    await introduce(office)
    await office.drain()
    await introduce(office, subject_id=2)
    await office.drain()
    assert office.messenger.opened == {"pairing:1": ("ann", "bo")}
    assert [to for to, _, _ in office.messenger.posted] == ["pairing:1", "pairing:1"]
    async with office.store.work(office.space.community_id) as work:
        assert [place.name for place in await work.all(Place, key="pairing:1")] == ["Ann and Bo"]


async def test_each_post_is_said_alone_and_one_that_fails_stops_no_other(office: Office) -> None:
    await office.channel("general")
    office.kind("call")
    for number in range(3):
        await office.plan(lambda ctx, number=number: ctx.post("call", number, "community", details={"word": ""}))  # type: ignore[misc,arg-type,return-value]
    office.messenger.failures = {"general": [Outcome(Result.CLOSED, detail="is_archived")]}
    assert await office.drain() == 2
    assert [row.state for row in await office.rows()] == [DueState.UNDELIVERABLE, DueState.SENT, DueState.SENT]


async def test_a_place_that_nobody_can_open_is_a_failure_of_its_own(office: Office) -> None:
    office.kind("lost")
    await office.plan(lambda ctx: ctx.post("lost", 1, "nowhere", in_space=office.space.id, details={"word": ""}))  # type: ignore[arg-type,return-value]
    await office.tell(office.kind("notice"), await office.person("ann"))
    assert await office.drain() == 1
    assert [row.reason for row in await office.rows()] == ["LookupError", ""]


async def test_db_02_no_transaction_is_open_while_a_platform_is_called(office: Office, database_url: URL) -> None:
    impatient = SqlStore(connect(database_url, busy_milliseconds=1))

    async def somebody_presses_a_button() -> None:
        async with impatient.work(office.space.community_id) as work:
            for person in await work.all(Person):
                await work.get(Person, person.id, lock=True)
                person.name += "!"
            for row in await work.all(Due):
                await work.get(Due, row.id, lock=True)

    office.messenger.before_send = somebody_presses_a_button
    await _pair_space(office, "ann", "bo")
    await introduce(office)
    await office.tell(office.kind("notice"), await office.person("cai"))
    async with asyncio.timeout(60):  # on PostgreSQL a lock held would be waited for without end
        assert await office.drain() == 2
    async with office.store.work(office.space.community_id) as work:
        assert {person.name for person in await work.all(Person)} == {"ann!!", "bo!!", "cai!!"}
    await impatient.close()

"""What belongs to one community is not there for another, whichever way one asks (PRM-05, PRM-06)."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.entities import Account, Community, Due, DueState, Person, Place, Programme, Space
from bot.errors import NotFound, UnknownSpace
from storage import SqlStore

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass
class Tenant:
    """One of two communities in which everything has the same name."""

    community: int
    space: int
    person: Person
    programme: int


async def tenant(store: SqlStore, number: int) -> Tenant:
    space = await store.found(Community("Library"), Space(0, "slack", f"T{number}"))
    cid = space.community_id
    async with store.work(cid) as work:
        person = await work.add(Person(cid, "Ann Virtanen", "ann@library.example"))
        await work.add(Account(cid, space.id, person.id, "U1"))
        programme = await work.add(Programme(cid, "Over the water"))
        await work.outbox.plan(due(cid, space.id, person.id))
    return Tenant(cid, space.id, person, programme.id)


def due(community: int, space: int, person: int, key: str = "call:1") -> Due:
    return Due(community, space, key, "call", 1, NOW, NOW, person_id=person, reason="held")


@pytest.fixture
async def ours(store: SqlStore) -> Tenant:
    return await tenant(store, 1)


@pytest.fixture
async def theirs(store: SqlStore, ours: Tenant) -> Tenant:
    return await tenant(store, 2)


@pytest.mark.parametrize("nobody", [0, None])
async def test_prm_05_nothing_runs_without_a_community(store: SqlStore, ours: Tenant, nobody: int) -> None:
    with pytest.raises(ValueError, match="without a community"):
        async with store.work(nobody):
            pass


async def test_prm_05_an_unknown_community_is_not_found(store: SqlStore, ours: Tenant) -> None:
    with pytest.raises(NotFound):
        async with store.work(ours.community + 100):
            pass


async def test_prm_06_the_same_platform_ids_lead_to_each_ones_own(
    store: SqlStore, ours: Tenant, theirs: Tenant
) -> None:
    for one, space in ((ours, "T1"), (theirs, "T2")):
        async with store.origin("slack", space, "U1") as origin:
            assert origin.person
            assert (origin.work.community.id, origin.person.id) == (one.community, one.person.id)
    with pytest.raises(UnknownSpace):
        async with store.origin("discord", "T1", "U1"):
            pass
    assert await store.communities() == [ours.community, theirs.community]


async def test_prm_06_what_is_asked_for_by_value_is_ones_own(store: SqlStore, ours: Tenant, theirs: Tenant) -> None:
    for mine in (ours, theirs):
        async with store.work(mine.community) as work:
            found = await work.one(Programme, name="Over the water")
            assert found
            assert found.id == mine.programme
            everybody = await work.all(Person, name="Ann Virtanen")
            assert [person.id for person in everybody] == [mine.person.id]
            assert await work.count(Account, external_id="U1") == 1
            by_email = await work.directory.by_email("ANN@library.example ")
            assert by_email
            assert by_email.id == mine.person.id
            assert [person.id for person in await work.directory.named("ann")] == [mine.person.id]


async def test_prm_02_the_id_of_another_community_is_not_found(store: SqlStore, ours: Tenant, theirs: Tenant) -> None:
    async with store.work(ours.community) as work:
        for kind, key in ((Person, theirs.person.id), (Programme, theirs.programme), (Space, theirs.space)):
            with pytest.raises(NotFound):
                await work.get(kind, key)
            with pytest.raises(NotFound):
                await work.get(kind, key, lock=True)
            assert await work.one(kind, id=key) is None
            assert not await work.all(kind, id=(key,))
        assert await work.directory.account_of(theirs.person.id) is None
        assert await work.directory.account_of(ours.person.id, theirs.space) is None
        for person in (ours.person.id, theirs.person.id):
            with pytest.raises(NotFound):
                await work.directory.recipients([person], theirs.space)
        _, people = await work.directory.recipients([ours.person.id, theirs.person.id], ours.space)
        assert list(people) == [ours.person.id]
        assert people[ours.person.id][1]


async def test_prm_02_nothing_can_be_put_into_or_removed_from_another_community(
    store: SqlStore, ours: Tenant, theirs: Tenant
) -> None:
    async with store.work(ours.community) as work:
        with pytest.raises(ValueError, match="another community"):
            await work.add(Place(theirs.community, theirs.space, "community", "C1"))
        with pytest.raises(ValueError, match="another community"):
            await work.delete(theirs.person)
        with pytest.raises(ValueError, match="another community"):
            await work.outbox.plan(due(theirs.community, theirs.space, theirs.person.id, "call:2"))
    async with store.work(theirs.community) as work:
        assert (await work.count(Person), await work.count(Place), await work.count(Due)) == (1, 0, 1)


async def test_prm_06_the_outbox_of_another_community_is_neither_read_nor_changed(
    store: SqlStore, ours: Tenant, theirs: Tenant
) -> None:
    stranger = theirs.person.id
    async with store.work(ours.community) as work:
        box = work.outbox
        assert not await box.plan(due(ours.community, ours.space, ours.person.id))  # the same key, their own row
        assert await box.withdraw("call", 1, "test", person_id=stranger) == 0
        assert await box.withdraw_all(stranger, "test") == 0
        assert await box.release(stranger) == 0
        assert not await box.waiting_for(stranger, NOW)
        assert not await box.sent_to(stranger, datetime.min.replace(tzinfo=UTC), ["call"])
        assert [row.person_id for row in await box.rows("call", 1)] == [ours.person.id]
        assert await box.withdraw("call", 1, "test") == 1
    async with store.work(theirs.community) as work:
        row = (await work.outbox.rows("call", 1))[0]
        assert (row.state, row.reason) == (DueState.PLANNED, "held")
        row.state = DueState.UNDELIVERABLE
    async with store.work(ours.community) as work:
        assert not await work.outbox.failed()


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 10**40])
async def test_a_number_that_no_id_can_be_is_not_found(store: SqlStore, ours: Tenant, number: int) -> None:
    async with store.work(ours.community) as work:
        with pytest.raises(NotFound):
            await work.get(Person, number)

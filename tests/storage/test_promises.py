"""What a database must hold to, whichever it is: concurrency, cascades, instants, transactions."""

import asyncio
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import StatementError

from bot.entities import (
    Account,
    Agreement,
    Community,
    Due,
    Fit,
    FitAnswer,
    Meeting,
    Pairing,
    Person,
    Programme,
    Pulse,
    PulseAnswer,
    PulseMode,
    Rsvp,
    Session,
    Space,
)
from bot.errors import Conflict, NotFound
from storage import SqlStore, connect
from tests.storage.filling import ALL_TABLES, contents, fill

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def space(store: SqlStore) -> Space:
    return await store.found(Community("Library"), Space(0, "local", "L1"))


@pytest.fixture
async def second(store: SqlStore, database_url: URL) -> AsyncIterator[SqlStore]:
    made = SqlStore(connect(database_url))
    yield made
    await made.close()


async def test_db_01_twenty_at_once_all_are_stored(store: SqlStore, second: SqlStore, space: Space) -> None:
    async def join(number: int, by: SqlStore) -> None:
        async with by.work(space.community_id) as work:
            before = await work.count(Person)  # reads first and writes later: the order that locks a plain SQLite
            await work.add(Person(space.community_id, f"{number} after {before}"))

    await asyncio.gather(*(join(number, (store, second)[number % 2]) for number in range(20)))
    async with store.work(space.community_id) as work:
        names = {person.name.split()[0] for person in await work.all(Person)}
    assert names == {str(number) for number in range(20)}


async def test_db_01_who_locks_first_goes_first_and_nobody_overwrites(store: SqlStore, space: Space) -> None:
    async with store.work(space.community_id) as work:
        programme = await work.add(Programme(space.community_id, "Counter", cadence_days=0))

    async def add_one() -> None:
        async with store.work(space.community_id) as work:
            found = await work.get(Programme, programme.id, lock=True)
            found.cadence_days += 1

    await asyncio.gather(*(add_one() for _ in range(12)))
    async with store.work(space.community_id) as work:
        assert (await work.get(Programme, programme.id)).cadence_days == 12


async def test_db_05_one_of_ten_that_fails_takes_none_of_the_others_along(store: SqlStore, space: Space) -> None:
    async def join(number: int) -> None:
        async with store.work(space.community_id) as work:
            await work.add(Person(space.community_id, f"person {number}"))
            if number == 4:
                raise NotFound("not-found-person")

    ended = await asyncio.gather(*(join(number) for number in range(10)), return_exceptions=True)
    assert [type(one).__name__ for one in ended if one] == ["NotFound"]
    async with store.work(space.community_id) as work:
        assert {person.name for person in await work.all(Person)} == {f"person {n}" for n in range(10) if n != 4}


async def test_db_06_an_instant_comes_back_aware_and_the_same(store: SqlStore, space: Space) -> None:
    kolkata = datetime.fromisoformat("2026-06-01T09:30+05:30")
    async with store.work(space.community_id) as work:
        programme = await work.add(Programme(space.community_id, "P", opened_at=kolkata))
    async with store.work(space.community_id) as work:
        found = await work.get(Programme, programme.id)
        assert found.opened_at == kolkata
        assert found.opened_at.isoformat() == "2026-06-01T04:00:00+00:00"
        assert found.opened_at < NOW
        assert await work.one(Programme, opened_at=kolkata) is found


async def test_db_06_a_range_is_a_range_of_instants(store: SqlStore, space: Space) -> None:
    async with store.work(space.community_id) as work:
        person = await work.add(Person(space.community_id, "Ann"))
        for at in ("2026-06-01T09:30+05:30", "2026-06-01T00:30-04:00", "2026-06-01T05:00+00:00"):  # 04:00, 04:30, 05:00
            moment = datetime.fromisoformat(at)
            await work.outbox.plan(
                Due(space.community_id, space.id, at, "call", 1, moment, moment, person_id=person.id)
            )
        waiting = await work.outbox.waiting_for(person.id, datetime(2026, 6, 1, 4, 30, tzinfo=UTC))
    assert [row.due_at.astimezone(UTC).hour * 60 + row.due_at.astimezone(UTC).minute for row in waiting] == [240, 270]


async def test_db_06_a_time_without_a_zone_is_refused_at_the_edge(store: SqlStore, space: Space) -> None:
    async with store.work(space.community_id) as work:
        with pytest.raises(StatementError, match="without a zone"):
            await work.all(Programme, opened_at=datetime(2026, 6, 1, 9, 30))
        with pytest.raises(StatementError, match="without a zone"):
            await work.add(Programme(space.community_id, "P", opened_at=datetime(2026, 6, 1, 9, 30)))


async def _everything_of_a_programme(store: SqlStore, space: Space) -> tuple[int, int]:
    cid = space.community_id
    async with store.work(cid) as work:
        ann = await work.add(Person(cid, "Ann"))
        bo = await work.add(Person(cid, "Bo"))
        await work.add(Account(cid, space.id, ann.id, "U1"))
        programme = await work.add(Programme(cid, "P", contact_id=ann.id))
        pairing = await work.add(Pairing(cid, programme.id, ann.id, bo.id))
        await work.add(Meeting(cid, pairing.id, NOW))
        await work.add(Agreement(cid, pairing.id, 1, {"1": "aims"}))
        await work.add(Fit(cid, pairing.id, ann.id, FitAnswer.GO_ON, NOW))
        session = await work.add(Session(cid, programme.id, "Kick-off", NOW, "UTC", created_by=ann.id))
        await work.add(Rsvp(cid, session.id, ann.id, "in", 1))
        pulse = await work.add(Pulse(cid, programme.id, "middle", PulseMode.NAMED, NOW, NOW + timedelta(days=1)))
        await work.add(PulseAnswer(cid, pulse.id, ann.id))
        return programme.id, ann.id


CHILDREN = (Pairing, Meeting, Agreement, Fit, Session, Rsvp, Pulse, PulseAnswer)


async def test_db_03_what_is_part_of_a_programme_goes_with_it(store: SqlStore, space: Space) -> None:
    programme, _ = await _everything_of_a_programme(store, space)
    async with store.work(space.community_id) as work:
        await work.delete(await work.get(Programme, programme))
    async with store.work(space.community_id) as work:
        assert [kind.__name__ for kind in CHILDREN if await work.count(kind)] == []
        assert await work.count(Person) == 2


async def test_db_03_who_is_removed_leaves_what_is_others_without_their_name(store: SqlStore, space: Space) -> None:
    programme, ann = await _everything_of_a_programme(store, space)
    async with store.work(space.community_id) as work:
        await work.delete(await work.get(Person, ann))
    async with store.work(space.community_id) as work:
        assert (await work.get(Programme, programme)).contact_id is None
        assert (await work.all(Session))[0].created_by is None
        assert await work.count(Rsvp) == await work.count(Account) == 0


async def test_db_03_a_row_without_its_parent_is_refused(store: SqlStore, space: Space) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with store.work(space.community_id) as work:
            await work.add(Session(space.community_id, 999, "Nowhere", NOW, "UTC"))


async def test_db_03_sqlite_enforces_its_keys_on_every_connection(store: SqlStore) -> None:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL cannot be told not to")
    for _ in range(3):
        async with store.engine.connect() as connection:
            assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
            assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        await store.engine.dispose()


async def test_every_table_takes_a_row_and_gives_back_the_same(store: SqlStore) -> None:
    async with store.engine.begin() as connection:
        await fill(connection)
    async with store.engine.begin() as connection:
        kept = await contents(connection)
    assert {name for name, rows in kept.items() if len(rows) == 1} == {table.name for table in ALL_TABLES}
    assert [value for value in kept["local_message"][0] if value == "words äöå 👩‍👧‍👦"]


async def test_an_error_of_the_database_never_repeats_what_people_wrote(store: SqlStore, space: Space) -> None:
    async def name_twice() -> None:
        async with store.work(space.community_id) as work:
            for _ in range(2):
                await work.add(Programme(space.community_id, "the same name", aims="private words"))

    with pytest.raises(Conflict) as caught:
        await name_twice()
    shown = "".join(traceback.format_exception(caught.value))
    assert "private words" not in shown
    assert "(1, the same name)" not in shown


async def test_a_failure_stores_nothing_of_its_transaction(store: SqlStore, space: Space) -> None:
    async def plan_and_fail() -> None:
        async with store.work(space.community_id) as work:
            person = await work.add(Person(space.community_id, "Ann"))
            await work.outbox.plan(Due(space.community_id, space.id, "k", "call", 1, NOW, NOW, person_id=person.id))
            await work.get(Programme, 1)

    with pytest.raises(NotFound):
        await plan_and_fail()
    async with store.work(space.community_id) as work:
        assert await work.count(Person) == await work.count(Due) == 0

"""A copy of the database while it is in use, and the way back."""

import asyncio
import sqlite3
import stat
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from click.testing import Result
from sqlalchemy import URL
from typer.testing import CliRunner

from adapters.cli import app
from adapters.wiring import SystemClock, house
from bot.app import Bot
from bot.config import DatabaseSettings, Settings
from bot.context import Request
from bot.entities import Account, Due, Pairing, PairingState, Person, Programme, Space
from storage import SqlStore, connect
from storage.backup import NOT_SQLITE
from storage.migrate import TOO_NEW, configuration
from storage.sole import sole_user
from tests.storage.filling import contents, fill
from tests.support.fakes import QuietWakeups, RecordingMessenger

COMMUNITY = "INSERT INTO community (name, language, time_zone, country) VALUES ('number {}', 'en', 'UTC', '')"
SPACE = """INSERT INTO space (community_id, platform, external_id, name, connected, open_door)
VALUES (1, 'local', 'number {}', '', 1, 1)"""


def luotsi(*words: object, database: Path | str) -> Result:
    """Run the program as one types it."""
    url = str(database) if "://" in str(database) else f"sqlite+aiosqlite:///{database}"
    return CliRunner().invoke(app, [str(word) for word in words], env={"LUOTSI_DATABASE__URL": url})


def refused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert "Traceback" not in result.output
    return result.stderr.strip()


def ask(file: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchall()


async def made_full(place: Path, revision: str = "head") -> None:
    """A database with one row in every table."""
    engine = connect(URL.create("sqlite+aiosqlite", database=str(place)), foreign_keys=False)
    async with engine.begin() as connection:
        await connection.run_sync(lambda one: command.upgrade(configuration(one), revision))
        if revision == "head":
            await fill(connection)
    await engine.dispose()


async def everything(file: Path) -> dict[str, list[tuple[object, ...]]]:
    engine = connect(URL.create("sqlite+aiosqlite", database=str(file)))
    async with engine.begin() as connection:
        found = await contents(connection)
    await engine.dispose()
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A database with one row in every table."""
    made = tmp_path / "luotsi.db"
    asyncio.run(made_full(made))
    return made


def test_a_copy_holds_every_row_and_is_one_file_for_its_owner_only(place: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    made = luotsi("backup", kept, database=place)
    assert made.exit_code == 0, made.output
    assert f"to {kept}" in made.stdout
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.glob("kept*")) == ["kept.db"]
    assert asyncio.run(everything(kept)) == asyncio.run(everything(place))


def test_a_copy_made_while_others_write_is_one_moment_of_the_database(place: Path, tmp_path: Path) -> None:
    """Every transaction adds a row to each of two tables: a copy has as many of the one as of the other."""
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(place, isolation_level=None, timeout=60)) as connection:
            number = 0
            while not stop.is_set():
                number += 1
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(COMMUNITY.format(number))
                connection.execute(SPACE.format(number))
                connection.execute("COMMIT")
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(60)
        for number in range(5):
            assert luotsi("backup", tmp_path / f"{number}.db", database=place).exit_code == 0
    finally:
        stop.set()
        writer.join()
    counts = "SELECT (SELECT count(*) FROM community), (SELECT count(*) FROM space)"
    found = [ask(tmp_path / f"{number}.db", counts)[0] for number in range(5)]
    assert all(one == two > 1 for one, two in found)


def test_no_backup_is_written_over_and_nothing_half_made_is_left(place: Path, tmp_path: Path) -> None:
    there = tmp_path / "kept.db"
    there.write_text("yesterday's")
    assert "is there already" in refused(luotsi("backup", there, database=place))
    assert there.read_text() == "yesterday's"
    assert "No such file" in refused(luotsi("backup", tmp_path / "nowhere" / "kept.db", database=place))
    assert "no database at" in refused(luotsi("backup", tmp_path / "new.db", database=tmp_path / "absent.db"))
    assert not (tmp_path / "absent.db").exists()
    text = tmp_path / "notes.txt"
    text.write_text("A shopping list. " * 100)
    assert "not a database of Luotsi" in refused(luotsi("backup", tmp_path / "new.db", database=text))
    assert list(tmp_path.glob("*.part*")) == []


def test_a_server_has_its_own_programs_for_it(tmp_path: Path) -> None:
    server = "postgresql+psycopg://nobody@127.0.0.1:1/luotsi"
    for word in ("backup", "restore"):
        assert refused(luotsi(word, tmp_path / "x", database=server)) == NOT_SQLITE


def test_restoring_puts_everything_back_and_keeps_what_was_there(place: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    assert luotsi("backup", kept, database=place).exit_code == 0
    whole = asyncio.run(everything(place))
    ask_and_store(place, "DELETE FROM community")
    place.chmod(0o640)
    done = luotsi("restore", kept, database=place)
    assert done.exit_code == 0, done.output
    assert asyncio.run(everything(place)) == whole
    assert stat.S_IMODE(place.stat().st_mode) == 0o640
    replaced = next(file for file in tmp_path.glob("luotsi.db.replaced-*"))
    assert str(replaced) in done.stdout
    assert ask(replaced, "SELECT count(*) FROM community") == [(0,)]
    assert list(tmp_path.glob("*.restored*")) == []


def ask_and_store(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(statement)
        connection.commit()


def test_restoring_where_there_is_nothing_yet(place: Path, tmp_path: Path) -> None:
    kept, fresh = tmp_path / "kept.db", tmp_path / "fresh" / "luotsi.db"
    assert luotsi("backup", kept, database=place).exit_code == 0
    done = luotsi("restore", kept, database=fresh)
    assert done.exit_code == 0, done.output
    assert asyncio.run(everything(fresh)) == asyncio.run(everything(place))


def test_what_cannot_be_restored_is_refused_and_nothing_is_changed(place: Path, tmp_path: Path) -> None:
    before = asyncio.run(everything(place))
    kept, text, foreign, newer, torn = (tmp_path / name for name in ("k.db", "t.db", "f.db", "n.db", "torn.db"))
    assert luotsi("backup", kept, database=place).exit_code == 0
    text.write_text("A shopping list. " * 100)
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE customer (id integer)")
    newer.write_bytes(kept.read_bytes())
    ask_and_store(newer, "UPDATE alembic_version SET version_num = '9999'")
    torn.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    assert "not a database of Luotsi" in refused(luotsi("restore", text, database=place))
    assert "not a database of Luotsi" in refused(luotsi("restore", foreign, database=place))
    assert refused(luotsi("restore", newer, database=place)) == TOO_NEW
    assert "damaged" in refused(luotsi("restore", torn, database=place))
    assert "no database at" in refused(luotsi("restore", tmp_path / "absent.db", database=place))
    assert asyncio.run(everything(place)) == before
    assert list(tmp_path.glob("luotsi.db.re*")) == []


def test_a_database_in_use_is_not_replaced(place: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    assert luotsi("backup", kept, database=place).exit_code == 0
    with sole_user(f"sqlite+aiosqlite:///{place}"):
        assert "Another Luotsi is running" in refused(luotsi("restore", kept, database=place))
    with closing(sqlite3.connect(place)) as another:  # such as an import that is under way
        another.execute("SELECT * FROM community").fetchall()
        assert "in use" in refused(luotsi("restore", kept, database=place))
    assert luotsi("restore", kept, database=place).exit_code == 0


def test_a_damaged_database_can_be_replaced(place: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    assert luotsi("backup", kept, database=place).exit_code == 0
    whole = asyncio.run(everything(place))
    place.write_bytes(b"\0" * place.stat().st_size)
    done = luotsi("restore", kept, database=place)
    assert done.exit_code == 0, done.output
    assert asyncio.run(everything(place)) == whole


def test_an_older_copy_is_brought_to_this_release(place: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    asyncio.run(made_full(older, "0001"))
    done = luotsi("restore", older, database=place)
    assert done.exit_code == 0, done.output
    assert luotsi("check", database=place).exit_code == 0


def test_db_04_a_migration_is_preceded_by_a_copy(tmp_path: Path) -> None:
    place = tmp_path / "luotsi.db"
    asyncio.run(made_full(place, "0001"))
    done = luotsi("migrate", database=place)
    assert done.exit_code == 0, done.output
    (kept,) = tmp_path.glob("luotsi.db.before-*")
    assert str(kept) in done.stdout
    assert ask(kept, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert luotsi("migrate", database=place).stdout == "The database is up to date.\n"


# --- ERA-06 ---------------------------------------------------------------------------------------------------------
@dataclass
class Office:
    """A programme with the pair Ann and Bo, in a file."""

    place: Path

    @property
    def settings(self) -> Settings:
        return Settings(database=DatabaseSettings(url=f"sqlite+aiosqlite:///{self.place}"))

    def store(self) -> SqlStore:
        return SqlStore(connect(self.settings.database.url))

    async def found(self) -> None:
        async with house(self.settings, SystemClock()) as made:
            space = made.the_page.space
            async with made.store.work(space.community_id) as work:
                programme = await work.add(Programme(space.community_id, "Harbour"))
                people = [await self._join(work, space, name) for name in ("annikki", "bo")]
                pair = Pairing(space.community_id, programme.id, people[0].id, people[1].id)
                pair.state = PairingState.ACTIVE
                await work.add(pair)

    @staticmethod
    async def _join(work: object, space: Space, name: str) -> Person:
        person = await work.add(Person(space.community_id, name, f"{name}@library.example"))  # type: ignore[attr-defined]
        await work.add(Account(space.community_id, space.id, person.id, name))  # type: ignore[attr-defined]
        return person

    async def joins(self, name: str) -> int:
        store = self.store()
        async with store.work(1) as work:
            person = await self._join(work, (await work.all(Space))[0], name)
        await store.close()
        return person.id

    async def erases(self, account: str) -> None:
        store = self.store()
        bot = Bot(store, SystemClock(), {"local": RecordingMessenger()}, QuietWakeups())
        async with store.work(1) as work:
            space = (await work.all(Space))[0]
        await bot.handle(Request("local", space.external_id, account, "my-data erase confirm:yes", pressed=True))
        await store.close()

    def backs_up(self, name: str) -> Path:
        to = self.place.with_name(name)
        assert luotsi("backup", to, database=self.place).exit_code == 0
        return to

    def restores(self, file: Path) -> str:
        done = luotsi("restore", file, database=self.place)
        assert done.exit_code == 0, done.output
        return done.stdout

    async def names(self) -> dict[int, str]:
        store = self.store()
        async with store.work(1) as work:
            found = {person.id: person.name for person in await work.all(Person)}
        await store.close()
        return found


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path / "luotsi.db")
    asyncio.run(made.found())
    return made


def test_era_06_who_was_erased_stays_erased_after_yesterdays_file_is_restored(office: Office) -> None:
    yesterday = office.backs_up("yesterday.db")
    asyncio.run(office.erases("annikki"))
    assert "Erased again, since they were erased after the copy was made: 1." in office.restores(yesterday)
    assert "annikki" not in asyncio.run(office.names()).values()
    assert [name for name, rows in asyncio.run(everything(office.place)).items() if "annikki" in str(rows)] == []

    async def the_partners() -> tuple[PairingState, list[str]]:
        store = office.store()
        async with store.work(1) as work:
            pair = (await work.all(Pairing))[0]
            kinds = [row.kind for row in await work.all(Due, person_id=pair.actor_id)]
        await store.close()
        return pair.state, kinds

    assert asyncio.run(the_partners()) == (PairingState.ENDED, ["partner.left"])  # ERA-07: a neutral note


def test_a_new_database_does_not_inherit_the_list_of_the_one_before(office: Office) -> None:
    asyncio.run(office.erases("annikki"))
    office.backs_up("old.db")  # which brings the list up to date
    office.place.unlink()
    asyncio.run(office.found())
    fresh = office.backs_up("fresh.db")
    assert "Erased again" not in office.restores(fresh)
    assert "annikki" in asyncio.run(office.names()).values()
    assert office.place.with_name("luotsi.db.erased.of-another").exists()


def test_era_06_the_list_holds_numbers_and_nothing_of_peoples(office: Office) -> None:
    asyncio.run(office.erases("annikki"))
    office.backs_up("today.db")
    (ann,) = [number for number, name in asyncio.run(office.names()).items() if name == "former member"]
    listed = office.place.with_name("luotsi.db.erased")
    assert listed.read_text().split() == ["community", "1", "person", str(ann), "erased"]
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600


def test_era_06_a_number_is_never_given_to_somebody_else(office: Office) -> None:
    """Cai joins after the backup and is erased. Dee, who joins the restored database, must not be taken for Cai."""
    early = office.backs_up("early.db")
    cai = asyncio.run(office.joins("cai"))
    late = office.backs_up("late.db")
    asyncio.run(office.erases("cai"))
    office.restores(early)
    dee = asyncio.run(office.joins("dee"))
    assert dee > cai
    again = office.backs_up("again.db")
    assert "Erased again" not in office.restores(again)
    assert asyncio.run(office.names())[dee] == "dee"
    assert "cai" not in asyncio.run(office.names()).values()
    assert "Erased again" in office.restores(late)  # a backup of the time in between knows Cai still
    assert "cai" not in asyncio.run(office.names()).values()


def test_era_06_a_line_that_was_not_written_whole_erases_nobody_else(office: Office) -> None:
    backup = office.backs_up("today.db")
    names = asyncio.run(office.names())
    office.place.with_name("luotsi.db.erased").write_text("community 1 person 1")  # of 12, before the power went
    office.restores(backup)
    assert asyncio.run(office.names()) == names
    asyncio.run(office.erases("bo"))
    assert "Erased again" in office.restores(backup)  # and what follows it counts
    assert set(asyncio.run(office.names()).values()) == {"Facilitator", "annikki", "former member"}

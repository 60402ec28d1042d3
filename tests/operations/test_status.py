"""`luotsi status`: what an admin sees, and whether there is something to do."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import URL, text
from typer.testing import CliRunner

from adapters.cli import app
from adapters.cli.status import age
from adapters.web.app import web_server
from adapters.web.health import HealthPages
from adapters.web.metrics import Counters
from adapters.wiring import SystemClock
from bot.entities import Due, DueState, Space
from scheduling.ticker import Health
from scheduling.wakeups import NO_TABLES
from storage import SqlStore, connect
from storage.failures import SENTENCES
from storage.migrate import NOT_OURS, TOO_NEW, upgrade
from storage.watch import SqlWatch
from tests.support.stage import Stage

HOUR = timedelta(hours=1)
NOTHING = "Nothing has to be done."


@pytest.fixture
async def store(database_url: URL) -> AsyncIterator[SqlStore]:
    """A database as the program makes it."""
    made = SqlStore(connect(database_url))
    await upgrade(made.engine)
    yield made
    await made.close()


async def luotsi(command: str, url: URL, port: int = 0) -> Result:
    """Run a command as one types it, beside a program that answers at a port; in a thread, for its own loop."""
    settings = {"LUOTSI_DATABASE__URL": url.render_as_string(hide_password=False), "LUOTSI_HEALTH__PORT": str(port)}
    return await asyncio.to_thread(CliRunner().invoke, app, [command], env=settings)


async def status(url: URL, port: int = 0) -> Result:
    return await luotsi("status", url, port)


@asynccontextmanager
async def program(store: SqlStore, jobs: Health) -> AsyncIterator[int]:
    """What a running program answers; the port it answers at."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    port = int(listening.getsockname()[1])
    server = web_server(HealthPages(jobs, SqlWatch(store.engine), SystemClock(), Counters()).app(), "127.0.0.1", port)
    running = asyncio.create_task(server.serve([listening]))
    yield port
    server.should_exit = True
    await running


async def test_the_program_that_runs_is_asked_as_well(stage: Stage, store: SqlStore, database_url: URL) -> None:
    jobs = Health(last_tick=SystemClock().now())
    async with program(store, jobs) as port:
        done = await status(database_url, port)
        assert done.exit_code == 0, done.output
        assert "Luotsi runs, and looked for messages" in done.stdout
        jobs.errors["plan"] = "ValueError"
        done = await status(database_url, port)
        assert done.exit_code == 1
        assert "the job plan fails: ValueError; the log says more." in done.stdout
        jobs.last_tick = None
        assert "The clock has not begun to tick." in (await status(database_url, port)).stdout
    done = await status(database_url, port)
    assert done.exit_code == 1
    assert f"nothing answers at http://127.0.0.1:{port}/health. Start Luotsi, or see its log." in done.stdout


async def made(file: Path, statement: str, *, ours: bool = False) -> None:
    """A database in a file, with one statement carried out in it."""
    engine = connect(URL.create("sqlite+aiosqlite", database=str(file)))
    if ours:
        await upgrade(engine)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def plan(stage: Stage, space: Space | None, ago: timedelta, state: DueState = DueState.PLANNED) -> None:
    at, lane = SystemClock().now() - ago, space.id if space else None
    async with stage.store.work(stage.community) as work:
        row = Due(stage.community, lane, f"{lane} {at}", "call", 1, at, at, place="community", state=state)
        await work.outbox.plan(row)


def line_of(result: Result, word: str) -> list[str]:
    """The cells of the table's row with this word in it."""
    row = next(line for line in result.stdout.splitlines() if word in line and "│" in line)
    return [cell.strip() for cell in row.split("│")[1:-1]]


async def test_all_is_well(stage: Stage, database_url: URL) -> None:
    await plan(stage, stage.space, -HOUR)
    done = await status(database_url)
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    assert line_of(done, "local") == [str(stage.space.id), "", "local", "open", "0", "", "1", "0", "0"]
    assert "as this release wants them" in done.stdout
    assert NOTHING in done.stdout


async def test_net_06_a_lane_whose_token_was_revoked_is_shown_and_the_others_too(
    stage: Stage, database_url: URL
) -> None:
    async with stage.store.work(stage.community) as work:
        await work.add(Space(stage.community, "slack", "T1", "Library [red]", connected=False))
    done = await status(database_url)
    assert done.exit_code == 1
    assert line_of(done, "slack")[1:4] == ["Library [red]", "slack", "cut off"]  # a name is no style
    assert line_of(done, "local")[3] == "open"
    assert "(Library [red]): the platform refuses our token. Put a valid one" in " ".join(done.stdout.split())
    assert NOTHING not in done.stdout


async def test_a_lane_that_is_behind_is_something_to_do_but_not_one_that_was_asked_to_be_silent(
    stage: Stage, database_url: URL
) -> None:
    await plan(stage, stage.space, 2 * HOUR + timedelta(minutes=5, seconds=30))
    done = await status(database_url)
    assert done.exit_code == 1
    assert line_of(done, "local")[4:7] == ["1", "2 h 5 min", "1"]
    assert "has been due for 2 h 5 min" in " ".join(done.stdout.split())
    await stage.store.lanes.block(stage.space.id, SystemClock().now() + HOUR)
    done = await status(database_url)
    assert done.exit_code == 0
    assert line_of(done, "local")[3].startswith("silent until")


async def test_what_ended_badly_in_a_week_is_counted(stage: Stage, database_url: URL) -> None:
    for hours in (1, 2):
        await plan(stage, stage.space, hours * HOUR, DueState.UNKNOWN)
    await plan(stage, stage.space, HOUR * 3, DueState.UNDELIVERABLE)
    await plan(stage, stage.space, 9 * 24 * HOUR, DueState.UNDELIVERABLE)
    await plan(stage, None, HOUR, DueState.UNDELIVERABLE)
    done = await status(database_url)
    assert done.exit_code == 0
    assert line_of(done, "local")[7:] == ["2", "1"]
    assert "people without an account, of the last 7 days: 1" in done.stdout


@pytest.mark.postgres
async def test_a_queue_without_its_tables_is_one_sentence(stage: Stage, store: SqlStore, database_url: URL) -> None:
    if store.engine.dialect.name == "sqlite":
        pytest.skip("on SQLite the queue is in memory")
    async with store.engine.begin() as connection:
        await connection.execute(text("DROP TABLE pgqueuer"))
    for command in ("status", "check"):
        done = await luotsi(command, database_url)
        assert done.exit_code == 1
        assert NO_TABLES in " ".join(done.stdout.split())


async def test_a_database_that_cannot_be_used_is_one_sentence_and_is_not_made(tmp_path: Path) -> None:
    nowhere, empty, foreign, newer = (tmp_path / f"{name}.db" for name in ("nowhere", "empty", "foreign", "newer"))
    empty.touch()
    await made(foreign, "CREATE TABLE customer (id integer)")
    await made(newer, "UPDATE alembic_version SET version_num = '9999'", ours=True)
    expected = {
        nowhere: f"There is no database at {nowhere} yet.",
        empty: SENTENCES["no such table"],
        foreign: NOT_OURS,
        newer: TOO_NEW,
    }
    for file, sentence in expected.items():
        done = await status(URL.create("sqlite+aiosqlite", database=str(file)))
        assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{sentence}\n")
    assert not nowhere.exists()


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_661, "1 h 1 min"),
        (86_400 * 3 + 59, "3 d"),
        (86_460, "1 d"),
    ],
)
def test_an_age_is_its_two_largest_units(seconds: int, shown: str) -> None:
    assert age(timedelta(seconds=seconds)) == shown

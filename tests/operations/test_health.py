"""What the program answers to whatever watches it, over a real socket and over a database that goes away."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from adapters.web.app import web_server
from adapters.web.health import HealthPages
from adapters.web.metrics import Counters
from adapters.web.standing import ESSENTIAL, TICK_TIMEOUT
from bot.entities import Due, Space
from bot.errors import StorageUnavailable
from bot.watch import LaneState
from scheduling import ticker
from scheduling.ticker import Health, Ticker
from storage.watch import SqlWatch
from tests.support.stage import START, Stage

SECRET = "Aino Salainen"


@dataclass
class Watched:
    """A program at work, and what is asked of it."""

    stage: Stage
    jobs: Health
    counters: Counters
    http: httpx.AsyncClient

    async def text(self, path: str, status: int = 200) -> str:
        answer = await self.http.get(path)
        assert answer.status_code == status, answer.text
        return answer.text.strip()

    async def samples(self) -> dict[str, float]:
        """Our metrics, by name and labels."""
        families = text_string_to_metric_families(await self.text("/metrics"))
        return {
            f"{one.name}{sorted(one.labels.values())}" if one.labels else one.name: one.value
            for family in families
            for one in family.samples
            if one.name.startswith("luotsi_") and not one.name.endswith("_created")
        }


def pages(jobs: Health, watch: object, stage: Stage, counters: Counters) -> httpx.ASGITransport:
    return httpx.ASGITransport(HealthPages(jobs, watch, stage.clock, counters).app())  # type: ignore[arg-type]


@pytest.fixture
async def program(stage: Stage) -> AsyncIterator[Watched]:
    jobs, counters = Health(last_tick=START, last_plan=START), Counters()
    transport = pages(jobs, SqlWatch(stage.store.engine), stage, counters)  # type: ignore[attr-defined]
    async with httpx.AsyncClient(transport=transport, base_url="http://any.name.at.all") as client:
        yield Watched(stage, jobs, counters, client)


async def plan(stage: Stage, space: Space, hours: int) -> None:
    at = START + timedelta(hours=hours)
    async with stage.store.work(stage.community) as work:
        row = Due(stage.community, space.id, f"{space.id} {at} {SECRET}", "call", 1, at, at, place="community")
        row.details = {"text": SECRET}
        await work.outbox.plan(row)


async def test_a_program_at_work_is_live_and_ready(program: Watched) -> None:
    assert await program.text("/health/live") == "Luotsi is running."
    assert await program.text("/health/ready") == "Luotsi is at work."


async def test_a_clock_that_stands_still_is_seen_after_ten_seconds(program: Watched) -> None:
    program.stage.clock.move(START + TICK_TIMEOUT - timedelta(seconds=1))
    assert await program.text("/health/ready") == "Luotsi is at work."
    program.stage.clock.move(START + TICK_TIMEOUT)
    assert await program.text("/health/ready", 503) == "The clock has not ticked for 10 seconds."
    assert await program.text("/health/live") == "Luotsi is running."
    program.jobs.last_tick = None
    assert await program.text("/health/ready", 503) == "The clock has not begun to tick."


@pytest.mark.parametrize("job", ESSENTIAL)
async def test_a_job_without_which_nothing_goes_out_is_named(program: Watched, job: str) -> None:
    program.jobs.errors[job] = "The queue has no tables in this database. Run `luotsi migrate` once."
    ready = await program.text("/health/ready", 503)
    assert ready == f"The job {job} fails: The queue has no tables in this database. Run `luotsi migrate` once."
    assert (await program.samples())[f"luotsi_job_errors['{job}']"] == 1
    assert (await program.samples())["luotsi_ready"] == 0


async def test_one_lane_that_fails_does_not_make_the_program_unready(program: Watched) -> None:
    program.jobs.errors["lane 7"] = "ConnectionError"
    assert await program.text("/health/ready") == "Luotsi is at work."
    assert (await program.samples())["luotsi_job_errors['lane 7']"] == 1


def test_the_jobs_are_called_as_the_ticker_calls_them(stage: Stage) -> None:
    made = Ticker(stage.bot, stage.wakeups, stage.clock)
    assert set(ESSENTIAL) <= {ticker.QUEUE, *(job.id for job in made.scheduler.get_jobs())}


async def test_the_details_say_how_each_lane_stands(program: Watched) -> None:
    stage = program.stage
    async with stage.store.work(stage.community) as work:
        slack = await work.add(Space(stage.community, "slack", "T1", SECRET, connected=False))
    for hours in (-2, 1):
        await plan(stage, stage.space, hours)
    await plan(stage, slack, -1)
    program.jobs.errors["plan"] = "ValueError"
    known = (await program.http.get("/health")).json()
    assert known == {
        "ready": True, "reason": "", "last_tick": START.isoformat(), "last_plan": START.isoformat(),
        "errors": {"plan": "ValueError"},
        "lanes": [
            {"lane": stage.space.id, "platform": "local", "connected": True, "silent_until": None, "waiting": 1,
             "planned": 2, "oldest_due": (START - timedelta(hours=2)).isoformat()},
            {"lane": slack.id, "platform": "slack", "connected": False, "silent_until": None, "waiting": 1,
             "planned": 1, "oldest_due": (START - timedelta(hours=1)).isoformat()},
        ],
    }  # fmt: skip


async def test_prometheus_reads_lanes_jobs_and_what_this_process_counted(program: Watched) -> None:
    stage = program.stage
    for hours in (-2, 0, 1):
        await plan(stage, stage.space, hours)
    stage.clock.move(START + timedelta(seconds=4))
    program.counters.message("local", "sent")
    program.counters.message("local", "sent")
    program.counters.command("answered")
    lane = f"['{stage.space.id}', 'local']"
    assert await program.samples() == {
        "luotsi_ready": 1, "luotsi_database_up": 1, "luotsi_last_tick_seconds": 4,
        f"luotsi_due_planned{lane}": 3, f"luotsi_due_waiting{lane}": 2, f"luotsi_oldest_due_seconds{lane}": 7204,
        f"luotsi_lane_connected{lane}": 1,
        "luotsi_messages_total['local', 'sent']": 2, "luotsi_commands_total['answered']": 1,
    }  # fmt: skip


async def test_nothing_of_peoples_is_told(program: Watched) -> None:
    stage = program.stage
    ann = await stage.person(SECRET, email="salainen@library.example")
    await plan(stage, stage.space, -1)
    await ann.says(f"apply {SECRET}")
    for path in ("/health/live", "/health/ready", "/health", "/metrics"):
        assert not re.search("aino|salainen", await program.text(path), re.IGNORECASE), path


class Away:
    """A database that is away, or that is silent for as long as one waits."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    async def answer(self) -> None:
        if self.error:
            raise self.error
        await asyncio.Event().wait()

    async def lanes(self, now: object) -> Sequence[LaneState]:
        await self.answer()
        return []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StorageUnavailable("The database server does not answer."), "The database server does not answer."),
        (KeyError(SECRET), "The database cannot be read (KeyError); the log says more."),
        (None, "The database has not answered for 0 seconds."),
    ],
)
async def test_a_database_that_is_away_is_one_sentence_and_no_error_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, error: Exception | None, said: str
) -> None:
    monkeypatch.setattr("adapters.web.standing.ANSWER_SECONDS", 0.01)
    transport = pages(Health(last_tick=START), Away(error), stage, Counters())
    async with httpx.AsyncClient(transport=transport, base_url="http://luotsi") as client:
        assert (await client.get("/health/live")).status_code == 200
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.text) == (503, f"{said}\n")
        details = await client.get("/health")
        assert (details.status_code, details.json()["ready"], details.json()["reason"]) == (200, False, said)
        metrics = await client.get("/metrics")
        assert metrics.status_code == 200
        assert "luotsi_database_up 0.0" in metrics.text


async def test_it_can_be_reached_from_another_machine_where_that_is_wanted(program: Watched) -> None:
    app = HealthPages(program.jobs, SqlWatch(program.stage.store.engine), program.stage.clock, Counters()).app()  # type: ignore[attr-defined]
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # from now on a request waits until it is served
    port = listening.getsockname()[1]
    with pytest.raises(ValueError, match="this machine only"):
        web_server(app, "0.0.0.0", port)  # noqa: S104  # refused
    server = web_server(app, "0.0.0.0", port, anywhere=True)  # noqa: S104  # what the test is about
    running = asyncio.create_task(server.serve([listening]))
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{port}/health/ready", headers={"Host": "luotsi.internal:1"})
    assert answer.status_code == 200
    server.should_exit = True
    await running

"""`luotsi status`: how the program and its lanes stand, and what an admin has to do."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.cli.common import ConfigFile, Unusable, one_sentence
from adapters.wiring import SystemClock
from bot.config import Settings, load_settings
from bot.watch import LaneState
from scheduling.wakeups import NO_TABLES
from storage import connect
from storage.backup import NOTHING_THERE, file_of
from storage.engine import server_of
from storage.failures import SENTENCES
from storage.watch import SqlWatch, Troubles

WEEK = timedelta(days=7)
LATE = timedelta(minutes=10)
REFUSED = (
    "the platform refuses our token. Put a valid one into the settings and start again, or where workspaces install "
    "the app themselves, have it installed there again; nothing is lost"
)
SILENT = "nothing answers at {address}. Start Luotsi, or see its log"
FAILS = "the job {job} fails: {error}; the log says more"
SECONDS = 10.0  # the program takes less to find that its database does not answer
BEHIND = "its oldest message has been due for {age}. See whether Luotsi runs and what its log says"


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at the database and the program. `program` is what its `/health` answers, None where nothing does."""

    now: datetime
    revision: str
    has_queue: bool
    lanes: Sequence[LaneState]
    troubles: Mapping[int | None, Troubles]
    address: str = ""
    program: Mapping[str, Any] | None = None


def status(config: ConfigFile = None) -> None:
    """Show each lane and what has to be done; exit code 1 if there is something."""
    with one_sentence():
        seen = asyncio.run(_look(load_settings(config), SystemClock().now()))
    screen = Console(width=None if Console().is_terminal else 120)
    screen.print(_table(seen))
    lost = seen.troubles.get(None, Troubles()).undeliverable
    if lost:
        screen.print(f"Messages for people without an account, of the last 7 days: {lost}.")
    if seen.program and seen.program["last_tick"]:
        ticked = seen.now - datetime.fromisoformat(seen.program["last_tick"])
        screen.print(f"Luotsi runs, and looked for messages {age(ticked)} ago.")
    screen.print(f"Tables: {seen.revision}, as this release wants them.")
    sentences = list(to_do(seen))
    for sentence in sentences:
        screen.print(Text(f"To do: {sentence}."))
    if sentences:
        raise typer.Exit(1)
    screen.print("Nothing has to be done.")


async def _look(settings: Settings, now: datetime) -> Seen:
    """Read only: a database that is not there is not made. Raises StorageUnavailable or Unusable."""
    url = settings.database.url
    if not server_of(url) and not file_of(url).is_file():
        raise Unusable(NOTHING_THERE.format(file=file_of(url)))
    engine = connect(url)
    try:
        watch = SqlWatch(engine)
        revision = await watch.revision()
        if not revision:
            raise Unusable(SENTENCES["no such table"])
        seen = Seen(now, revision, await watch.has_queue(), await watch.lanes(now), await watch.troubles(now - WEEK))
    finally:
        await engine.dispose()
    if not settings.health.port:
        return seen
    host = "127.0.0.1" if settings.health.host == "0.0.0.0" else settings.health.host  # noqa: S104  # not bound here
    program = await asyncio.to_thread(_asked, host, settings.health.port)
    return replace(seen, address=f"http://{host}:{settings.health.port}/health", program=program)


def _asked(host: str, port: int) -> Mapping[str, Any] | None:  # Any: JSON
    """What the program on this machine says of itself."""
    connection = HTTPConnection(host, port, timeout=SECONDS)
    try:
        connection.request("GET", "/health")
        answer = json.loads(connection.getresponse().read())
        return answer if isinstance(answer, dict) and "ready" in answer else None
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()


def to_do(seen: Seen) -> Iterator[str]:
    """What needs an admin, a sentence each, without its full stop."""
    if not seen.has_queue:
        yield NO_TABLES.rstrip(".")
    if seen.address and seen.program is None:
        yield SILENT.format(address=seen.address)
    elif seen.program:
        if seen.program["reason"]:
            yield str(seen.program["reason"]).rstrip(".")
        for job, error in seen.program["errors"].items():
            yield FAILS.format(job=job, error=str(error).rstrip("."))
    for lane in seen.lanes:
        waited = seen.now - (lane.oldest_due or seen.now)
        if not lane.connected:
            yield f"lane {lane.lane} ({lane.name or lane.platform}): {REFUSED}"
        elif waited >= LATE and not lane.silent_until:  # a platform may ask for silence
            yield f"lane {lane.lane} ({lane.name or lane.platform}): {BEHIND.format(age=age(waited))}"


def _table(seen: Seen) -> Table:
    table = Table(caption="Unknown and undelivered: of the last 7 days. Times are in UTC.", caption_justify="left")
    for heading in ("Lane", "Space", "Platform", "State", "Due", "Oldest", "Planned", "Unknown", "Undelivered"):
        is_number = heading in {"Lane", "Due", "Planned", "Unknown", "Undelivered"}
        table.add_column(heading, justify="right" if is_number else "left")
    for lane in seen.lanes:
        bad = seen.troubles.get(lane.lane, Troubles())
        oldest = age(seen.now - lane.oldest_due) if lane.oldest_due else ""
        numbers = (lane.planned, bad.unknown, bad.undeliverable)
        # As text: a space's name is not ours, and what looks like a style in it is none.
        cells = (lane.lane, lane.name, lane.platform, _state(lane), lane.waiting, oldest, *numbers)
        table.add_row(*(Text(str(cell)) for cell in cells))
    return table


def _state(lane: LaneState) -> str:
    if not lane.connected:
        return "cut off"
    return f"silent until {lane.silent_until:%d %b %H:%M:%S}" if lane.silent_until else "open"


def age(length: timedelta) -> str:
    """A length of time in its two largest units, such as `2 h 5 min`."""
    minutes, seconds = divmod(max(int(length.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    first = next((number for number, (count, _) in enumerate(parts) if count), len(parts) - 1)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count) or "0 s"

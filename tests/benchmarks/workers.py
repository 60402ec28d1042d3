"""What a second process on PostgreSQL gains where there are many lanes. Each is a real process, as a replica is."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from bot.entities import Space
from storage import SqlStore, tables
from tests.benchmarks.databases import POSTGRES, Databases, load, settle
from tests.benchmarks.post import Fate, community, fate_of, words
from tests.benchmarks.support import Turns, by_turns
from tests.benchmarks.worker import BEGIN, GO, READY

ONE, TWO = "one", "two"
MODULE = "tests.benchmarks.worker"
LONGEST_LINE = 1 << 24


@dataclass
class Replicas:
    """Processes on one database, and what they have given their platforms altogether."""

    processes: list[Process]
    given: Counter[str] = field(default_factory=Counter)

    async def begin(self, many: int) -> None:
        """Let so many listen for lanes."""
        for answer in await asyncio.gather(*(self._ask(process, BEGIN) for process in self.processes[:many])):
            assert answer == READY, answer

    async def drain(self, many: int) -> None:
        """Let those drain whatever is due."""
        for answer in await asyncio.gather(*(self._ask(process, GO) for process in self.processes[:many])):
            self.given.update(json.loads(answer))

    @staticmethod
    async def _ask(process: Process, what: str) -> str:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{what}\n".encode())
        await process.stdin.drain()
        line = (await process.stdout.readline()).decode().strip()
        assert line, f"a worker ended with {process.returncode}"
        return line


@asynccontextmanager
async def _replicas(store: SqlStore) -> AsyncIterator[Replicas]:
    url = store.engine.url.render_as_string(hide_password=False)
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", MODULE, url, stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE
        )
        for _ in range(2)
    ]
    try:
        yield Replicas(started)
    finally:
        for process in started:
            if process.stdin:
                process.stdin.close()
            await process.wait()


@dataclass(frozen=True, slots=True)
class Shared:
    """The measured turns, and what became of the rows."""

    turns: Turns
    fate: Fate


async def work_shared(databases: Databases, lanes: int, people: int, rounds: int) -> Shared:
    """Lanes drained by one process, measured by turns with the same number drained by two."""
    async with databases.store(POSTGRES) as store:
        spaces: list[Space] = [await community(store, f"Lane {number}", people) for number in range(lanes)]
        many, batches = {ONE: 1, TWO: 2}, count()
        async with _replicas(store) as replicas:

            async def prepare(name: str) -> None:
                batch = next(batches)
                for space in spaces:
                    load(store, tables.due, words(space, people, batch))
                settle(store)
                await replicas.begin(many[name])

            works = {ONE: lambda: replicas.drain(1), TWO: lambda: replicas.drain(2)}
            turns = await by_turns(works, rounds, prepare)
        return Shared(turns, await fate_of(store, spaces, replicas.given))

"""What Luotsi adds to a bare Bolt app on Slack. Last line: JSON.

Both are processes of their own that listen by Socket Mode, each to a strict fake Slack in this one, and are measured by
turns. `ack_p50_ratio` is how long ours takes from a command on the websocket to its acknowledgement, against the bare
one; `ack_p99_ms` is the slowest but one in a hundred of ours. `answer_p50_ratio` is from a command that writes to the
database until its answer is in Slack, against the bare app's echo; `read_p50_ratio` the same for one that only asks.
`commands_per_s` is with many at once, and `busy_ack_p99_ms` what an acknowledgement takes then. The
aims are at most 1.3 and 4 for the first and the third. Bolt itself looks only each 10 ms whether it was acknowledged.
"""

import argparse
import asyncio
import math
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from tests.benchmarks.support import Figures, by_turns, last_line, shown
from tests.wire.slack.delivery import Envelope
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Call, Channel, Json, User

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds: for a program to start, and for an answer that is late
ANSWERS = ("chat.postEphemeral", "chat.postMessage")
BARE, WRITES, READS = "bare", "writes", "reads"
SAID = {BARE: "hello number {}", WRITES: "settings quiet since:20:{:02} until:07:00", READS: "mine"}
"""What is typed. The number makes each a change of what was there before."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything: people who type, commands of each kind in a turn, turns, and commands at once."""

    people: int
    commands: int
    rounds: int
    burst: int


@dataclass
class Times:
    """Seconds from a command on the websocket, turn by turn."""

    acks: list[list[float]] = field(default_factory=list)
    answers: list[list[float]] = field(default_factory=list)

    def forget_first(self) -> None:
        """The first turn does not count: connections were opened in it, and people met for the first time."""
        del self.acks[0], self.answers[0]

    def row(self) -> list[float]:
        """The middle and the slowest but one in a hundred of each, in milliseconds."""
        acks, answers = ([one for turn in turns for one in turn] for turns in (self.acks, self.answers))
        return [milliseconds(each, percent) for each in (acks, answers) for percent in (50, 99)]


class TimedSlack(FakeSlack):
    """Notes when each acknowledgement arrives, before it does anything else."""

    def __init__(self) -> None:
        super().__init__(patience=PATIENCE)
        self.acked_at: dict[str, float] = {}

    def _acknowledged(self, frame: Json) -> None:
        self.acked_at[str(frame.get("envelope_id"))] = self.now()
        super()._acknowledged(frame)

    def forget(self) -> None:
        """What has been dealt with: it would make the next look slower."""
        for kept in (self.calls, self.envelopes, self.spent, self.sent, self.triggers, self.response_urls):
            kept.clear()
        for channel in self.channels.values():
            channel.messages.clear()


@dataclass
class App:
    """One app and its Slack. `number` counts what was typed."""

    slack: TimedSlack
    people: list[User]
    place: Channel
    number: int = 0

    async def one_by_one(self, said: str, times: Times, count: int) -> None:
        """So many commands, each by another person, once the one before is acknowledged and answered."""
        acks, answers = [], []
        self.slack.forget()
        for _ in range(count):
            before, envelope = len(self.slack.calls), await self._send(said)
            await self.slack.until(lambda: envelope.acked and self._answers(before), PATIENCE)  # noqa: B023  # at once
            acks.append(self.slack.acked_at[envelope.id] - envelope.sent)
            answers.append(self._answers(before)[0].time - envelope.sent)
        times.acks.append(acks)
        times.answers.append(answers)

    async def at_once(self, said: str, count: int) -> tuple[float, list[float]]:
        """So many commands without waiting; the seconds until the last is answered, and each acknowledgement's."""
        self.slack.forget()
        sent = [await self._send(said) for _ in range(count)]
        await self.slack.until(lambda: all(one.acked for one in sent) and len(self._answers()) >= count, PATIENCE)
        taken = self._answers()[-1].time - sent[0].sent
        return taken, [self.slack.acked_at[one.id] - one.sent for one in sent]

    async def _send(self, said: str) -> Envelope:
        self.number += 1
        who = self.people[self.number % len(self.people)]
        return await self.slack.slash(who, self.place, said.format(self.number % 60), wait=False)

    def _answers(self, since: int = 0) -> list[Call]:
        return [call for call in self.slack.calls[since:] if call.method in ANSWERS]


@asynccontextmanager
async def listening(folder: Path, words: Sequence[str], size: Size) -> AsyncIterator[App]:
    """A program in a process of its own, that listens to a Slack with so many people, until the block ends.

    Raises AssertionError where it ends before it listens.
    """
    async with TimedSlack() as slack:
        people = [slack.add_user(f"Person {number}", is_primary_owner=not number) for number in range(size.people)]
        place = slack.add_channel("general", people)
        with (folder / "said.txt").open("ab") as said:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *(word.format(url=slack.url) for word in words),
                cwd=folder, env=environment(slack), stdout=said, stderr=said,
            )  # fmt: skip
        ended = asyncio.create_task(process.wait())
        ended.add_done_callback(lambda _: slack.touch())
        try:
            await slack.until(lambda: slack.links or ended.done(), PATIENCE)
            assert not ended.done(), (folder / "said.txt").read_text()
            yield App(slack, people, place)
        finally:
            if not ended.done():
                process.terminate()
            await ended
        assert not slack.faults, slack.faults


def environment(slack: FakeSlack) -> dict[str, str]:
    """The settings of ours, as an admin gives them; the bare app reads none."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LUOTSI_HEALTH__PORT": "0",
        "LUOTSI_LOG__LEVEL": "warning",
        "LUOTSI_SLACK__BOT_TOKEN": slack.bot_token,
        "LUOTSI_SLACK__APP_TOKEN": slack.app_token,
        "LUOTSI_SLACK__API_URL": slack.url,
    }


async def measured(folder: Path, size: Size) -> Figures:
    """Both apps by turns, and ours with many commands at once. Raises AssertionError where Slack saw a fault."""
    times = {name: Times() for name in SAID}
    ours = listening(folder, ["adapters.cli", "run"], size)
    async with listening(folder, ["tests.benchmarks.echoing", "{url}"], size) as bare, ours as luotsi:
        works = {
            name: partial((bare if name == BARE else luotsi).one_by_one, said, times[name], size.commands)
            for name, said in SAID.items()
        }
        await by_turns(works, size.rounds)
        bursts = [await luotsi.at_once(SAID[WRITES], size.burst) for _ in range(size.rounds)]
    for one in times.values():
        one.forget_first()
    return figures_of(times, bursts, size)


def figures_of(times: Mapping[str, Times], bursts: Sequence[tuple[float, list[float]]], size: Size) -> Figures:
    """The figures, and a table of them for people."""
    bare, writes, reads = (times[name] for name in (BARE, WRITES, READS))
    ours = [ack for one in (writes, reads) for turn in one.acks for ack in turn]
    busy = [ack for _, acks in bursts for ack in acks]
    rows = [(name, *one.row()) for name, one in times.items()]
    shown("Slack, ms", ("command", "acknowledged", "99 of 100", "answered", "99 of 100"), rows)
    return {
        "ack_p50_ratio": ratio(writes.acks, bare.acks),
        "ack_p99_ms": milliseconds(ours, 99),
        "answer_p50_ratio": ratio(writes.answers, bare.answers),
        "read_p50_ratio": ratio(reads.answers, bare.answers),
        "commands_per_s": round(statistics.median(size.burst / taken for taken, _ in bursts), 1),
        "busy_ack_p99_ms": milliseconds(busy, 99),
        "bare_ack_p99_ms": milliseconds([ack for turn in bare.acks for ack in turn], 99),
    }


def ratio(ours: Sequence[Sequence[float]], bare: Sequence[Sequence[float]]) -> float:
    """The middle of the turns' middles."""
    each = [statistics.median(one) / statistics.median(other) for one, other in zip(ours, bare, strict=True)]
    return round(statistics.median(each), 3)


def milliseconds(times: Sequence[float], percent: int) -> float:
    """So many of a hundred took no longer than this."""
    last = max(math.ceil(len(times) * percent / 100), 1) - 1
    return round(sorted(times)[last] * 1_000, 1)


def main() -> int:
    """0 where both were measured: Slack saw no fault in either."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.slack", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--commands", type=int, default=100, help="of each kind in a turn")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--burst", type=int, default=200, help="commands at once")
    size = Size(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as folder:
        figures = asyncio.run(measured(Path(folder), size))
    last_line({**asdict(size), **figures})
    return 0


if __name__ == "__main__":
    sys.exit(main())

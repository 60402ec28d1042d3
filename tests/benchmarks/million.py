"""One million people for a day, on a clock that is moved by hand. Last line: JSON.

Real: SQLite with every table, people's zones, quiet hours and calendars, the planners and `plan_messages`, lanes with
their claims and pace, the gate, the builders and their texts, the records. Simulated: the clock, which stands still
while a message is sent, and the platforms, which keep limits (see `limits`), answer 429 beyond them and count that.
People, pairs and meetings are put into the tables at once. One process drains one lane after the other, and calls
SQLite without a thread in between, since nothing else happens meanwhile.

What is due on the day is counted; what quiet hours hold until the next morning is waited for. `sent` has what became
due meanwhile, too, and several rows for one person are one message. `late` is in minutes, from when a message should
go, quiet hours included, until the platform had it. `limited` is how many 429s were met. `fullest_hour_s` is how long
the hour with most messages took by the wall: as long as that is below 3,600, one process keeps up.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.send import SlackMessenger
from bot.app import Bot
from bot.rules.pacing import Rate
from scheduling.timelapse import MovableClock
from storage import SqlStore
from tests.benchmarks.databases import SQLITE, databases
from tests.benchmarks.day import meetings, plan_meetings, world
from tests.benchmarks.draining import Fates, Passage, fates
from tests.benchmarks.limits import LimitedPlatform, discord, slack
from tests.benchmarks.support import Figures, last_line, progress, quiet_logs, screen, shown
from tests.benchmarks.towns import TODAY, Founder
from tests.support.fakes import QuietWakeups

DISCORD_RATE = Rate(per_minute=600, burst=20, place_seconds=1.0)
"""Of one server. There is no adapter of ours to take it from yet."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the wall, of each part."""

    filling: float
    planning: float
    draining: float


class Million:
    """The bot on a database full of people, and what the platforms have been told."""

    def __init__(self, store: SqlStore, founder: Founder, *, everybody: bool = False) -> None:
        self.store, self.founder, self.everybody = store, founder, everybody
        self.clock = MovableClock(TODAY)
        self.platforms = {
            "slack": slack(self.clock, SlackMessenger.rate), "discord": discord(self.clock, DISCORD_RATE)
        }  # fmt: skip
        self.bot = Bot(store, self.clock, self.platforms, QuietWakeups())
        self.passage = Passage(self.bot, store, self.clock)

    async def live(self) -> Took:
        """Fill the tables, plan, and let the day pass."""
        begin = time.perf_counter()
        screen.print(f"{len(self.founder.towns):,} communities move in.")
        self.founder.settle(self.store, meetings, asked=not self.everybody)
        filled = time.perf_counter()
        await self._plan()
        planned = time.perf_counter()
        screen.print("The day passes.")
        await self.passage.run()
        return Took(filled - begin, planned - filled, time.perf_counter() - planned)

    async def _plan(self) -> None:
        """What meetings ask for, then what the calendars of all programmes do."""
        with progress("Meetings are planned", len(self.founder.towns)) as tell:
            for number, town in enumerate(self.founder.towns):
                await plan_meetings(self.bot, town)
                tell(number, "")
        screen.print(f"{sum(town.programmes for town in self.founder.towns):,} calendars are drawn.")
        await self.bot.plan()


async def measured(people: int, lanes: int, *, everybody: bool = False) -> Figures:
    """A day of so many people in so many lanes, on a SQLite file that is removed again."""
    with databases(with_postgres=False) as made:
        async with made.store(SQLITE, alone=True) as store:
            million = Million(store, world(people, lanes), everybody=everybody)
            took = await million.live()
            return _figures(million, took, await fates(store, million.platforms))


def _figures(million: Million, took: Took, found: Fates) -> Figures:
    towns, platforms = million.founder.towns, million.platforms.values()
    late = statistics.quantiles(found.late, n=100, method="inclusive") if len(found.late) > 1 else [0.0] * 99
    fullest = max(million.passage.sent, key=million.passage.sent.__getitem__, default=TODAY)
    sent = sum(len(platform.taken) for platform in platforms)
    return {
        "people": sum(town.people for town in towns), "lanes": len(towns),
        "programmes": sum(town.programmes for town in towns), "due": found.due, "sent": sent,
        "limited": sum(platform.limited.total() for platform in platforms), "limited_by": _limited(million.platforms),
        "late_p50": round(late[49], 2), "late_p99": round(late[98], 2),
        "late_most": round(max(found.late, default=0), 2),
        "ended": dict(found.ended), "lost": found.lost,
        "repeated": sum(count - 1 for platform in platforms for count in platform.keys.values()),
        "fill_s": round(took.filling, 1), "plan_s": round(took.planning, 1), "drain_s": round(took.draining, 1),
        "wall_s": round(took.filling + took.planning + took.draining, 1),
        "fullest_hour_sent": million.passage.sent[fullest],
        "fullest_hour_s": round(million.passage.wall.get(fullest, 0), 1),
        "ms_a_message": round(1000 * took.draining / max(sent, 1), 2),
    }  # fmt: skip


def _limited(platforms: Mapping[str, LimitedPlatform]) -> dict[str, int]:
    """How many 429s each limit of each platform gave."""
    return {f"{name}: {limit}": many for name, one in platforms.items() for limit, many in one.limited.items()}


def main() -> int:
    """0 when nothing was lost or repeated."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.million", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--lanes", type=int, default=5_000)
    parser.add_argument("--everybody", action="store_true", help="a day on which every single one is asked something")
    given = parser.parse_args()
    quiet_logs()
    figures = asyncio.run(measured(given.people, given.lanes, everybody=given.everybody))
    shown("A day", ("what", "how much"), list(figures.items()))
    last_line(figures)
    return int(bool(figures["lost"] or figures["repeated"]))


if __name__ == "__main__":
    sys.exit(main())

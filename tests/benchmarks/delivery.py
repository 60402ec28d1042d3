"""What delivery costs, as ratios to something run beside it. Last line: JSON, each figure by database.

`tick_ratio_1m_vs_10k` is a tick with a hundred rows due among a million planned against among ten thousand (aim: at
most 1.5); `drain_vs_raw` the rows a second of one lane, each recorded, against the bare claim and record of as many
rows on the driver's own connection (aim: at least 0.5). What two processes on PostgreSQL gain is not measured here yet.
"""

import argparse
import asyncio
import sys

from tests.benchmarks.databases import databases
from tests.benchmarks.drains import DRIVER, OURS, SESSION, drain_by_turns
from tests.benchmarks.support import Figures, last_line, shown
from tests.benchmarks.ticks import FEW, MANY, tick_among


async def _measured(many: int, few: int, people: int, rounds: int) -> Figures:
    ticks, drains, rows, lost, repeated = {}, {}, [], 0, 0
    with databases() as made:
        for kind in made.kinds:
            tick = await tick_among(made, kind, many, few, rounds)
            drained = await drain_by_turns(made, kind, people, rounds)
            ticks[kind] = tick.ratio(MANY, FEW)
            drains[kind] = drained.turns.ratio(DRIVER, OURS)
            rows.append(
                (kind, tick.spread(MANY, FEW), drained.turns.spread(DRIVER, OURS), drained.turns.spread(SESSION, OURS))
            )
            lost, repeated = lost + drained.fate.lost, repeated + drained.fate.repeated
    shown(
        "Delivery",
        ("database", f"a tick among {many:,} / {few:,}", "a drain / bare SQL by the driver", "by sessions"),
        rows,
    )
    return {
        "tick_ratio_1m_vs_10k": max(ticks.values()), "tick_ratio": ticks, "drain_vs_raw": min(drains.values()),
        "drain": drains, "planned": [many, few], "people": people, "lost": lost, "repeated": repeated,
    }  # fmt: skip


def main() -> int:
    """0 when nothing was lost or repeated."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.delivery", description=__doc__)
    parser.add_argument("--planned", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    figures = asyncio.run(_measured(given.planned, given.few, given.people, given.rounds))
    last_line(figures)
    return int(bool(figures["lost"] or figures["repeated"]))


if __name__ == "__main__":
    sys.exit(main())

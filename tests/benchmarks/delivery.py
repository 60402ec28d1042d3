"""What delivery costs, as ratios to something run beside it. Last line: JSON, each figure by database.

`tick_ratio_1m_vs_10k` is a tick with a hundred rows due among a million planned against among ten thousand (aim: at
most 1.5). `drain_vs_raw` is the rows a second of one lane, each recorded, against the bare claim and record of as many
rows on the driver's own connection (aim: at least 0.5), where the platform knows a key again, so that ten are under way
at once; `drain_one_at_a_time` where it does not. `drain_vs_raw_in_sessions` has both against the same two statements in
sessions as the store has them. `pg_2w_speedup` is what a second process gains on PostgreSQL where there are many lanes
(aim: at least 1.5 on two cores). `sqlite_by_own_time` has the first two by the time that the process itself worked,
which a busy machine changes less; on PostgreSQL the server works too. The platform takes everything at once, and logs
are quiet.
"""

import argparse
import asyncio
import sys
from dataclasses import asdict, dataclass
from itertools import product

from tests.benchmarks.databases import POSTGRES, SQLITE, Databases, databases
from tests.benchmarks.drains import DRIVER, SESSION, SEVERALLY, SINGLY, drain_by_turns
from tests.benchmarks.support import Figures, last_line, quiet_logs, shown
from tests.benchmarks.ticks import FEW, MANY, tick_among
from tests.benchmarks.workers import ONE, TWO, work_shared

PEOPLE_A_LANE = 20


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    planned: int
    few: int
    people: int
    lanes: int
    rounds: int


async def measured(made: Databases, size: Size) -> Figures:
    """All figures. Raises AssertionError if something was not done at all."""
    ticks, rows, fates = {}, [], []
    drains: dict[tuple[str, str], dict[str, float]] = {
        pair: {} for pair in product((SEVERALLY, SINGLY), (DRIVER, SESSION))
    }
    own: Figures = {}
    for kind in made.kinds:
        tick = await tick_among(made, kind, size.planned, size.few, size.rounds)
        drained = await drain_by_turns(made, kind, size.people, size.rounds)
        ticks[kind] = round(tick.ratio(MANY, FEW), 3)
        for (ours, raw), ratios in drains.items():
            ratios[kind] = round(drained.turns.ratio(raw, ours), 3)
            rows.append((f"drain, {ours} / bare by {raw}", kind, drained.turns.spread(raw, ours)))
        rows.append((f"tick among {size.planned:,} / {size.few:,}", kind, tick.spread(MANY, FEW)))
        fates.append(drained.fate)
        if kind == SQLITE:
            own = {"tick_ratio": tick.own_ratio(MANY, FEW), "drain_vs_raw": drained.turns.own_ratio(DRIVER, SEVERALLY)}
    figures: Figures = {
        "tick_ratio_1m_vs_10k": max(ticks.values()), "tick_ratio": ticks,
        "drain_vs_raw": min(drains[SEVERALLY, DRIVER].values()), "drain": drains[SEVERALLY, DRIVER],
        "drain_one_at_a_time": drains[SINGLY, DRIVER],
        "drain_vs_raw_in_sessions": {ours: drains[ours, SESSION] for ours in (SEVERALLY, SINGLY)},
        "pg_2w_speedup": None,
        "sqlite_by_own_time": {name: round(ratio, 3) for name, ratio in own.items()},
    }  # fmt: skip
    if POSTGRES in made.kinds:
        shared = await work_shared(made, size.lanes, PEOPLE_A_LANE, size.rounds)
        figures["pg_2w_speedup"] = round(shared.turns.ratio(ONE, TWO), 3)
        rows.append((f"two processes / one, {size.lanes} lanes", POSTGRES, shared.turns.spread(ONE, TWO)))
        fates.append(shared.fate)
    shown("Delivery: speed, or time of a tick, as ratios", ("what", "database", "middle (least to most)"), rows)
    lost, repeated = sum(fate.lost for fate in fates), sum(fate.repeated for fate in fates)
    return {**figures, **asdict(size), "lost": lost, "repeated": repeated}


def main() -> int:
    """0 when nothing was lost or repeated."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.delivery", description=__doc__)
    parser.add_argument("--planned", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=500, help="in the lane that is drained")
    parser.add_argument("--lanes", type=int, default=60, help="that two processes share")
    parser.add_argument("--rounds", type=int, default=7)
    size = Size(**vars(parser.parse_args()))
    quiet_logs()
    with databases() as made:
        figures = asyncio.run(measured(made, size))
    last_line(figures)
    return int(bool(figures["lost"] or figures["repeated"]))


if __name__ == "__main__":
    sys.exit(main())

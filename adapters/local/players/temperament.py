"""How soon and how surely somebody does what they are asked to do."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from bot.rules.quiet import Quiet, earliest

UP_FROM, UP_UNTIL = time(7, 30), time(21)


@dataclass(frozen=True, slots=True)
class Temperament:
    """`willing` is the share of requests somebody acts on; they do so after `soonest` to `latest`."""

    name: str
    willing: float
    soonest: timedelta
    latest: timedelta


PROMPT = Temperament("prompt", 0.97, timedelta(minutes=4), timedelta(hours=9))
LATE = Temperament("late", 0.85, timedelta(days=1), timedelta(days=6))
SILENT = Temperament("silent", 0.06, timedelta(days=1), timedelta(days=9))
SHARES = {PROMPT: 60, LATE: 28, SILENT: 12}
"""Of a hundred people."""


def drawn(random: Random) -> Temperament:
    """One of the temperaments, as often as it is met with."""
    return random.choices(list(SHARES), list(SHARES.values()))[0]


def awake(at: datetime, zone: str, random: Random) -> datetime:
    """That moment, or some time in the next morning of the zone if people are asleep then; whole minutes, in UTC."""
    up = earliest(at, Quiet(zone, UP_FROM, UP_UNTIL, weekends=True))
    if up > at:
        up += timedelta(minutes=random.randint(0, 100))
    return up.replace(second=0, microsecond=0)

"""Which of many time zones to offer first."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain, zip_longest

from bot.rules.calendar import local

MOST_OFFERED = 25  # Discord's limit for a menu


def offered(names: Iterable[str], now: datetime, likely: Iterable[str] = (), most: int = MOST_OFFERED) -> list[str]:
    """At most `most` zones to choose from: the likely ones, then one of each clock in turn, so that none is missing.

    "CST" is Chicago, Havana and Shanghai: in alphabetical order the Americas alone would fill a menu (TZ-08).
    """
    names = sorted(names)
    by_clock: dict[timedelta, list[str]] = defaultdict(list)
    for name in names:
        by_clock[local(now, name).utcoffset() or timedelta()].append(name)
    in_turn = chain.from_iterable(zip_longest(*by_clock.values()))
    first = [name for name in likely if name in names]
    return list(dict.fromkeys(name for name in (*first, *in_turn) if name))[:most]

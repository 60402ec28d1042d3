"""Instants and local times, and the days on which something recurs. All zone arithmetic of the project is here.

An instant is an aware datetime in UTC. A local time is what a clock on the wall shows; it is kept together with its
IANA zone, and instants are worked out from it, so that 09:00 stays 09:00 when the clocks change (TZ-01, TZ-15).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

SATURDAY = 5


def instant(at: datetime, zone: str) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show the naive `at`.

    A time that the clocks jump over moves on by the length of the jump; of a time that comes twice the first is taken,
    so that a local time is always exactly one instant (TZ-03). Raises ValueError when `at` is aware already.
    """
    if at.tzinfo is not None:
        msg = f"a local time without a zone was wanted, not {at.isoformat()}"
        raise ValueError(msg)
    return at.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """What a clock in `zone` shows at the instant `at`, aware. Raises ValueError for a naive `at` (DB-06)."""
    return utc(at).astimezone(ZoneInfo(zone))


def utc(at: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive `at`, which names no instant (DB-06)."""
    if at.utcoffset() is None:
        msg = f"an instant was wanted, but {at.isoformat()} has no zone"
        raise ValueError(msg)
    return at.astimezone(UTC)


def weekly(anchor: date, every: int = 1) -> Iterator[date]:
    """The anchor and each `every`-th week after it, counted in days, not by week numbers (EVT-11). Without end."""
    if every < 1:
        msg = f"every {every} weeks is no rhythm"
        raise ValueError(msg)
    return (anchor + timedelta(weeks=every * turn) for turn in count())


def monthly(anchor: date) -> Iterator[date]:
    """The anchor's day in each month from the anchor's on, or the month's last day where it has none. Without end.

    Counted from the anchor each time, so a short month never changes the later ones (EVT-10).
    """
    return (anchor + relativedelta(months=turn) for turn in count())


def add_days(at: datetime, days: int, zone: str) -> datetime:
    """The instant, in UTC, that many days from `at` at the same time of day in `zone`."""
    wall = local(at, zone).replace(tzinfo=None)
    return instant(wall + timedelta(days=days), zone)


def working_days_after(at: datetime, days: int, zone: str, country: str = "") -> datetime:
    """The instant, in UTC, after that many whole working days in `zone` and `country`, at the same time of day.

    The day of `at` itself does not count: five working days from a Friday noon end the next Friday noon.
    """
    wall = local(at, zone).replace(tzinfo=None)
    for _ in range(days):
        wall += timedelta(days=1)
        while not is_working_day(wall.date(), country):
            wall += timedelta(days=1)
    return instant(wall, zone)


def end_of(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which a day in `zone` is over."""
    return instant(datetime.combine(day + timedelta(days=1), time()), zone)


def is_working_day(day: date, country: str = "") -> bool:
    """Whether a day is neither in a weekend (Saturday, Sunday) nor a public holiday of `country` (ISO 3166)."""
    return day.weekday() < SATURDAY and not is_holiday(day, country)


def next_working_day(day: date, country: str = "") -> date:
    """That day, or the first working day after it."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def is_holiday(day: date, country: str) -> bool:
    """Whether a day is a public holiday of a country (ISO 3166, such as FI). A country not known has none."""
    return day in _holidays(country.upper(), day.year)


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> frozenset[date]:
    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))

"""Dates of a pair's meetings: the rhythm of a series, when to remind, and how far away a meeting is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count, islice, takewhile
from math import ceil

from bot.rules.calendar import instant, is_working_day, local, monthly, next_working_day, weekly
from bot.rules.quiet import Quiet, earliest

SAME_OCCASION = timedelta(hours=12)
MOST_DATES = 12
WEEK = 7
MONTH = range(29, 32)
DAYS_BACK = 14  # longer than any run of weekends and public holidays


def series(first: datetime, cadence_days: int, until: date, zone: str, country: str = "") -> tuple[datetime, ...]:
    """The instants, in UTC, that follow `first` at the same time of day in `zone`, at most twelve, up to a local date.

    A cadence of 29 to 31 days is a month and keeps the day of the month where a month has it (EVT-10); whole weeks keep
    the weekday. The local time stays when the clocks change (TZ-01). Who begins on a working day meets on working days:
    a date on a weekend or a public holiday of `country` moves to the next one.
    """
    anchor = local(first, zone)
    works = is_working_day(anchor.date(), country)
    following = islice(_days(anchor.date(), cadence_days), 1, MOST_DATES + 1)
    moved = (next_working_day(day, country) if works else day for day in following)
    days = takewhile(lambda day: day <= until, moved)
    return tuple(instant(datetime.combine(day, anchor.time()), zone) for day in days)


def _days(anchor: date, cadence_days: int) -> Iterator[date]:
    if cadence_days in MONTH:
        return monthly(anchor)
    if cadence_days % WEEK == 0:
        return weekly(anchor, cadence_days // WEEK)
    return (anchor + timedelta(days=cadence_days * turn) for turn in count())


def same_occasion(one: datetime, other: datetime) -> bool:
    """Whether two starts are so near that both sides of a pair mean one meeting."""
    return abs(one - other) < SAME_OCCASION


def remind_at(starts_at: datetime, hours: int, quiet: Quiet) -> datetime:
    """When to remind somebody of a meeting: some hours before it, or in the last of their own hours before that.

    The gate would hold a reminder for a Monday morning till that morning, when it helps nobody any more; one for a
    Sunday it would hold for ever. What arrives with less than half of the hours left comes too late.
    """
    usual, latest = starts_at - timedelta(hours=hours), starts_at - timedelta(hours=hours) / 2
    if earliest(usual, quiet) <= latest:
        return usual
    earlier = (earliest(usual - timedelta(days=days), quiet) for days in range(1, DAYS_BACK))
    return next((at for at in earlier if at <= latest), usual)


def time_left(now: datetime, at: datetime) -> tuple[str, int]:
    """How long until an instant, as a unit (minutes, hours or days) and how many of it (MIS-02)."""
    minutes = max(0, ceil((at - now) / timedelta(minutes=1)))
    hours = round(minutes / 60)
    if minutes < 90:
        return "minutes", minutes
    return ("hours", hours) if hours < 36 else ("days", round(hours / 24))


def clock_moved(before: datetime, at: datetime, mine: str, theirs: str) -> bool:
    """Whether a meeting kept its time of day on the partner's clock but not on mine (TZ-15)."""
    same_there = local(before, theirs).time() == local(at, theirs).time()
    return same_there and local(before, mine).time() != local(at, mine).time()

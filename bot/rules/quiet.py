"""When a message may go to a person: their hours, weekends, public holidays, and the budget of nudges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from bot.rules.calendar import instant, is_holiday, is_working_day, local, utc

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A person's hours: messages may go from `start` until `end`, local time in `zone`, on working days.

    `start` belongs to the hours and `end` no longer does (TZ-10). An `end` before `start` is a window over midnight;
    the same time twice means the whole day. `country` (ISO 3166) says whose public holidays are kept, none when empty;
    with `weekends` messages go on Saturdays and Sundays too.
    """

    zone: str
    start: time = time(8)
    end: time = time(18)
    country: str = ""
    weekends: bool = False


def earliest(at: datetime, quiet: Quiet) -> datetime:
    """The first instant, in UTC, not before `at` at which a message may go to somebody with these hours."""
    at = utc(at)
    today = local(at, quiet.zone).date()
    windows = (window for turn in count() for window in _windows(today + timedelta(days=turn), quiet))
    return next(max(at, opens) for opens, closes in windows if max(at, opens) < closes)


def budget(sent: Sequence[datetime], now: datetime, most: int = 2, days: int = 7) -> datetime | None:
    """When the next nudge may go to a person, given when the earlier ones went: None for at once, else an instant.

    At most `most` go within any `days` times 24 hours (the programme's default is two a week).
    """
    if most < 1:
        msg = f"a budget of {most} allows no nudge ever"
        raise ValueError(msg)
    period = timedelta(days=days)
    recent = sorted(utc(each) for each in sent if utc(each) > utc(now) - period)
    return recent[-most] + period if len(recent) >= most else None


def _windows(day: date, quiet: Quiet) -> Iterator[tuple[datetime, datetime]]:
    """The parts of one local day, as instants, in which messages may go. Whose day is off has none."""
    if not _open(day, quiet):
        return
    tomorrow = day + timedelta(days=1)
    if quiet.start < quiet.end:
        yield _at(day, quiet.start, quiet), _at(day, quiet.end, quiet)
    else:
        yield _at(day, MIDNIGHT, quiet), _at(day, quiet.end, quiet)
        yield _at(day, quiet.start, quiet), _at(tomorrow, MIDNIGHT, quiet)


def _open(day: date, quiet: Quiet) -> bool:
    if quiet.weekends:
        return not is_holiday(day, quiet.country)
    return is_working_day(day, quiet.country)


def _at(day: date, clock: time, quiet: Quiet) -> datetime:
    return instant(datetime.combine(day, clock), quiet.zone)

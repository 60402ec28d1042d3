"""Reading the dates, times and lengths that people type, in their own words, on their own calendar.

Plans look forward from today, and what has happened is told looking back: "Tuesday" is the next one or the last.
What can be read in two ways is asked back, never guessed (LOC-03); "today" is the day where the person is (TZ-06).
Whoever answers repeats the weekday, the date with the month in letters, and the zone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from babel.dates import format_timedelta
from babel.localedata import LocaleDataDict

from bot.rules.calendar import instant, local
from bot.rules.locales import understood

MOST_YEARS = 100  # further from today is a typing error
LONGEST = 24 * 60  # minutes; more than a day is a typing error

# Babel has no words for these three days. All languages at once: no two of them clash.
_TODAY = frozenset({"today", "tänään", "idag", "i dag", "heute", "aujourd'hui", "täna", "hoy", "oggi"})
_TOMORROW = frozenset(
    {"tomorrow", "huomenna", "imorgon", "i morgon", "i morgen", "morgen", "demain", "homme", "mañana"}
)

_YESTERDAY = frozenset({"yesterday", "eilen", "igår", "i går", "gestern", "hier", "eile", "ayer", "ieri"})
_NOON = time(12)

_ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})")
_ISO_T = re.compile(r"(?<=^\d{4}-\d\d-\d\d)t(?=\d)")
_DOTS = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})(?:\.\s?(?P<year>\d{4}|\d{2})?)?")
_SLASHES = re.compile(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?")
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?\s(?P<month>[^\W\d]+)\.?,?(?:\s(?P<year>\d{4}))?")
_MONTH_DAY = re.compile(r"(?P<month>[^\W\d]+)\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?(?:\s(?P<year>\d{4}))?")
_CLOCK = (
    r"(?:(?:at|klo|kl|um|à|a)\.?\s)?"
    r"(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d{2})?)?\s?(?P<half>[ap]\.?m\.?|uhr)?"
)
_TIME = re.compile(_CLOCK)
_DAY_AND_TIME = re.compile(rf"(?P<day>.+?),?\s(?P<time>{_CLOCK})")
_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:h|hours?|hrs?|t|tuntia?|tim|timm(?:e|ar)|std|stunden?|heures?)\.?)?"
    r"\s?(?:(?P<minutes>\d{1,4})\s?(?:m|min|mins|minutes?|minuuttia?|minut(?:er)?|minuten?)?\.?)?"
)
_UNITS: tuple[tuple[timedelta, Literal["day", "week"]], ...] = (
    (timedelta(days=1), "day"),
    (timedelta(weeks=1), "week"),
)
_NEXT = re.compile(r"(?:on|next|ensi|nästa|på|am|nächsten?)\s")
_LAST = re.compile(r"(?:on|last|viime|i|förra|på|am|letzten?)\s")


class Unclear(ValueError):
    """What was typed cannot be read, or can be read in two ways. `key` names the text that says so to the person."""

    def __init__(self, key: str, **arguments: str | date | datetime) -> None:
        super().__init__(key, arguments)
        self.key = key
        self.arguments = arguments


@dataclass(frozen=True, slots=True)
class _Around:
    """From where somebody speaks of days: their today, their language, and whether they look back."""

    today: date
    locale: str
    back: bool = False


def parse_when(text: str, now: datetime, zone: str, locale: str = "en") -> datetime:
    """The instant, in UTC, of a day and time typed by somebody in `zone`; a time alone is today's.

    A weekday is the next one whose time is still to come, today included (TZ-05). Days and months may be named in
    English or in the language of `locale` (LOC-04). Raises Unclear.
    """
    plain = _plain(text)
    if aware := _aware(plain):
        return aware
    around = _Around(local(now, zone).date(), locale)
    found = _day_and_clock(plain, around)
    if found is None:
        parse_day(text, now, zone, locale)
        raise Unclear("when-no-time", text=text.strip())
    day, clock, named = found
    at = instant(datetime.combine(day, clock), zone)
    if at <= now and named and _weekday(named, around):
        return instant(datetime.combine(day + timedelta(weeks=1), clock), zone)
    return at


def parse_past(text: str, now: datetime, zone: str, locale: str = "en") -> datetime:
    """The instant, in UTC, of something that somebody in `zone` tells of: a day and time, a time of today, or a day.

    Whatever names no year or week is the latest such moment that is not to come. Of a day alone it is noon, or now
    where that is still to come. Raises Unclear.
    """
    plain = _plain(text)
    if aware := _aware(plain):
        return aware
    around = _Around(local(now, zone).date(), locale, back=True)
    found = _day_and_clock(plain, around)
    if found is None:
        if (day := _read_day(plain, around)) is None:
            raise Unclear("when-not-a-day", text=text.strip())
        noon = instant(datetime.combine(day, _NOON), zone)
        return now if day == around.today and noon > now else noon
    day, clock, named = found
    at = instant(datetime.combine(day, clock), zone)
    if at > now and named and _weekday(named, around):
        return instant(datetime.combine(day - timedelta(weeks=1), clock), zone)
    return at


def _day_and_clock(plain: str, around: _Around) -> tuple[date, time, str] | None:
    """The day, the time, and the words that named the day, which are none for a time of today. Raises Unclear."""
    if _TIME.fullmatch(plain) and not _DOTS.fullmatch(plain):
        return around.today, parse_time(plain), ""
    match = _DAY_AND_TIME.fullmatch(_ISO_T.sub(" ", plain))
    day = _read_day(match["day"], around) if match else None
    return (day, parse_time(match["time"]), match["day"]) if match and day else None


def parse_day(text: str, now: datetime, zone: str, locale: str = "en") -> date:
    """The date of a day typed by somebody in `zone`: a date, "today", "tomorrow", "in 3 days" or a weekday.

    A date without a year is the next such date and a weekday the next such day, today included; "next Thursday" is
    the first Thursday after today. Raises Unclear.
    """
    day = _read_day(_plain(text), _Around(local(now, zone).date(), locale))
    if not day:
        raise Unclear("when-not-a-day", text=text.strip())
    return day


def parse_time(text: str) -> time:
    """The time of day in "18:30", "18.30", "17", "17h30", "5 pm" or "klo 9". Raises Unclear."""
    match = _TIME.fullmatch(_plain(text))
    with suppress(ValueError):
        if match:
            return time(_hour(int(match["hour"]), match["half"] or ""), int(match["minute"] or 0))
    raise Unclear("when-not-a-time", text=text.strip())


def parse_length(text: str) -> int:
    """The minutes in "45", "90 min", "1 h", "1h30", "1:30", "1.5 h" or "1 h 15 min". Raises Unclear."""
    plain = re.sub(r"^(\d+):(\d{2})$", r"\1 h \2", _plain(text))
    match = _LENGTH.fullmatch(plain)
    hours, minutes = (match["hours"] or "0", match["minutes"] or "0") if match else ("0", "0")
    length = round(float(hours.replace(",", ".")) * 60) + int(minutes)
    if not 0 < length <= LONGEST:
        raise Unclear("when-not-a-length", text=text.strip())
    return length


def refuse_past(at: datetime, now: datetime, zone: str) -> datetime:
    """The instant `at`, unless it is over (EVT-13): then raises Unclear with the local time in `zone`."""
    if at <= now:
        raise Unclear("when-past", at=local(at, zone))
    return at


def _hour(hour: int, half: str) -> int:
    if not half.startswith(("a", "p")):
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half.startswith("p") else 0)


def _read_day(plain: str, around: _Around) -> date | None:
    readers: tuple[Callable[[str, _Around], date | None], ...] = (_numbers, _slashes, _relative, _weekday, _month)
    return next((day for read in (*readers, _named) if (day := read(plain, around))), None)


def _named(plain: str, around: _Around) -> date | None:
    """A date with its weekday before it, as the answers repeat it. The two must agree."""
    name, _, rest = plain.partition(" ")
    number = _day_names(around.locale).get(name.rstrip(",."))
    day = _read_day(rest, around) if number is not None else None
    return day if day and day.weekday() == number else None


def _aware(plain: str) -> datetime | None:
    """An ISO 8601 time with its own offset, as programs write it."""
    try:
        at = datetime.fromisoformat(plain.upper())
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _numbers(plain: str, around: _Around) -> date | None:
    """Year first, or with dots, which are day before month in every language that writes them (LOC-03)."""
    match = _ISO.fullmatch(plain) or _DOTS.fullmatch(plain)
    return _date(plain, match["day"], match["month"], match["year"], around) if match else None


def _slashes(plain: str, around: _Around) -> date | None:
    """Day and month in either order: right when only one order is a date, else asked back with both (LOC-03)."""
    match = _SLASHES.fullmatch(plain)
    if not match:
        return None
    one, two = int(match["one"]), int(match["two"])
    if one > 12 or one == two:
        return _date(plain, one, two, match["year"], around)
    second = _date(plain, two, one, match["year"], around)
    if two > 12:
        return second
    raise Unclear("when-day-or-month", first=_date(plain, one, two, match["year"], around), second=second)


def _relative(plain: str, around: _Around) -> date | None:
    for words, days in ((_TODAY, 0), (_TOMORROW, 1), (_YESTERDAY, -1)):
        if plain in words:
            return around.today + timedelta(days=days)
    number = re.search(r"\b\d{1,3}\b", plain)
    found = (each for each in _in_words(int(number[0]), around.locale) if each[0] == plain) if number else iter(())
    return next((around.today + length for _, length in found), None)


def _in_words(number: int, locale: str) -> Iterator[tuple[str, timedelta]]:
    """How "in 3 days", "3 weeks ago" and the like are said, in English and in a language."""
    for language in understood(locale):
        for length, unit in _UNITS:
            for way in (number * length, -number * length):
                words = format_timedelta(way, unit, threshold=10_000, add_direction=True, locale=language)
                yield _plain(words), way


def _weekday(plain: str, around: _Around) -> date | None:
    name = (_LAST if around.back else _NEXT).sub("", plain, count=1)
    number = _day_names(around.locale).get(name.rstrip("."))
    if number is None:
        return None
    if around.back:
        return around.today - timedelta(days=(around.today.weekday() - number) % 7)
    start = around.today if name == plain else around.today + timedelta(days=1)
    return start + timedelta(days=(number - start.weekday()) % 7)


def _month(plain: str, around: _Around) -> date | None:
    match = _DAY_MONTH.fullmatch(plain) or _MONTH_DAY.fullmatch(plain)
    number = _month_names(around.locale).get(match["month"]) if match else None
    return _date(plain, match["day"], number, match["year"], around) if match and number else None


def _date(plain: str, day: str | int, month: str | int, year: str | None, around: _Around) -> date:
    """That date; without a year the next one that exists, or the last, today included.

    Two figures are a year of this century.
    """
    way, this = -1 if around.back else 1, around.today.year
    years = [int(year) + 2000 * (len(year) == 2)] if year else range(this, this + 9 * way, way)
    for each in years:
        if abs(each - this) > MOST_YEARS:
            continue
        try:
            found = date(each, int(month), int(day))
        except ValueError:
            continue
        if year or (found - around.today) * way >= timedelta(0):
            return found
    raise Unclear("when-not-a-day", text=plain)


@lru_cache(maxsize=32)
def _day_names(locale: str) -> dict[str, int]:
    return _names([language.days for language in understood(locale)])


@lru_cache(maxsize=32)
def _month_names(locale: str) -> dict[str, int]:
    return _names([language.months for language in understood(locale)])


def _names(tables: list[LocaleDataDict]) -> dict[str, int]:
    """Numbers by name, short and long, inflected and not; the person's language wins where it clashes with English."""
    found: dict[str, int] = {}
    for widths in (table[context] for table in tables for context in ("format", "stand-alone")):
        for width in ("short", "abbreviated", "wide"):
            found |= {_plain(name).rstrip("."): number for number, name in widths.get(width, {}).items()}
    return found


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())

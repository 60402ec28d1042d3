"""The moments at which answers were sent, as form services write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from bot.rules.calendar import instant

_TIME = (
    r"(?:(?:\s*,?\s+|T)(?:klo|kl\.?|at|um)?\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?:\s*(?P<zone>Z|[A-Z]{2,5}|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?))?)?"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME, re.IGNORECASE)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})" + _TIME, re.IGNORECASE)
_UNORDERED = re.compile(r"(?P<first>\d{1,2})[/-](?P<then>\d{1,2})[/-](?P<year>\d{4})" + _TIME, re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?", re.IGNORECASE)

# Abbreviations that mean one offset wherever they are used. IST, CST, BST and EST do not, and stay out (TZ-08).
_FIXED_HOURS = {"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}


class DayOrder(StrEnum):
    """Which comes first in dates such as 25/12/2026, known from the whole column."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC, or None with the key of the problem (no key where there was nothing to read)."""

    at: datetime | None = None
    problem: str = ""


def is_moment(text: str) -> bool:
    """Whether this looks like a date, with or without a time."""
    return bool(_matched(text.strip()))


def day_order(values: Iterable[str]) -> DayOrder:
    """What the values of a column tell about 03/04/2026: a number above twelve can only be a day (LOC-03)."""
    pairs = [(int(found["first"]), int(found["then"])) for value in values if (found := _UNORDERED.fullmatch(value))]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(then > 12 for _, then in pairs)
    if day_first == month_first:
        return DayOrder.UNKNOWN
    return DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST


def read_moment(text: str, zone: str, order: DayOrder = DayOrder.UNKNOWN) -> Moment:
    """The instant, in UTC, that a form service wrote down; local times without a zone are those of `zone` (IANA).

    Reads ISO 8601, 2026/10/06 12:10:26 am EET, 18.11.2026 12:13, and 25/12/2026 in the column's order. A date alone is
    its midnight. An abbreviation with several meanings is a problem, and so is a date whose order is unknown.
    """
    value = text.strip()
    found = _matched(value)
    if not found:
        return Moment(problem="import-problem-date" if value else "")
    parts = found.groupdict()
    day_month = _day_and_month(parts, order)
    if day_month is None:
        return Moment(problem="import-problem-date-order")
    try:
        local = datetime(int(parts["year"]), day_month[1], day_month[0], *_clock(parts))  # noqa: DTZ001 - zone follows
        return _placed(local, (parts["zone"] or "").strip(), zone)
    except (ValueError, OverflowError):
        return Moment(problem="import-problem-date")


def _matched(value: str) -> re.Match[str] | None:
    return _YEAR_FIRST.fullmatch(value) or _DOTTED.fullmatch(value) or _UNORDERED.fullmatch(value)


def _day_and_month(parts: dict[str, str | None], order: DayOrder) -> tuple[int, int] | None:
    if "first" not in parts:
        return int(parts["day"] or 0), int(parts["month"] or 0)
    first, then = int(parts["first"] or 0), int(parts["then"] or 0)
    if first == then or order is DayOrder.DAY_FIRST:
        return first, then
    return (then, first) if order is DayOrder.MONTH_FIRST else None


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int]:
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    half = (parts["half"] or "").casefold()
    if not half:
        return hour, minute, second
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if half.startswith("p") else 0), minute, second


def _placed(local: datetime, written: str, zone: str) -> Moment:
    if not written:
        return Moment(instant(local, zone))
    offset = _offset(written.upper())
    if offset is None:
        return Moment(problem="import-problem-date-zone")
    return Moment(local.replace(tzinfo=timezone(offset)).astimezone(UTC))


def _offset(written: str) -> timedelta | None:
    if written in _FIXED_HOURS:
        return timedelta(hours=_FIXED_HOURS[written])
    found = _OFFSET.fullmatch(written)
    if not found:
        return None
    size = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return -size if found["sign"] == "-" else size

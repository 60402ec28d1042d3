"""The agreement of a pair: its twelve points, and when two versions say the same (PROGRAMME.md, section 3)."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.rules.calendar import next_working_day

POINTS = (
    "aims",
    "topics",
    "confidentiality",
    "rhythm",
    "preparation",
    "contact",
    "moving",
    "dates",
    "feedback",
    "exit",
    "limits",
    "notes",
)
"""In the order in which a pair talks about them."""
LONGEST_POINT = 1_000


def tidy(points: Mapping[str, str]) -> dict[str, str]:
    """The points that say something, in their order; whatever else is in there is left out."""
    return {name: text for name in POINTS if (text := points.get(name, "").strip())}


def same_words(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two versions say the same, whatever the space around it."""
    return tidy(one) == tidy(other)


def suggested_review(start: date, end: date | None, today: date, country: str = "") -> date | None:
    """When to read it again: the working day half-way from the introduction to the end, if that is still to come."""
    if end is None or end <= start:
        return None
    middle = next_working_day(start + timedelta(days=(end - start).days // 2), country)
    return middle if middle > today else None

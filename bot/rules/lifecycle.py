"""The pace of a programme: its start values, each of which a programme may set for itself (PROGRAMME.md, section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Pace:
    """Days unless said otherwise, each counted from the step before it."""

    reminder_before_end: int = 3
    """A reminder to apply, this long before applications close; another goes at half time."""
    veto_working_days: int = 5
    """Both sides may say no to a match this long; silence is yes."""
    first_meeting_nudge: int = 7
    """After the introduction: ask the pair to fix the first meeting."""
    first_meeting_list: int = 10
    """After the introduction, still nothing: the facilitator's list."""
    first_meeting_late: int = 14
    """After the introduction: called late."""
    fit_question: int = 1
    """After the first meeting."""
    fit_again: int = 14
    """After an unsure answer, and after silence."""
    agreement_asked: int = 30
    """After the introduction: ask for the agreement."""
    silence: int = 35
    """With no meeting logged or planned: ask the pair."""
    silence_list: int = 7
    """After asking a silent pair: the facilitator's list."""
    meeting_reminder_hours: int = 24
    """Before a planned meeting or session, in hours."""
    log_after_hours: int = 2
    """After a planned meeting's end, in hours: ask whether it took place."""
    pulse_first: int = 30
    """After the introductions: the first pulse."""
    pulse_open: int = 10
    """How long a pulse is open."""
    closing_guide: int = 21
    """Before the end: a guide to the last meeting."""
    follow_up: int = 90
    """After the end."""
    nudges_a_week: int = 2
    """Most nudges to one person in seven days, over all programmes. A count."""
    anonymity_floor: int = 5
    """Fewest answers for which totals are shown. A count; never below five."""


def pace_with(overrides: Mapping[str, int], base: Pace | None = None) -> Pace:
    """The pace with a programme's own values put over it. Unknown names are ignored: they are from another release."""
    known = {item.name for item in fields(Pace)}
    return replace(base or Pace(), **{name: value for name, value in overrides.items() if name in known})

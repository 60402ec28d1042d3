"""The one gate that every outgoing message passes, retries included (TZ-10, TZ-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.quiet import Quiet, budget, earliest


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at. Times are aware UTC; `nudges` are when the person's latest nudges went out."""

    not_after: datetime
    quiet: Quiet | None = None
    skips_quiet: bool = False
    is_nudge: bool = False
    nudges: Sequence[datetime] = ()
    most_nudges: int = 2
    reachable: bool = True
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Go now, hold until a time, or never: `reason` says why."""

    go: bool = False
    until: datetime | None = None
    reason: str = ""


GO = Verdict(go=True)


def decide(facts: Facts, now: datetime) -> Verdict:
    """Whether a message may go now. What would be held past its usefulness is dropped at once."""
    if facts.stopped:
        return Verdict(reason="stopped")
    if not facts.reachable:
        return Verdict(reason="unreachable")
    if now > facts.not_after:
        return Verdict(reason="too-late")
    if facts.is_nudge and not facts.skips_quiet and not facts.most_nudges:
        return Verdict(reason="no-nudges")
    until = _held_until(facts, now)
    if until is None or until <= now:
        return GO
    return Verdict(until=until, reason="held") if until <= facts.not_after else Verdict(reason="too-late")


def _held_until(facts: Facts, now: datetime) -> datetime | None:
    if facts.skips_quiet or facts.quiet is None:
        return None
    until = earliest(now, facts.quiet)
    if facts.is_nudge and (free := budget(facts.nudges, until, facts.most_nudges)):
        until = earliest(free, facts.quiet)
    return until

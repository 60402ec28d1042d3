"""What becomes of a due row after an outcome."""

from datetime import datetime, timedelta
from random import Random

import structlog

from bot.entities import Due, DueState
from bot.ports import Ending, Meter, Outcome, Result

MOST_FAILURES, LONGEST_WAIT = 30, timedelta(hours=1)
"""About a day: a platform that is away for an afternoon loses nothing that is still useful then."""
SHORTEST_WAIT = 1.0  # seconds; a platform that asks for silence without saying for how long
UNSURE_WAIT = 30.0  # seconds; one that does not say what became of a message
DOUBTFUL_WAIT = timedelta(minutes=15)
"""Between what may have arrived and its only repeat: whatever kept the answer away may be over by then."""
_log = structlog.get_logger(__name__)


def noted(platform: str, outcome: Outcome, meter: Meter | None) -> None:
    """Log and count how a platform answered."""
    _log.info("a message", platform=platform, result=outcome.result.value)
    if meter:
        meter.message(platform, outcome.result.value)


def ending_of(outcome: Outcome, now: datetime) -> Ending:
    """The end of an attempt whose outcome is known and is not a failure to be tried again."""
    match outcome.result:
        case Result.SENT:
            return Ending(DueState.SENT, reference=outcome.reference)
        case Result.LIMITED:
            return Ending(DueState.PLANNED, outcome.result.value, next_at=silent_until(outcome, now))
        case Result.REVOKED:
            return Ending(DueState.PLANNED, outcome.result.value)
        case _:
            return Ending(DueState.UNDELIVERABLE, outcome.detail or outcome.result.value)


def silent_until(outcome: Outcome, now: datetime) -> datetime:
    """Until when a platform asked for silence, or is better left alone: what it is given meanwhile is in doubt too."""
    return now + timedelta(
        seconds=max(outcome.wait, UNSURE_WAIT if outcome.result == Result.UNKNOWN else SHORTEST_WAIT)
    )


def retry(row: Due, reason: str, now: datetime) -> Ending:
    """Try again later, each time twice as late with some spread, and give up in the end (MIS-07)."""
    if row.failures + 1 >= MOST_FAILURES:
        return Ending(DueState.UNDELIVERABLE, reason, failed=True)
    # The same for all that failed together, so that it stays one message; spread, not secrecy.
    spread = Random(f"{row.person_id or row.key}:{row.attempts}").uniform(0.8, 1.2)  # noqa: S311
    wait = min(timedelta(seconds=30) * 2**row.failures, LONGEST_WAIT)
    return Ending(DueState.PLANNED, reason, next_at=now + wait * spread, failed=True)

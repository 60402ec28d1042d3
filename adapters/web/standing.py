"""How this process and its database stand, at one moment."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.errors import StorageUnavailable
from bot.watch import LaneState, Watch

TICK_TIMEOUT = timedelta(seconds=10)
ANSWER_SECONDS = 5.0
ESSENTIAL = ("tick", "wake-ups")
"""The jobs without which nothing goes out, as scheduling names them."""
_log = structlog.get_logger(__name__)


class Jobs(Protocol):
    """What the jobs of this process last did. Times are aware UTC; errors are sentences or names, by job."""

    @property
    def last_tick(self) -> datetime | None:
        """When lanes were last looked through."""

    @property
    def last_plan(self) -> datetime | None:
        """When the calendars were last asked."""

    @property
    def errors(self) -> Mapping[str, str]:
        """What fails now."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One look. `answers` is whether the database does; `reason` is empty where all is well."""

    at: datetime
    last_tick: datetime | None
    last_plan: datetime | None
    errors: Mapping[str, str]
    reason: str
    answers: bool
    lanes: Sequence[LaneState] = ()


async def look(jobs: Jobs, watch: Watch, now: datetime, *, whole: bool = True) -> Standing:
    """How things stand; lanes only if the `whole` is asked for. Never raises: a database that is away is an answer."""
    lanes: Sequence[LaneState] = ()
    silence = ""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            if whole:
                lanes = await watch.lanes(now)
            else:
                await watch.answer()
    except StorageUnavailable as error:
        silence = str(error)
    except TimeoutError:
        silence = f"The database has not answered for {ANSWER_SECONDS:.0f} seconds."
    except Exception as error:
        _log.exception("the database cannot be looked at")
        silence = f"The database cannot be read ({type(error).__name__}); the log says more."
    reason = silence or _idle(jobs, now)
    return Standing(now, jobs.last_tick, jobs.last_plan, dict(jobs.errors), reason, not silence, lanes)


def _idle(jobs: Jobs, now: datetime) -> str:
    """Why this process does not do its work, empty if it does."""
    if jobs.last_tick is None:
        return "The clock has not begun to tick."
    if now - jobs.last_tick >= TICK_TIMEOUT:
        return f"The clock has not ticked for {(now - jobs.last_tick).total_seconds():.0f} seconds."
    failing = next((job for job in ESSENTIAL if job in jobs.errors), "")
    return f"The job {failing} fails: {jobs.errors[failing].rstrip('.')}." if failing else ""

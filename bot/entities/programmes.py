"""A mentoring programme and those who apply to it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.rules.applying import Answers


class ProgrammeState(StrEnum):
    """Where a programme is; it goes through these in order, and back only by the facilitator's word."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(eq=False)
class Programme:
    """One programme: a theme, aims, dates, and its own words for the two sides.

    `pace` overrides start values by name (see `bot.rules.lifecycle.Pace`). `contact_id` is the second person whom a
    concern reaches, past the facilitator.
    """

    community_id: int
    name: str
    theme: str = ""
    aims: str = ""
    mentor_word: str = "mentor"
    actor_word: str = "actor"
    languages: tuple[str, ...] = ("en",)
    topics: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    apply_until: date | None = None
    cadence_days: int = 30
    pace: dict[str, int] = field(default_factory=dict)
    state: ProgrammeState = ProgrammeState.DRAFT
    opened_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    contact_id: int | None = None
    created_at: datetime | None = None
    id: int = 0


class ApplicationState(StrEnum):
    """Waiting means in the queue for a pair; it keeps its place there by `queued_at`."""

    WAITING = "waiting"
    PLACED = "placed"
    WITHDRAWN = "withdrawn"


@dataclass(eq=False)
class Application:
    """What one person told one programme. `source` is the word of the link or file it came by."""

    community_id: int
    programme_id: int
    person_id: int
    answers: Answers
    state: ApplicationState = ApplicationState.WAITING
    source: str = ""
    queued_at: datetime | None = None
    changed_at: datetime | None = None
    id: int = 0


@dataclass(eq=False)
class ImportMapping:
    """How the columns of a programme's application file are read, as the facilitator confirmed it."""

    community_id: int
    programme_id: int
    columns: dict[str, object]
    confirmed_at: datetime | None = None
    id: int = 0


@dataclass(eq=False)
class PendingImport:
    """An uploaded file that waits for the facilitator's confirmation, with what was decided so far; for a day at most.

    `columns` is the meaning of its columns as plain data, `answers` settle questions by their ids.
    """

    community_id: int
    programme_id: int
    person_id: int
    data: bytes
    columns: dict[str, object]
    answers: dict[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    id: int = 0


@dataclass(eq=False)
class Outreach:
    """How often the call for applications was shown, opened and answered, by the way it travelled."""

    community_id: int
    programme_id: int
    source: str
    shown: int = 0
    opened: int = 0
    applied: int = 0
    id: int = 0


@dataclass(eq=False)
class Concern:
    """A worry told in confidence to the programme's second named person."""

    community_id: int
    programme_id: int
    person_id: int | None
    text: str
    told_at: datetime | None = None
    settled_at: datetime | None = None
    id: int = 0

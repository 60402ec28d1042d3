"""What concerns the whole group: sessions, announcements and pulses."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from bot.rules.applying import Format


class SessionState(StrEnum):
    """A cancelled session keeps its row, so that its notice is sent once."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(eq=False)
class Session:
    """A whole-group meeting. The wall-clock time in its zone is the truth; `starts_at` follows from it.

    `revision` grows with each change of time or place, so each final time has its own reminder; `edits` grows with
    every change, so the post in the channel follows it. `uid` names the session in people's own calendars.
    """

    community_id: int
    programme_id: int
    title: str
    starts_at: datetime
    zone: str
    minutes: int = 90
    format: Format = Format.ONLINE
    where: str = ""
    capacity: int | None = None
    state: SessionState = SessionState.PLANNED
    revision: int = 0
    edits: int = 0
    uid: str = field(default_factory=lambda: uuid4().hex)
    created_by: int | None = None
    id: int = 0


@dataclass(eq=False)
class Rsvp:
    """One person's answer to a session. `number` is the order of asking, `state` as `bot.rules.seats` gives it."""

    community_id: int
    session_id: int
    person_id: int
    state: str
    number: int
    id: int = 0


class AnnouncementState(StrEnum):
    """A draft has not been confirmed. A planned announcement can be changed or called back until its time."""

    DRAFT = "draft"
    PLANNED = "planned"
    SENT = "sent"
    CANCELLED = "cancelled"


@dataclass(eq=False)
class Announcement:
    """What the facilitator says to all, at a time, in the programme's channels and, if wanted, in direct copies.

    `revision` grows with each change of what is to be sent to whom and when, so that nothing goes by an older plan.
    """

    community_id: int
    programme_id: int
    text: str
    send_at: datetime
    direct: bool = False
    urgent: bool = False
    state: AnnouncementState = AnnouncementState.DRAFT
    revision: int = 0
    author_id: int | None = None
    created_at: datetime | None = None
    id: int = 0


class PulseMode(StrEnum):
    """Who will see an answer: the facilitator with the name, or nobody but in totals of five or more."""

    NAMED = "named"
    TOTALS = "totals"


class PulseState(StrEnum):
    """No figures are shown while a pulse is open."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(eq=False)
class Pulse:
    """A short round of questions. The mode cannot change once it is open (PUL-09).

    `questions` are the keys of its items; three of them are on the scale from 1 to 5. `invited` is how many were asked.
    """

    community_id: int
    programme_id: int
    occasion: str
    mode: PulseMode
    opens_at: datetime
    closes_at: datetime
    state: PulseState = PulseState.OPEN
    questions: tuple[str, ...] = ()
    invited: int = 0
    id: int = 0


@dataclass(eq=False)
class PulseAnswer:
    """One person's answers. In the totals mode the link to the person is cut when the pulse closes.

    `role` is the person's side, known from the closing on; empty where telling it could tell who answered what.
    """

    community_id: int
    pulse_id: int
    person_id: int | None
    scores: dict[str, int] = field(default_factory=dict)
    text: str = ""
    role: str = ""
    id: int = 0

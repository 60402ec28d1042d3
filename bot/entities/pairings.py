"""A mentor and an actor: the match, what they agreed, and when they met."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.rules.applying import Format


class PairingState(StrEnum):
    """DRAFT is seen by the facilitator only; PROPOSED waits for the veto window; ACTIVE pairs have been introduced."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    VETOED = "vetoed"


GOING_ON = (PairingState.ACTIVE, PairingState.PAUSED)


@dataclass(eq=False)
class Pairing:
    """One mentor and one actor in one programme, from the draft to the end.

    `score` is 0-10,000; `reasons` are text keys with arguments, as the matching gave them. `paused_until` is the
    local date on which a pause ends by itself.
    """

    community_id: int
    programme_id: int
    mentor_id: int
    actor_id: int
    state: PairingState = PairingState.DRAFT
    score: int = 0
    reasons: list[dict[str, object]] = field(default_factory=list)
    locked: bool = False
    proposed_at: datetime | None = None
    veto_until: datetime | None = None
    introduced_at: datetime | None = None
    paused_until: date | None = None
    paused_by: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    end_reason: str = ""
    id: int = 0

    def partner_of(self, person_id: int) -> int:
        """The other one's person id."""
        return self.actor_id if person_id == self.mentor_id else self.mentor_id

    def members(self) -> tuple[int, int]:
        """Both person ids, the mentor's first."""
        return self.mentor_id, self.actor_id


@dataclass(eq=False)
class Forbid:
    """Two people who must not be paired, by the facilitator's word."""

    community_id: int
    programme_id: int
    first_id: int
    second_id: int
    id: int = 0


@dataclass(eq=False)
class Agreement:
    """One version of a pair's agreement. The words are the pair's; the office reads only the dates."""

    community_id: int
    pairing_id: int
    version: int
    points: dict[str, str]
    mentor_agreed_at: datetime | None = None
    actor_agreed_at: datetime | None = None
    review_on: date | None = None
    id: int = 0

    @property
    def agreed(self) -> bool:
        """Whether both have ticked this version."""
        return bool(self.mentor_agreed_at and self.actor_agreed_at)


class MeetingState(StrEnum):
    """A held meeting has been logged."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Size(StrEnum):
    """How many met: the pair, two pairs together, or the whole group."""

    PAIR = "pair"
    TWO_PAIRS = "two_pairs"
    GROUP = "group"


@dataclass(eq=False)
class Meeting:
    """A meeting of a pair. `revision` grows with each move, so each final time has its own reminder."""

    community_id: int
    pairing_id: int
    starts_at: datetime
    minutes: int = 60
    format: Format = Format.ONLINE
    size: Size = Size.PAIR
    on_theme: bool | None = None
    state: MeetingState = MeetingState.PLANNED
    revision: int = 0
    logged_by: int | None = None
    logged_at: datetime | None = None
    id: int = 0


class FitAnswer(StrEnum):
    """What somebody says after the first meeting, in private."""

    GO_ON = "go_on"
    UNSURE = "unsure"
    ANOTHER = "another"


@dataclass(eq=False)
class Fit:
    """The latest answer of one side to the fit question."""

    community_id: int
    pairing_id: int
    person_id: int
    answer: FitAnswer
    answered_at: datetime
    id: int = 0

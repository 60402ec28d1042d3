"""What is to be said, when and to whom: the outbox."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DueState(StrEnum):
    """EXPIRED covers what came too late and what is no longer so; `reason` tells which."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    UNDELIVERABLE = "undeliverable"


@dataclass(eq=False)
class Due:
    """One message to one recipient at a time.

    `key` is unique in the community and made of kind, subject, occurrence and recipient: planning twice is harmless.
    Exactly one of `person_id` and `place` (a `Place.key`) is set. `due_at` is when it should go, `next_at` when it
    may be tried. `attempts` counts claims, and a claim is only valid while the row carries its number; `failures`
    counts those that a platform answered with an error. `in_doubt` means that an attempt before this one may have
    arrived: then it was in the message whose key is `sent_as`, or its own where that is empty.
    """

    community_id: int
    space_id: int | None
    key: str
    kind: str
    subject_id: int
    due_at: datetime
    next_at: datetime
    person_id: int | None = None
    place: str = ""
    urgency: int = 5
    not_after: datetime | None = None
    skips_quiet: bool = False
    details: dict[str, str | int] = field(default_factory=dict)
    state: DueState = DueState.PLANNED
    reason: str = ""
    attempts: int = 0
    failures: int = 0
    lease_until: datetime | None = None
    started_at: datetime | None = None
    sent_at: datetime | None = None
    reference: str = ""
    sent_as: str = ""
    in_doubt: bool = False
    id: int = 0

    @property
    def message_key(self) -> str:
        """The key of the message that it goes in, or may have gone in."""
        return (self.sent_as if self.in_doubt else "") or self.key


@dataclass(eq=False)
class Attempt:
    """One try to send one due row, kept for the facilitator's and the admin's questions."""

    community_id: int
    due_id: int
    number: int
    at: datetime
    outcome: str
    detail: str = ""
    id: int = 0


@dataclass(eq=False)
class Lane:
    """What delivery must know of one space: until when nothing may be sent, and how far its pace is used up.

    Silence is asked for by the platform or follows from the pace (`bot.rules.pacing`).
    """

    community_id: int
    space_id: int
    blocked_until: datetime | None = None
    paced_until: datetime | None = None
    id: int = 0


@dataclass(eq=False)
class Place:
    """A channel or pair space on a platform. `key` says what it is for: `programme:3`, `pairing:12`."""

    community_id: int
    space_id: int
    key: str
    external_id: str
    name: str = ""
    id: int = 0


@dataclass(eq=False)
class SeenRequest:
    """The id of a request that has been carried out, so that a redelivery of it does nothing (DUP-03)."""

    community_id: int
    request_id: str
    at: datetime
    id: int = 0

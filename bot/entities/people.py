"""Who there is: communities, the places they talk in, and the people in them."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


@dataclass(eq=False)
class Community:
    """The owner of everything. A human in two communities is two persons."""

    name: str
    language: str = "en"
    time_zone: str = "UTC"
    country: str = ""
    id: int = 0


@dataclass(eq=False)
class Space:
    """One workspace or server on one platform, and thereby one lane of delivery.

    Where the door is open, whoever the programme learns of gets an account at once (the local page).
    """

    community_id: int
    platform: str
    external_id: str
    name: str = ""
    connected: bool = True
    open_door: bool = False
    id: int = 0


@dataclass(eq=False)
class Person:
    """A human in one community.

    `quiet_from` and `quiet_until` are the person's own local times between which nothing is sent; `country` (ISO
    3166) says whose public holidays count. `stopped_at` is set when the person wants no more messages.
    """

    community_id: int
    name: str
    email: str = ""
    language: str = ""
    time_zone: str = ""
    country: str = ""
    quiet_from: time = time(18)
    quiet_until: time = time(8)
    stopped_at: datetime | None = None
    erased_at: datetime | None = None
    id: int = 0


class Reach(StrEnum):
    """Whether direct messages arrive at an account."""

    OPEN = "open"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(eq=False)
class Account:
    """How a person is known in one space."""

    community_id: int
    space_id: int
    person_id: int
    external_id: str
    reach: Reach = Reach.OPEN
    id: int = 0


class Right(StrEnum):
    """What a grant gives. An admin may all that a facilitator may, everywhere in the community."""

    ADMIN = "admin"
    FACILITATOR = "facilitator"
    CONTACT = "contact"


@dataclass(eq=False)
class Grant:
    """A right of a person, for one programme or, without one, for the whole community."""

    community_id: int
    person_id: int
    right: Right
    programme_id: int | None = None
    id: int = 0

"""What an applicant tells the programme, whichever way it arrives: a form in the chat or a row of an imported file."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """The side an applicant would take. The programme chooses the words people see for it."""

    MENTOR = "mentor"
    ACTOR = "actor"
    EITHER = "either"


class Format(StrEnum):
    """How an applicant would like to meet."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    EITHER = "either"


MOST_WISHES = 3
MOST_ACTORS = 20  # a capacity above this is a typing error until the applicant confirms it
LONGEST_TEXT = 2_000
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Answers:
    """One application's answers, normalised.

    Languages are ISO 639-1 codes; topics keep the applicant's spelling; the time zone is a canonical IANA name or
    empty when unknown; capacity is None when the applicant did not say. Wishes and avoided people are names as
    typed: they are resolved to people when a match is drafted.
    """

    name: str
    email: str = ""
    role: Role = Role.ACTOR
    aims: str = ""
    offers: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    format: Format = Format.EITHER
    place: str = ""
    time_zone: str = ""
    capacity: int | None = None
    wishes: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    employer: str = ""
    note: str = ""
    consent: bool = False
    submitted_at: datetime | None = None

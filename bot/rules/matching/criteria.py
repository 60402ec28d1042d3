"""How far two applications meet each criterion, as a fraction (numerator, denominator) so that no rounding hides in it.

What somebody did not say is unknown, which is half met and never rules a pair out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from bot.rules.applying import Format
from bot.rules.calendar import local
from bot.rules.matching.names import fold
from bot.rules.matching.people import CRITERIA, Applicant

Degree = tuple[int, int]
MET: Degree = (1, 1)
UNKNOWN: Degree = (1, 2)
UNMET: Degree = (0, 1)

TOPICS_THAT_SUFFICE = 3  # naming many topics must not make an actor harder to match
MINUTES_OF_HALF_A_DAY = 12 * 60
# Any winter's day will do: what counts is how far apart two people live, not an hour of summer time.
ORDINARY_DAY = datetime(2026, 1, 15, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Profile:
    """An applicant with the answers folded for comparison; `offset` is minutes east of UTC, None when unknown."""

    applicant: Applicant
    languages: frozenset[str]
    offers: frozenset[str]
    wants: frozenset[str]
    place: str
    employer: str
    offset: int | None


def profile(applicant: Applicant) -> Profile:
    """Fold an applicant's answers once, before they are compared with everybody's."""
    return Profile(
        applicant,
        _fold_all(applicant.languages),
        _fold_all(applicant.offers),
        _fold_all(applicant.wants),
        fold(applicant.place),
        fold(applicant.employer),
        _offset(applicant.time_zone),
    )


def _fold_all(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, map(fold, texts)))


@lru_cache(maxsize=1_000)
def _offset(time_zone: str) -> int | None:
    try:
        offset = local(ORDINARY_DAY, time_zone).utcoffset() if time_zone else None
    except (KeyError, ValueError, OSError):
        return None
    return None if offset is None else int(offset.total_seconds()) // 60


def topics(mentor: Profile, actor: Profile) -> Degree:
    """How many of the actor's topics the mentor offers; three are enough."""
    if not (mentor.offers and actor.wants):
        return UNKNOWN
    enough = min(len(actor.wants), TOPICS_THAT_SUFFICE)
    return min(len(mentor.offers & actor.wants), enough), enough


def language(mentor: Profile, actor: Profile) -> Degree:
    """Whether they have a language in common."""
    if not (mentor.languages and actor.languages):
        return UNKNOWN
    return UNMET if mentor.languages.isdisjoint(actor.languages) else MET


def shared_format(mentor: Profile, actor: Profile) -> Format | None:
    """The format that suits both, EITHER when both are open, None when they exclude each other."""
    first, second = mentor.applicant.format, actor.applicant.format
    if first == second or second is Format.EITHER:
        return first
    return second if first is Format.EITHER else None


def format_(mentor: Profile, actor: Profile) -> Degree:
    """Whether there is a way of meeting that suits both."""
    return UNMET if shared_format(mentor, actor) is None else MET


def place(mentor: Profile, actor: Profile) -> Degree:
    """Whether they are in one place; met too when they can only meet online, where it does not matter."""
    if shared_format(mentor, actor) is Format.ONLINE:
        return MET
    if not (mentor.place and actor.place):
        return UNKNOWN
    return MET if mentor.place == actor.place else UNMET


def minutes_apart(mentor: Profile, actor: Profile) -> int | None:
    """The difference of their clocks, at most twelve hours, in minutes; None when a time zone is unknown."""
    if mentor.offset is None or actor.offset is None:
        return None
    difference = abs(mentor.offset - actor.offset)
    return min(difference, 2 * MINUTES_OF_HALF_A_DAY - difference)


def time_zone(mentor: Profile, actor: Profile) -> Degree:
    """How near their clocks are: met at no difference, not at all at twelve hours."""
    apart = minutes_apart(mentor, actor)
    return UNKNOWN if apart is None else (MINUTES_OF_HALF_A_DAY - apart, MINUTES_OF_HALF_A_DAY)


def wish(mentor: Profile, actor: Profile) -> Degree:
    """Half for each side that wished for the other. No wish is no fault, but nothing to count either."""
    by_mentor = actor.applicant.id in mentor.applicant.wishes
    by_actor = mentor.applicant.id in actor.applicant.wishes
    return by_mentor + by_actor, 2


def employer(mentor: Profile, actor: Profile) -> Degree:
    """Whether they work for different employers; two blanks are not the same employer."""
    if not (mentor.employer and actor.employer):
        return UNKNOWN
    return UNMET if mentor.employer == actor.employer else MET


DEGREES: dict[str, Callable[[Profile, Profile], Degree]] = dict(
    zip(CRITERIA, (topics, language, format_, place, time_zone, wish, employer), strict=True)
)

"""Signals for the facilitator: facts with their dates, never a score of a person (PROGRAMME.md, section 4).

Each is worked out from the state as it is, so it clears itself as soon as the fact is gone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.rules.calendar import add_days, local
from bot.rules.lifecycle import Pace

AGAIN = 14
"""Days after which the question about the agreement is asked a second time, and after that goes to a human.

So long a letter of a human's about a pair that has ended is waited for, too.
"""
SOON = 7
LOOK_AHEAD = timedelta(days=1)
USEFUL = timedelta(days=7)


class Fact(StrEnum):
    """What can need a human, the most pressing first."""

    ANOTHER = "another"
    HALF_TOLD = "half-told"
    UNREACHED = "unreached"
    UNPOSTED = "unposted"
    FIRST_LATE = "first-late"
    FIRST_MISSING = "first-missing"
    SILENT = "silent"
    NO_AGREEMENT = "no-agreement"
    ALONE = "alone"
    WAITING = "waiting"
    RESUMING = "resuming"


@dataclass(frozen=True, slots=True)
class Signal:
    """One fact: since when it is so (a local date), the pair or people it is about, a count or date for its text."""

    fact: Fact
    since: date
    pairing_id: int | None = None
    people: tuple[int, ...] = ()
    arguments: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PairFacts:
    """A pair that goes on. `began_at` is its introduction or, if that is later, its return from a pause.

    `meetings` are the starts of those planned or held.
    """

    pairing_id: int
    began_at: datetime
    meetings: tuple[datetime, ...] = ()
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that did not arrive, or may not have: to a person, or in a channel.

    `pairing_id` is set when it was to tell of a match.
    """

    person_id: int | None
    at: datetime
    pairing_id: int | None = None


def silent_since(pair: PairFacts, now: datetime) -> datetime | None:
    """The last meeting that a pair planned or held, or its beginning; None while a meeting is still to come."""
    latest = max([pair.began_at, *pair.meetings])
    return latest if latest <= now else None


def within_reach(at: datetime, now: datetime) -> bool:
    """Whether a question that is due at `at` should be planned now: a day ahead, and not after it lost its use."""
    return at - LOOK_AHEAD <= now <= at + USEFUL


def agreement_asks(pair: PairFacts, pace: Pace, zone: str) -> tuple[datetime, datetime]:
    """When a pair is asked for its agreement, and asked again."""
    first = add_days(pair.began_at, pace.agreement_asked, zone)
    return first, add_days(first, AGAIN, zone)


def of_pair(pair: PairFacts, pace: Pace, now: datetime, zone: str) -> Iterator[Signal]:
    """What an active pair's own calendar says: no first meeting, silence, no agreement after two questions."""
    began = local(pair.began_at, zone).date()
    if not pair.meetings:
        yield from _first_meeting(pair, began, pace, now, zone)
    elif (last := silent_since(pair, now)) and add_days(last, pace.silence + pace.silence_list, zone) <= now:
        yield Signal(Fact.SILENT, local(last, zone).date(), pair.pairing_id)
    if not pair.agreed and add_days(agreement_asks(pair, pace, zone)[1], AGAIN, zone) <= now:
        yield Signal(Fact.NO_AGREEMENT, began, pair.pairing_id)


def _first_meeting(pair: PairFacts, began: date, pace: Pace, now: datetime, zone: str) -> Iterator[Signal]:
    if add_days(pair.began_at, pace.first_meeting_late, zone) <= now:
        yield Signal(Fact.FIRST_LATE, began, pair.pairing_id)
    elif add_days(pair.began_at, pace.first_meeting_list, zone) <= now:
        yield Signal(Fact.FIRST_MISSING, began, pair.pairing_id)


def of_another(pairing_id: int, person_id: int, answered_at: datetime, zone: str) -> Signal:
    """Somebody asked for another match. Nothing else of the answers about the fit leaves the one who gave it."""
    return Signal(Fact.ANOTHER, local(answered_at, zone).date(), pairing_id, (person_id,))


def of_alone(pairing_id: int, person_id: int, ended_at: datetime, zone: str) -> Signal:
    """Somebody's pair has ended, not by their own word, and they have not said whether they would like another."""
    return Signal(Fact.ALONE, local(ended_at, zone).date(), pairing_id, (person_id,))


def of_unsent(rows: Sequence[Unsent], zone: str) -> Iterator[Signal]:
    """Who was not told of a match, by pair; whom else no message reaches, each once; and what no channel took."""
    for pairing_id in sorted({row.pairing_id for row in rows if row.pairing_id}):
        untold = [row for row in rows if row.pairing_id == pairing_id]
        people = tuple(sorted({row.person_id for row in untold if row.person_id}))
        yield Signal(Fact.HALF_TOLD, _first_day(untold, zone), pairing_id, people)
    others = [row for row in rows if not row.pairing_id]
    for person_id in sorted({row.person_id for row in others if row.person_id}):
        missed = [row for row in others if row.person_id == person_id]
        yield Signal(Fact.UNREACHED, _first_day(missed, zone), None, (person_id,), {"count": len(missed)})
    if posts := [row for row in others if not row.person_id]:
        yield Signal(Fact.UNPOSTED, _first_day(posts, zone), None, (), {"count": len(posts)})


def _first_day(rows: Sequence[Unsent], zone: str) -> date:
    return local(min(row.at for row in rows), zone).date()


def of_waiting(queue: Iterable[tuple[datetime, int]], zone: str) -> Iterator[Signal]:
    """Those who wait for a match, in the order in which they joined, as one fact."""
    ordered = sorted(queue)
    if ordered:
        people = tuple(person for _, person in ordered)
        since = local(ordered[0][0], zone).date()
        yield Signal(Fact.WAITING, since, None, people, {"count": len(people)})


def of_pause(pairing_id: int, until: date | None, now: datetime, zone: str) -> Iterator[Signal]:
    """A pause that ends within a week."""
    today = local(now, zone).date()
    if until and today <= until <= today + timedelta(days=SOON):
        yield Signal(Fact.RESUMING, today, pairing_id, (), {"until": until})


def in_order(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """The most pressing kind first, and the oldest first within a kind."""
    order = list(Fact)
    return tuple(sorted(signals, key=lambda one: (order.index(one.fact), one.since, one.pairing_id or 0, one.people)))

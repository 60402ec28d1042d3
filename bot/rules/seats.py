"""Who has a place in a session and who waits. First come, first served; a place is never free while somebody waits."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Answer(StrEnum):
    """What a person says to an invitation. Only a yes asks for a place."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


class State(StrEnum):
    """Where a person stands. Only `GOING` takes a place."""

    GOING = "going"
    WAITING = "waiting"
    MAYBE = "maybe"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Signup:
    """One person's answer. `number` is the order of asking: a lower one waits less."""

    person: int
    state: State
    number: int


@dataclass(frozen=True, slots=True)
class Roster:
    """All answers to one session; a capacity of None is no limit. Raises ValueError when a person is in it twice."""

    capacity: int | None = None
    signups: tuple[Signup, ...] = ()

    def __post_init__(self) -> None:
        if len({signup.person for signup in self.signups}) < len(self.signups):
            msg = "a person has two answers to one session"
            raise ValueError(msg)

    def people(self, state: State) -> tuple[int, ...]:
        """Those who stand there, in the order of asking."""
        return tuple(each.person for each in sorted(self.signups, key=_order) if each.state is state)

    def state_of(self, person: int) -> State | None:
        """Where a person stands, None when they have not answered."""
        return next((each.state for each in self.signups if each.person == person), None)


@dataclass(frozen=True, slots=True)
class Changes:
    """A new roster, the answers in it that differ from the old one, and who got a place and is to be told so.

    The person who pressed is not among `promoted`: they read their state in the answer (EVT-02: told once).
    """

    roster: Roster
    changed: tuple[Signup, ...] = ()
    promoted: tuple[int, ...] = ()


def answer(roster: Roster, person: int, said: Answer) -> Changes:
    """The roster after a person's answer. The same answer again changes nothing for them (EVT-01).

    Who asks for a place goes to the end of the queue, also when one has just been freed (EVT-04); who gives one up or
    stops waiting makes room, and who later asks again is a newcomer.
    """
    wanted = {Answer.YES: State.WAITING, Answer.NO: State.DECLINED, Answer.MAYBE: State.MAYBE}[said]
    now = roster.state_of(person)
    if now is wanted or (said is Answer.YES and now is State.GOING):
        return _settle(roster, roster, person)
    others = tuple(each for each in roster.signups if each.person != person)
    number = max((each.number for each in roster.signups), default=0) + 1
    return _settle(roster, replace(roster, signups=(*others, Signup(person, wanted, number))), person)


def leave(roster: Roster, person: int) -> Changes:
    """The roster after a person has gone for good: they are no longer on it, the next one gets the place (EVT-12)."""
    rest = tuple(each for each in roster.signups if each.person != person)
    return _settle(roster, replace(roster, signups=rest), person)


def change_capacity(roster: Roster, capacity: int | None) -> Changes:
    """The roster with another limit: a higher one gives places in order, a lower one takes none away (EVT-03)."""
    if capacity is not None and capacity < 0:
        msg = f"a session cannot have {capacity} places"
        raise ValueError(msg)
    return _settle(roster, replace(roster, capacity=capacity), None)


def _settle(before: Roster, after: Roster, person: int | None) -> Changes:
    """Give what is free to those who wait longest, and say what differs from before."""
    waiting = after.people(State.WAITING)
    chosen = waiting if after.capacity is None else waiting[: max(0, after.capacity - len(after.people(State.GOING)))]
    signups = tuple(replace(each, state=State.GOING) if each.person in chosen else each for each in after.signups)
    settled = replace(after, signups=tuple(sorted(signups, key=_order)))
    changed = tuple(each for each in settled.signups if each not in before.signups)
    return Changes(settled, changed, tuple(each for each in chosen if each != person))


def _order(signup: Signup) -> int:
    return signup.number

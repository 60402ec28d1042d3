"""What people do about each thing that a message can ask of them: a table of habits by command."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from adapters.local.players.controls import Control
from adapters.local.players.filling import application, meeting_time, written
from bot.rules.applying import Answers, Role

SOON, NEXT_TIME = (6, 16), (24, 36)
"""How many days ahead people meet: when it is time to, and when they have just met; the programme says once a month."""
LAST_DAYS = timedelta(days=7)
"""So long before the programme ends (`Character.until`, if somebody minds) nobody plans anything new."""
BETWEEN_PLANS = timedelta(days=10)
"""Whoever has planned a meeting plans no other one with the same pair for so long."""
MARKS = ("4", "4", "5", "3", "5", "2", "4")
"""How people answer on a scale from 1 to 5."""


LOG, FORM = "meeting log", "form:yes"


def meeting_in(control: Control) -> str:
    """The word of a line that names a meeting, empty if none does."""
    return next((word for word in control.line.split() if word.startswith("meeting:")), "")


REMARKS = (
    "", "", "", "The kick-off helped us begin.", "An hour goes by too quickly.", "Finding a date is the hardest part.",
    "I learn as much as I give.", "The theme gave us something to start from.",
)  # fmt: skip
"""What people write when they are asked for a word; most write nothing."""


class Fate(StrEnum):
    """What befalls somebody in the course of the programme."""

    NONE = "none"
    LEAVES = "leaves"
    MISFIT = "misfit"
    ILL = "ill"


@dataclass
class Character:
    """What decides how somebody acts: who they are, where they live, what befalls them, and how dice fall for them."""

    answers: Answers
    zone: str
    random: Random
    fate: Fate = Fate.NONE
    applies: bool = True
    applied: bool = False
    planned: dict[str, datetime] = field(default_factory=dict)
    ahead: tuple[int, int] = SOON
    until: datetime | None = None
    settled: set[str] = field(default_factory=set)

    def notes(self, control: Control) -> None:
        """What a control tells by being there: a meeting that can be put right has been logged."""
        if control.command == LOG and FORM in control.line:
            self.settled.add(meeting_in(control))

    def still_wants(self, control: Control) -> bool:
        """Whether somebody who meant to press this has heard nothing meanwhile that makes it needless."""
        return control.command != LOG or meeting_in(control) not in self.settled or "on_theme" in control.line


@dataclass(frozen=True, slots=True)
class Situation:
    """Somebody sees controls for one command at a moment, unasked or as an answer to what they have just done.

    `beside` is how many other controls stand in the same row.
    """

    who: Character
    controls: Sequence[Control]
    now: datetime
    answered: bool
    beside: int = 0

    def with_word(self, word: str) -> Control | None:
        """The control whose line holds a word."""
        return next((control for control in self.controls if word in control.line), None)


Choose = Callable[[Situation], Control | None]
Known = Callable[[Character, datetime], Mapping[str, str]]


def first(situation: Situation) -> Control | None:
    """The first that there is."""
    return situation.controls[0] if situation.controls else None


def nothing(_who: Character, _now: datetime) -> Mapping[str, str]:
    """A form holds, or takes, whatever is sensible."""
    return {}


@dataclass(frozen=True, slots=True)
class Habit:
    """How often somebody willing does it, which of the controls they press, and what they write into its form."""

    chance: float = 1.0
    choose: Choose = first
    known: Known = nothing
    again: timedelta = timedelta(days=1)
    """Nobody presses the same thing twice within this time."""


# --- applying and being matched --------------------------------------------------------------------------------------
def _to_apply(situation: Situation) -> Control | None:
    who = situation.who
    if not who.applies or who.applied:
        return None
    who.applied = True
    return first(situation)


def _application(who: Character, _now: datetime) -> Mapping[str, str]:
    return application(who.answers)


def _another_pair(situation: Situation) -> Control | None:
    """Whoever leaves does not wait for another pair."""
    return None if situation.who.fate == Fate.LEAVES else first(situation)


def _fit(situation: Situation) -> Control | None:
    """Most go on, some are unsure at first, and one would like another match, once."""
    who = situation.who
    wanted = "another" if who.fate == Fate.MISFIT else who.random.choices(("go_on", "unsure"), (9, 1))[0]
    if found := situation.with_word(f"answer:{wanted}"):
        who.fate = Fate.NONE if who.fate == Fate.MISFIT else who.fate
    return found


def _leaves(situation: Situation) -> Control | None:
    return situation.with_word("sure:yes") if situation.who.fate == Fate.LEAVES else None


def _withdraws(situation: Situation) -> Control | None:
    return first(situation) if situation.who.fate == Fate.LEAVES else None


def _asked_to_end(situation: Situation) -> Control | None:
    """Only when somebody asks for it, and then to the end."""
    return situation.with_word("sure:yes") if situation.answered else first(situation)


def _news(situation: Situation) -> Control | None:
    """When somebody new waits, not each week that the list says so."""
    return None if situation.beside else first(situation)


def _pairs(situation: Situation) -> Control | None:
    """Pairs are published; without any, those who wait were told the first time."""
    return next((control for control in situation.controls if "alone:yes" not in control.line), None)


def _away(situation: Situation) -> Control | None:
    """The pair that is not paused yet, and then yes."""
    who = situation.who
    if who.fate != Fate.ILL:
        return None
    offered = [one for one in situation.controls if "until:" in one.line and one.line not in who.settled]
    if offered:
        who.settled.add(offered[0].line)
    return first(replace(situation, controls=offered))


# --- the pair --------------------------------------------------------------------------------------------------------
def _to_plan(situation: Situation) -> Control | None:
    """Whoever logged a meeting plans the next; else the actor does, and now and then the mentor. Nobody plans twice."""
    who, control = situation.who, first(situation)
    earlier = who.planned.get(control.line) if control else None
    if control is None or (earlier and situation.now - earlier < BETWEEN_PLANS):
        return None
    if who.until and who.until - situation.now < LAST_DAYS:
        return None
    if who.answers.role == Role.MENTOR and not situation.answered and who.random.random() > 0.25:
        return None
    who.planned[control.line] = situation.now
    who.ahead = NEXT_TIME if situation.answered else SOON
    return control


def _meeting(who: Character, now: datetime) -> Mapping[str, str]:
    days = who.random.randint(*who.ahead)
    if who.until:
        days = min(days, (who.until - now).days - 1)
    return {"when": written(meeting_time(now, who.zone, days, who.random))}


def _tap(situation: Situation) -> Control | None:
    """One of the answers offered; the way to a longer form is left aside."""
    offered = [control for control in situation.controls if FORM not in control.line]
    return situation.who.random.choice(offered) if offered else None


def _unread(situation: Situation) -> Control | None:
    """What one has just written, ticked or answered is left as it is."""
    return None if situation.answered else first(situation)


def _words(who: Character, _now: datetime) -> Mapping[str, str]:
    return {
        "aims": who.answers.aims or "To learn from one another",
        "confidentiality": "What we say stays between us.",
        "rhythm": "Once a month, an hour",
        "exit": "Either of us may stop, and says so.",
    }


# --- the group -------------------------------------------------------------------------------------------------------
def _seat(situation: Situation) -> Control | None:
    """Nine in ten come."""
    going, declined = situation.with_word("answer:going"), situation.with_word("answer:declined")
    if going is None or declined is None:
        return None
    return going if situation.who.random.random() < 0.9 else declined


def _scores(who: Character, _now: datetime) -> Mapping[str, str]:
    scores = {place: who.random.choice(MARKS) for place in ("first", "second", "third")}
    again = who.random.choice(("same_role", "same_role", "other_role", "not_sure"))
    return {**scores, "again": again, "text": who.random.choice(REMARKS)}


HABITS: Mapping[str, Habit] = {
    "apply": Habit(0.9, _to_apply, _application),
    "match veto": Habit(0.02),
    "match again": Habit(0.8, _another_pair),
    "match other": Habit(0.5),
    "application withdraw": Habit(1.0, _withdraws),
    "meeting plan": Habit(0.6, _to_plan, _meeting),
    "meeting series": Habit(0.1),
    LOG: Habit(0.9, _tap),
    "meeting move": Habit(0.04, known=_meeting),
    "meeting cancel": Habit(0.02),
    "agreement show": Habit(0.6, _unread),
    "agreement tick": Habit(0.95),
    "agreement write": Habit(0.7, known=_words),
    "agreement spoken": Habit(0.6),
    "fit": Habit(1.0, _fit),
    "pairing leave": Habit(1.0, _leaves),
    "pairing pause": Habit(1.0, _away),
    "pairing cover": Habit(0.3),
    "rsvp": Habit(0.95, _seat),
    "pulse answer": Habit(0.85, _unread, _scores),
}
"""Those who take part. In a row of buttons the first habit that comes through decides: nobody presses two."""

FACILITATOR_HABITS: Mapping[str, Habit] = {
    "match draft": Habit(choose=_news),
    "match show": Habit(),
    "match publish": Habit(choose=_pairs),
    "letter": Habit(0.3, again=timedelta(days=60)),
    "pairing end": Habit(choose=_asked_to_end),
    "announcement confirm": Habit(),
    "session held": Habit(),
    "pulse results": Habit(),
}
"""Whoever runs the programme, besides the script: looks through a draft and publishes it, ends what does not fit."""

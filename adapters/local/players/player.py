"""A simulated person: reads what was really delivered, and does what the controls in it allow."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from adapters.local.players.agenda import Agenda
from adapters.local.players.controls import Control, rows_of
from adapters.local.players.filling import completed
from adapters.local.players.habits import HABITS, Character, Habit, Situation
from adapters.local.players.hands import Hands
from adapters.local.players.temperament import Temperament, awake, drawn
from adapters.local.ports import LocalMessage, LocalPerson, private_place
from bot.message import Answer, Form
from bot.rules.applying import Answers

MOST_TRIES = 3
FOLLOWING = (timedelta(minutes=1), timedelta(minutes=4))
"""How soon somebody goes on with what an answer to their own action offers."""
HOME = "Europe/Helsinki"


@dataclass(eq=False)
class Player:
    """Somebody who takes part. Knows their own answers and what they have read, and nothing of the database."""

    person: LocalPerson
    who: Character
    temperament: Temperament
    hands: Hands
    agenda: Agenda
    pressed: dict[str, datetime] = field(default_factory=dict)
    habits: Mapping[str, Habit] = field(default_factory=lambda: HABITS)
    acting: bool = False

    @classmethod
    def cast(cls, person: LocalPerson, answers: Answers, hands: Hands, agenda: Agenda, seed: int) -> "Player":
        """The same person with the same seed has the same nature, whoever else is there."""
        random = Random(f"{seed}:{person.account}:{person.name}")  # noqa: S311  # a play, not a secret
        return cls(person, Character(answers, person.zone or HOME, random), drawn(random), hands, agenda)

    def hears(self, message: LocalMessage, answered: bool) -> None:
        """Read a message, and make up one's mind about each row of controls in it: one of them is pressed, or none.

        `answered` says that it answers what one has just done, so that one goes on at once.
        """
        for row in rows_of(message.payload):
            for each in row:
                self.who.notes(each)
            for command, controls in _by_command(row):
                habit = self.habits.get(command)
                situation = Situation(self.who, controls, message.at, answered, len(row) - len(controls))
                if habit and (chosen := self._chosen(habit, situation)):
                    self.plans(self._moment(message.at, answered), message.place, chosen, habit)
                    break

    def _chosen(self, habit: Habit, situation: Situation) -> Control | None:
        willing = habit.chance if situation.answered else habit.chance * self.temperament.willing
        if self.who.random.random() >= willing:
            return None
        now, control = situation.now, habit.choose(situation)
        if control is None or now - self.pressed.get(control.line, now - habit.again) < habit.again:
            return None
        self.pressed[control.line] = now
        return control

    def plans(self, at: datetime, place: str, control: Control, habit: Habit) -> None:
        """Intend to press something at a time."""

        async def press() -> Answer | None:
            return await self.hands.presses(self.person, place, control) if self.who.still_wants(control) else None

        self._intends(at, place, press, habit)

    def says(self, at: datetime, line: str, habit: Habit) -> None:
        """Intend to type a command at a time, alone with the bot."""
        place = private_place(self.person.account)
        self._intends(at, place, lambda: self.hands.types(self.person, line), habit)

    def _intends(self, at: datetime, place: str, action: Callable[[], Awaitable[Answer | None]], habit: Habit) -> None:
        async def act() -> None:
            with self.at_the_keys():
                if answer := await action():
                    await self.fills(place, answer, habit.known(self.who, self.hands.clock.now()), {})

        self.agenda.add(at, self.person.account, act)

    @contextmanager
    def at_the_keys(self) -> Iterator[None]:
        """What is said to this person meanwhile answers what they do."""
        self.acting = True
        try:
            yield
        finally:
            self.acting = False

    async def fills(self, place: str, answer: Answer, known: Mapping[str, str], files: Mapping[str, bytes]) -> Answer:
        """Fill in the form that an action may have opened; what it calls wrong is tried again, a few times."""
        tries = 0
        while isinstance(answer, Form) and tries < MOST_TRIES:
            values = completed(answer, known, self.who.random)
            answer = await self.hands.submits(self.person, place, answer, values, files)
            tries += 1
        return answer

    def _moment(self, now: datetime, answered: bool) -> datetime:
        soonest, latest = FOLLOWING if answered else (self.temperament.soonest, self.temperament.latest)
        wanted = now + soonest + (latest - soonest) * self.who.random.random()
        return wanted if answered else awake(wanted, self.who.zone, self.who.random)


def _by_command(controls: Sequence[Control]) -> Iterator[tuple[str, list[Control]]]:
    """The controls of each command, in the order in which the commands come."""
    commands = dict.fromkeys(control.command for control in controls)
    for command in commands:
        yield command, [control for control in controls if control.command == command]

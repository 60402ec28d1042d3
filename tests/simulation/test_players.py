from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from adapters.local.players.agenda import Agenda
from adapters.local.players.company import LivingTimelapse, Players
from adapters.local.players.controls import Control, controls_of
from adapters.local.players.fates import Fates
from adapters.local.players.filling import completed
from adapters.local.players.hands import Hands
from adapters.local.players.player import Player
from adapters.local.players.temperament import PROMPT, SHARES, SILENT, awake, drawn
from adapters.local.ports import LocalMessage, LocalPerson, LocalPlace, PlaceKind, private_place
from adapters.local.render import draw
from bot.app import load_features
from bot.context import Request
from bot.message import Answer, Button, Field, FieldKind, Form, Message, Option
from bot.rules.applying import Answers, Role
from bot.rules.calendar import local
from scheduling.timelapse import MovableClock

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
ANN = LocalPerson("p1", "Ann Virtanen", zone="Europe/Helsinki")


@pytest.fixture(autouse=True)
def _features() -> None:
    """A button's command is known by the features that declare it."""
    load_features()


# --- one by one ------------------------------------------------------------------------------------------------------
class Bot:
    """Answers everything with the next of the answers given, and keeps what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[Request] = []

    async def handle(self, request: Request) -> Answer:
        self.asked.append(request)
        return self.answers.pop(0) if self.answers else Message("Thank you.")


class Said:
    """The history that hands speak into."""

    def __init__(self) -> None:
        self.messages: list[LocalMessage] = []

    async def say(self, message: LocalMessage) -> LocalMessage:
        self.messages.append(message)
        return message


class Mouth:
    """Puts the bot's answers into the history."""

    def __init__(self, history: Said) -> None:
        self.history = history

    async def answer(self, place: str, account: str, message: Message) -> None:
        await self.history.say(LocalMessage(place, NOW, draw(message)))


class Steps:
    """A clock on which something falls due every day at nine."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.due = NOW + timedelta(days=1)
        self.at: list[datetime] = []

    async def next_stop(self) -> datetime:
        return self.due

    async def happen(self, at: datetime) -> int:
        self.at.append(at)
        self.due += timedelta(days=1)
        return 1


class Company:
    """One simulated person before a bot."""

    def __init__(self, *answers: Answer, temperament: object = PROMPT, role: Role = Role.ACTOR) -> None:
        self.clock, self.bot, self.said, self.agenda = MovableClock(NOW), Bot(*answers), Said(), Agenda()
        hands = Hands(self.bot, Mouth(self.said), self.clock, "local")  # type: ignore[arg-type]  # what hands need of it
        self.player = Player.cast(ANN, Answers(ANN.name, role=role, aims="Learn"), hands, self.agenda, seed=1)
        self.player.temperament = temperament  # type: ignore[assignment]
        self.players = Players(self.agenda, [self.player], Fates(Random(1)))

    def hears(self, *buttons: Button, place: str = private_place("p1"), author: str = "", private_to: str = "") -> None:
        message = Message("Something for you.", buttons=buttons)
        self.players.hear(LocalMessage(place, self.clock.now(), draw(message), author, private_to))

    async def later(self, days: float = 30) -> list[str]:
        self.clock.move(self.clock.now() + timedelta(days=days))
        await self.players.passed(self.clock.now())
        return [request.line for request in self.bot.asked]


APPLY = Button("Apply", "apply programme:1")


async def test_somebody_presses_only_what_is_really_there() -> None:
    ann = Company()
    ann.hears(Button("Anything", "help"), APPLY)
    assert await ann.later() == ["apply programme:1"]
    assert ann.bot.asked[0].pressed


async def test_nothing_happens_before_its_time() -> None:
    ann = Company()
    ann.hears(APPLY)
    assert await ann.later(days=0) == []
    assert ann.agenda.next_time()


async def test_what_others_are_told_does_not_reach_somebody() -> None:
    ann = Company()
    ann.hears(APPLY, place=private_place("p2"))
    ann.hears(APPLY, place="general", private_to="p2")
    ann.players.hear(LocalPlace("pair:1", PlaceKind.PAIR, "Two others", members=frozenset({"p2", "p3"})))
    ann.hears(APPLY, place="pair:1")
    assert await ann.later() == []


async def test_a_channel_is_read_by_everybody_and_people_do_not_answer_people() -> None:
    ann = Company()
    ann.hears(APPLY, place="general", author="p2")
    assert await ann.later() == []
    ann.hears(APPLY, place="general")
    assert await ann.later() == ["apply programme:1"]


async def test_a_form_is_filled_in_with_ones_own_answers_and_tried_again_when_it_complains() -> None:
    fields = (Field("role", "Role"), Field("aims", "Aims"), Field("consent", "Consent", FieldKind.TICK))
    form = Form("apply", "Application", fields, "Send")
    ann = Company(form, form.filled({}, {"aims": "Too short."}))
    ann.hears(APPLY)
    await ann.later()
    assert [dict(request.values or {}) for request in ann.bot.asked[1:]] == [
        {"role": "actor", "aims": "Learn", "consent": "yes"}
    ] * 2


async def test_one_applies_once() -> None:
    ann = Company()
    ann.hears(APPLY)
    ann.hears(Button("Apply", "apply source:channel programme:1"), place="general")
    assert len(await ann.later()) == 1


async def test_in_a_row_of_buttons_one_is_pressed_at_most() -> None:
    ann = Company()
    lines = ["meeting log meeting:1", "meeting move meeting:1", "meeting cancel meeting:1"]
    for _ in range(20):
        ann.hears(*(Button(line, line) for line in lines))
        ann.clock.move(ann.clock.now() + timedelta(days=2))
    assert 1 <= len(await ann.later()) <= 20


async def test_a_meeting_that_the_partner_has_logged_is_not_logged_again() -> None:
    ann = Company()
    for number in range(10):
        ann.hears(Button("It took place", f"meeting log meeting:{number}"))
        ann.hears(Button("Put it right", f"meeting log meeting:{number} form:yes"))
    assert await ann.later() == []


async def test_the_silent_seldom_do_anything() -> None:
    silent, prompt = Company(temperament=SILENT), Company()
    for company in (silent, prompt):
        for number in range(50):
            company.hears(Button("I agree", f"agreement tick pairing:{number}"))
    assert len(await silent.later()) < 12
    assert len(await prompt.later()) > 40


async def test_whoever_is_played_by_a_human_does_nothing_by_themselves() -> None:
    ann = Company()
    ann.hears(APPLY)
    await ann.players.passed(NOW)
    ann.players.leave("p1")
    ann.hears(APPLY, place="general")
    assert await ann.later() == []


async def test_between_the_stops_of_the_clock_people_act_at_their_own_times() -> None:
    ann = Company()
    steps, stops = Steps(ann.clock), []
    living = LivingTimelapse(steps, ann.players)

    async def passed(at: datetime) -> None:
        stops.append(at)

    ann.hears(APPLY)
    ann.players.attend()
    acts_at = ann.agenda.next_time()
    assert await living.advance(NOW + timedelta(days=2, hours=1), passed) == 2
    assert stops == [acts_at, NOW + timedelta(days=1), NOW + timedelta(days=2)]
    assert ann.clock.now() == NOW + timedelta(days=2, hours=1)
    assert len(ann.bot.asked) == 1


async def test_to_the_next_message_goes_past_what_people_do_and_ends_when_nothing_comes() -> None:
    ann = Company()
    steps = Steps(ann.clock)
    living = LivingTimelapse(steps, ann.players)
    ann.hears(APPLY)
    assert await living.to_next_message() == 1
    assert ann.clock.now() == NOW + timedelta(days=1)
    steps.due = NOW + timedelta(days=9_000)
    assert await living.to_next_message() == 1  # within the bound, counted from the first stop


# --- nature ----------------------------------------------------------------------------------------------------------
def test_the_same_person_has_the_same_nature_whoever_else_is_there() -> None:
    natures = [
        [Player.cast(ANN, Answers("Ann"), hands(), Agenda(), seed).temperament for seed in range(20)] for _ in range(2)
    ]
    assert natures[0] == natures[1]
    assert len(set(natures[0])) > 1


def hands() -> Hands:
    return Hands(Bot(), Mouth(Said()), MovableClock(NOW), "local")  # type: ignore[arg-type]  # as above


def test_temperaments_are_met_with_as_often_as_they_say() -> None:
    met = Counter(drawn(Random(number)) for number in range(4_000))
    for temperament, share in SHARES.items():
        assert abs(met[temperament] / 40 - share) < 4


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_nobody_acts_in_their_sleep(hour: int) -> None:
    at = awake(NOW.replace(hour=hour), "America/Toronto", Random(hour))
    there = local(at, "America/Toronto")
    assert at >= NOW.replace(hour=hour)
    assert (7, 30) <= (there.hour, there.minute) < (21, 0)


def test_what_is_known_is_only_written_where_it_can_be() -> None:
    options = (Option("online", "Online"), Option("in_person", "In person"))
    form = Form("x", "X", (Field("format", "How?", FieldKind.ONE, options=options), Field("note", "Note")), "Send")
    filled = completed(form, {"format": "either", "note": "Hello", "other": "no such field"}, Random(1))
    assert filled["format"] in {"online", "in_person"}
    assert filled["note"] == "Hello"
    assert set(filled) == {"format", "note"}


async def test_the_agenda_keeps_the_order_of_time_and_then_of_planning() -> None:
    agenda, done = Agenda(), []

    def noting(word: str) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            done.append(word)

        return act

    agenda.add(NOW + WEEK, "p1", noting("late"))
    agenda.add(NOW, "p1", noting("first"))
    agenda.add(NOW, "p2", noting("second"))
    agenda.add(NOW, "p3", noting("never"))
    agenda.drop("p3")
    assert await agenda.run(NOW) == 2
    assert done == ["first", "second"]
    assert agenda.next_time() == NOW + WEEK


def test_a_control_knows_its_command() -> None:
    def command(line: str) -> str:
        return Control("", line).command

    assert command("meeting log meeting:4 form:yes") == "meeting log"
    assert command("apply source:channel") == "apply"
    assert command("no such thing") == ""
    assert [one.line for one in controls_of(draw(Message("", buttons=(APPLY,))))] == [APPLY.line]

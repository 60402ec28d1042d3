"""Simulated people for very large programmes: those of the transcript, who reach the bot with nothing in between.

There is no page and no history. What is sent to somebody they read at once, and decide what to do about it and when.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random

from adapters.local.players.agenda import Agenda
from adapters.local.players.facilitator import ZONE, Facilitator
from adapters.local.players.habits import HABITS
from adapters.local.players.hands import Core, Hands
from adapters.local.players.player import Player
from adapters.local.players.script import APPLY_UNTIL, LAST, MONDAY, Setting, Task, script
from adapters.local.ports import PLATFORM, LocalMessage, LocalPerson, private_place
from adapters.local.render import draw
from bot.context import Request
from bot.entities import Account, Place, Space
from bot.message import Answer, Form, Message
from bot.ports import Clock, Outcome, Result
from bot.rules.applying import Answers, Format, Role
from bot.rules.calendar import instant

TOPICS = (
    "Open science", "Grant writing", "Public speaking", "Project management", "Digital collections",
    "Reading circles", "User research", "Leadership", "Data services", "International work",
)  # fmt: skip
LEFT_OUT = ("session", "import", "pairing list", "report")
"""Tasks of the facilitator that name nothing to tell one programme from another, and the page for the board."""
SEED = 1
OPENED = instant(datetime.combine(MONDAY, time(12)), ZONE)
CLOSING = instant(datetime.combine(MONDAY + timedelta(days=APPLY_UNTIL), time(12)), ZONE)
OVER = instant(datetime.combine(MONDAY + timedelta(days=LAST), time(9)), ZONE)


class Crowd:
    """Everybody of all programmes, and the platform that they are on: what is said to them they read at once."""

    rate = None
    at_once = 10

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.players: dict[str, Player] = {}
        self.keys: Counter[str] = Counter()
        self.members: dict[str, tuple[str, ...]] = {}

    def hears(self, account: str, place: str, message: Message) -> None:
        """Somebody reads something."""
        if player := self.players.get(account):
            player.hears(LocalMessage(place, self.clock.now(), draw(message)), answered=player.acting)

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        self.keys[key] += 1
        self.hears(account.external_id, private_place(account.external_id), message)
        return Outcome(Result.SENT, reference=key)

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        self.keys[key] += 1
        for account in self.members.get(place.external_id, ()):
            self.hears(account, place.external_id, message)
        return Outcome(Result.SENT, reference=key)

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        self.members[key] = tuple(member.external_id for member in members)
        return Outcome(Result.SENT, reference=key)

    async def find(self, space: Space, name: str, email: str) -> str:
        return ""


class QuickHands(Hands):
    """Asks the bot and reads its answer, and leaves nothing behind; how often is counted."""

    def __init__(self, bot: Core, crowd: Crowd, space: str) -> None:
        self.bot, self.crowd, self.clock, self.space = bot, crowd, crowd.clock, space
        self.witnesses = []
        self.asked = 0

    async def types(self, person: LocalPerson, line: str, place: str = "") -> Answer:
        """A command, said nowhere."""
        return await self._ask(person, place or private_place(person.account), line)

    async def _ask(
        self,
        person: LocalPerson,
        place: str,
        line: str,
        *,
        values: Mapping[str, str] | None = None,
        files: Mapping[str, bytes] | None = None,
        pressed: bool = False,
    ) -> Answer:
        self.asked += 1
        request = Request(
            PLATFORM, self.space, person.account, line, values=values, files=files or {}, pressed=pressed,
            id=str(self.asked),
        )  # fmt: skip
        answer = await self.bot.handle(request)
        if not isinstance(answer, Form):
            self.crowd.hears(person.account, place, answer)
        return answer


class Chief(Facilitator):
    """Whoever runs one of many programmes: the same script, in which every line says which programme it means."""

    def __init__(self, player: Player, name: str) -> None:
        super().__init__(player, Setting(MONDAY, TOPICS, ("en",), by_file=True), None)
        self.name = name

    def plan(self) -> None:
        """Put the script on the agenda, without what is left out."""
        for task in script(self.setting):
            if not task.line.startswith(LEFT_OUT):
                moment = datetime.combine(MONDAY + timedelta(days=task.day), task.at)
                self._plan(instant(moment, ZONE), self._named(task))

    def _named(self, task: Task) -> Task:
        if task.line == "programme create":
            return replace(task, values={**task.values, "name": self.name})
        return replace(task, line=f'{task.line} programme:"{self.name}"')


@dataclass
class Casting:
    """Fills programmes with people. The same number is the same person, with the same nature and answers."""

    hands: QuickHands
    crowd: Crowd
    agenda: Agenda = field(default_factory=Agenda)

    def programme(self, number: int, people: int) -> None:
        """One programme: half mentors, half actors, who apply in its first weeks, and whoever runs it."""
        name = f"Over the water {number}"
        chief = self._player(chief_of(number), Answers(f"Chief {number}"))
        Chief(chief, name).plan()
        for place in range(people):
            player = self._player(account_of(number, place), _answers(number, place, people))
            player.who.until = OVER
            at = OPENED + (CLOSING - OPENED) * (place / people)
            player.says(at, f'/mentoring apply programme:"{name}"', HABITS["apply"])

    def _player(self, account: str, answers: Answers) -> Player:
        person = LocalPerson(account, answers.name)
        made = Player.cast(person, answers, self.hands, self.agenda, SEED)
        self.crowd.players[account] = made
        return made


def account_of(programme: int, place: int) -> str:
    """The platform's id of somebody in a programme."""
    return f"P{programme}-{place}"


def chief_of(programme: int) -> str:
    """The platform's id of whoever runs it."""
    return f"C{programme}"


def _answers(programme: int, place: int, people: int) -> Answers:
    random = Random(f"{SEED}:{programme}:{place}")
    role = Role.MENTOR if place < people // 2 else Role.ACTOR
    topics = tuple(random.sample(TOPICS, 3))
    return Answers(
        f"Person {programme} {place}", role=role, aims="To learn from one another",
        offers=topics if role == Role.MENTOR else (), wants=topics if role == Role.ACTOR else (),
        languages=("en",), format=Format.EITHER, time_zone=ZONE, capacity=1,
    )  # fmt: skip

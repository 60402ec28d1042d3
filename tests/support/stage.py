"""A stage for dialogues: people who say, press and submit, a clock that is moved, and what the bot told them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.app import Bot
from bot.context import Request
from bot.entities import Account, Community, Grant, Person, Place, Right, Space
from bot.message import Answer, Button, Form, Message
from bot.ports import Store
from scheduling.timelapse import MovableClock, Timelapse
from tests.support.fakes import QuietWakeups, RecordingMessenger

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday
_ISOLATES = re.compile("[\u2066-\u2069]")


def plain(answer: Answer) -> str:
    """All the words of an answer, as a person reads them."""
    if isinstance(answer, Message):
        return _ISOLATES.sub("", answer.plain())
    words = [answer.title, answer.intro, *(item.label for item in answer.fields), *answer.errors.values()]
    return _ISOLATES.sub("", "\n".join(word for word in words if word))


def buttons(answer: Answer) -> dict[str, Button]:
    """The buttons of a message by their labels."""
    if isinstance(answer, Form):
        return {}
    every = [*answer.buttons, *(button for section in answer.sections for button in section.buttons)]
    if answer.choice:
        every += [Button(item.label, f"{answer.choice.line} {item.value}") for item in answer.choice.options]
    return {_ISOLATES.sub("", button.label): button for button in every}


@dataclass
class Player:
    """Somebody on the stage."""

    stage: "Stage"
    name: str
    account: str
    id: int = 0
    read: int = field(default=0)

    async def says(self, line: str, *, place: str = "", **more: object) -> Answer:
        """Type a line; it is a command of Luotsi's with or without the slash."""
        return await self.stage.handle(self, line, place=place, **more)

    async def presses(self, answer: Answer, label: str) -> Answer:
        """Press a button, or choose an option, of a message, by the label that is shown."""
        return await self.stage.handle(self, buttons(answer)[label].line, pressed=True)

    async def submits(
        self, form: Answer, values: Mapping[str, str], files: Mapping[str, bytes] | None = None
    ) -> Answer:
        """Fill in a form, what it holds already kept, and send it."""
        assert isinstance(form, Form), plain(form)
        unknown = set(values) - {item.name for item in form.fields}
        assert not unknown, f"the form does not ask for {unknown}"
        answers = {item.name: item.value for item in form.fields} | dict(values)
        return await self.stage.handle(self, form.line, values=answers, files=files or {})

    @property
    def inbox(self) -> list[Message]:
        """All direct messages so far."""
        return [message for to, message, _ in self.stage.messenger.direct if to == self.account]

    def news(self) -> list[Message]:
        """Direct messages since the last time this was asked."""
        fresh = self.inbox[self.read :]
        self.read += len(fresh)
        return fresh

    def news_text(self) -> str:
        """The words of the fresh direct messages."""
        return "\n---\n".join(plain(message) for message in self.news())


class Stage:
    """One community with one space on the platform `local`, and everybody in it."""

    def __init__(self, store: Store, start: datetime = START) -> None:
        self.store = store
        self.clock = MovableClock(start)
        self.messenger = RecordingMessenger()
        self.wakeups = QuietWakeups()
        self.bot = Bot(store, self.clock, {"local": self.messenger}, self.wakeups)
        self.time = Timelapse(self.bot, self.clock)
        self.space: Space = Space(0, "local", "harbour")
        self.players: dict[str, Player] = {}

    async def open(self, zone: str = "Europe/Helsinki", country: str = "", channel: str = "general") -> "Stage":
        """Found the community, with one channel for programmes."""
        community = Community("Harbour libraries", "en", zone, country)
        self.space = await self.store.found(community, self.space)
        async with self.store.work(self.community) as work:
            await work.add(Place(self.community, self.space.id, "community", channel, channel))
        return self

    @property
    def community(self) -> int:
        """The community's id."""
        return self.space.community_id

    async def person(
        self, name: str, *, right: Right | None = None, zone: str = "", language: str = "", email: str = ""
    ) -> Player:
        """Somebody new in the community, with an account."""
        player = Player(self, name, f"U{len(self.players) + 1}")
        async with self.store.work(self.community) as work:
            person = await work.add(Person(self.community, name, email, language, zone))
            await work.add(Account(self.community, self.space.id, person.id, player.account))
            if right:
                await work.add(Grant(self.community, person.id, right))
            player.id = person.id
        self.players[name] = player
        return player

    async def handle(self, player: Player, line: str, **more: object) -> Answer:
        """Give a request to the bot and let go out what is due at once."""
        request = Request("local", self.space.external_id, player.account, line, **more)  # type: ignore[arg-type]
        answer = await self.bot.handle(request)
        await self.time.advance(self.clock.now())
        return answer

    async def later(self, **length: float) -> int:
        """Let time pass (days=…, hours=…); how many messages went."""
        return await self.time.advance(self.clock.now() + timedelta(**length))

    async def until(self, moment: datetime) -> int:
        """Let time pass until a moment."""
        return await self.time.advance(moment)

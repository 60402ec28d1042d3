"""What somebody can do on the local platform: type a line, press a button, fill in a form. Nothing else is possible."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adapters.local.players.controls import Control
from adapters.local.ports import PLATFORM, LocalMessage, LocalPerson, owner_of, private_place
from adapters.local.render import speech
from adapters.local.send import LocalMessenger
from bot.context import Request
from bot.message import Answer, Form
from bot.ports import Clock


class Core(Protocol):
    """What hands need of the bot."""

    async def handle(self, request: Request) -> Answer:
        """Answer a line, a press or a form."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a control with these words on it."""

    at: datetime
    person: LocalPerson
    place: str
    label: str


@dataclass(frozen=True, slots=True)
class Filled:
    """Somebody filled in a form and sent it."""

    at: datetime
    person: LocalPerson
    place: str
    form: Form
    values: Mapping[str, str]


Deed = Pressed | Filled
Witness = Callable[[Deed], None]


class Hands:
    """Acts for whoever is at the keys, exactly as the page does; `witnesses` learn of what leaves no message."""

    def __init__(self, bot: Core, messenger: LocalMessenger, clock: Clock, space: str) -> None:
        self.bot = bot
        self.messenger = messenger
        self.clock = clock
        self.space = space
        self.witnesses: list[Witness] = []

    async def types(self, person: LocalPerson, line: str, place: str = "") -> Answer:
        """A command. Outside the conversation with the bot only its author sees it."""
        place = place or private_place(person.account)
        private_to = "" if owner_of(place) else person.account
        await self.messenger.history.say(
            LocalMessage(place, self.clock.now(), speech(line), person.account, private_to)
        )
        return await self._ask(person, place, line)

    async def presses(self, person: LocalPerson, place: str, control: Control) -> Answer:
        """A button, or an option of a menu."""
        self._tell(Pressed(self.clock.now(), person, place, control.label))
        return await self._ask(person, place, control.line, pressed=True)

    async def submits(
        self, person: LocalPerson, place: str, form: Form, values: Mapping[str, str], files: Mapping[str, bytes]
    ) -> Answer:
        """A form, with what it holds already where nothing else is given."""
        given = {item.name: item.value for item in form.fields} | dict(values)
        self._tell(Filled(self.clock.now(), person, place, form, given))
        return await self._ask(person, place, form.line, values=given, files=files)

    def _tell(self, deed: Deed) -> None:
        for witness in self.witnesses:
            witness(deed)

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
        request = Request(
            PLATFORM, self.space, person.account, line, values=values, files=files or {}, pressed=pressed,
            place="" if owner_of(place) else place, name=person.name, language=person.language, zone=person.zone,
        )  # fmt: skip
        answer = await self.bot.handle(request)
        if not isinstance(answer, Form):
            await self.messenger.answer(place, person.account, answer)
        return answer

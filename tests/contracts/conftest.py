"""The platforms that the contract runs over. A new one adds its class here and nothing else."""

import base64
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import pytest

from adapters.local.history import KeptHistory
from adapters.local.hub import Hub
from adapters.local.listen import LocalPage, Settings
from adapters.local.ports import LocalPerson, LocalPlace, PlaceKind
from adapters.local.render import draw, draw_form
from adapters.local.send import LocalMessenger
from adapters.web.app import web_app
from bot.context import Request
from bot.entities import Account, Community, Place, Space
from bot.message import LOCAL, Answer, Form, Limits, Message
from bot.ports import Messenger, Result
from storage import SqlStore
from storage.local import SqlLocalHistory
from tests.wire.local.scripted import ScriptedTime

CHANNEL = "news"


class RecordingBot:
    """Keeps what it is asked and gives the answer it was told to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer: Answer = Message("Done")

    async def handle(self, request: Request) -> Answer:
        self.requests.append(request)
        return self.answer


@dataclass(frozen=True)
class Shown:
    """What a person can read and press, as the platform draws it: words as they are read, without its escapes."""

    words: list[str]
    lines: list[str]
    labels: list[str]
    whole: str
    pages: int = 1


class Platform(Protocol):
    """A platform with Ann and Bo on it and a channel that both read."""

    name: str
    limits: Limits
    bot: RecordingBot
    space: Space
    messenger: Messenger

    async def types(self, who: str, line: str, *, alone: bool) -> None: ...
    async def presses(self, who: str, line: str) -> None: ...
    async def submits(self, who: str, line: str, values: Mapping[str, str]) -> None: ...
    async def reads(self, who: str, *, alone: bool) -> list[str]: ...
    def account(self, who: str) -> Account: ...
    def channel(self) -> Place: ...
    def drawn(self, message: Message) -> Shown: ...
    def drawn_form(self, form: Form) -> Shown: ...
    def outcomes(self) -> Mapping[Result, str]: ...


def strings(value: Any) -> Iterator[str]:  # Any: JSON
    """Every string in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


class LocalPlatform:
    """The local page, spoken to as its own script does."""

    name = "local"
    limits = LOCAL

    def __init__(self, history: KeptHistory, space: Space) -> None:
        time, hub = ScriptedTime(), Hub()
        self.bot, self.space = RecordingBot(), space
        self.messenger = LocalMessenger(history, hub, time)
        page = LocalPage(self.bot, history, self.messenger, hub, time, Settings("L1"))
        transport = httpx.ASGITransport(web_app(page.routes(), 80, ["local.test"]))
        self.http = httpx.AsyncClient(base_url="http://local.test", transport=transport)

    async def types(self, who: str, line: str, *, alone: bool) -> None:
        await self._post("say", who, alone, text=line)

    async def presses(self, who: str, line: str) -> None:
        await self._post("press", who, False, line=line)

    async def submits(self, who: str, line: str, values: Mapping[str, str]) -> None:
        await self._post("submit", who, True, line=line, values=dict(values))

    async def reads(self, who: str, *, alone: bool) -> list[str]:
        place = f"dm:{who}" if alone else CHANNEL
        answer = await self.http.get("/api/messages", params={"as": who, "place": place})
        return [entry["message"]["text"] for entry in answer.json()["messages"]]

    def account(self, who: str) -> Account:
        return Account(self.space.community_id, self.space.id, 1, who)

    def channel(self) -> Place:
        return Place(self.space.community_id, self.space.id, "community", CHANNEL)

    def drawn(self, message: Message) -> Shown:
        data: Any = draw(message)
        controls = [*data["buttons"], *(button for section in data["sections"] for button in section["buttons"])]
        options = data["choice"]["options"] if data["choice"] else []
        lines = [button["line"] for button in controls]
        lines += [f"{data['choice']['line']} {option['value']}" for option in options]
        labels = [control["label"] for control in [*controls, *options]]
        files = [base64.b64decode(file["data"]).decode() for file in data["files"] if file["name"] == "message.txt"]
        return Shown(list(strings(data)), lines, labels, files[0] if files else data["text"])

    def drawn_form(self, form: Form) -> Shown:
        data: Any = draw_form(form)
        options = [option["label"] for page in data["pages"] for field in page for option in field["options"]]
        return Shown(list(strings(data)), [data["line"]], options, "", len(data["pages"]))

    def outcomes(self) -> Mapping[Result, str]:
        """Which of our outcomes the platform can have, and to whom one must write for it."""
        return {Result.SENT: "ann"}  # whoever has an account here can be reached, and it goes when they are erased

    async def _post(self, what: str, who: str, alone: bool, **body: object) -> None:
        place = f"dm:{who}" if alone else CHANNEL
        answer = await self.http.post(f"/api/{what}", json={"as": who, "place": place, **body})
        assert answer.status_code == 200, answer.text


@pytest.fixture(params=["local"])
async def platform(request: pytest.FixtureRequest, store: SqlStore) -> AsyncIterator[Platform]:
    """Each platform in turn."""
    space = await store.found(Community("Library"), Space(0, request.param, "L1"))
    history = KeptHistory(SqlLocalHistory(store.sessions, space.community_id, space.id))
    await history.enrol([LocalPerson(who, who.title(), language="en", zone="Europe/Helsinki") for who in ("ann", "bo")])
    await history.open(LocalPlace(CHANNEL, PlaceKind.CHANNEL, CHANNEL))
    made = LocalPlatform(history, space)
    async with made.http:
        yield made

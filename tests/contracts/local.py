"""The local page under the contract."""

import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

import httpx

from adapters.local.history import KeptHistory
from adapters.local.hub import Hub
from adapters.local.listen import LocalPage, Settings
from adapters.local.ports import LocalPerson, LocalPlace, PlaceKind
from adapters.local.render import draw, draw_form
from adapters.local.send import LocalMessenger
from adapters.web.app import web_app
from bot.entities import Account, Community, Place, Space
from bot.message import LOCAL, Form, Message
from bot.ports import Result
from storage import SqlStore
from storage.local import SqlLocalHistory
from tests.contracts.platform import RecordingBot, Shown, strings
from tests.wire.local.scripted import ScriptedTime

CHANNEL = "news"


class LocalPlatform:
    """The local page, spoken to as its own script does."""

    name = "local"
    limits = LOCAL

    @classmethod
    @asynccontextmanager
    async def opened(cls, store: SqlStore) -> AsyncIterator[Self]:
        space = await store.found(Community("Library"), Space(0, cls.name, "L1"))
        history = KeptHistory(SqlLocalHistory(store.sessions, space.community_id, space.id))
        everybody = [LocalPerson(who, who.title(), language="en", zone="Europe/Helsinki") for who in ("ann", "bo")]
        await history.enrol(everybody)
        await history.open(LocalPlace(CHANNEL, PlaceKind.CHANNEL, CHANNEL))
        made = cls(history, space)
        async with made.http:
            yield made

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

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, async_playwright
from sqlalchemy import URL

from adapters.local.history import KeptHistory
from adapters.local.hub import Hub
from adapters.local.listen import LocalPage, Settings
from adapters.local.ports import FirstStep, LocalPerson, LocalPlace, PlaceKind
from adapters.local.send import LocalMessenger
from adapters.web.app import web_app, web_server
from bot.entities import Account, Community, Place, Space
from storage import SqlStore, connect
from storage.local import SqlLocalHistory
from storage.tables import metadata
from tests.wire.local.scripted import ScriptedBot, ScriptedTime

HOSTILE = '<img src=x onerror="document.title=1"> & **bold** <@everyone>'
PEOPLE = [
    LocalPerson("kaisa", "Kaisa Lind", "Facilitator", "en", "Europe/Helsinki", "kaisa@library.example"),
    LocalPerson("anna", "Anna Mäkelä", "Mentor"),
    LocalPerson("juho", "Juho Virtanen", "Actor"),
    LocalPerson("hostile", HOSTILE, "Actor"),
    *(LocalPerson(f"u{number}", f"Person {number:02}", "Actor") for number in range(40)),
]
PLACES = [
    LocalPlace("news", PlaceKind.CHANNEL, "library-news", "Everybody"),
    LocalPlace("pair", PlaceKind.PAIR, "Anna and Juho", members=frozenset({"anna", "juho"})),
]


@dataclass
class Site:
    """The page as it is served, and what stands behind it."""

    url: str
    bot: ScriptedBot
    time: ScriptedTime
    history: KeptHistory
    messenger: LocalMessenger
    hub: Hub
    page: LocalPage
    space: Space
    http: httpx.AsyncClient

    def account(self, external_id: str) -> Account:
        return Account(1, self.space.id, 1, external_id)

    def place(self, external_id: str) -> Place:
        return Place(1, self.space.id, "programme:1", external_id)

    async def post(self, path: str, **body: object) -> httpx.Response:
        return await self.http.post(path, json=body)

    async def texts(self, account: str, place: str) -> list[str]:
        """What somebody sees in a place."""
        answer = await self.http.get("/api/messages", params={"as": account, "place": place})
        return [one["message"]["text"] for one in answer.json()["messages"]]


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[KeptHistory]:
    """The page's own memory in a file, with everybody and every place in it."""
    store = SqlStore(connect(URL.create("sqlite+aiosqlite", database=str(tmp_path / "page.db"))))
    async with store.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    space = await store.found(Community("Library"), Space(0, "local", "L1"))
    made = KeptHistory(SqlLocalHistory(store.sessions, space.community_id, space.id))
    await made.enrol(PEOPLE)
    for place in PLACES:
        await made.open(place)
    yield made
    await store.close()


@pytest.fixture
async def site(history: KeptHistory) -> AsyncIterator[Site]:
    """A page on a real server, on a port of this machine that was free."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # from now on a request waits until it is served
    port = listening.getsockname()[1]
    bot, time, hub = ScriptedBot(), ScriptedTime(), Hub()
    messenger = LocalMessenger(history, hub, time)
    steps = (FirstStep("Announce", "kaisa", "/announce"), FirstStep("Apply", "anna", "/apply"))
    page = LocalPage(bot, history, messenger, hub, time, Settings("L1", "Europe/Helsinki", steps=steps), time)
    server = web_server(web_app(page.routes(), port), "127.0.0.1", port, hub.close)
    serving = asyncio.create_task(server.serve([listening]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        yield Site(str(http.base_url), bot, time, history, messenger, hub, page, Space(1, "local", "L1", id=1), http)
    server.should_exit = True
    await serving


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        if os.environ.get("LUOTSI_REQUIRE_BROWSER") == "1":
            pytest.fail("LUOTSI_REQUIRE_BROWSER=1, but there is no Chromium")
        pytest.skip("needs the system's Chromium")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        await started.close()

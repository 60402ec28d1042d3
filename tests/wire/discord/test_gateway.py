"""Over a real socket: who the bot is, a command and its answer, and a connection that is dropped and taken up again."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from adapters.wiring import house, listening
from bot.config import CommunitySettings, DatabaseSettings, DiscordSettings, Settings
from scheduling.timelapse import MovableClock
from tests.support.stage import START
from tests.wire.discord.test_wired import ANSWERS, BOT, COMMANDS

ANN = {"id": "99", "username": "ann", "discriminator": "0", "avatar": None, "global_name": "Ann"}
HELLO, IDENTIFY, RESUME, HEARTBEAT = 10, 2, 6, 1
SAID = {"id": "5", "channel_id": "6", "author": BOT, "content": "", "timestamp": "2026-11-02T09:00:00+00:00",
        "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": False, "type": 0}  # fmt: skip


class Gateway:
    """Discord's gateway and as much of its API as it takes to answer a command. Text only: the library reads both."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sockets: list[web.WebSocketResponse] = []
        self.sequence = 0
        self.address = ""

    def app(self) -> web.Application:
        made = web.Application()
        made.router.add_get("/gateway/", self.socket)
        made.router.add_post("/api/interactions/{id}/{token}/callback", self.callback)
        made.router.add_get("/api/{path:.*}", self.read)
        made.router.add_put(f"/api/{COMMANDS}", self.register)
        return made

    async def read(self, request: web.Request) -> web.Response:
        return _json(ANSWERS[request.match_info["path"]])

    async def register(self, request: web.Request) -> web.Response:
        return _json(await request.json())

    async def callback(self, request: web.Request) -> web.Response:
        await self.answers.put(await request.json())
        resource = {"type": 4, "message": SAID}
        return _json({"interaction": {"id": request.match_info["id"], "type": 2}, "resource": resource})

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                told = json.loads(message.data)
                if told["op"] == IDENTIFY:
                    await self.happens("READY", self.ready())
                elif told["op"] == RESUME:
                    await self.happens("RESUMED", {})
                if told["op"] != HEARTBEAT:
                    await self.heard.put(told)
        return socket

    def ready(self) -> dict[str, Any]:
        return {"v": 10, "user": BOT, "guilds": [], "session_id": "session", "application": {"id": "777", "flags": 0},
                "resume_gateway_url": self.address}  # fmt: skip

    async def happens(self, event: str, data: dict[str, Any]) -> None:
        self.sequence += 1
        await self.sockets[-1].send_json({"op": 0, "t": event, "s": self.sequence, "d": data})

    async def slash(self, name: str, number: int) -> dict[str, Any]:
        """Ann types a command in the bot's direct messages; how it is answered."""
        data = {"id": "8", "name": "mentoring", "type": 1, "options": [{"name": name, "type": 1, "options": []}]}
        await self.happens("INTERACTION_CREATE", {
            "id": str(number), "application_id": "777", "type": 2, "token": "t", "version": 1, "channel_id": "6",
            "channel": {"id": "6", "type": 1}, "user": ANN, "locale": "en-GB", "data": data, "entitlements": [],
            "authorizing_integration_owners": {}, "context": 1, "attachment_size_limit": 1, "app_permissions": "0",
        })  # fmt: skip
        return await asyncio.wait_for(self.answers.get(), 10)


def _json(body: object) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})


@pytest.fixture
async def gateway(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    """The library's own addresses are put back afterwards."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    usual = discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", usual)
    made = Gateway()
    async with TestServer(made.app()) as server:
        made.address = str(server.make_url("/gateway/")).replace("http", "ws")
        yield made


async def test_net_04_a_dropped_connection_is_taken_up_where_it_was(gateway: Gateway, tmp_path: Path) -> None:
    settings = Settings(
        database=DatabaseSettings(url=f"sqlite+aiosqlite:///{tmp_path / 'luotsi.db'}"),
        community=CommunitySettings(country=""),
        discord=DiscordSettings(
            token="good", api_url=gateway.address.replace("ws", "http").replace("gateway/", "api"),
            gateway_url=gateway.address,
        ),
    )  # fmt: skip
    async with house(settings, MovableClock(START)) as made, listening(made):
        identified = await asyncio.wait_for(gateway.heard.get(), 10)
        assert (identified["op"], identified["d"]["intents"]) == (IDENTIFY, discord.Intents(guilds=True).value)
        answered = await gateway.slash("mine", 1)
        assert "not connected" in answered["data"]["content"]
        await gateway.sockets[-1].close(code=1001)
        resumed = await asyncio.wait_for(gateway.heard.get(), 10)
        assert (resumed["op"], resumed["d"]["session_id"]) == (RESUME, "session")
        assert "not connected" in (await gateway.slash("mine", 2))["data"]["content"]

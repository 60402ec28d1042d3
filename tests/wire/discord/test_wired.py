"""The program on Discord's settings, as the wiring puts it together, on a server that answers who the bot is."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.discord.check import checked
from adapters.wiring import house
from bot.config import CommunitySettings, DatabaseSettings, DiscordSettings, Settings
from bot.errors import Unreachable
from scheduling.timelapse import MovableClock
from tests.support.stage import START

BOT = {"id": "4242", "username": "luotsi", "discriminator": "0001", "avatar": None, "bot": True}


APPLICATION = {"id": "777", "name": "Luotsi", "flags": 0, "description": "", "icon": None, "bot_public": True,
               "bot_require_code_grant": False, "verify_key": "", "owner": BOT}  # fmt: skip
COMMANDS = "applications/777/commands"
ANSWERS = {"users/@me": BOT, "oauth2/applications/@me": APPLICATION, "users/@me/guilds": [], COMMANDS: []}


async def answer(request: web.Request) -> web.Response:
    """Who the bot is, and where: nowhere yet. Any other token than `good` is refused."""
    good = request.headers.get("Authorization") == "Bot good"
    body = ANSWERS[request.match_info["path"]] if good else {"message": "401: Unauthorized", "code": 0}
    exactly = {"Content-Type": "application/json"}  # the library knows no other as JSON
    return web.Response(body=json.dumps(body).encode(), status=200 if good else 401, headers=exactly)


async def refuse(_: web.Request) -> web.Response:
    """No more commands today."""
    body = json.dumps({"message": "Max number of daily application command creates", "code": 30034}).encode()
    return web.Response(body=body, status=400, headers={"Content-Type": "application/json"})


@pytest.fixture
async def address(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """Where this Discord is; the library's own address is put back afterwards."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    app = web.Application()
    app.router.add_get("/api/{path:.*}", answer)
    app.router.add_put("/api/applications/777/commands", refuse)
    async with TestServer(app) as server:
        yield str(server.make_url("/api"))


def settings_for(address: str, folder: Path, token: str) -> Settings:
    return Settings(
        database=DatabaseSettings(url=f"sqlite+aiosqlite:///{folder / 'luotsi.db'}"),
        community=CommunitySettings(country=""),
        discord=DiscordSettings(token=token, api_url=address),
    )


async def test_it_speaks_to_discord_without_a_local_page_even_where_commands_are_refused(
    address: str, tmp_path: Path
) -> None:
    async with house(settings_for(address, tmp_path, "good"), MovableClock(START)) as made:
        assert list(made.bot.delivery.messengers) == ["discord"]
        assert made.page is None
        assert made.discord
        assert made.discord.client.application_id == 777
        assert not made.discord.client.is_closed()
    assert made.discord.client.is_closed()


async def test_a_wrong_token_is_said_in_a_sentence_that_does_not_repeat_it(address: str, tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="Put the bot's token") as refused:
        async with house(settings_for(address, tmp_path, "secret.word"), MovableClock(START)):
            pass
    assert "secret" not in str(refused.value)


async def test_a_discord_that_is_not_there_is_said_in_a_sentence(address: str, tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9/api"
    with pytest.raises(Unreachable, match="Check the network"):
        async with house(settings_for(nowhere, tmp_path, "good"), MovableClock(START)):
            pass


async def test_the_check_says_that_nobody_has_invited_it_yet(address: str, tmp_path: Path) -> None:
    found = [one async for one in checked(settings_for(address, tmp_path, "good").discord, "general")]
    assert [right for right, _ in found] == [True, False]
    assert "client_id=777" in found[0][1]
    assert "in no server yet" in found[1][1]

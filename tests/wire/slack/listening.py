"""An app of ours beside the wired one: with a core that a test can hold back or break, and its own memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.slack.app import app_for, client_for, connected, identity_of
from adapters.slack.listen import Core, SlackListener
from adapters.slack.people import Profiles
from bot.config import SlackSettings
from bot.context import Request
from bot.message import Answer
from bot.ports import Clock
from tests.wire.slack.fake import FakeSlack


class Held:
    """A core behind storage that is slow: nothing is begun before `release`."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.asked = 0
        self._released = asyncio.Event()

    async def handle(self, request: Request) -> Answer:
        self.asked += 1
        await self._released.wait()
        return await self.core.handle(request)

    def release(self) -> None:
        self._released.set()

    def hold(self) -> None:
        self._released.clear()


class Broken:
    """A core that fails as none should: at once, within the moments in which Bolt would lose an acknowledgement."""

    async def handle(self, request: Request) -> Answer:
        raise RuntimeError(request.line)


def settings_for(slack: FakeSlack) -> SlackSettings:
    return SlackSettings(bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.url)


@asynccontextmanager
async def heard(slack: FakeSlack, core: Core, clock: Clock, patience: float = 2.3) -> AsyncIterator[SlackListener]:
    """Listening by Socket Mode until the block ends. `patience` is in seconds."""
    settings, links = settings_for(slack), len(slack.links)
    client = client_for(settings, settings.bot_token)
    listener = SlackListener(core, Profiles(clock), patience)
    app = app_for(settings, client, await identity_of(client))
    listener.hang_on(app)
    async with connected(settings, app, listener):
        await slack.linked(links + 1)
        yield listener

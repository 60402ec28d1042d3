"""An app of ours beside the wired one: with a core that a test can hold back or break, and its own memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from adapters.slack.app import app_for, client_for, connected, identity_of, routes
from adapters.slack.listen import PATIENCE, Core, SlackListener
from adapters.slack.people import Profiles
from adapters.web.app import web_server
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
    return SlackSettings(
        bot_token=slack.bot_token, app_token=slack.app_token, signing_secret=slack.signing_secret, api_url=slack.url
    )


async def _hung(slack: FakeSlack, core: Core, clock: Clock, patience: float) -> tuple[AsyncApp, SlackListener]:
    settings = settings_for(slack)
    client = client_for(settings, settings.bot_token)
    listener = SlackListener(core, Profiles(clock), patience)
    app = app_for(settings, client, await identity_of(client))
    listener.hang_on(app)
    return app, listener


@asynccontextmanager
async def heard(slack: FakeSlack, core: Core, clock: Clock, patience: float = PATIENCE) -> AsyncIterator[SlackListener]:
    """Listening by Socket Mode until the block ends. `patience` is in seconds."""
    links = len(slack.links)
    app, listener = await _hung(slack, core, clock, patience)
    async with connected(settings_for(slack), app, listener):
        await slack.linked(links + 1)
        yield listener


@asynccontextmanager
async def heard_by_http(
    slack: FakeSlack, core: Core, clock: Clock, patience: float = PATIENCE
) -> AsyncIterator[SlackListener]:
    """Listening by HTTP, on a free port, until the block ends."""
    app, listener = await _hung(slack, core, clock, patience)
    server = web_server(Starlette(routes=routes(app)), "127.0.0.1", 0)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn says it in no other way
        await asyncio.sleep(0)
    slack.request_url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/slack/events"
    try:
        yield listener
    finally:
        await slack.background_done()
        slack.request_url = ""
        server.should_exit = True
        await serving
        await listener.finish(5)


WAYS = {"socket": heard, "http": heard_by_http}
"""The two ways that Slack reaches us."""

"""An admin's browser at our pages and Slack's, and what stands in the database after it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
from sqlalchemy import URL
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.slack.installing import link_of
from adapters.wiring import House, house, listening
from bot.config import CommunitySettings, DatabaseSettings, HealthSettings, Settings, SlackSettings
from bot.entities import Account, Grant, Right, Space
from bot.message import Message
from bot.ports import Result
from scheduling.timelapse import MovableClock
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Team, User

PUBLIC = "https://luotsi.example"
INSTALLER = "U0000"


class Browser:
    """An admin's browser: it goes to our pages and to Slack's, and keeps our cookie."""

    def __init__(self, made: House, pages: Sequence[BaseRoute], slack: FakeSlack) -> None:
        self.made = made
        self.slack = slack
        self.ours = httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=pages)), base_url=PUBLIC)

    async def begin(self, link: str = "") -> httpx.Response:
        return await self.ours.get(link or link_of(self.made.settings.slack))

    async def consent(self, begun: httpx.Response, team: Team) -> str:
        """Slack's page, where the admin says yes for a workspace; where the browser is sent then."""
        async with httpx.AsyncClient() as there:
            return (await there.get(f"{begun.headers['location']}&team={team.id}")).headers["location"]

    async def install(self, team: Team) -> httpx.Response:
        return await self.ours.get(await self.consent(await self.begin(), team))


def settings_for(slack: FakeSlack, database_url: URL) -> Settings:
    return Settings(
        database=DatabaseSettings(url=database_url.render_as_string(hide_password=False)),
        community=CommunitySettings(country=""),
        health=HealthSettings(port=0),
        slack=SlackSettings(
            client_id=slack.client_id, client_secret=slack.client_secret, signing_secret=slack.signing_secret,
            app_token=slack.app_token, api_url=slack.url, public_url=PUBLIC,
        ),
    )  # fmt: skip


@asynccontextmanager
async def running(slack: FakeSlack, database_url: URL, clock: MovableClock) -> AsyncIterator[Browser]:
    async with house(settings_for(slack, database_url), clock) as made, listening(made) as pages:
        browser = Browser(made, pages, slack)
        yield browser
        await browser.ours.aclose()


async def spaces(made: House) -> dict[str, Space]:
    """The workspaces that are spaces, by their ids; all belong to the first community."""
    found: dict[str, Space] = {}
    for community in (await made.store.communities())[:1]:
        async with made.store.work(community) as work:
            found = {space.external_id: space for space in await work.all(Space, platform="slack")}
    return found


async def admins(made: House, space: Space) -> list[str]:
    async with made.store.work(space.community_id) as work:
        accounts = await work.all(Account, space_id=space.id)
        held = [
            account for account in accounts if await work.one(Grant, person_id=account.person_id, right=Right.ADMIN)
        ]
        return [account.external_id for account in held]


async def write(made: House, space: Space, user: User, key: str) -> Result:
    assert made.slack
    async with made.store.work(space.community_id) as work:
        account = await work.one(Account, space_id=space.id, external_id=user.id)
        assert account
    return (await made.slack.messenger.send(space, account, Message(f"Hello {key}"), key)).result


def later(slack: FakeSlack, clock: MovableClock, hours: float) -> None:
    """Let time pass on Slack's side and on ours."""
    slack.advance(hours * 3600)
    clock.move(clock.now() + timedelta(hours=hours))

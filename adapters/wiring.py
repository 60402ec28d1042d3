"""The only place where everything meets: settings, database, clock, platforms and scheduler."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute

from adapters.discord.founding import Founding
from adapters.discord.listen import PLATFORM as DISCORD
from adapters.discord.side import Discord, logged_in, put_together
from adapters.discord.side import listening as hearing_discord
from adapters.local.founding import found, furnish, local_space
from adapters.local.history import KeptHistory
from adapters.local.hub import Hub
from adapters.local.ports import PLATFORM, LocalPerson
from adapters.local.send import LocalMessenger
from adapters.slack.app import STOPPING_SECONDS, app_for, app_of_all, client_for, connected, identity_of, routes
from adapters.slack.founding import appoint, read_by_all, space_of
from adapters.slack.installing import Installing
from adapters.slack.listen import PLATFORM as SLACK
from adapters.slack.listen import SlackListener
from adapters.slack.people import Profiles
from adapters.slack.send import SlackMessenger
from adapters.slack.workspaces import Workspaces
from adapters.web.metrics import Counters
from bot.app import Bot
from bot.config import Settings
from bot.entities import Community, Space
from bot.ports import Clock, Messenger, Wakeups
from scheduling.ticker import Ticker
from scheduling.timelapse import NoWakeups
from scheduling.wakeups import QueuedWakeups
from storage import SqlStore, connect
from storage.engine import server_of
from storage.installs import SqlInstalls, SqlStates
from storage.local import SqlLocalHistory
from storage.migrate import require_current, upgrade
from storage.posted import SqlPosted
from storage.sole import sole_user


class SystemClock:
    """The machine's own clock. Nothing else in Luotsi asks what time it is."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """Everything, put together."""

    settings: Settings
    store: SqlStore
    clock: Clock
    wakeups: Wakeups
    bot: Bot
    ticker: Ticker
    counters: Counters
    page: "Page | None" = None
    slack: "Slack | None" = None
    discord: Discord | None = None

    @property
    def the_page(self) -> "Page":
        """The local page. Raises LookupError where there is none."""
        if self.page is None:
            raise LookupError("there is no local page beside a chat platform")
        return self.page


@dataclass(frozen=True, slots=True)
class Page:
    """Our side of the local page."""

    clock: Clock
    space: Space
    history: KeptHistory
    messenger: LocalMessenger
    hub: Hub


@asynccontextmanager
async def opened(settings: Settings, *, alone: bool = False) -> AsyncIterator[SqlStore]:
    """The store of these settings; an empty database gets its tables. Raises StorageUnavailable."""
    store = SqlStore(connect(settings.database.url, alone=alone))
    try:
        if not await require_current(store.engine):
            await upgrade(store.engine)
        yield store
    finally:
        await store.close()


async def migrated(settings: Settings) -> None:
    """Bring the database to the tables of this release. Raises StorageUnavailable."""
    engine = connect(settings.database.url)
    try:
        await upgrade(engine)
    finally:
        await engine.dispose()


@dataclass(frozen=True, slots=True)
class Slack:
    """Our side of Slack: of one workspace, whose token is in the settings, or of all that have installed the app."""

    profiles: Profiles
    messenger: SlackMessenger
    client: AsyncWebClient
    owner: AuthorizeResult | None = None
    space: Space | None = None
    advice: str = ""
    installing: Installing | None = None
    pages: Sequence[BaseRoute] = ()


async def _slack(settings: Settings, store: SqlStore, clock: Clock) -> Slack | None:
    """Slack's part, if there are settings for it. Raises Unreachable."""
    if settings.slack.by_oauth:
        return await _of_all(settings, store, clock)
    return await _of_one(settings, store, clock) if settings.slack.bot_token else None


async def _of_one(settings: Settings, store: SqlStore, clock: Clock) -> Slack:
    """One workspace: its space and its first admin are there afterwards."""
    client = client_for(settings.slack, settings.slack.bot_token)
    owner = await identity_of(client)
    space = await space_of(store, owner.team_id or "", owner.team or "", community_of(settings))
    await appoint(store, client, space, settings.slack.admin)
    advice = await read_by_all(store, client, space, settings.community.channel)

    async def the_one(_team: str) -> AsyncWebClient:
        return client

    profiles = Profiles(clock)
    messenger = SlackMessenger(the_one, SqlPosted(store.sessions), profiles, clock)
    return Slack(profiles, messenger, client, owner, space, advice)


async def _of_all(settings: Settings, store: SqlStore, clock: Clock) -> Slack:
    """All workspaces that have installed the app, and those that will."""
    installs = installs_of(settings, store)
    workspaces = Workspaces(settings.slack, installs, clock)
    channel = settings.community.channel
    installing = Installing(settings.slack, workspaces, store, lambda: community_of(settings), channel)
    await installing.begin_all()
    profiles = Profiles(clock)
    messenger = SlackMessenger(workspaces.client, SqlPosted(store.sessions), profiles, clock)
    pages = installing.routes(installs, SqlStates(store.engine, clock))
    return Slack(profiles, messenger, client_for(settings.slack, None), installing=installing, pages=pages)


def installs_of(settings: Settings, store: SqlStore) -> SqlInstalls:
    """What is stored of the app's installations."""
    return SqlInstalls(store.engine, settings.slack.client_id)


@asynccontextmanager
async def listening(house: "House") -> AsyncIterator[list[BaseRoute]]:
    """Listen to the platforms that there are settings for, until the block ends. Raises Unreachable.

    Gives what has to be served by HTTP meanwhile: the pages to install by, and the events except in Socket Mode, which
    an app token stands for.
    """
    async with AsyncExitStack() as platforms:
        if house.discord:
            await platforms.enter_async_context(hearing_discord(house.discord, house.bot))
        yield await platforms.enter_async_context(_hearing_slack(house, house.slack)) if house.slack else []


@asynccontextmanager
async def _hearing_slack(house: House, slack: Slack) -> AsyncIterator[list[BaseRoute]]:
    listener = SlackListener(house.bot, slack.profiles)
    app = _app(house.settings, slack)
    listener.hang_on(app)
    if house.settings.slack.app_token:
        async with connected(house.settings.slack, app, listener):
            yield [*slack.pages]
    else:
        yield [*routes(app), *slack.pages]
        await listener.finish(STOPPING_SECONDS)


def _app(settings: Settings, slack: Slack) -> AsyncApp:
    if slack.owner:
        return app_for(settings.slack, slack.client, slack.owner)
    if slack.installing is None:
        raise ValueError("either one workspace or all")
    app = app_of_all(settings.slack, slack.client, slack.installing.workspaces.authorized)
    slack.installing.hang_on(app)
    return app


@asynccontextmanager
async def house(
    settings: Settings, clock: Clock, people: Sequence[LocalPerson] = (), *, alone: bool = False
) -> AsyncIterator[House]:
    """Everything put together on these settings; a new database gets its community.

    Where a chat platform is set up there is no local page, nor a space for it: what is posted there nobody would read.
    `alone` is for a program in which one thing happens at a time, such as a transcript: it is faster by half.
    """
    async with opened(settings, alone=alone) as store, AsyncExitStack() as platforms:
        waking = NoWakeups() if alone else QueuedWakeups(server_of(settings.database.url))
        slack = await _slack(settings, store, clock)
        discord = _discord(settings, store, clock) if settings.discord.token else None
        if discord:
            await platforms.enter_async_context(logged_in(discord, settings.discord.token))
        messengers: dict[str, Messenger] = {SLACK: slack.messenger} if slack else {}
        messengers |= {DISCORD: discord.messenger} if discord else {}
        page = None if messengers else await _page(settings, store, clock, people)
        if page:
            messengers[PLATFORM] = page.messenger
        counters = Counters()
        bot = Bot(store, clock, messengers, waking, settings.pace, counters)
        yield House(settings, store, clock, waking, bot, Ticker(bot, waking, clock), counters, page, slack, discord)
        if slack and slack.installing:
            await slack.installing.workspaces.finish(STOPPING_SECONDS)


def _discord(settings: Settings, store: SqlStore, clock: Clock) -> Discord:
    """All servers that invite the bot: each becomes a space when it is there."""
    founding = Founding(store, community_of(settings), settings.community.channel, settings.discord.admin)
    return put_together(settings.discord, store, SqlPosted(store.sessions), clock, founding)


async def _page(settings: Settings, store: SqlStore, clock: Clock, people: Sequence[LocalPerson]) -> Page:
    space = await local_space(store) or await _found(store, settings)
    history, hub = KeptHistory(SqlLocalHistory(store.sessions, space.community_id, space.id)), Hub()
    await furnish(history, settings.community.channel, people)
    return Page(clock, space, history, LocalMessenger(history, hub, clock), hub)


def community_of(settings: Settings) -> Community:
    """The community that an empty database gets."""
    wanted = settings.community
    return Community(wanted.name, wanted.language, wanted.time_zone, wanted.country)


async def _found(store: SqlStore, settings: Settings) -> Space:
    return await found(store, community_of(settings), settings.community.channel, settings.community.facilitator)


@asynccontextmanager
async def ticking(house: House) -> AsyncIterator[None]:
    """The clock runs and lanes are drained, until the block ends; what is in flight is let finish.

    Raises StorageUnavailable where another process does the same on this SQLite file.
    """
    with sole_user(house.settings.database.url):
        draining = asyncio.create_task(house.ticker.keep_draining())
        await house.ticker.plan()  # at once: a process restarted often must not wait for its interval (MIS-04)
        house.ticker.scheduler.start()
        try:
            yield
        finally:
            house.bot.stop()
            house.ticker.scheduler.shutdown(wait=False)
            draining.cancel()
            with suppress(asyncio.CancelledError):
                await draining

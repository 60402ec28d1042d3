"""Luotsi installed in several workspaces: by OAuth, each with its own token, which is renewed before it ends."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import URL
from starlette.applications import Starlette

from adapters.slack.check import checked_installs
from adapters.slack.installing import WRONG_LINK, link_of
from adapters.slack.workspaces import Workspaces
from adapters.wiring import House, house, installs_of, listening
from bot.config import CommunitySettings, DatabaseSettings, HealthSettings, Settings, SlackSettings
from bot.entities import Account, Grant, Place, Right, Space
from bot.message import Message
from bot.ports import Result
from scheduling.timelapse import MovableClock
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Team, Token, User

PUBLIC = "https://luotsi.example"
INSTALLER = "U0000"


class Browser:
    """An admin's browser: it goes to our pages and to Slack's, and keeps our cookie."""

    def __init__(self, made: House, pages: Sequence[object], slack: FakeSlack) -> None:
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


@pytest.fixture
def clock() -> MovableClock:
    """It begins now: slack_sdk reckons a new token's end by the machine's own clock."""
    return MovableClock(datetime.now(UTC))


@asynccontextmanager
async def running(slack: FakeSlack, database_url: URL, clock: MovableClock) -> AsyncIterator[Browser]:
    async with house(settings_for(slack, database_url), clock) as made, listening(made) as pages:
        browser = Browser(made, pages, slack)
        yield browser
        await browser.ours.aclose()


@pytest.fixture
async def browser(slack: FakeSlack, database_url: URL, clock: MovableClock) -> AsyncIterator[Browser]:
    async with running(slack, database_url, clock) as made:
        yield made


@pytest.fixture
def archive(slack: FakeSlack) -> Team:
    team = slack.add_team("T0002", "Archive", installed=False)
    slack.add_user("Aino Niemi", INSTALLER, team)
    slack.add_channel("general", team=team)
    return team


@pytest.fixture
def library(slack: FakeSlack) -> Team:
    slack.add_user("Helmi Laine", INSTALLER, slack.team)
    slack.add_channel("general")
    return slack.team


async def spaces(made: House) -> dict[str, Space]:
    async with made.store.work(made.space.community_id) as work:
        return {space.external_id: space for space in await work.all(Space, platform="slack")}


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


# --- installing ---------------------------------------------------------------------------------------------------
async def test_two_workspaces_install_the_app_and_each_has_its_space_and_its_admin(
    slack: FakeSlack, browser: Browser, library: Team, archive: Team
) -> None:
    for team in (library, archive):
        shown = await browser.install(team)
        assert shown.status_code == 200
        assert "slack://" in shown.text
    found = await spaces(browser.made)
    assert {team: space.name for team, space in found.items()} == {"T0001": "Library", "T0002": "Archive"}
    for space in found.values():
        assert await admins(browser.made, space) == [INSTALLER]
        async with browser.made.store.work(space.community_id) as work:
            assert await work.one(Place, space_id=space.id, key="community"), "announcements have their channel"


async def test_each_is_answered_and_written_to_with_its_own_token(
    slack: FakeSlack, browser: Browser, library: Team, archive: Team
) -> None:
    await browser.install(library)
    await browser.install(archive)
    found = await spaces(browser.made)
    for team in (library, archive):
        user = slack.users[team.id, INSTALLER]
        await slack.open_home(user)
        await slack.until(lambda user=user: slack.home(user))
        assert await write(browser.made, found[team.id], user, f"in {team.name}") == Result.SENT
        assert [one.words for one in slack.dm(user)] == [f"Hello in {team.name}"]
        assert {call.token for call in slack.called("chat.postMessage") if call.team_id == team.id} == {team.bot_token}


async def test_installing_again_does_no_harm_and_makes_nobody_an_admin(
    slack: FakeSlack, browser: Browser, library: Team
) -> None:
    await browser.install(library)
    first = library.bot_token
    other = slack.add_user("Olli Virta")
    slack.consenting = other.id
    assert (await browser.install(library)).status_code == 200
    found = await spaces(browser.made)
    assert list(found) == ["T0001"]
    assert await admins(browser.made, found["T0001"]) == [INSTALLER]
    assert library.bot_token != first
    assert await write(browser.made, found["T0001"], slack.users["T0001", INSTALLER], "again") == Result.SENT


async def test_without_the_key_nobody_begins(browser: Browser, library: Team) -> None:
    for link in ("/slack/install", "/slack/install?key=guessed"):
        refused = await browser.begin(link)
        assert (refused.status_code, refused.text) == (403, WRONG_LINK)
    assert not await spaces(browser.made)


async def test_a_consent_is_taken_once_and_only_in_the_browser_that_began(
    browser: Browser, library: Team, archive: Team
) -> None:
    back = await browser.consent(await browser.begin(), library)
    cookie = dict(browser.ours.cookies)
    browser.ours.cookies.clear()
    assert (await browser.ours.get(back)).status_code == 400
    browser.ours.cookies.update(cookie)
    assert (await browser.ours.get(back)).status_code == 200
    browser.ours.cookies.update(cookie)
    assert (await browser.ours.get(back)).status_code == 401
    assert list(await spaces(browser.made)) == ["T0001"]


async def test_an_installation_that_was_cut_short_is_finished_at_the_next_start(
    slack: FakeSlack, database_url: URL, clock: MovableClock, library: Team
) -> None:
    async with running(slack, database_url, clock) as browser:
        made = browser.made
        back = await browser.consent(await browser.begin(), library)
        slack.fail("users.info", "internal_error")
        assert "Slack knows nobody" in (await browser.ours.get(back)).text
        found = await spaces(made)
        assert await admins(made, found["T0001"]) == []
        assert (await browser.install(library)).status_code == 200, "once more, and it is whole"
        assert await admins(made, found["T0001"]) == [INSTALLER]


# --- taken out ----------------------------------------------------------------------------------------------------
async def test_a_workspace_that_takes_the_app_out_is_held_and_others_go_on(
    slack: FakeSlack, browser: Browser, library: Team, archive: Team
) -> None:
    await browser.install(library)
    await browser.install(archive)
    made, installs = browser.made, installs_of(browser.made.settings, browser.made.store)
    await slack.uninstall(archive)
    async with asyncio.timeout(5):
        while (found := await spaces(made))["T0002"].connected:  # noqa: ASYNC110  # only the database tells
            await asyncio.sleep(0)
    assert await installs.of("T0002") is None
    assert found["T0001"].connected
    assert await write(made, found["T0002"], slack.users["T0002", INSTALLER], "held") == Result.REVOKED
    assert await write(made, found["T0001"], slack.users["T0001", INSTALLER], "on") == Result.SENT
    assert made.slack
    nowhere = Place(found["T0002"].community_id, found["T0002"].id, "community", "C1", "general")
    assert (await made.slack.messenger.post(found["T0002"], nowhere, Message("x"), "k")).result == Result.REVOKED

    await browser.install(archive)
    assert (await spaces(made))["T0002"].connected
    assert await write(made, found["T0002"], slack.users["T0002", INSTALLER], "back") == Result.SENT


async def test_the_news_of_an_end_that_comes_after_the_next_beginning_is_no_end(
    slack: FakeSlack, browser: Browser, library: Team
) -> None:
    await browser.install(library)
    for kind in ("app_uninstalled", "tokens_revoked"):
        tests = len(slack.called("auth.test"))
        await slack.event(library, {"type": kind, "tokens": {"bot": [library.bot_user]}})
        await slack.until(lambda tests=tests: len(slack.called("auth.test")) > tests)
    assert (await spaces(browser.made))["T0001"].connected
    assert await installs_of(browser.made.settings, browser.made.store).of("T0001")


# --- tokens that end ----------------------------------------------------------------------------------------------
def later(slack: FakeSlack, clock: MovableClock, hours: float) -> None:
    slack.advance(hours * 3600)
    clock.move(clock.now() + timedelta(hours=hours))


async def test_net_01_twenty_messages_after_a_long_silence_renew_the_token_once(
    slack: FakeSlack, browser: Browser, library: Team, clock: MovableClock
) -> None:
    slack.rotation = True
    await browser.install(library)
    space, helmi = (await spaces(browser.made))["T0001"], slack.users["T0001", INSTALLER]
    later(slack, clock, 13)
    results = await asyncio.gather(*(write(browser.made, space, helmi, f"{n}") for n in range(20)))
    assert results == [Result.SENT] * 20
    assert len([one for one in slack.called("oauth.v2.access") if one.arguments.get("refresh_token")]) == 1
    stored = await installs_of(browser.made.settings, browser.made.store).of("T0001")
    assert stored
    assert stored.bot_token == library.bot_token
    later(slack, clock, 11)
    assert await write(browser.made, space, helmi, "next day") == Result.SENT
    assert len([one for one in slack.called("oauth.v2.access") if one.arguments.get("refresh_token")]) == 2


async def test_net_01_two_processes_at_once_renew_a_token_once(
    slack: FakeSlack, browser: Browser, library: Team, clock: MovableClock
) -> None:
    slack.rotation = True
    await browser.install(library)
    made = browser.made
    one, two = (Workspaces(made.settings.slack, installs_of(made.settings, made.store), clock) for _ in range(2))
    old = library.bot_token
    later(slack, clock, 11)  # an hour is left
    hold = slack.hold("oauth.v2.access")
    renewing = asyncio.create_task(one.bot("T0001"))
    await hold.reached()
    assert (await two.bot("T0001")).bot_token == old, "it is good for an hour yet, so nobody waits"
    hold.release()
    assert (await renewing).bot_token == library.bot_token != old
    assert (await two.bot("T0001")).bot_token == library.bot_token


async def test_net_01_who_finds_a_token_ended_waits_for_the_process_that_renews_it(
    slack: FakeSlack, browser: Browser, library: Team, clock: MovableClock
) -> None:
    slack.rotation = True
    await browser.install(library)
    made = browser.made
    one, two = (Workspaces(made.settings.slack, installs_of(made.settings, made.store), clock) for _ in range(2))
    later(slack, clock, 13)
    hold = slack.hold("oauth.v2.access")
    both = [asyncio.create_task(one.bot("T0001"))]
    await hold.reached()
    both.append(asyncio.create_task(two.bot("T0001")))
    hold.release()
    assert {bot.bot_token for bot in await asyncio.gather(*both)} == {library.bot_token}


async def test_net_01_a_renewal_that_slack_refuses_holds_one_workspace_and_says_so(
    slack: FakeSlack, browser: Browser, library: Team, archive: Team, clock: MovableClock
) -> None:
    slack.rotation = True
    await browser.install(library)
    await browser.install(archive)
    made, found = browser.made, await spaces(browser.made)
    slack.refreshes = {key: team for key, team in slack.refreshes.items() if team != "T0001"}
    later(slack, clock, 13)
    assert await write(made, found["T0001"], slack.users["T0001", INSTALLER], "x") == Result.REVOKED
    assert await write(made, found["T0002"], slack.users["T0002", INSTALLER], "y") == Result.SENT
    assert slack.forgive("a refresh token used twice, or never given out")


async def test_a_renewal_that_does_not_get_through_is_tried_again_by_the_next(
    slack: FakeSlack, browser: Browser, library: Team, clock: MovableClock
) -> None:
    slack.rotation = True
    await browser.install(library)
    space, helmi = (await spaces(browser.made))["T0001"], slack.users["T0001", INSTALLER]
    later(slack, clock, 13)
    slack.fail("oauth.v2.access", drop="before", nth=2)
    slack.injections[-1].met = 1  # the first was the installation
    assert await write(browser.made, space, helmi, "one") == Result.FAILED
    assert await write(browser.made, space, helmi, "one") == Result.SENT


# --- what `luotsi check` tells ------------------------------------------------------------------------------------
async def test_check_tells_of_each_workspace_whether_its_token_works(
    slack: FakeSlack, browser: Browser, library: Team, archive: Team, clock: MovableClock
) -> None:
    made = browser.made
    workspaces = Workspaces(made.settings.slack, installs_of(made.settings, made.store), clock)

    async def told() -> list[tuple[bool, str]]:
        return [one async for one in checked_installs(made.settings.slack, workspaces)]

    assert await told() == [
        (True, f"Slack: the app is installed nowhere yet. Install it at {link_of(made.settings.slack)}"),
        (True, "Slack: the app token opens connections."),
    ]
    await browser.install(library)
    await browser.install(archive)
    slack.tokens[archive.bot_token] = Token("bot", "T0002", error="token_revoked")
    right, wrong = (await told())[1:3]
    assert right == (True, "Slack: installed in Library, and its token works.")
    assert wrong[0] is False
    assert wrong[1].startswith("Slack: installed in Archive, but its token does not work.")

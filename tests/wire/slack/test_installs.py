"""Luotsi installed in several workspaces by OAuth: who may, what comes of it, and how it ends."""

import asyncio

from slack_sdk.oauth.installation_store import Bot
from sqlalchemy import URL
from starlette.applications import Starlette

from adapters.slack.check import checked_installs
from adapters.slack.installing import WRONG_LINK, link_of
from adapters.slack.workspaces import Workspaces
from adapters.web.app import serve, web_server
from adapters.wiring import house, installs_of, listening
from bot.entities import Place
from bot.message import Message
from bot.ports import Result
from scheduling.timelapse import MovableClock
from tests.wire.slack.browser import INSTALLER, Browser, admins, running, settings_for, spaces, write
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Team, Token


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


async def test_a_token_that_is_stored_before_its_space_is_there_begins_at_the_next_start(
    slack: FakeSlack, database_url: URL, clock: MovableClock, library: Team, archive: Team
) -> None:
    async with running(slack, database_url, clock) as browser:
        await browser.install(archive)
        installs = installs_of(browser.made.settings, browser.made.store)
        there = await installs.of("T0002")
        assert there
        of_library = Bot(**there.to_dict_for_copying())
        of_library.team_id, of_library.team_name, of_library.bot_token = "T0001", "Library", library.bot_token
        await installs.async_save_bot(of_library)
    slack.users["T0001", INSTALLER].is_primary_owner = True
    async with running(slack, database_url, clock) as browser:
        found = await spaces(browser.made)
        assert set(found) == {"T0001", "T0002"}
        assert await admins(browser.made, found["T0001"]) == [INSTALLER], "who installed it is not stored: the owner"


async def test_by_http_the_events_and_the_pages_are_in_one_place(
    slack: FakeSlack, database_url: URL, clock: MovableClock, library: Team
) -> None:
    settings = settings_for(slack, database_url)
    by_http = settings.model_copy(update={"slack": settings.slack.model_copy(update={"app_token": ""})})
    async with house(by_http, clock) as made, listening(made) as routes:
        browser = Browser(made, routes, slack)
        await browser.install(library)
        server = web_server(Starlette(routes=routes), "127.0.0.1", 0)
        stop = asyncio.Event()
        serving = asyncio.create_task(serve([server], stop))
        async with asyncio.timeout(5):
            while not server.started:  # noqa: ASYNC110  # uvicorn says it in no other way
                await asyncio.sleep(0)
        slack.request_url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/slack/events"
        await slack.challenge()
        helmi = slack.users["T0001", INSTALLER]
        await slack.slash(helmi, slack.channels["C0000"], "help")
        answer = await slack.until(lambda: slack.last(helmi))
        assert "/mentoring apply" in answer.words
        stop.set()
        await serving
        await browser.ours.aclose()


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

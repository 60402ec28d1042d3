"""NET-01: a token that ends is renewed before it does, once, by whoever needs it, and stored before use."""

import asyncio

from adapters.slack.workspaces import Workspaces
from adapters.wiring import installs_of
from bot.ports import Result
from scheduling.timelapse import MovableClock
from tests.wire.slack.browser import INSTALLER, Browser, later, spaces, write
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Team


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


async def test_net_01_a_token_is_stored_though_whoever_needed_it_is_stopped(
    slack: FakeSlack, browser: Browser, library: Team, clock: MovableClock
) -> None:
    slack.rotation = True
    await browser.install(library)
    made = browser.made
    workspaces = Workspaces(made.settings.slack, installs_of(made.settings, made.store), clock)
    later(slack, clock, 13)
    hold = slack.hold("oauth.v2.access")
    asking = asyncio.create_task(workspaces.bot("T0001"))
    await hold.reached()
    asking.cancel()
    hold.release()
    await workspaces.finish(5)
    stored = await workspaces.installs.of("T0001")
    assert stored
    assert stored.bot_token == library.bot_token

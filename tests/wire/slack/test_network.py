"""Rate limits, lost sockets and long lists: what Slack has no room for waits, and everything else goes on."""

import pytest

from adapters.slack.people import Profiles
from adapters.wiring import House
from bot.entities import Account, Person, Space
from bot.message import Message
from bot.ports import Outcome, Result
from storage import SqlStore
from tests.contracts.slack import SlackPlatform
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User


async def another(desk: SlackPlatform, store: SqlStore) -> tuple[Space, Account]:
    """A second workspace of the same community, and Cecilia in it."""
    team = desk.slack.add_team("T0002", "Archive")
    cecilia = desk.slack.add_user("Cecilia", team=team)
    async with store.work(desk.space.community_id) as work:
        space = await work.add(Space(desk.space.community_id, "slack", team.id))
        person = await work.add(Person(desk.space.community_id, "Cecilia"))
        return space, await work.add(Account(desk.space.community_id, space.id, person.id, cecilia.id))


async def test_net_02_a_workspace_that_is_limited_keeps_no_other_waiting(
    desk: SlackPlatform, desk_store: SqlStore
) -> None:
    """429 for one method in one workspace: how long is handed on, and the other workspace and method go on."""
    there, cecilia = await another(desk, desk_store)
    desk.slack.fail("chat.postMessage", retry_after=30, team=desk.slack.team.id)
    limited = await desk.messenger.send(desk.space, desk.account("ann"), Message("Hello"), "k1")
    assert limited == Outcome(Result.LIMITED, wait=30, detail="ratelimited")
    assert (await desk.messenger.open(desk.space, "A", [desk.account("ann"), desk.account("bo")], "p")).result == "sent"
    desk.slack.fail("chat.update", retry_after=60, team=desk.slack.team.id, nth=1, times=None)
    sent = [(await desk.messenger.send(there, cecilia, Message(text, topic="t"), text)).result for text in ("1", "2")]
    assert sent == [Result.SENT, Result.SENT]
    assert [one.words for one in desk.slack.dm(desk.slack.users["T0002", cecilia.external_id])] == ["2"]
    desk.slack.injections.pop()


@pytest.mark.parametrize("place", ["alone", "channel"])
async def test_net_02_an_answer_that_slack_has_no_room_for_is_given_when_it_has(
    desk: SlackPlatform, place: str
) -> None:
    """Not dropped, not said somewhere else, and not before the second that Slack asked for is over."""
    method = "chat.postMessage" if place == "alone" else "chat.postEphemeral"
    desk.slack.fail(method, retry_after=1)
    await desk.types("ann", "/mentoring mine", alone=place == "alone")
    first, second = desk.slack.called(method)
    assert second.time - first.time >= 0.9
    assert await desk.reads("ann", alone=place == "alone") == ["Done"]
    assert len(desk.slack.seen(desk.people["ann"])) == 1


@pytest.mark.parametrize("how", [{"drop": "after"}, {"error": "fatal_error"}])
async def test_dup_06_an_answer_that_may_have_been_seen_is_not_said_elsewhere_as_well(
    desk: SlackPlatform, how: dict[str, str]
) -> None:
    desk.slack.fail("chat.postEphemeral", **how)
    await desk.types("ann", "/mentoring mine", alone=False)
    assert len(desk.slack.called("chat.postEphemeral")) == 1
    assert not desk.slack.dm(desk.people["ann"])


async def test_net_02_an_answer_that_would_come_too_late_is_not_kept_for_it(desk: SlackPlatform) -> None:
    desk.slack.fail("chat.postMessage", retry_after=3_600)
    await desk.types("ann", "/mentoring mine", alone=True)
    assert len(desk.slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize("how", ["asked", "closed"])
async def test_net_04_after_a_lost_socket_people_are_heard_again(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel, how: str
) -> None:
    """Messages that are due go out meanwhile. What is cut without a word is noticed by Bolt: see test_injections."""
    await (slack.disconnect() if how == "asked" else slack.drop(abruptly=False))
    assert luotsi.slack
    space = luotsi.slack.space
    account = Account(space.community_id, space.id, 1, anna.id)
    assert (await luotsi.slack.messenger.send(space, account, Message("Due"), "k")).result == Result.SENT
    await slack.until(lambda: len(slack.links) >= 1 or None, seconds=20)
    await slack.slash(anna, general, "help")
    await slack.until(lambda: slack.last(anna, general))


async def test_net_06_one_revoked_token_is_the_end_of_one_workspace_only(
    desk: SlackPlatform, desk_store: SqlStore
) -> None:
    there, cecilia = await another(desk, desk_store)
    desk.slack.tokens[desk.slack.bot_token].error = "token_revoked"
    here = await desk.messenger.send(desk.space, desk.account("ann"), Message("Hello"), "k1")
    assert here.result == Result.REVOKED
    assert (await desk.messenger.send(there, cecilia, Message("Hello"), "k2")).result == Result.SENT


async def test_net_07_a_list_of_people_is_read_whole_or_not_at_all(desk: SlackPlatform) -> None:
    """250 people in pages of a hundred, one of which fails: nobody is the only one of their name by half a list."""
    for number in range(247):
        desk.slack.add_user(f"Person {number}")
    twins = [desk.slack.add_user("Veikko Virtanen") for _ in range(2)]
    desk.slack.page_most = 100
    desk.slack.fail("users.list", "internal_error", nth=3)
    assert await desk.messenger.find(desk.space, "Person 5", "") == ""
    found = await desk.messenger.find(desk.space, "Person 246", "")
    assert desk.slack.users[desk.slack.team.id, found].real_name == "Person 246"
    assert await desk.messenger.find(desk.space, "Veikko Virtanen", "") == ""
    twins[0].deleted = True
    desk.messenger.profiles = Profiles(desk.clock)
    assert await desk.messenger.find(desk.space, "Veikko Virtanen", "") == twins[1].id


async def test_net_08_a_press_that_was_swallowed_works_when_it_is_done_again(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel
) -> None:
    """Slack counts a websocket that nobody holds, and gives it every second thing."""
    await slack.slash(anna, general, "settings show")
    shown = await slack.until(lambda: slack.last(anna, general))
    slack.ghosts = 1
    lost = [(await slack.press(anna, shown, shown.labels[0])).lost for _ in range(2)]
    assert sorted(lost) == [False, True]
    await slack.until(lambda: slack.last(anna, general) is not shown or slack.modal(anna) or None)

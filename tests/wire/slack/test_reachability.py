"""Who can be reached, and who is told otherwise: the deactivated, guests, bots, people of other companies, channels."""

import pytest

from adapters.slack.errors import ARCHIVED, INVITE, advice_for
from adapters.wiring import House
from bot.entities import Account, Person, Place
from bot.message import Message
from bot.ports import Outcome, Result
from tests.contracts.slack import SlackPlatform
from tests.wire.slack.echo import button
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User
from tests.wire.slack.things import Message as Said


async def sent(desk: SlackPlatform, user: User, key: str = "k") -> Outcome:
    """What becomes of a message to somebody."""
    account = Account(desk.space.community_id, desk.space.id, 1, user.id)
    return await desk.messenger.send(desk.space, account, Message("Hello"), key)


async def test_rch_02_nothing_is_sent_to_the_deactivated(desk: SlackPlatform) -> None:
    """Slack would take it and say that all is well."""
    assert (await sent(desk, desk.slack.add_user("Niilo Gone", deleted=True))).result == Result.GONE
    assert not desk.slack.called("chat.postMessage")


async def test_rch_02_somebody_who_leaves_is_gone_from_the_next_message_on(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel
) -> None:
    await slack.slash(anna, general, "help")
    await slack.until(lambda: slack.last(anna, general))
    anna.deleted = True
    await slack.event(slack.team, {"type": "user_change", "user": anna.full(locale=True, email=False)})
    assert luotsi.slack
    space = luotsi.slack.space
    async with luotsi.store.work(space.community_id) as work:
        account = await work.one(Account, space_id=space.id, external_id=anna.id)
    assert account
    assert (await luotsi.slack.messenger.send(space, account, Message("Hello"), "k")).result == Result.GONE


async def test_rch_04_an_archived_channel_and_one_without_the_app_stop_no_other(desk: SlackPlatform) -> None:
    """Three channels: the first is archived, in the second the app is no member, the third gets it."""
    archived, strange = desk.slack.add_channel("old"), desk.slack.add_channel("other", bot=False)
    archived.is_archived = True
    found = []
    for channel in (archived, strange, desk.news):
        place = Place(desk.space.community_id, desk.space.id, "community", channel.id)
        found.append(await desk.messenger.post(desk.space, place, Message("Apply"), f"to {channel.id}"))
    assert [one.result for one in found] == [Result.CLOSED, Result.CLOSED, Result.SENT]
    assert [advice_for(one.detail) for one in found[:2]] == [ARCHIVED, INVITE]


async def test_rch_06_another_name_is_the_same_channel_and_the_same_person(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel
) -> None:
    await slack.slash(anna, general, "help")
    await slack.until(lambda: slack.last(anna, general))
    general.name, anna.real_name = "mentoring-2027", "Anna Virtanen"
    await slack.event(slack.team, {"type": "user_change", "user": anna.full(locale=True, email=False)})
    await slack.slash(anna, general, "mine")
    await slack.until(lambda: len(slack.seen(anna, general)) == 2 or None)
    assert luotsi.slack
    space = luotsi.slack.space
    async with luotsi.store.work(space.community_id) as work:
        assert await work.count(Account, space_id=space.id, external_id=anna.id) == 1
        place = await work.one(Place, space_id=space.id, key="community")
    assert place
    assert (await luotsi.slack.messenger.post(space, place, Message("Hello"), "k")).result == Result.SENT
    assert general.messages[-1].text == "Hello"


async def test_rch_08_a_member_of_another_company_is_refused_with_a_word(
    slack: FakeSlack, luotsi: House, general: Channel
) -> None:
    """Eve is in a channel that two companies share (Slack Connect). She types and presses, and becomes nobody here."""
    eve = slack.add_user("Eve Elsewhere", home_team="T0999")
    general.members.add(eve.id)
    await slack.slash(eve, general, "apply")
    told = await slack.until(lambda: slack.last(eve, general))
    assert "members of this workspace only" in told.words
    assert told.to == eve.id
    old = Said(slack.stamp(), general.id, "Come", [{"type": "actions", "block_id": "b", "elements": [button("mine")]}])
    general.messages.append(old)
    await slack.press(eve, old, "mine")
    await slack.until(lambda: len([one for one in slack.seen(eve, general) if one.to]) == 2 or None)
    assert luotsi.slack
    async with luotsi.store.work(luotsi.slack.space.community_id) as work:
        assert not await work.all(Person, name="Eve Elsewhere")


async def test_rch_08_nobody_writes_to_a_member_of_another_company(desk: SlackPlatform) -> None:
    assert (await sent(desk, desk.slack.add_user("Eve", home_team="T0999"))).result == Result.CLOSED
    assert (await sent(desk, desk.slack.add_user("Ed", is_stranger=True))).result == Result.CLOSED


async def test_an_organisation_of_several_workspaces_is_one_company(desk: SlackPlatform) -> None:
    """On Enterprise Grid somebody's first workspace is another one; Slack names all of theirs."""
    eve = desk.slack.add_user("Eve Elsewhere", home_team="T0999", workspaces=["T0999", desk.slack.team.id])
    assert (await sent(desk, eve)).result == Result.SENT


@pytest.mark.parametrize("zone", [None, ""])
async def test_tz_13_a_guest_without_a_time_zone_is_one_like_any(
    slack: FakeSlack, luotsi: House, general: Channel, zone: str | None
) -> None:
    """Slack gives none for some guests, or null. The community's zone stands in, and the guest can set their own."""
    gus = slack.add_user("Gus Guest", is_restricted=True, is_ultra_restricted=True, tz=zone, locale="")
    general.members.add(gus.id)
    await slack.slash(gus, general, "settings show")
    told = await slack.until(lambda: slack.last(gus, general))
    assert "Europe/Helsinki" in told.words
    assert "Change the time zone" in told.labels


async def test_nobody_writes_to_bots(desk: SlackPlatform) -> None:
    assert (await sent(desk, desk.slack.add_user("Other app", is_bot=True))).result == Result.GONE
    assert (await sent(desk, desk.slack.add_user("Slackbot", "USLACKBOT"))).result == Result.GONE
    assert (await sent(desk, User("U9999", desk.slack.team.id, "Nobody"))).result == Result.GONE


async def test_dup_05_one_who_cannot_be_written_to_now_keeps_nobody_else_waiting(desk: SlackPlatform) -> None:
    people = [desk.slack.add_user(f"Person {number}") for number in range(5)]
    desk.slack.fail("chat.postMessage", "service_unavailable", where={"channel": people[2].id})
    first = [(await sent(desk, user, user.id)).result for user in people]
    assert first == [Result.SENT, Result.SENT, Result.FAILED, Result.SENT, Result.SENT]
    assert (await sent(desk, people[2], people[2].id)).result == Result.SENT
    assert [len(desk.slack.dm(user)) for user in people] == [1] * 5


async def test_an_answer_where_the_app_is_no_member_comes_as_a_direct_message(
    slack: FakeSlack, luotsi: House, anna: User
) -> None:
    private = slack.add_channel("board", [anna], private=True, bot=False)
    await slack.slash(anna, private, "help")
    assert "/mentoring apply" in (await slack.until(lambda: next(iter(slack.dm(anna)), None))).words
    assert private.messages == []

"""Luotsi itself in the strict Slack: over a real socket, by slack-bolt, as people type, press and fill in."""

from adapters.wiring import House
from bot.entities import Account, Due, DueState
from bot.message import Message
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.steps import created
from tests.wire.slack.things import Channel, User


async def test_help_is_answered_to_the_asker_alone(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel
) -> None:
    await slack.slash(anna, general, "help")
    shown = await slack.until(lambda: slack.last(anna, general))
    assert shown.to == anna.id
    assert "/mentoring apply" in str(shown.blocks)


async def test_a_programme_is_made_by_a_form_and_announced_in_the_channel(
    slack: FakeSlack, luotsi: House, helmi: User, anna: User, general: Channel
) -> None:
    await slack.slash(helmi, general, "programme create")
    await slack.until(lambda: slack.modal(helmi))
    form = {"Name": "Over the water", "Theme": "Reading", "Aims": "To learn", "First day": "2026-12-08"}
    await slack.submit(helmi, {**form, "Last day": "2027-09-08", "languages": "en"})
    made = await slack.until(lambda: slack.last(helmi, general))
    assert "Over the water" in str(made.blocks)
    await slack.press(helmi, made, "Open applications")
    await slack.until(lambda: slack.modal(helmi))
    await slack.submit(helmi, {"Last day to apply": "2026-11-30"})
    await slack.until(lambda: "are open until" in str(slack.seen(helmi, general)))
    await slack.slash(helmi, general, "programme announce copies:no")
    await slack.until(lambda: "I am posting it" in str(slack.seen(helmi, general)))
    for lane in await luotsi.bot.lanes_due():
        await luotsi.bot.deliver(lane)
    posted = slack.last(anna, general)
    assert posted
    assert "Over the water" in str(posted.blocks)
    assert posted.to == ""


async def test_a_direct_message_arrives_and_is_recorded(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel
) -> None:
    await slack.slash(anna, general, "mine")
    await slack.until(lambda: slack.last(anna, general))
    assert luotsi.slack
    space = luotsi.slack.space
    async with luotsi.store.work(space.community_id) as work:
        account = await work.one(Account, space_id=space.id, external_id=anna.id)
        assert account
    outcome = await luotsi.slack.messenger.send(space, account, Message("<!channel> & hello"), "key")
    again = await luotsi.slack.messenger.send(space, account, Message("<!channel> & hello"), "key")
    assert outcome == again
    assert len(slack.dm(anna)) == 1


async def test_the_home_shows_what_is_mine(slack: FakeSlack, luotsi: House, anna: User) -> None:
    await slack.open_home(anna)
    home = await slack.until(lambda: slack.home(anna))
    assert home


async def test_a_deactivated_person_is_gone(slack: FakeSlack, luotsi: House, anna: User, general: Channel) -> None:
    await slack.slash(anna, general, "mine")
    await slack.until(lambda: slack.last(anna, general))
    assert luotsi.slack
    luotsi.slack.profiles._known.clear()
    anna.deleted = True
    space = luotsi.slack.space
    async with luotsi.store.work(space.community_id) as work:
        account = await work.one(Account, space_id=space.id, external_id=anna.id)
        assert account
    assert (await luotsi.slack.messenger.send(space, account, Message("Hello"), "k")).result == "gone"
    async with luotsi.store.work(space.community_id) as work:
        assert not await work.all(Due, state=DueState.SENT)


async def test_dup_03_an_event_delivered_twice_is_answered_once(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel
) -> None:
    envelope = await slack.slash(anna, general, "mine")
    await slack.until(lambda: slack.last(anna, general))
    await slack.redeliver(envelope)
    await slack.slash(anna, general, "help")
    await slack.until(lambda: "/mentoring apply" in str(slack.last(anna, general)))
    assert len(slack.seen(anna, general)) == 2


async def test_a_person_can_be_mentioned_in_a_command_or_chosen_in_a_form(
    slack: FakeSlack, luotsi: House, helmi: User, anna: User, general: Channel
) -> None:
    await slack.slash(anna, general, "help")
    await slack.until(lambda: slack.last(anna, general))
    await created(slack, helmi, general)
    await slack.slash(helmi, general, f"programme contact person:@{anna.id}")
    told = await slack.until(lambda: "Anna Mäkelä" in str(slack.last(helmi, general)) and slack.last(helmi, general))
    await slack.slash(helmi, general, "programme contact")
    await slack.until(lambda: slack.modal(helmi))
    await slack.submit(helmi, {"person": anna})
    again = await slack.until(lambda: slack.last(helmi, general) is not told and slack.last(helmi, general))
    assert "Anna Mäkelä" in again.words

"""What the bot says by itself: to people, in channels, in a pair's thread; and how it ends."""

import pytest
from simcord.backend.errors import SetupError

from adapters.discord.errors import ERRORS
from adapters.discord.listen import PLATFORM
from adapters.discord.send import nonce_of
from bot.command import Builder, Registry
from bot.context import Context
from bot.delivery import Delivery
from bot.entities import Account, Due, DueState, Place, Reach
from bot.message import Button, File, Message, Section
from bot.ports import Result
from bot.rules.lifecycle import Pace
from tests.contracts.platform import RecordingBot
from tests.wire.discord.harbour import Harbour, Member
from tests.wire.discord.reading import read


async def known(harbour: Harbour, name: str) -> tuple[Member, Account]:
    """Somebody who has asked for something once."""
    member = harbour.join(name)
    await harbour.says(member, "mentoring mine")
    return member, await harbour.account(member)


async def test_a_direct_message_arrives_once_and_pings_nobody(harbour: Harbour) -> None:
    ann, account = await known(harbour, "Ann")
    for _ in range(2):
        outcome = await harbour.messenger.send(await harbour.space(), account, Message("Hello @everyone <@1>"), "key")
        assert outcome.result == Result.SENT
    [said] = harbour.direct(ann)
    assert read(said) == "Hello @everyone <@1>"
    assert not said.mention_everyone
    assert not said.mentions


async def test_dup_06_the_same_key_goes_with_the_same_enforced_nonce(harbour: Harbour) -> None:
    """A message that arrived although the answer was lost is not seen again: Discord knows its nonce."""
    _, account = await known(harbour, "Ann")
    space = await harbour.space()
    await harbour.messenger.send(space, account, Message("Once"), "key")
    [call] = [one for one in harbour.env.http_requests if one.path.endswith("/messages")]
    assert (call.json or {})["nonce"] == nonce_of("key")
    assert (call.json or {})["enforce_nonce"] is True
    assert (call.json or {})["allowed_mentions"] == {"parse": []}
    assert nonce_of("key") != nonce_of("another key")
    assert len(nonce_of("k" * 300)) == 25


async def test_rch_01_a_closed_person_is_remembered_and_the_others_are_served(harbour: Harbour) -> None:
    people = [await known(harbour, name) for name in ("Ann", "Bo", "Cy", "Di")]
    space, (bo, closed) = await harbour.space(), people[1]
    path = f"/channels/{bo.user.dm_channel.id}/messages"
    harbour.env.inject_error("POST", path, status=403, code=50007, times=None)
    await tell(harbour, "first", [account for _, account in people])
    assert [len(harbour.direct(member)) for member, _ in people] == [1, 0, 1, 1]
    async with harbour.store.work(space.community_id) as work:
        assert (await work.get(Account, closed.id)).reach == Reach.CLOSED
    await tell(harbour, "second", [closed])
    assert len([one for one in harbour.env.http_requests if one.path == path]) == 1  # each would be one nearer a ban
    async with harbour.store.work(space.community_id) as work:
        assert len(await work.all(Due, person_id=closed.person_id, state=DueState.UNDELIVERABLE)) == 2


async def tell(harbour: Harbour, key: str, accounts: list[Account]) -> None:
    """Something that these people hear now, by the delivery that every message passes."""

    async def words(_: Context, due: Due) -> Message:
        return Message(f"This is the {due.key}")

    space, now, registry = await harbour.space(), harbour.clock.now(), Registry()
    registry.builders["told"] = Builder("told", words)
    async with harbour.store.work(space.community_id) as work:
        for account in accounts:
            row = Due(space.community_id, space.id, f"{key}:{account.id}", "told", 1, now, now)
            row.person_id, row.skips_quiet = account.person_id, True
            await work.outbox.plan(row)
    delivery = Delivery(harbour.store, registry, {PLATFORM: harbour.messenger}, harbour.clock, Pace())
    await delivery.drain(space.id)


async def test_every_error_of_discord_ends_as_the_table_says(harbour: Harbour) -> None:
    space, channel = await harbour.space(), await harbour.channel()
    for code, meaning in ERRORS.items():
        harbour.env.inject_error("POST", "/channels/*/messages", status=403, code=code)
        outcome = await harbour.messenger.post(space, channel, Message("Hello"), f"key {code}")
        assert (outcome.result, outcome.detail) == (meaning.result, str(code))
        assert outcome.result != Result.LIMITED or outcome.wait
    assert harbour.general.history() == []


@pytest.mark.parametrize(
    ("status", "result"), [(401, Result.REVOKED), (418, Result.FAILED), (501, Result.UNKNOWN)]
)  # fmt: skip
async def test_an_answer_without_a_word_of_discords(harbour: Harbour, status: int, result: Result) -> None:
    harbour.env.inject_error("POST", "/channels/*/messages", status=status)
    outcome = await harbour.messenger.post(await harbour.space(), await harbour.channel(), Message("Hello"), "key")
    assert (outcome.result, outcome.detail) == (result, f"http-{status}")


async def test_rch_03_who_has_left_is_gone(harbour: Harbour) -> None:
    _, account = await known(harbour, "Ann")
    harbour.env.inject_error("POST", "/channels/*/messages", status=403, code=50278)
    outcome = await harbour.messenger.send(await harbour.space(), account, Message("Hello"), "key")
    assert outcome.result == Result.GONE


async def test_a_later_message_on_a_topic_takes_the_earlier_ones_place(harbour: Harbour) -> None:
    for number, text in enumerate(("Thursday", "Friday")):
        file = File("when.txt", "text/plain", text.encode())
        message = Message(text, topic="session:1", files=(file,) if number == 0 else ())
        await harbour.messenger.post(await harbour.space(), await harbour.channel(), message, f"k{number}")
    [said] = harbour.general.history()
    assert said.content == "Friday"
    assert not said.attachments


async def test_a_message_that_was_deleted_is_said_anew(harbour: Harbour) -> None:
    space, channel = await harbour.space(), await harbour.channel()
    first = await harbour.messenger.post(space, channel, Message("Thursday", topic="session:1"), "k1")
    harbour.env.inject_error("PATCH", "/channels/*/messages/*", status=404, code=10008)
    second = await harbour.messenger.post(space, channel, Message("Friday", topic="session:1"), "k2")
    assert first.reference != second.reference
    assert harbour.general.last_message.content == "Friday"


async def test_a_pair_has_a_private_thread_of_its_own_and_one_only(harbour: Harbour) -> None:
    (ann, one), (bo, other), (cy, _) = [await known(harbour, name) for name in ("Ann", "Bo", "Cy")]
    space = await harbour.space()
    opened = [await harbour.messenger.open(space, "Ann and Bo " * 20, [one, other], "pairing:1") for _ in range(2)]
    assert {outcome.result for outcome in opened} == {Result.SENT}
    [thread] = harbour.general.threads
    [made] = [one for one in harbour.env.http_requests if one.path.endswith("/threads")]
    assert (made.json or {})["invitable"] is False  # nobody brings in a third
    assert {outcome.reference for outcome in opened} == {str(thread.id)}
    assert len(thread.name) <= 100
    place = Place(space.community_id, space.id, "pairing:1", str(thread.id))
    await harbour.messenger.post(space, place, Message("Only you two"), "k")
    assert read(thread.history(viewer=ann)[-1]) == read(thread.history(viewer=bo)[-1]) == "Only you two"
    with pytest.raises(SetupError, match="cannot read"):
        thread.history(viewer=cy)


async def test_where_no_thread_can_be_made_the_pair_is_told_otherwise(harbour: Harbour) -> None:
    _, one = await known(harbour, "Ann")
    harbour.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
    outcome = await harbour.messenger.open(await harbour.space(), "Ann and Bo", [one], "pairing:1")
    assert (outcome.result, outcome.detail) == (Result.CLOSED, "50013")


async def test_a_button_in_a_direct_message_knows_its_server(harbour: Harbour) -> None:
    """Discord does not tell: in direct messages there is no server."""
    ann, account = await known(harbour, "Ann")
    other = harbour.env.create_guild("Elsewhere")
    other.add_member(ann.user)
    await harbour.env.settle()
    message = Message("A pair", sections=(Section("You", buttons=(Button("Show", "mine"),)),))
    await harbour.messenger.send(await harbour.space(), account, message, "k")
    bot = harbour.hears(RecordingBot())
    seen = await ann.user.click(harbour.direct(ann)[-1], label="Show")
    assert not seen.ephemeral
    assert [(one.space, one.line, one.place) for one in bot.requests] == [(str(harbour.guild.id), "mine", "")]


async def test_somebody_is_found_by_the_only_name_like_it(harbour: Harbour) -> None:
    ann = harbour.guild.add_member(harbour.env.create_user("ann77"), nick="Ann Virtanen")
    for name in ("bo1", "bo2"):
        harbour.guild.add_member(harbour.env.create_user(name), nick="Bo Virtanen")
    assert await harbour.messenger.find(await harbour.space(), "ann virtanen", "") == str(ann.id)
    assert await harbour.messenger.find(await harbour.space(), "Bo Virtanen", "") == ""
    assert await harbour.messenger.find(await harbour.space(), "Nobody", "") == ""

"""What the page relies on in its history, on every database."""

from dataclasses import replace

import pytest

from adapters.local.history import KeptHistory
from adapters.local.ports import LocalMessage, LocalPerson, LocalPlace, PlaceKind
from bot.entities import Community, Space
from storage import SqlStore
from storage.local import SqlLocalHistory
from tests.wire.local.scripted import START

HELLO = LocalMessage("news", START, {"text": "Hello"}, author="anna")


@pytest.fixture
async def history(store: SqlStore) -> KeptHistory:
    """Two people and a channel."""
    space = await store.found(Community("Library"), Space(0, "local", "L1"))
    made = KeptHistory(SqlLocalHistory(store.sessions, space.community_id, space.id))
    await made.enrol([LocalPerson("anna", "Anna"), LocalPerson("juho", "Juho", language="fi", email="j@x.example")])
    await made.open(LocalPlace("news", PlaceKind.CHANNEL, "News"))
    return made


async def test_versions_grow_with_every_message_and_change(history: KeptHistory) -> None:
    first = await history.say(replace(HELLO, topic="session:1"))
    second = await history.say(HELLO)
    changed = await history.say(replace(HELLO, topic="session:1", payload={"text": "Changed"}))
    assert first.id < second.id == second.version < changed.version
    assert (changed.id, changed.payload) == (first.id, {"text": "Changed"})
    assert [one.id for one in await history.messages("news", "juho")] == [first.id, second.id]
    assert await history.messages("news", "juho", second.version) == [changed]
    assert await history.message(first.id) == changed


async def test_a_topic_is_replaced_in_its_own_place_and_for_the_same_reader_only(history: KeptHistory) -> None:
    said = replace(HELLO, author="", topic="session:1")
    for other in (said, replace(said, private_to="anna"), replace(said, private_to="juho"), replace(said, place="x")):
        await history.say(other)
    assert len(await history.messages("news", "anna")) == 2


async def test_a_key_is_said_once_and_many_have_none(history: KeptHistory) -> None:
    first = await history.say(replace(HELLO, key="k"))
    assert await history.say(replace(HELLO, key="k", payload={"text": "Other"})) == first
    await history.say(HELLO)
    await history.say(HELLO)
    assert len(await history.messages("news", "anna")) == 3


async def test_what_is_private_is_seen_and_counted_by_its_reader_only(history: KeptHistory) -> None:
    await history.say(replace(HELLO, author="", private_to="juho"))
    assert await history.messages("news", "anna") == []
    assert await history.unread("anna", ["news"]) == {}
    assert await history.unread("juho", ["news"]) == {"news": 1}


async def test_reading_clears_and_never_goes_back(history: KeptHistory) -> None:
    said = [await history.say(HELLO) for _ in range(3)]
    await history.read("juho", "news", said[1].version)
    assert await history.unread("juho", ["news", "elsewhere"]) == {"news": 1}
    await history.read("juho", "news", 0)
    assert await history.unread("juho", ["news"]) == {"news": 1}
    await history.read("juho", "news", said[2].version)
    assert await history.unread("juho", ["news"]) == {}
    assert await history.unread("anna", ["news"]) == {}  # one's own words


async def test_places_are_for_their_members_and_can_change(history: KeptHistory) -> None:
    pair = LocalPlace("pair", PlaceKind.PAIR, "Pair", members=frozenset({"anna"}))
    await history.open(pair)
    assert [place.id for place in await history.places("juho")] == ["news"]
    await history.open(replace(pair, name="Trio", members=frozenset({"anna", "juho"})))
    assert [(place.id, place.name) for place in await history.places("juho")] == [("news", "News"), ("pair", "Trio")]


async def test_people_keep_what_the_platform_knows_of_them(history: KeptHistory) -> None:
    people = {person.account: person for person in await history.people()}
    assert people["juho"] == LocalPerson("juho", "Juho", language="fi", email="j@x.example")

"""The bot's messages on the local platform: they arrive at those who may see them, by themselves, and once."""

from bot.message import Message
from tests.wire.local.conftest import Site
from tests.wire.local.scripted import CARD


async def test_messages_arrive_by_themselves_at_those_pages_only_that_may_see_them(site: Site) -> None:
    anna, juho = site.hub.stream("anna"), site.hub.stream("juho")
    for stream in (anna, juho):
        assert (await anext(stream)).startswith(":")
    await site.messenger.send(site.space, site.account("anna"), CARD, "k1")
    await site.messenger.post(site.space, site.place("news"), Message("Now"), "k2")
    assert '"dm:anna"' in await anext(anna)
    assert '"news"' in await anext(juho)
    site.hub.close()
    assert [event async for event in juho] == []


async def test_the_event_stream_is_served_and_does_not_keep_the_server_from_stopping(site: Site) -> None:
    async with site.http.stream("GET", "/api/events", params={"as": "anna"}) as stream:
        lines = stream.aiter_lines()
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert await anext(lines) == ": welcome"
        await site.messenger.send(site.space, site.account("anna"), Message("Hello"), "k1")
        assert [await anext(lines) for _ in range(3)] == ["", "event: message", 'data: {"place": "dm:anna"}']
        site.hub.close()
        assert [line async for line in lines] == [""]


async def test_the_same_key_is_said_once(site: Site) -> None:
    first = await site.messenger.send(site.space, site.account("anna"), Message("Once"), "key")
    second = await site.messenger.send(site.space, site.account("anna"), Message("Once"), "key")
    assert first == second
    assert await site.texts("anna", "dm:anna") == ["Once"]


async def test_a_pair_space_opens_once_for_its_members(site: Site) -> None:
    members = [site.account("anna"), site.account("kaisa")]
    opened = await site.messenger.open(site.space, "Anna and Kaisa", members, "pairing:1")
    assert opened == await site.messenger.open(site.space, "Anna and Kaisa", members, "pairing:1")
    names = {account: [place.name for place in await site.history.places(account)] for account in ("kaisa", "juho")}
    assert names == {"kaisa": ["library-news", "Anna and Kaisa"], "juho": ["library-news", "Anna and Juho"]}


async def test_people_are_found_by_mail_or_by_a_name_that_only_one_has(site: Site) -> None:
    assert await site.messenger.find(site.space, "", "KAISA@library.example") == "kaisa"
    assert await site.messenger.find(site.space, "anna mäkelä", "") == "anna"
    assert await site.messenger.find(site.space, "Nobody", "nobody@library.example") == ""

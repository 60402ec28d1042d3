"""Where people are on Slack there is no local page, and no place of it that anything would be posted in."""

from adapters.wiring import House
from bot.entities import Person, Place, Space


async def test_everything_there_is_is_on_slack(quiet: House) -> None:
    assert quiet.page is None
    [community] = await quiet.store.communities()
    async with quiet.store.work(community) as work:
        assert [space.platform for space in await work.all(Space)] == ["slack"]
        assert [place.key for place in await work.all(Place)] == ["community"]
        assert [person.name for person in await work.all(Person)] == ["Helmi Laine"]

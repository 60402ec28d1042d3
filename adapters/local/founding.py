"""A community on the local page: its first channel, its facilitator, and whoever is there from the start."""

from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files

from adapters.local.ports import PLATFORM, LocalHistory, LocalPerson, LocalPlace, PlaceKind
from bot.entities import Account, Community, Grant, Person, Place, Right, Space
from bot.errors import UnknownSpace
from bot.ports import Store
from bot.rules.applying import Answers
from bot.rules.importing import Defaults, guess_mapping, read_applications, read_table

SPACE = "local"
FACILITATOR = "facilitator"
COMMUNITY_PLACE = "community"
SAMPLE = "sample"
"""How the accounts of people from a file begin; those whom the facilitator imports are called otherwise."""


async def local_space(store: Store) -> Space | None:
    """The space of the local page, if it has been founded."""
    with suppress(UnknownSpace):
        async with store.origin(PLATFORM, SPACE, "") as origin:
            return origin.space
    return None


async def found(store: Store, community: Community, channel: str, facilitator: str) -> Space:
    """Make the community with its space, the channel that everybody reads, and a facilitator who is admin as well."""
    space = await store.found(community, Space(0, PLATFORM, SPACE, community.name, open_door=True))
    async with store.work(space.community_id) as work:
        person = await work.add(Person(community.id, facilitator, language=community.language))
        await work.add(Account(community.id, space.id, person.id, FACILITATOR))
        await work.add(Grant(community.id, person.id, Right.ADMIN))
        await work.add(Place(community.id, space.id, COMMUNITY_PLACE, channel, channel))
    return space


async def furnish(history: LocalHistory, channel: str, people: Sequence[LocalPerson] = ()) -> None:
    """Open the channel and enrol people; what is there already stays as it is."""
    await history.open(LocalPlace(channel, PlaceKind.CHANNEL, channel))
    await history.enrol(people)


def sample_file() -> bytes:
    """Applications of invented people, as a Finnish form service exports them."""
    return (files("adapters.local") / "sample" / "applications.csv").read_bytes()


def answers_of(data: bytes, zone: str) -> dict[str, Answers]:
    """What each of those in an application file has answered, by an account that nobody else gets.

    Raises ImportRefused.
    """
    table = read_table(data)
    reading = read_applications(table, guess_mapping(table).confirmed(), Defaults(zone))
    return {f"{SAMPLE}{number}": one.answers for number, one in enumerate(reading.people, 1)}


def people_of(data: bytes, zone: str) -> list[LocalPerson]:
    """Those who answered in an application file, as people one can be on the page. Raises ImportRefused."""
    return [
        LocalPerson(account, answers.name, email=answers.email, zone=answers.time_zone)
        for account, answers in answers_of(data, zone).items()
    ]

"""Who is at the keys, where they are, and what they see. Asked anew at every request."""

from collections.abc import Mapping

from adapters.local.parse import Refused
from adapters.local.ports import Json, LocalHistory, LocalMessage, LocalPerson, LocalPlace, PlaceKind, private_place
from bot.i18n import Reader


class Visitors:
    """The people of the local platform; `default` reads for those of whom no language or zone is known."""

    def __init__(self, history: LocalHistory, default: Reader) -> None:
        self.history = history
        self.default = default

    async def who(self, account: object) -> LocalPerson:
        """The person with this account. Raises Refused."""
        for person in await self.history.people():
            if person.account == account:
                return person
        raise Refused(404, "page-error-person", account=str(account)[:60])

    async def where(self, asked: Mapping[str, Json]) -> tuple[LocalPerson, LocalPlace]:
        """The person `as` and the `place` that were asked for, if that person is there. Raises Refused."""
        person = await self.who(asked.get("as"))
        for place in await self.places(person):
            if place.id == asked.get("place"):
                return person, place
        raise Refused(404, "page-error-place")

    async def places(self, person: LocalPerson) -> list[LocalPlace]:
        """Where a person can be: alone with the bot first, then the channels and pair spaces."""
        reader = self.reader(person)
        name, about = reader.t("page-bot-name"), reader.t("page-bot-about")
        alone = LocalPlace(private_place(person.account), PlaceKind.BOT, name, about)
        return [alone, *await self.history.places(person.account)]

    async def sees(self, person: LocalPerson, said: LocalMessage) -> bool:
        """Whether a person may see a message."""
        places = {place.id for place in await self.places(person)}
        return said.place in places and said.private_to in {"", person.account}

    def reader(self, person: LocalPerson) -> Reader:
        """In which language and zone a person reads."""
        return Reader(person.language or self.default.language, person.zone or self.default.zone)

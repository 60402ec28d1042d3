"""A history of which nothing remains: what is said is heard by those who listen, and not kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import count

from adapters.local.history import KeptHistory
from adapters.local.ports import LocalMessage, LocalPerson, LocalPlace


class FleetingHistory:
    """For a transcript, which is its own record. People and places are the kept ones; `listeners` are theirs too.

    Numbers, keys and topics work as `LocalHistory` promises; reading back what was said gives nothing.
    """

    def __init__(self, kept: KeptHistory) -> None:
        self.kept = kept
        self._versions = count(1)
        self._keys: dict[str, LocalMessage] = {}
        self._topics: dict[tuple[str, str, str], int] = {}

    async def say(self, message: LocalMessage) -> LocalMessage:
        """Pass a message on, once for each key."""
        if message.key and message.key in self._keys:
            return self._keys[message.key]
        version = next(self._versions)
        number = version
        if message.topic:
            number = self._topics.setdefault((message.place, message.private_to, message.topic), version)
        said = replace(message, id=number, version=version)
        if message.key:
            self._keys[message.key] = said
        self.kept.tell(said)
        return said

    async def people(self) -> Sequence[LocalPerson]:
        """Everybody with an account."""
        return await self.kept.people()

    async def enrol(self, people: Sequence[LocalPerson]) -> None:
        """Accounts for people who have none."""
        await self.kept.enrol(people)

    async def places(self, account: str) -> Sequence[LocalPlace]:
        """Where an account can be."""
        return await self.kept.places(account)

    async def open(self, place: LocalPlace) -> None:
        """Add or change a place."""
        await self.kept.open(place)

    async def messages(self, place: str, account: str, after: int = 0) -> Sequence[LocalMessage]:
        """Nothing is kept."""
        return ()

    async def message(self, message_id: int) -> LocalMessage | None:
        """Nothing is kept."""
        return None

    async def read(self, account: str, place: str, upto: int) -> None:
        """Nothing is kept, so nothing can be unread."""

    async def unread(self, account: str, places: Collection[str]) -> Mapping[str, int]:
        """Nothing is kept, so nothing can be unread."""
        return {}

"""The page's history on a database: what storage keeps as plain rows, in the page's own types."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from adapters.local.ports import LocalMessage, LocalPerson, LocalPlace, PlaceKind
from bot.entities import Right

Row = Mapping[str, Any]  # Any: a row of a table, given its types below and nowhere else


RIGHTS = {Right.ADMIN: "facilitator", Right.FACILITATOR: "facilitator"}
"""What the picker says beside a name."""


class Rows(Protocol):
    """What storage offers the local platform."""

    async def people(self) -> Sequence[Row]: ...
    async def enrol(self, person: Row) -> None: ...
    async def places(self) -> Sequence[Row]: ...
    async def open(self, external_id: str, **values: Any) -> None: ...
    async def say(self, **values: Any) -> Row: ...
    async def messages(self, place: str, account: str, after: int) -> Sequence[Row]: ...
    async def message(self, first_version: int) -> Row | None: ...
    async def read(self, account: str, place: str, upto: int) -> None: ...
    async def unread(self, account: str, wanted: Collection[str]) -> Mapping[str, int]: ...


class KeptHistory:
    """Implements `LocalHistory`; see there for what each method promises. `listeners` hear what is said and opened."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.listeners: list[Callable[[LocalMessage | LocalPlace], None]] = []

    async def people(self) -> Sequence[LocalPerson]:
        """Everybody with an account on the page."""
        return [
            LocalPerson(
                row["external_id"],
                row["name"],
                RIGHTS.get(row["right"], ""),
                row["language"],
                row["time_zone"],
                row["email"],
            )
            for row in await self.rows.people()
        ]

    async def enrol(self, people: Sequence[LocalPerson]) -> None:
        """Accounts for people who have none."""
        for one in people:
            await self.rows.enrol(
                {
                    "account": one.account, "name": one.name, "email": one.email, "language": one.language,
                    "time_zone": one.zone,
                }
            )  # fmt: skip

    async def places(self, account: str) -> Sequence[LocalPlace]:
        """Open channels, and the places this account is a member of."""
        every = [
            LocalPlace(row["external_id"], PlaceKind(row["kind"]), row["name"], row["about"], frozenset(row["members"]))
            for row in await self.rows.places()
        ]
        return [place for place in every if not place.members or account in place.members]

    async def open(self, place: LocalPlace) -> None:
        """Add or change a place."""
        members = sorted(place.members)
        await self.rows.open(place.id, kind=place.kind.value, name=place.name, about=place.about, members=members)
        self.tell(place)

    async def say(self, message: LocalMessage) -> LocalMessage:
        """Store a message once."""
        said = _message(
            await self.rows.say(
                place=message.place, at=message.at, payload=dict(message.payload), author=message.author,
                private_to=message.private_to, topic=message.topic, key=message.key,
            )
        )  # fmt: skip
        self.tell(said)
        return said

    async def messages(self, place: str, account: str, after: int = 0) -> Sequence[LocalMessage]:
        """What an account may see in a place."""
        return [_message(row) for row in await self.rows.messages(place, account, after)]

    async def message(self, message_id: int) -> LocalMessage | None:
        """One message."""
        row = await self.rows.message(message_id)
        return _message(row) if row else None

    async def read(self, account: str, place: str, upto: int) -> None:
        """How far an account has read."""
        await self.rows.read(account, place, upto)

    async def unread(self, account: str, places: Collection[str]) -> Mapping[str, int]:
        """How much an account has not read."""
        return await self.rows.unread(account, places)

    def tell(self, news: LocalMessage | LocalPlace) -> None:
        """Let those who listen hear something."""
        for listener in self.listeners:
            listener(news)


def _message(row: Row) -> LocalMessage:
    return LocalMessage(
        row["place"], row["at"], row["payload"], row["author"] or "", row["private_to"] or "", row["topic"],
        row["key"] or "", row["first_version"], row["version"],
    )  # fmt: skip

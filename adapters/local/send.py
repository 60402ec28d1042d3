"""How the bot's messages get into the local platform's conversations."""

import hashlib
from collections.abc import Sequence

from adapters.local.hub import Hub
from adapters.local.ports import LocalHistory, LocalMessage, LocalPlace, PlaceKind, owner_of, private_place
from adapters.local.render import draw
from bot.entities import Account, Place, Space
from bot.message import Message
from bot.ports import Clock, Outcome, Result


class LocalMessenger:
    """The port Messenger on the local platform: everything arrives, and the same key arrives once."""

    rate = None
    at_once = 10

    def __init__(self, history: LocalHistory, hub: Hub, clock: Clock) -> None:
        self.history = history
        self.hub = hub
        self.clock = clock

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        """Into the place where this person and the bot are alone."""
        return await self._say(private_place(account.external_id), message, key=key)

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        """Into a channel or pair space, for everybody there."""
        return await self._say(place.external_id, message, key=key)

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        """A new pair space; the same key opens the same one."""
        place_id = "pair:" + hashlib.sha256(key.encode()).hexdigest()[:12]
        accounts = frozenset(member.external_id for member in members)
        await self.history.open(LocalPlace(place_id, PlaceKind.PAIR, name, members=accounts))
        self.hub.publish("places", {}, accounts)
        return Outcome(Result.SENT, reference=place_id)

    async def find(self, space: Space, name: str, email: str) -> str:
        """The account with this e-mail address, or the only one with this name."""
        people = await self.history.people()
        by_email = [one.account for one in people if email and one.email.casefold() == email.casefold()]
        by_name = [one.account for one in people if one.name.casefold() == name.casefold()]
        found = by_email or by_name
        return found[0] if len(found) == 1 else ""

    async def answer(self, place: str, account: str, message: Message) -> None:
        """An answer to what a person did in a place, seen by that person only unless the message is public."""
        openly = message.public or place == private_place(account)
        await self._say(place, message, private_to="" if openly else account)

    async def _say(self, place: str, message: Message, *, private_to: str = "", key: str = "") -> Outcome:
        said = await self.history.say(
            LocalMessage(place, self.clock.now(), draw(message), private_to=private_to, topic=message.topic, key=key)
        )
        only = private_to or owner_of(place)
        self.hub.publish("message", {"place": place}, {only} if only else None)
        return Outcome(Result.SENT, reference=str(said.id))

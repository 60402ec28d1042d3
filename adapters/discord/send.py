"""How the bot's messages get to people and channels on Discord."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence

import discord

from adapters.discord.errors import ANEW, outcome_of
from adapters.discord.render import Drawn, draw
from adapters.discord.words import units
from bot.entities import Account, Place, Space
from bot.message import Message
from bot.ports import Clock, Outcome, Posted, Result
from bot.rules.pacing import Rate
from bot.rules.text import shorten

NONCE, THREAD_NAME = 25, 100
Home = Callable[[Space], Awaitable[str]]
"""The channel of a space in which its pairs' threads are."""


class DiscordMessenger:
    """The port Messenger on Discord. A nonce that Discord enforces makes the same key visible once."""

    # No figure for direct messages is documented. Bots were quarantined after some 25 to 40 first ones in a burst.
    rate = Rate(per_minute=60, burst=10, place_seconds=1.0)
    at_once = 10  # Discord knows a nonce again for minutes

    def __init__(self, client: discord.Client, posted: Posted, clock: Clock, home: Home) -> None:
        self.client = client
        self.posted = posted
        self.clock = clock
        self.home = home

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        """In the direct messages of this person and the bot."""
        try:
            channel = await self.client.create_dm(discord.Object(int(account.external_id)))
        except Exception as error:
            return _before(error)
        drawn = draw(message, space.external_id)
        return await self._say(space, channel.id, drawn, message.topic, key, account.id)

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        """In a channel or a pair's thread."""
        return await self._say(space, int(place.external_id), draw(message), message.topic, key)

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        """A private thread of these people and the bot. The same key gives the same one, with everybody in it."""
        thread, home = await self.posted.said(space.id, key), await self.home(space)
        if not (thread or home):
            return Outcome(Result.CLOSED, detail="no-channel")
        try:
            if not thread:
                thread = await self._thread(home, name)
                await self.posted.keep(space.id, "", key, thread, self.clock.now())
            for member in members:
                await self.client.http.add_user_to_thread(int(thread), int(member.external_id))
        except Exception as error:
            return outcome_of(error)
        return Outcome(Result.SENT, reference=thread)

    async def find(self, space: Space, name: str, email: str) -> str:
        """The only member with this name; Discord tells no address."""
        guild = self.client.get_guild(int(space.external_id))
        if guild is None or not name:
            return ""
        try:
            members = await guild.query_members(name, limit=10, cache=False)
        except (discord.DiscordException, TimeoutError):
            return ""
        found = [one for one in members if not one.bot and name.casefold() in _names(one)]
        return str(found[0].id) if len(found) == 1 else ""

    # --- one message ---------------------------------------------------------------------------------------------
    async def _say(self, space: Space, to: int, drawn: Drawn, topic: str, key: str, account_id: int = 0) -> Outcome:
        if known := await self.posted.said(space.id, key):
            return Outcome(Result.SENT, reference=known)
        try:
            reference = await self._replaced(space, to, topic, drawn) or await self._new(to, drawn, key)
        except Exception as error:
            return outcome_of(error)
        await self.posted.keep(space.id, str(to), key, reference, self.clock.now(), topic, account_id)
        return Outcome(Result.SENT, reference=reference)

    async def _replaced(self, space: Space, to: int, topic: str, drawn: Drawn) -> str:
        """The reference of the earlier message on this topic, changed in its place; empty where there is none."""
        reference = await self.posted.latest(space.id, str(to), topic)
        if not reference:
            return ""
        channel, _, message = reference.partition(":")
        there = self.client.get_partial_messageable(int(channel)).get_partial_message(int(message))
        try:
            await there.edit(**drawn.instead())
        except discord.HTTPException as error:
            if error.code in ANEW:
                return ""
            raise
        return reference

    async def _new(self, to: int, drawn: Drawn, key: str) -> str:
        channel = self.client.get_partial_messageable(to)
        said = await channel.send(**drawn.arguments(), nonce=nonce_of(key))
        return f"{to}:{said.id}"

    async def _thread(self, home: str, name: str) -> str:
        """A new private thread, that only its members and moderators see. Raises HTTPException.

        After a week without a word it is put away, the longest that Discord has; it comes back with the next word.
        """
        thread = await self.client.http.start_thread_without_message(
            int(home), name=shorten(name, THREAD_NAME, units) or "…", type=discord.ChannelType.private_thread.value,
            invitable=False, auto_archive_duration=10_080,
        )  # fmt: skip
        return str(thread["id"])


def _names(member: discord.Member) -> set[str]:
    return {name.casefold() for name in (member.display_name, member.global_name or "", member.name)}


def nonce_of(key: str) -> str:
    """The key as Discord takes it: at most 25 characters (its reference of `POST /channels/{id}/messages`)."""
    return hashlib.sha256(key.encode()).hexdigest()[:NONCE]


def _before(error: Exception) -> Outcome:
    """What a call that failed before the message was begun means: nothing of it can have arrived."""
    outcome = outcome_of(error)
    return Outcome(Result.FAILED, detail=outcome.detail) if outcome.result == Result.UNKNOWN else outcome

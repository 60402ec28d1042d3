"""A server becomes one of the community's spaces, and somebody in it may make programmes."""

import asyncio

import discord

from adapters.discord.listen import PLATFORM
from bot.entities import Account, Community, Grant, Person, Place, Right, Space
from bot.errors import UnknownSpace
from bot.ports import Store

CHANNEL_KEY = "community"


class Founding:
    """What happens when the bot comes to a server, or is removed from one."""

    def __init__(self, store: Store, community: Community, channel: str, admin: str) -> None:
        self.store = store
        self.community = community
        self.channel = channel
        self.admin = admin
        self._one_by_one = asyncio.Lock()

    async def arrived(self, guild: discord.Guild) -> None:
        """Make the server a space, if it is none yet, with its first admin and the channel for announcements."""
        async with self._one_by_one:  # Discord may tell of one server twice at a time
            space = await self._space(guild)
            await self._appoint(guild, space)
            await self._read_by_all(guild, space)

    async def removed(self, guild: discord.Guild) -> None:
        """Send nothing to it any more; everything is kept, as it may invite the bot again."""
        try:
            async with self.store.origin(PLATFORM, str(guild.id), "") as origin:
                origin.space.connected = False
        except UnknownSpace:
            return

    async def only(self, servers: set[str]) -> None:
        """The bot is in these: another may have removed it while nobody listened (RCH-05)."""
        for community in await self.store.communities():
            async with self.store.work(community) as work:
                for space in await work.all(Space, platform=PLATFORM):
                    if space.external_id not in servers:
                        space.connected = False

    async def _space(self, guild: discord.Guild) -> Space:
        """There already, or new in the first community, which is founded if there is none."""
        try:
            async with self.store.origin(PLATFORM, str(guild.id), "") as origin:
                origin.space.connected = True
                return origin.space
        except UnknownSpace:
            known = await self.store.communities()
        if not known:
            return await self.store.found(self.community, Space(0, PLATFORM, str(guild.id), guild.name))
        async with self.store.work(known[0]) as work:
            return await work.add(Space(known[0], PLATFORM, str(guild.id), guild.name))

    async def _appoint(self, guild: discord.Guild, space: Space) -> None:
        """The member with the id in the settings, or the server's owner, may make programmes. Appointed once."""
        chosen = self.admin or str(guild.owner_id)
        async with self.store.work(space.community_id) as work:
            if await work.one(Account, space_id=space.id, external_id=chosen):
                return
        member = await guild.fetch_member(int(chosen))
        async with self.store.work(space.community_id) as work:
            person = await work.add(Person(space.community_id, member.display_name))
            await work.add(Account(space.community_id, space.id, person.id, chosen))
            await work.add(Grant(space.community_id, person.id, Right.ADMIN))

    async def _read_by_all(self, guild: discord.Guild, space: Space) -> None:
        """The channel of this name, or else the one that Discord itself greets people in."""
        wanted = self.channel.removeprefix("#")
        named = [one for one in guild.text_channels if wanted in {one.name, str(one.id)}]
        channel = named[0] if named else guild.system_channel
        async with self.store.work(space.community_id) as work:
            if channel and not await work.one(Place, space_id=space.id, key=CHANNEL_KEY):
                await work.add(Place(space.community_id, space.id, CHANNEL_KEY, str(channel.id), channel.name))


async def channel_of(store: Store, space: Space) -> str:
    """Discord's id of the channel for announcements, in which the pairs' threads are; empty if there is none."""
    async with store.work(space.community_id) as work:
        place = await work.one(Place, space_id=space.id, key=CHANNEL_KEY)
        return place.external_id if place else ""

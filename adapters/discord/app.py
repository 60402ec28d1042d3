"""discord.py's client on our settings: what it hears, and nothing that it remembers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
import structlog

from adapters.discord import address
from adapters.discord.errors import NO_ANSWER, TOKEN, advice_for
from adapters.discord.listen import DiscordListener
from adapters.discord.tree import Node, register
from bot.config import DiscordSettings
from bot.errors import Unreachable

LONGEST_WAIT = 30.0  # seconds that a call may wait for Discord's limits inside the library; then delivery decides
STOPPING_SECONDS = 5.0
_log = structlog.get_logger(__name__)


class DiscordClient(discord.Client):
    """Hears what is done with our controls and commands, and where it is invited to. No message is read, ever."""

    def __init__(self, settings: DiscordSettings, tree: Sequence[Node] = ()) -> None:
        """`tree` is what is registered at the start, where Discord has something else."""
        intents = discord.Intents.none()
        intents.guilds = True
        super().__init__(
            intents=intents,
            application_id=int(settings.application_id) if settings.application_id else None,  # type: ignore[arg-type]  # found out then
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        self.commands = tree
        self.listener: DiscordListener | None = None
        self.arrived: Callable[[discord.Guild], Awaitable[None]] | None = None
        self.removed: Callable[[discord.Guild], Awaitable[None]] | None = None
        self.only: Callable[[set[str]], Awaitable[None]] | None = None

    async def setup_hook(self) -> None:
        """Before anything is heard."""
        if self.commands:
            try:
                await register(self, self.commands)
            except discord.HTTPException as error:  # those that were registered before still work
                _log.error("commands are not registered", code=error.code, advice=advice_for(error.code))

    async def on_ready(self) -> None:
        """Connected: these are the servers it is in, and no others. After an outage of Discord's it comes again."""
        for guild in self.guilds:
            await self.on_guild_join(guild)
        if self.only:
            await self.only({str(guild.id) for guild in self.guilds})

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Invited to a server."""
        if self.arrived:
            await self.arrived(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server that was down is back."""
        await self.on_guild_join(guild)

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """A new channel: it may be the one for announcements that was missing."""
        await self.on_guild_join(channel.guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed from a server. One that is down for a while is another event, and changes nothing."""
        if self.removed:
            await self.removed(guild)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody does something."""
        if self.listener:
            await self.listener.hear(interaction)

    async def on_error(self, event_method: str, /, *_args: Any, **_more: Any) -> None:
        """A surprise, which never ends the connection."""
        _log.exception("unexpected from Discord", event_name=event_method)


def client_for(settings: DiscordSettings, tree: Sequence[Node] = ()) -> DiscordClient:
    """A client of these settings, not yet connected to anything."""
    address.use(settings)
    return DiscordClient(settings, tree)


async def log_in(client: DiscordClient, token: str) -> None:
    """Begin to speak to Discord. Raises Unreachable with a sentence for the admin."""
    try:
        await client.login(token)
    except NO_ANSWER as error:
        await client.close()
        if not isinstance(error, discord.LoginFailure):
            reason = f"Discord cannot be reached ({type(error).__name__}). Check the network."
            raise Unreachable(reason) from None
        raise Unreachable(f"Discord refuses the bot's token. {TOKEN}") from None


@asynccontextmanager
async def connected(client: DiscordClient, listener: DiscordListener) -> AsyncIterator[None]:
    """Listen until the block ends; what is under way is let finish. The library connects again by itself."""
    client.listener = listener
    listening = asyncio.create_task(client.connect(reconnect=True))
    listening.add_done_callback(_ended)
    try:
        yield
    finally:
        await listener.finish(STOPPING_SECONDS)
        await client.close()
        with suppress(asyncio.CancelledError, *NO_ANSWER):
            await listening


def _ended(listening: "asyncio.Task[None]") -> None:
    if not listening.cancelled() and (error := listening.exception()):
        _log.error("Discord's gateway is closed to us", error=type(error).__name__)

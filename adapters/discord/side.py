"""Our side of Discord, put together: what the wiring holds of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.discord.app import DiscordClient, client_for, connected, log_in
from adapters.discord.founding import Founding, channel_of
from adapters.discord.listen import Core, DiscordListener
from adapters.discord.offers import Programmes
from adapters.discord.send import DiscordMessenger
from adapters.discord.tree import tree_of
from bot.app import load_features
from bot.config import DiscordSettings
from bot.entities import Space
from bot.i18n import Reader
from bot.ports import Clock, Posted, Store


@dataclass(frozen=True, slots=True)
class Discord:
    """A client, the way to send by it, and what it offers."""

    client: DiscordClient
    messenger: DiscordMessenger
    offers: Programmes


def put_together(settings: DiscordSettings, store: Store, posted: Posted, clock: Clock, founding: Founding) -> Discord:
    """Everything but the connection."""

    async def home(space: Space) -> str:
        return await channel_of(store, space)

    client = client_for(settings, tree_of(load_features().commands.values(), Reader(founding.community.language)))
    client.arrived, client.removed, client.only = founding.arrived, founding.removed, founding.only
    return Discord(client, DiscordMessenger(client, posted, clock, home), Programmes(store))


@asynccontextmanager
async def logged_in(discord: Discord, token: str) -> AsyncIterator[Discord]:
    """Able to send, until the block ends. Raises Unreachable."""
    await log_in(discord.client, token)
    try:
        yield discord
    finally:
        await discord.client.close()


@asynccontextmanager
async def listening(discord: Discord, bot: Core) -> AsyncIterator[None]:
    """Able to hear as well, until the block ends."""
    async with connected(discord.client, DiscordListener(bot, offers=discord.offers)):
        yield

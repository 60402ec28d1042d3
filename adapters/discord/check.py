"""Whether an installation on Discord can work, in one sentence each: what is right, or what to do."""

from collections.abc import AsyncIterator

import discord

from adapters.discord.app import DiscordClient, client_for, log_in
from adapters.discord.errors import NO_ANSWER
from bot.config import DiscordSettings

RIGHTS = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, attach_files=True, create_private_threads=True,
    send_messages_in_threads=True,
)  # fmt: skip
"""What the bot needs in the channel for announcements, and nothing that reads what people write."""


def invitation(client: DiscordClient) -> str:
    """Where a server's admin invites the bot."""
    return discord.utils.oauth_url(
        client.application_id or 0, permissions=RIGHTS, scopes=("bot", "applications.commands")
    )


async def checked(settings: DiscordSettings, channel: str) -> AsyncIterator[tuple[bool, str]]:
    """What is found, step by step: whether it is right, and a sentence. Raises Unreachable where nothing works."""
    client = client_for(settings)
    try:
        await log_in(client, settings.token)
        async for found in findings(client, channel):
            yield found
    finally:
        await client.close()


async def findings(client: DiscordClient, channel: str) -> AsyncIterator[tuple[bool, str]]:
    """The same for a client that is logged in."""
    yield True, f"Discord: the token is of the bot {client.user}. Invite it: {invitation(client)}"
    try:
        guilds = [guild async for guild in client.fetch_guilds()]
        if not guilds:
            yield False, "Discord: the bot is in no server yet. Open the link above to invite it."
        for guild in guilds:
            yield await _in(client, await client.fetch_guild(guild.id), channel)
    except NO_ANSWER as error:
        yield False, f"Discord: the servers cannot be looked at ({error})."


async def _in(client: DiscordClient, guild: discord.Guild, channel: str) -> tuple[bool, str]:
    """One server: its channel for announcements, and what the bot may do there."""
    wanted = channel.removeprefix("#")
    named = [one for one in await guild.fetch_channels() if wanted in {one.name, str(one.id)}]
    found = next((one for one in named if isinstance(one, discord.TextChannel)), None)
    if found is None:
        return False, f"Discord: in {guild.name} there is no channel {channel} that the bot can see."
    me = await guild.fetch_member(client.user.id if client.user else 0)
    given = found.permissions_for(me)
    lacking = [name.replace("_", " ") for name, wanted_ in RIGHTS if wanted_ and not getattr(given, name)]
    if lacking:
        return False, f"Discord: in {guild.name}, #{found.name}, the bot's role lacks: {', '.join(lacking)}."
    return True, f"Discord: in {guild.name}, the bot may do all that it needs in #{found.name}."

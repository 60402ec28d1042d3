"""Where Discord is. Another address than its own is for tests, and this is the only place that knows how to say so."""

import discord.gateway
import discord.http
from yarl import URL

from bot.config import DiscordSettings

USUAL = DiscordSettings()


def use(settings: DiscordSettings) -> None:
    """Speak to the Discord of these settings, in this process. discord.py has no setting for it."""
    if settings.api_url != USUAL.api_url:
        discord.http.Route.BASE = settings.api_url.rstrip("/")
    if settings.gateway_url != USUAL.gateway_url:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.gateway_url)

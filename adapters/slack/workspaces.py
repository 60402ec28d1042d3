"""The workspaces that the app is installed in, each with a token that is good now.

Where tokens are rotated, one ends after twelve hours, and what renews it serves once. So it is renewed some time
before, by whoever needs it then, a timed message as well as a command; one process at a time does it, and stores what
it got before anything is sent with it (NET-01).
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import client_for
from adapters.slack.errors import NO_ANSWER, NotInstalled, code_of
from bot.config import SlackSettings
from bot.ports import Clock

EARLY = timedelta(hours=2)
"""So long before its end a token is renewed, as slack_sdk does."""
MARGIN = timedelta(minutes=1)
"""A token that ends sooner is not begun with."""
CLAIM = timedelta(minutes=1)
"""So long a renewal is one process's own. A call to Slack takes a third of it at most."""
LOOKS, LOOK_SECONDS = 40, 0.25
"""How often and how far apart it is looked whether another process has done it."""
_log = structlog.get_logger(__name__)


class Installs(Protocol):
    """What is stored of installations, seen by every process alike."""

    async def installed(self) -> Sequence[Bot]:
        """All workspaces."""

    async def of(self, team: str) -> Bot | None:
        """A workspace's installation."""

    async def claim(self, bot: Bot, now: datetime, until: datetime) -> bool:
        """Have the renewal of this token to oneself until a time; False where it is another's, or done."""

    async def release(self, bot: Bot) -> None:
        """Let others try at once."""

    async def renew(self, old: Bot, new: Bot) -> None:
        """Put a new token in the place of an old one."""

    async def remove(self, bot: Bot) -> None:
        """Forget a token. One that was given since stays."""


class Workspaces:
    """Gives each workspace's client. Holds nothing but who waits for a renewal in this process."""

    def __init__(self, settings: SlackSettings, installs: Installs, clock: Clock) -> None:
        self.settings = settings
        self.installs = installs
        self.clock = clock
        self._waiting: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._renewals: set[asyncio.Task[Bot]] = set()

    async def finish(self, seconds: float) -> None:
        """Let renewals that are under way be stored, for so long at most: what Slack has given once is gone else."""
        if self._renewals:
            await asyncio.wait(self._renewals, timeout=seconds)

    async def client(self, team: str) -> AsyncWebClient:
        """A client with the workspace's own token. Raises as `bot` does."""
        return client_for(self.settings, (await self.bot(team)).bot_token)

    async def authorized(self, team: str) -> AuthorizeResult | None:
        """By which token what comes from a workspace is answered; None where the app is not installed."""
        try:
            bot = await self.bot(team)
        except NotInstalled:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id,
            team_id=bot.team_id,
            team=bot.team_name,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
        )

    async def bot(self, team: str) -> Bot:
        """A workspace's installation with a token that is good.

        Raises NotInstalled, SlackClientError where Slack renews it not, TimeoutError where another process still does.
        """
        bot = await self._stored(team)
        if not self._ends_within(bot, EARLY):
            return bot
        if self._waiting[team].locked() and not self._ends_within(bot, MARGIN):
            return bot
        async with self._waiting[team]:
            return await self._fresh(team)

    async def _fresh(self, team: str) -> Bot:
        for _ in range(LOOKS):
            bot, now = await self._stored(team), self.clock.now()
            if not self._ends_within(bot, EARLY):
                return bot
            if await self.installs.claim(bot, now, now + CLAIM):
                renewal = asyncio.create_task(self._renewed(team, bot))
                self._renewals.add(renewal)
                renewal.add_done_callback(self._renewals.discard)
                return await asyncio.shield(renewal)  # whoever asked may be stopped meanwhile
            if not self._ends_within(bot, MARGIN):
                return bot
            await asyncio.sleep(LOOK_SECONDS)
        raise TimeoutError("another process is renewing the token")

    async def _renewed(self, team: str, bot: Bot) -> Bot:
        """The token after this one. Where Slack refuses, an old one that is still good serves on, and so does one that
        another process has stored meanwhile.
        """
        try:
            answer = await client_for(self.settings, None).oauth_v2_access(
                client_id=self.settings.client_id,
                client_secret=self.settings.client_secret,
                grant_type="refresh_token",
                refresh_token=bot.bot_refresh_token,
            )
        except NO_ANSWER as error:
            reason = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            _log.warning("a token was not renewed", team=team, reason=reason)
            now = await self._stored(team)
            if now.bot_token != bot.bot_token or not self._ends_within(bot, MARGIN):
                return now  # our claim keeps the next from asking for a minute
            await self.installs.release(bot)
            raise
        new = Bot(**bot.to_dict_for_copying())
        new.bot_token = answer["access_token"]
        new.bot_refresh_token = answer.get("refresh_token")
        new.bot_token_expires_at = int(self.clock.now().timestamp()) + int(answer["expires_in"])
        await self.installs.renew(bot, new)
        return new

    async def _stored(self, team: str) -> Bot:
        bot = await self.installs.of(team)
        if bot is None:
            raise NotInstalled(f"the app is not installed in {team}")
        return bot

    def _ends_within(self, bot: Bot, span: timedelta) -> bool:
        ends = bot.bot_token_expires_at
        return ends is not None and ends <= (self.clock.now() + span).timestamp()

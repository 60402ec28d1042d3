"""How the bot's messages get to people and channels on Slack."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import ANEW, NO_ANSWER, code_of, outcome_of
from adapters.slack.people import Profiles
from adapters.slack.render import Drawn, draw
from bot.entities import Account, Place, Space
from bot.message import Message
from bot.ports import Clock, Outcome, Posted, Result
from bot.rules.pacing import Rate

Clients = Callable[[str], Awaitable[AsyncWebClient]]
"""The client of a workspace, by its id: with its own token, fresh where tokens are rotated (NET-01)."""
PAIR_MOST = 8


class SlackMessenger:
    """The port Messenger on Slack. Each call is made once: what comes of it is delivery's to decide."""

    rate = Rate(per_minute=240, burst=20, place_seconds=1.0)
    at_once = 1  # Slack knows no key again

    def __init__(self, clients: Clients, posted: Posted, profiles: Profiles, clock: Clock) -> None:
        self.clients = clients
        self.posted = posted
        self.profiles = profiles
        self.clock = clock

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        """In the conversation of this person and the app.

        Slack takes messages for the deactivated and says nothing, so who they are is asked first (RCH-03).
        """
        try:
            client = await self.clients(space.external_id)
            profile = await self.profiles.of(client, space.external_id, account.external_id)
        except NO_ANSWER as error:
            return _not_sent(error)
        if profile.reach != Result.SENT:
            return Outcome(profile.reach)
        return await self._say(client, space, account.external_id, message, key, account.id)

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        """In a channel or a pair's conversation."""
        try:
            client = await self.clients(space.external_id)
        except NO_ANSWER as error:
            return _not_sent(error)
        return await self._say(client, space, place.external_id, message, key)

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        """A group conversation of these people and the app. Slack gives the same one for the same people."""
        users = ",".join(member.external_id for member in members[:PAIR_MOST])
        try:
            client = await self.clients(space.external_id)
            opened = await client.conversations_open(users=users)
        except Exception as error:
            return outcome_of(error)
        return Outcome(Result.SENT, reference=opened["channel"]["id"])

    async def find(self, space: Space, name: str, email: str) -> str:
        """The member with this address, where the app may see addresses, or the only one with this name."""
        try:
            client = await self.clients(space.external_id)
        except NO_ANSWER:
            return ""
        return await self.profiles.called(client, space.external_id, name, email)

    # --- one message ---------------------------------------------------------------------------------------------
    async def _say(
        self, client: AsyncWebClient, space: Space, to: str, message: Message, key: str, account_id: int = 0
    ) -> Outcome:
        if known := await self.posted.said(space.id, key):
            return Outcome(Result.SENT, reference=known)
        drawn = draw(message)
        try:
            reference = await self._replaced(client, space, to, message.topic, drawn) or await self._new(
                client, to, drawn
            )
        except Exception as error:
            return outcome_of(error)
        await self.posted.keep(space.id, to, key, reference, self.clock.now(), message.topic, account_id)
        await self._attach(client, reference, drawn)
        return Outcome(Result.SENT, reference=reference)

    async def _replaced(self, client: AsyncWebClient, space: Space, to: str, topic: str, drawn: Drawn) -> str:
        """The reference of the earlier message on this topic, changed in its place; empty where there is none."""
        reference = await self.posted.latest(space.id, to, topic)
        if not reference:
            return ""
        channel, _, ts = reference.partition(":")
        try:
            await client.chat_update(channel=channel, ts=ts, text=drawn.text, blocks=drawn.blocks, parse="none")
        except SlackApiError as error:
            if code_of(error) in ANEW:
                return ""
            raise
        return reference

    @staticmethod
    async def _new(client: AsyncWebClient, to: str, drawn: Drawn) -> str:
        answer = await client.chat_postMessage(channel=to, **drawn.arguments())
        return f"{answer['channel']}:{answer['ts']}"

    @staticmethod
    async def _attach(client: AsyncWebClient, reference: str, drawn: Drawn) -> None:
        """Files follow the message. One that cannot be sent does not make the message be said again."""
        channel = reference.partition(":")[0]
        for file in drawn.files:
            with suppress(*NO_ANSWER):
                await client.files_upload_v2(channel=channel, filename=file.name, content=file.data, title=file.name)


def _not_sent(error: Exception) -> Outcome:
    """What an error means before anything of the message has gone out: there is no doubt about it."""
    outcome = outcome_of(error)
    return Outcome(Result.FAILED, detail=outcome.detail) if outcome.result == Result.UNKNOWN else outcome

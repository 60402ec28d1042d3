"""Where an answer goes on Slack: to the asker alone, unless it is public or nobody else is there."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.errors import outcome_of
from adapters.slack.render import draw
from bot.message import REPEATED, Message
from bot.ports import Result

LONGEST_SILENCE = 60.0  # seconds that an answer waits when Slack asks for silence; later nobody remembers the question

Arguments = Mapping[str, Any]  # Any: what slack_sdk's methods take by name


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody asks, and by which ways they can be answered: `trigger` opens a form within three seconds."""

    team: str
    account: str
    channel: str = ""
    alone: bool = False
    trigger: str = ""

    @property
    def place(self) -> str:
        """The channel, empty for what only this person and the app share."""
        return "" if self.alone else self.channel


async def say(client: AsyncWebClient, where: Where, answer: Message) -> None:
    """Say it. A repeat is answered already. Raises SlackClientError."""
    if answer.topic == REPEATED:
        return
    drawn = draw(answer)
    if where.alone or not where.channel:
        said = await _spoken(client, where.account, drawn.arguments())
    elif answer.public:
        said = await _spoken(client, where.channel, drawn.arguments())
    else:
        said = await _aside(client, where, drawn.arguments())
    for file in drawn.files:  # nobody but the asker: a file in a channel would be everybody's
        target = said["channel"] if where.alone else await _own_place(client, where.account)
        await client.files_upload_v2(channel=target, filename=file.name, content=file.data, title=file.name)


async def patiently(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
    """What Slack has no room for now is said once more, as long after as Slack says (NET-02). Raises SlackApiError."""
    try:
        return await call()
    except SlackApiError as error:
        outcome = outcome_of(error)
        if outcome.result != Result.LIMITED or outcome.wait > LONGEST_SILENCE:
            raise
        await asyncio.sleep(outcome.wait)
        return await call()


async def _spoken(client: AsyncWebClient, channel: str, arguments: Arguments) -> AsyncSlackResponse:
    return await patiently(lambda: client.chat_postMessage(channel=channel, **arguments))


async def _aside(client: AsyncWebClient, where: Where, arguments: Arguments) -> AsyncSlackResponse:
    """Where the app is no member of a channel it cannot speak there even to one person: then in their own place."""
    try:
        return await patiently(
            lambda: client.chat_postEphemeral(channel=where.channel, user=where.account, **arguments)
        )
    except SlackApiError as error:
        if outcome_of(error).result != Result.CLOSED:  # it may be there already, or would fail as well
            raise
        return await _spoken(client, where.account, arguments)


async def _own_place(client: AsyncWebClient, account: str) -> str:
    return str((await client.conversations_open(users=account))["channel"]["id"])

"""A bare Bolt app, to try the fake with: it answers what it is told, opens a form, and publishes a home."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.wire.slack.fake import FakeSlack

Json = dict[str, Any]
PING_SECONDS, WATCHFUL = 10.0, 0.1
"""How often the websocket is looked at: what was cut without a word is noticed after this. The first is Bolt's own."""


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(label: str, **more: Any) -> Json:
    return {"type": "button", "action_id": f"press:{label}", "text": plain(label), "value": label, **more}


def question(name: str, **element: Any) -> Json:
    inner = {"type": "plain_text_input", "action_id": "answer", **element}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": inner}


def form(*blocks: Json, **more: Any) -> Json:
    made = {"type": "modal", "callback_id": "form", "title": plain("A form"), "submit": plain("Send")}
    return {**made, "blocks": list(blocks) or [question("name")], **more}


def client_for(slack: FakeSlack, token: str = "") -> AsyncWebClient:
    return AsyncWebClient(token=token or slack.bot_token, base_url=slack.url, retry_handlers=[])


class Echo:
    """What the app was told, and what it says; a test sets `replies` to what is acknowledged with."""

    def __init__(self, slack: FakeSlack) -> None:
        self.app = AsyncApp(client=client_for(slack), signing_secret=slack.signing_secret)
        self.heard: list[Json] = []
        self.replies: Json = {}
        self.deaf = False
        self.app.command("/mentoring")(self.command)
        self.app.action(re.compile("press|choose"))(self.action)
        self.app.view("form")(self.view)
        self.app.view_closed("form")(self.closed)
        self.app.event("app_home_opened")(self.home)

    async def command(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        self.heard.append(body)
        if self.deaf:
            await asyncio.Event().wait()
        await ack(**self.replies)
        if body["text"] == "form":
            await client.views_open(trigger_id=body["trigger_id"], view=form())
        else:
            blocks: list[Json] = [
                {"type": "section", "text": plain(body["text"])},
                {"type": "actions", "elements": [button("Go")]},
            ]
            await client.chat_postEphemeral(
                channel=body["channel_id"], user=body["user_id"], text=body["text"], blocks=blocks
            )

    async def action(self, ack: Any, body: Json, respond: Any) -> None:
        self.heard.append(body)
        await ack()
        if body["container"].get("is_ephemeral"):
            await respond(text="You pressed it", replace_original=True)

    async def view(self, ack: Any, body: Json) -> None:
        self.heard.append(body)
        await ack(**self.replies)

    async def closed(self, ack: Any, body: Json) -> None:
        self.heard.append(body)
        await ack()

    async def home(self, event: Json, client: AsyncWebClient) -> None:
        self.heard.append(event)
        blocks = [{"type": "actions", "elements": [button("Mine")]}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @asynccontextmanager
    async def by_socket(self, slack: FakeSlack, ping: float = PING_SECONDS) -> AsyncIterator["Echo"]:
        """Listening by Socket Mode."""
        handler = AsyncSocketModeHandler(self.app, slack.app_token, ping_interval=ping)
        await handler.connect_async()
        await slack.linked()
        try:
            yield self
        finally:
            await handler.close_async()

    @asynccontextmanager
    async def by_http(self, slack: FakeSlack) -> AsyncIterator["Echo"]:
        """Listening by HTTP, on a free port."""
        runner = web.AppRunner(self.app.server(port=0, path="/slack/events").web_app, shutdown_timeout=WATCHFUL)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        try:
            yield self
            await slack.background_done()
        finally:
            await runner.cleanup()

"""local-slack while it runs: what people do by its control API and its page's websocket, and what they see.

It is lenient, and wrong in places (one stack of modals for everybody, a conversation of two opens one with the first,
no limits): a happy path is what it can prove. The strict fake in tests/wire/slack proves the rest.

It listens on every interface and cannot be told otherwise; its port is a free one, and it holds nothing but the test's
own people.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.wire.slack.filling import filled, find, state_of
from tests.wire.slack.things import Json, Message, SharedFile, View

T = TypeVar("T")
HOST, COMMAND = "127.0.0.1", "/mentoring"
BOT_TOKEN, APP_TOKEN, BOT_USER, TEAM = "xoxb-local", "xapp-local", "UBOT", "T0001"
PATIENCE = 30.0  # seconds: a shared machine may be slow; nothing is waited for when it is there
GONE_BY = 10.0
PEOPLE = {"U1": "Helmi Laine", "U2": "Anna Mäkelä", "U3": "Juho Virtanen"}
GENERAL = "C1"


def settings() -> Json:
    """A workspace of three people who share a channel with the app."""
    users = [
        {"id": key, "name": name.split()[0].lower(), "real_name": name, "tz": "Europe/Helsinki",
         "email": f"{name.split()[0].lower()}@library.example"}
        for key, name in PEOPLE.items()
    ]  # fmt: skip
    app = {"appId": "A0001", "botUserId": BOT_USER, "botName": "Luotsi", "botToken": BOT_TOKEN, "appToken": APP_TOKEN,
           "signingSecret": "unused", "mode": "socket"}  # fmt: skip
    general = {"id": GENERAL, "name": "general", "members": [*PEOPLE, BOT_USER]}
    workspace = {"name": "Library", "domain": "library", "teamId": TEAM}
    return {"workspace": workspace, "apps": [app], "users": users, "channels": [general]}


class LocalSlack:
    """What its page would show: it tells every change, so that nothing has to be asked for again and again."""

    def __init__(self, port: int, http: ClientSession, line: ClientWebSocketResponse) -> None:
        self.base = f"http://{HOST}:{port}"
        self.url = f"{self.base}/api/"
        self.http, self.line = http, line
        self.state: Json = {}
        self._changed = asyncio.Event()

    # --- what is seen -------------------------------------------------------------------------------------------
    async def listen(self) -> None:
        """Keep up with what the server tells, until cancelled."""
        async for frame in self.line:
            self._told(json.loads(frame.data))
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()

    def _told(self, event: Json) -> None:
        match event["t"]:
            case "init":
                self.state = event["state"]
            case "message":
                self.state["messages"].setdefault(event["message"]["channel"], []).append(event["message"])
            case "message_update":
                said = self.state["messages"][event["message"]["channel"]]
                said[:] = [event["message"] if one["ts"] == event["message"]["ts"] else one for one in said]
            case "channel":
                self.state["channels"].append(event["channel"])
            case "view":
                self.state["modalStack"] = event["stack"]
            case "home":
                self.state["homeViews"][event["user"]] = event["view"]
            case "socket_status":
                self.state["apps"][0]["connected"] = event["connected"]

    async def until(self, wanted: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """Wait until this is true, looking each time something happens; what it then is."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := wanted()):
                    await self._changed.wait()
        except TimeoutError:
            said = {place: [one.words for one in map(message_of, told)] for place, told in self._messages().items()}
            raise AssertionError(f"in vain; what was said: {said}; {self.modal()}") from None
        return found

    def linked(self) -> bool:
        """Whether the app listens."""
        return bool(self.state) and self.state["apps"][0]["connected"]

    def seen(self, user: str) -> list[Message]:
        """What somebody sees, everywhere, oldest first."""
        mine = [one["id"] for one in self.state["channels"] if user in one["members"]]
        found = [message_of(one) for place in mine for one in self._messages().get(place, [])]
        return sorted((one for one in found if one.to in ("", user)), key=lambda one: one.ts)

    def modal(self) -> View | None:
        """The modal on top of the one stack."""
        given = next(reversed(self.state["modalStack"]), None)
        return View(given["id"], TEAM, "", given, given["hash"]) if given else None

    def _messages(self) -> Mapping[str, list[Json]]:
        kept: Mapping[str, list[Json]] = self.state["messages"]
        return kept

    # --- what people do -----------------------------------------------------------------------------------------
    async def slash(self, user: str, text: str) -> None:
        """Type a command in the channel."""
        await self._control("command", channel=GENERAL, user=user, command=COMMAND, text=text)

    async def press(self, user: str, shown: Message, wanted: str) -> None:
        """Press a button, by its label."""
        block_id, button = find(shown.blocks, wanted, {"button"})
        action: Json = {name: button[name] for name in ("action_id", "text", "value", "type") if name in button}
        action["block_id"] = block_id
        await self._control("interact", channel=shown.channel, messageTs=shown.ts, user=user, action=action)

    async def submit(self, user: str, values: Mapping[str, Any]) -> None:
        """Fill in the modal on top and send it, once it is there."""
        view = await self.until(self.modal)
        filled(view, values)
        await self.line.send_json({"t": "view_submit", "user": user, "values": state_of(view)})
        await self.until(lambda: (self.modal() or view).id != view.id or not self.modal())

    async def open_home(self, user: str) -> Json:
        """Look at the app's home; its view."""
        await self._control("open-home", user=user)
        return await self.until(lambda: self.state["homeViews"].get(user))

    async def _control(self, what: str, **body: Any) -> None:
        async with self.http.post(f"{self.base}/_control/{what}", json=body) as answer:
            assert answer.ok, await answer.text()


def message_of(given: Json) -> Message:
    """A message as the server keeps it, for what reads messages of ours. Slack gives every block an id; it does not."""
    blocks = [{"block_id": f"b{place}", **block} for place, block in enumerate(given.get("blocks", []))]
    files = [SharedFile(one["id"], TEAM, one["name"], one["size"]) for one in given.get("files", [])]
    to = given.get("ephemeral_to", "")
    return Message(given["ts"], given["channel"], given.get("text", ""), blocks, to=to, files=files)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def local_slack_running(program: Path, folder: Path) -> AsyncIterator[LocalSlack]:
    """The server, in a folder of the test's, until the block ends."""
    file, port = folder / "local-slack.json", free_port()
    file.write_text(json.dumps(settings()), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        program, "--config", file, "--port", str(port), "--base-host", HOST, "--files-dir", folder / "files",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            assert process.stdout
            while b"Control API" not in (line := await process.stdout.readline()):
                assert line, "local-slack has ended"
        async with ClientSession() as http, http.ws_connect(f"ws://{HOST}:{port}/ui", max_msg_size=0) as ui:
            made = LocalSlack(port, http, ui)
            listening = asyncio.create_task(made.listen())
            await made.until(lambda: made.state)
            yield made
            listening.cancel()
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), GONE_BY)

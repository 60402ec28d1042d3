"""A strict fake of Slack over real sockets: it enforces Slack's limits, records every call, and fails when told to.

    async with FakeSlack() as slack:
        anna = slack.add_user("Anna")
        general = slack.add_channel("general", [anna])
        ...                                   # an app on slack.url, slack.bot_token, slack.app_token
        await slack.linked()
        await slack.slash(anna, general, "help")
        message = await slack.until(lambda: slack.last(anna))
        await slack.press(anna, message, "Apply")

`slack.faults` must be empty at the end: the fixture `slack` in conftest.py sees to it. `slack.forgive("part of it")`
takes back what the test meant to cause. Nothing here waits longer than it must: `until` looks each time something
happens, and `advance(seconds)` lets time pass on Slack's side alone.
"""

import asyncio
import base64
import json
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.wire.slack import chat, files, oauth, people, views
from tests.wire.slack.acting import Acting
from tests.wire.slack.injection import Injection
from tests.wire.slack.rates import paced
from tests.wire.slack.registry import METHODS, answer
from tests.wire.slack.things import Call, Json, Refused

HOST = "127.0.0.1"
LARGEST = 20 * 1024 * 1024
REGISTERING = (chat, files, oauth, people, views)
"""The modules whose methods are in the registry once they are imported."""


class FakeSlack(Acting):
    """The server. `url` is the base of the Web API and ends with /api/."""

    url = ""

    async def __aenter__(self) -> Self:
        self.now()  # the clock begins
        app = web.Application(client_max_size=LARGEST)
        app.add_routes([
            web.route("*", "/api/{method}", self._api),
            web.post("/upload/{file}", self._upload),
            web.post("/response/{key}", self._response),
            web.get("/link/", self.listen),
            web.get("/oauth/v2/authorize", self._authorize),
        ])  # fmt: skip
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        self.url = f"{self.base}/api/"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        for injection in self.injections:
            if injection.hold:
                injection.hold.release()
        await self.hang_up()
        await self._runner.cleanup()

    # --- the Web API --------------------------------------------------------------------------------------------
    async def _api(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], await arguments_of(request), "", "", self.now())
        call.token = token_of(request, call.arguments)
        known = self.tokens.get(call.token)
        call.team_id = known.team_id if known else ""
        self.calls.append(call)
        return await self._met(request, call, lambda: answer(self, call))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        data = await request.read()
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            data = next((part.file.read() for part in form.values() if isinstance(part, web.FileField)), data)
        call = Call("upload", {"file": request.match_info["file"], "length": len(data)}, "", "", self.now())
        self.calls.append(call)

        def take() -> Json:
            wrong = files.uploaded(self, request.match_info["file"], data)
            return {"ok": False, "error": wrong, "status": 400} if wrong else {"ok": True, "text": f"OK - {len(data)}"}

        return await self._met(request, call, take)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.text())
        call = Call("response_url", body, "", "", self.now())
        self.calls.append(call)

        def take() -> Json:
            try:
                return chat.respond(self, request.match_info["key"], body)
            except Refused as refused:
                return {**refused.body, "status": 404}

        return await self._met(request, call, take)

    async def _met(self, request: web.Request, call: Call, take: Callable[[], Json]) -> web.StreamResponse:
        """Answer, or go wrong as was told."""
        turns = [one for one in self.injections if one.takes(call)]  # all count the call, the first has its way
        injected = turns[0] if turns else paced(self, call)
        if injected is None:
            return self._reply(call, self._taken(call, take))
        if injected.hold:
            await injected.hold.wait()
        await asyncio.sleep(injected.delay)
        if injected.drop == "before":
            return self._cut(request, call)
        if injected.error or injected.status != 200:
            return self._failed(call, injected)
        call.answer = self._taken(call, take)
        return self._cut(request, call) if injected.drop else self._reply(call, call.answer)

    def _taken(self, call: Call, take: Callable[[], Json]) -> Json:
        """What the method says. A mistake of the fake's own must not look like one of Slack's."""
        try:
            return take()
        except Exception as error:
            self.fault(f"{call.method}: the fake itself failed: {error!r}")
            return {"ok": False, "error": "internal_error"}

    def _reply(self, call: Call, body: Json) -> web.StreamResponse:
        status = body.pop("status", 200)
        call.answer = body
        self.touch()
        if "text" in body and call.method == "upload":
            return web.Response(text=str(body["text"]), content_type="text/plain")
        headers = {}
        if (team := self.teams.get(call.team_id)) and call.method in METHODS:
            headers = {"X-OAuth-Scopes": ",".join(sorted(team.scopes))}
        return web.json_response(body, status=status, headers=headers)

    def _failed(self, call: Call, injected: Injection) -> web.StreamResponse:
        call.answer = {"ok": False, "error": injected.error or f"http-{injected.status}"}
        self.touch()
        headers = {} if injected.retry_after is None else {"Retry-After": str(injected.retry_after)}
        if injected.error:
            return web.json_response(call.answer, status=injected.status, headers=headers)
        return web.Response(text="<html>Slack is having trouble</html>", status=injected.status,
                            content_type="text/html", headers=headers)  # fmt: skip

    def _cut(self, request: web.Request, call: Call) -> web.StreamResponse:
        call.answer = call.answer or {"ok": False, "error": "dropped"}
        self.touch()
        if request.transport:
            request.transport.abort()
        return web.Response()

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        """What an admin presses: the app is allowed into a workspace, and the browser goes back with a code."""
        asked = request.query
        if asked.get("client_id") != self.client_id:
            return web.Response(status=400, text="invalid client_id")
        team = self.teams[asked.get("team") or self.team.id]
        team.scopes = set(asked.get("scope", "").split(","))
        code = self.grant(team)
        raise web.HTTPFound(f"{asked['redirect_uri']}?code={code}&state={asked.get('state', '')}")


async def arguments_of(request: web.Request) -> Json:
    """Query, form and JSON together: slack_sdk uses all three. JSON within a form is read as such."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        found |= json.loads(await request.text() or "{}")
    elif request.can_read_body:
        found |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "view", "attachments", "metadata"):
        if isinstance(found.get(name), str) and found[name]:
            found[name] = json.loads(found[name])
    if request.headers.get("Authorization", "").startswith("Basic "):
        pair = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        found["client_id"], _, found["client_secret"] = pair.partition(":")
    return found


def token_of(request: web.Request, arguments: Json) -> str:
    """From the header, else from the arguments."""
    given = request.headers.get("Authorization", "")
    return given.removeprefix("Bearer ") if given.startswith("Bearer ") else str(arguments.get("token") or "")

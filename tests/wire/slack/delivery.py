"""How what people do reaches the app: envelopes on a websocket, or signed posts; and what becomes of the answers."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.wire.slack.things import Json
from tests.wire.slack.world import World

CONNECTIONS_MOST = 10


@dataclass
class Envelope:
    """What was sent to the app: `acked` once it was acknowledged, `answer` what came with it, `late` if too late."""

    id: str
    kind: str
    payload: Json
    what: str
    accepts: bool
    sent: float
    answer: Json = field(default_factory=dict)
    acked: bool = False
    late: bool = False
    lost: bool = False
    attempt: int = 0
    status: int = 0
    link: "Link | None" = None


def _settled(envelope: Envelope) -> bool:
    return envelope.acked or envelope.late or envelope.lost


class Link:
    """One websocket of the app's. A mute one takes everything and gives nothing, not even a pong (NET-04, NET-08)."""

    def __init__(self, ws: web.WebSocketResponse, request: web.Request) -> None:
        self.ws = ws
        self.request = request
        self.mute = False

    async def say(self, frame: Json) -> None:
        if not self.mute:
            await self.ws.send_str(json.dumps(frame))

    def cut(self) -> None:
        """As when a cable is pulled: no closing handshake."""
        if self.request.transport:
            self.request.transport.abort()


class Delivery(World):
    """Socket Mode by default; by HTTP once `request_url` is set.

    `ghosts` are websockets that Slack still counts and nobody holds: what is sent to one is lost (NET-08).
    """

    def __init__(self, patience: float = 3.0) -> None:
        super().__init__(patience)
        self.request_url = ""
        self.links: list[Link] = []
        self.envelopes: list[Envelope] = []
        self.sent: dict[str, list[Envelope]] = {}
        self.ghosts = 0
        self.background: set[asyncio.Future[None]] = set()
        self.refused_links = 0
        self._turn = itertools.count()
        self._http: ClientSession | None = None

    # --- sending ------------------------------------------------------------------------------------------------
    async def deliver(
        self, kind: str, payload: Json, what: str, *, accepts: bool = False, wait: bool = True
    ) -> Envelope:
        """Hand something over. With `wait`, until it is acknowledged or that is too late, which is a fault."""
        made = Envelope(f"envelope-{self.number()}", kind, payload, what, accepts, self.now())
        return await self.send(made, wait=wait)

    async def redeliver(self, envelope: Envelope, *, same_id: bool = True, wait: bool = True) -> Envelope:
        """Hand the same over again, as Slack does when it has seen no acknowledgement (DUP-03)."""
        made = Envelope(envelope.id if same_id else f"envelope-{self.number()}", envelope.kind, envelope.payload,
                        envelope.what, envelope.accepts, self.now(), attempt=envelope.attempt + 1)  # fmt: skip
        return await self.send(made, wait=wait)

    async def send(self, envelope: Envelope, *, wait: bool) -> Envelope:
        """By HTTP or on the next websocket in turn, as Slack picks any."""
        self.envelopes.append(envelope)
        self.sent.setdefault(envelope.id, []).append(envelope)
        if self.request_url:
            posting = asyncio.ensure_future(self._post(envelope))
            self.background.add(posting)
            posting.add_done_callback(self.background.discard)
            if wait:
                await posting
            return envelope
        assert self.links, f"nobody listens: {envelope.what} would be lost"
        turn = next(self._turn) % (len(self.links) + self.ghosts)
        if turn >= len(self.links):
            envelope.lost = True
            return envelope
        link = envelope.link = self.links[turn]
        self._watch(envelope)
        await link.say({"envelope_id": envelope.id, "type": envelope.kind, "payload": envelope.payload,
                        "accepts_response_payload": envelope.accepts, "retry_attempt": envelope.attempt,
                        "retry_reason": "timeout" if envelope.attempt else ""})  # fmt: skip
        if wait and not link.mute:
            await self.until(partial(_settled, envelope), self.patience + 5)
        return envelope

    def _watch(self, envelope: Envelope) -> None:
        asyncio.get_running_loop().call_later(self.patience, self._overdue, envelope)

    def _overdue(self, envelope: Envelope) -> None:
        if _settled(envelope) or (envelope.link and envelope.link.mute):
            return
        envelope.late = True
        self.fault(f"not acknowledged within {self.patience:g} s: {envelope.what}")

    def advance(self, seconds: float) -> None:
        """As World.advance; what is not acknowledged by then is too late."""
        super().advance(seconds)
        for envelope in self.envelopes:
            if self.now() - envelope.sent > self.patience:
                self._overdue(envelope)

    # --- Socket Mode --------------------------------------------------------------------------------------------
    async def linked(self, count: int = 1) -> None:
        """Wait until the app listens, with so many websockets."""
        await self.until(lambda: len(self.links) >= count)

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """The app's end of Socket Mode. A ticket serves once."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets or self.refused_links:
            self.refused_links = max(self.refused_links - 1, 0)
            return web.Response(status=404)
        self.tickets.discard(ticket)
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        link = Link(ws, request)
        if len(self.links) >= CONNECTIONS_MOST:
            self.fault(f"more than {CONNECTIONS_MOST} websockets at a time")
            await link.say({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            return ws
        self.links.append(link)
        await link.say({"type": "hello", "num_connections": len(self.links) + self.ghosts,
                        "connection_info": {"app_id": "A0001"},
                        "debug_info": {"host": "fake", "approximate_connection_time": 18_060}})  # fmt: skip
        self.touch()
        try:
            await self._hear(link)
        finally:
            self.links.remove(link)
            self._lose(link)
        return ws

    async def _hear(self, link: Link) -> None:
        async for message in link.ws:
            if link.mute:
                continue
            if message.type == web.WSMsgType.PING:
                await link.ws.pong(message.data)
            elif message.type == web.WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))

    def _acknowledged(self, frame: Json) -> None:
        waiting = self.sent.get(str(frame.get("envelope_id")), [])
        waiting = [one for one in waiting if not one.lost] or waiting
        envelope = next((one for one in waiting if not one.acked), None)
        if envelope is None:
            return self.fault(f"{'acknowledged twice' if waiting else 'acknowledged, but never sent'}: {frame}")
        envelope.acked = True
        envelope.answer = frame.get("payload") or {}
        if not envelope.late:
            self._took(envelope)
        self.touch()

    def _took(self, envelope: Envelope) -> None:
        if envelope.answer and not envelope.accepts:
            self.fault(f"an answer along with the acknowledgement, where Slack takes none: {envelope.what}")
        else:
            self.took(envelope)

    def took(self, envelope: Envelope) -> None:
        """What an acknowledgement's answer does."""

    def _lose(self, link: Link) -> None:
        """What was on its way when the websocket ended is lost, and not the app's fault."""
        for envelope in self.envelopes:
            if envelope.link is link and not envelope.acked:
                envelope.lost = True
        self.touch()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Slack's request to connect anew, on every websocket; waits until the app has."""
        old = list(self.links)
        for link in old:
            await link.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})
        if reason in {"refresh_requested", "warning"}:
            await self.until(lambda: len(self.links) >= len(old) and not set(old) & set(self.links))

    async def drop(self, *, abruptly: bool = True) -> None:
        """End every websocket: as a pulled cable does, or with a closing frame; waits until they have ended."""
        for link in list(self.links):
            if abruptly:
                link.cut()
            else:
                await link.ws.close(code=1001)
        old = set(self.links)
        await self.until(lambda: not old & set(self.links))

    # --- HTTP ---------------------------------------------------------------------------------------------------
    def signed(self, body: str, at: float | None = None) -> dict[str, str]:
        """The headers that prove a body to be Slack's, made now by the real clock, or at another time."""
        stamp = str(int(time.time() if at is None else at))
        digest = hmac.new(self.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    @staticmethod
    def encoded(envelope: Envelope) -> tuple[str, str]:
        """A body and its content type, as Slack posts each kind."""
        if envelope.kind == "events_api":
            return json.dumps(envelope.payload), "application/json"
        form: dict[str, Any] = envelope.payload
        if envelope.kind == "interactive":
            form = {"payload": json.dumps(envelope.payload)}
        return urlencode(form), "application/x-www-form-urlencoded"

    async def _post(self, envelope: Envelope) -> None:
        body, kind = self.encoded(envelope)
        headers = {**self.signed(body), "Content-Type": kind}
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": "http_timeout"}
        self._http = self._http or ClientSession()
        try:
            timeout = ClientTimeout(total=self.patience)
            async with self._http.post(self.request_url, data=body, headers=headers, timeout=timeout) as answer:
                text, envelope.status = await answer.text(), answer.status
        except (ClientError, TimeoutError) as error:
            envelope.late = True
            return self.fault(f"not acknowledged within {self.patience:g} s ({type(error).__name__}): {envelope.what}")
        if envelope.status != 200:
            envelope.lost = True
            return self.fault(f"answered with {envelope.status}: {envelope.what}")
        envelope.acked = True
        try:
            envelope.answer = json.loads(text) if text else {}
        except ValueError:
            envelope.answer = {"text": text}
        if not envelope.late:
            self._took(envelope)
        self.touch()

    async def challenge(self) -> None:
        """What Slack posts when an address for events is saved: whoever lives there says the word back."""
        payload = {"type": "url_verification", "challenge": "say this", "token": "verification"}
        sent = await self.deliver("events_api", payload, "url_verification", accepts=True)
        if sent.answer.get("challenge") != "say this" and sent.answer.get("text") != "say this":
            self.fault(f"url_verification: answered with {sent.answer}")

    async def background_done(self) -> None:
        """Let what was posted without waiting come to its end."""
        await asyncio.gather(*self.background)

    async def hang_up(self) -> None:
        """End everything at the test's end; what was handed over and is not acknowledged yet has its time."""
        await self.background_done()
        for envelope in self.envelopes:
            if envelope.link in self.links and not envelope.link.mute:
                await self.until(partial(_settled, envelope), self.patience + 5)
        for link in list(self.links):
            await link.ws.close(code=1001)
        if self._http:
            await self._http.close()

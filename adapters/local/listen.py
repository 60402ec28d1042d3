"""What is done on the page: HTTP to a Request, the bot's answer into the conversation or back as a form."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import quote

import structlog
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from adapters.local import page
from adapters.local.completion import offers
from adapters.local.hub import Hub
from adapters.local.parse import LARGE, SMALL, Refused, body_of, bytes_of, text_in, texts_in, whole_in
from adapters.local.ports import (
    LENGTHS,
    PLATFORM,
    FirstStep,
    LocalHistory,
    LocalMessage,
    LocalPerson,
    LocalPlace,
    PlaceKind,
    Step,
    Timelapse,
)
from adapters.local.render import Drawn, draw_entry, draw_form, draw_person, draw_place, file_data, files_of, speech
from adapters.local.send import LocalMessenger
from adapters.local.visitors import Visitors
from bot.context import Request
from bot.i18n import Reader
from bot.line import storable
from bot.message import Answer, Form
from bot.ports import Clock

_log = structlog.get_logger(__name__)


class Core(Protocol):
    """What the page needs of the bot."""

    async def handle(self, request: Request) -> Answer:
        """Answer a line, a press or a form."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the page shows that is not in its history. The zone (IANA) is the programme's, for every time shown."""

    space: str
    zone: str = "UTC"
    language: str = "en"
    steps: Sequence[FirstStep] = ()


Handler = Callable[[HttpRequest], Awaitable[Response]]


class LocalPage:
    """The routes of the page. On it anybody can be anyone, so it is served on this machine only."""

    def __init__(
        self,
        bot: Core,
        history: LocalHistory,
        messenger: LocalMessenger,
        hub: Hub,
        clock: Clock,
        settings: Settings,
        timelapse: Timelapse | None = None,
        acts: Callable[[str], None] = lambda account: None,
    ) -> None:
        """`acts` is told who is played by a human, at each thing they do."""
        self.bot = bot
        self.history = history
        self.messenger = messenger
        self.hub = hub
        self.clock = clock
        self.settings = settings
        self.timelapse = timelapse
        self.acts = acts
        self.visitors = Visitors(history, Reader(settings.language, settings.zone))
        self._moving = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        """Everything the page answers to."""
        reading: dict[str, Handler] = {
            "/": self.show,
            "/api/me": self.me,
            "/api/places": self.places,
            "/api/messages": self.messages,
            "/api/events": self.events,
            "/api/complete": self.complete,
            "/api/clock": self.tell_time,
            "/files/{message:int}/{index:int}": self.file,
        }
        acting: dict[str, Handler] = {
            "/api/say": self.say,
            "/api/press": self.press,
            "/api/submit": self.submit,
            "/api/read": self.read,
            "/api/clock": self.move,
        }
        return [
            *(Route(path, self._guarded(handler)) for path, handler in reading.items()),
            *(Route(path, self._guarded(handler), methods=["POST"]) for path, handler in acting.items()),
            page.static(),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        """A refusal in the reader's words; a surprise is logged and told without its details."""

        async def answer(http: HttpRequest) -> Response:
            try:
                return await handler(http)
            except Refused as refused:
                return self._refusal(refused)
            except Exception:
                _log.exception("unexpected on the page", path=http.url.path)
                return self._refusal(Refused(500, "page-error-surprise"))

        return answer

    def _refusal(self, refused: Refused) -> Response:
        return JSONResponse({"error": self.visitors.default.t(refused.key, **refused.arguments)}, refused.status)

    # --- what is shown -------------------------------------------------------------------------------------------
    async def show(self, http: HttpRequest) -> Response:
        """The page."""
        return HTMLResponse(page.html(self.visitors.default))

    async def me(self, http: HttpRequest) -> Response:
        """Who one is and can be, and all that does not change while the page is open."""
        people = await self.history.people()
        if not people:
            raise Refused(404, "page-error-person", account="")
        asked = http.query_params.get("as") or next((step.account for step in self.settings.steps), "")
        person = next((one for one in people if one.account == asked), people[0])
        reader = self.visitors.reader(person)
        names = {one.account: one.name for one in people}
        return JSONResponse(
            {
                "me": draw_person(person),
                "people": [draw_person(one) for one in people],
                "texts": page.words(reader),
                "zone": self.settings.zone,
                "language": reader.language,
                "clock": self._clock() if self.timelapse else None,
                "steps": [
                    {"heading": step.heading, "account": step.account, "name": names[step.account], "line": step.line}
                    for step in self.settings.steps
                    if step.account in names
                ],
            }
        )

    async def places(self, http: HttpRequest) -> Response:
        """The places one can be in, with what is unread."""
        person = await self.visitors.who(http.query_params.get("as"))
        places = await self.visitors.places(person)
        unread = await self.history.unread(person.account, [place.id for place in places])
        return JSONResponse({"places": [draw_place(place, unread.get(place.id, 0)) for place in places]})

    async def messages(self, http: HttpRequest) -> Response:
        """What was said in a place, new or changed since the version `after`."""
        person, place = await self.visitors.where(http.query_params)
        said = await self.history.messages(place.id, person.account, whole_in(http.query_params, "after"))
        names = {one.account: one for one in await self.history.people()}
        return JSONResponse({"messages": [draw_entry(one, names, person.account) for one in said]})

    async def events(self, http: HttpRequest) -> Response:
        """The stream of what changes, for as long as the page is open."""
        person = await self.visitors.who(http.query_params.get("as"))
        return StreamingResponse(self.hub.stream(person.account), media_type="text/event-stream")

    async def complete(self, http: HttpRequest) -> Response:
        """The commands that the text may become."""
        person = await self.visitors.who(http.query_params.get("as"))
        return JSONResponse({"offers": offers(http.query_params.get("text", ""), self.visitors.reader(person))})

    async def file(self, http: HttpRequest) -> Response:
        """A file that went with a message, for those who see the message. Always a download, never a page of ours."""
        person = await self.visitors.who(http.query_params.get("as"))
        said = await self.history.message(http.path_params["message"])
        index = http.path_params["index"]
        if said is None or not await self.visitors.sees(person, said) or index >= len(files_of(said)):
            raise Refused(404, "page-error-file")
        file = files_of(said)[index]
        disposition = f"attachment; filename*=utf-8''{quote(str(file['name']), safe='')}"
        headers = {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox; default-src 'none'"}
        return Response(file_data(file), media_type=str(file["media_type"]), headers=headers)

    # --- what is done --------------------------------------------------------------------------------------------
    async def say(self, http: HttpRequest) -> Response:
        """A line. Among people only what begins with / is for the bot; the rest it never gets."""
        body = await body_of(http, SMALL)
        person, place = await self.visitors.where(body)
        self.acts(person.account)
        text = storable(text_in(body, "text")).strip()
        if not text:
            raise Refused(400, "page-error-json")
        alone = place.kind == PlaceKind.BOT
        to_bot = alone or text.startswith("/")
        private_to = person.account if to_bot and not alone else ""
        await self.history.say(LocalMessage(place.id, self.clock.now(), speech(text), person.account, private_to))
        only = {person.account} if alone or private_to else None
        self.hub.publish("message", {"place": place.id}, only)
        return await self._ask(person, place, text) if to_bot else JSONResponse({})

    async def press(self, http: HttpRequest) -> Response:
        """A button or a menu."""
        body = await body_of(http, SMALL)
        person, place = await self.visitors.where(body)
        return await self._ask(person, place, text_in(body, "line"), pressed=True)

    async def submit(self, http: HttpRequest) -> Response:
        """A form, with its files as data addresses (base64)."""
        body = await body_of(http, LARGE)
        person, place = await self.visitors.where(body)
        files = {name: bytes_of(text) for name, text in texts_in(body, "files").items() if text}
        return await self._ask(person, place, text_in(body, "line"), values=texts_in(body, "values"), files=files)

    async def read(self, http: HttpRequest) -> Response:
        """A person has seen a place up to a version."""
        body = await body_of(http, SMALL)
        person, place = await self.visitors.where(body)
        await self.history.read(person.account, place.id, whole_in(body, "upto"))
        return JSONResponse({})

    async def _ask(
        self,
        person: LocalPerson,
        place: LocalPlace,
        line: str,
        *,
        values: Mapping[str, str] | None = None,
        files: Mapping[str, bytes] | None = None,
        pressed: bool = False,
    ) -> Response:
        self.acts(person.account)
        request = Request(
            platform=PLATFORM,
            space=self.settings.space,
            account=person.account,
            line=line,
            values=values,
            files=files or {},
            place="" if place.kind == PlaceKind.BOT else place.id,
            pressed=pressed,
            name=person.name,
            language=person.language,
            zone=person.zone,
        )
        answer = await self.bot.handle(request)
        if isinstance(answer, Form):
            return JSONResponse({"form": draw_form(answer)})
        await self.messenger.answer(place.id, person.account, answer)
        return JSONResponse({})

    # --- the clock -----------------------------------------------------------------------------------------------
    async def tell_time(self, http: HttpRequest) -> Response:
        """The time here, and whether it is being moved."""
        return JSONResponse(self._clock())

    async def move(self, http: HttpRequest) -> Response:
        """Move the clock on, telling every page how far it is; one move at a time."""
        step = text_in(await body_of(http, SMALL), "step")
        if self.timelapse is None or step not in set(Step):
            raise Refused(404, "page-error-json")
        if self._moving.locked():
            raise Refused(409, "page-error-clock")
        try:
            async with self._moving:
                await self._tell_clock(self.clock.now())
                sent = await self._advance(self.timelapse, Step(step))
        finally:
            await self._tell_clock(self.clock.now())
        return JSONResponse({**self._clock(), "sent": sent})

    async def _advance(self, timelapse: Timelapse, step: Step) -> int:
        if step == Step.NEXT:
            return await timelapse.to_next_message()
        return await timelapse.advance(self.clock.now() + LENGTHS[step], self._tell_clock)

    async def _tell_clock(self, _: datetime) -> None:
        self.hub.publish("clock", self._clock())

    def _clock(self) -> Drawn:
        return {"now": self.clock.now().isoformat(), "moving": self._moving.locked()}

"""Bot: one way in for what people type, press and submit, and the calls by which time passes."""

import difflib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules
from uuid import uuid4

import structlog

from bot import features
from bot.arguments import WHICH_PROGRAMME, convert, missing, texts_of, with_programme
from bot.command import Command, Registry, registry
from bot.context import REQUEST, Context, Request, Values
from bot.delivery import Delivery
from bot.entities import Account, Person, Programme
from bot.errors import BadArgument, Conflict, Refusal, StorageUnavailable, UnknownSpace
from bot.forms import ask, form_for, usage, which_programme
from bot.i18n import Reader
from bot.line import storable, without_prefix
from bot.message import REPEATED, Answer, Button, Message
from bot.pairs import Standing
from bot.people import require
from bot.ports import Clock, Messenger, Meter, Origin, Store, Wakeups, Work
from bot.rules.lifecycle import Pace
from bot.rules.zones import Zone, find_zone

LONGEST_TYPED, MOST_NEAR = 60, 3
SEEN_KEPT, ATTEMPTS_KEPT = timedelta(days=7), timedelta(days=180)
"""Platforms deliver an event again for hours at most."""
_log = structlog.get_logger(__name__)


def load_features() -> Registry:
    """Import every feature, which fills the registry. The list of features is the folder itself."""
    for module in iter_modules(features.__path__):
        import_module(f"{features.__name__}.{module.name}")
    return registry


def reader_for(work: Work, person: Person) -> Reader:
    """A person's language and clock, or the community's where they have not chosen (TZ-13)."""
    community = work.community
    return Reader(person.language or community.language, person.time_zone or community.time_zone)


def _programmes_in(values: Values) -> list[int]:
    """The ids of the programmes that a command's values are, or belong to, in order."""
    found = (
        value.id if isinstance(value, Programme) else getattr(value, "programme_id", 0) for value in values.values()
    )
    return list(dict.fromkeys(key for key in found if key))


class Bot:
    """The core. It holds no state of its own: everything is in the store, so any number may run at once."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        messengers: Mapping[str, Messenger],
        wakeups: Wakeups,
        defaults: Pace | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.meter = meter
        self.store = store
        self.clock = clock
        self.wakeups = wakeups
        self.defaults = defaults or Pace()
        self.registry = load_features()
        self.delivery = Delivery(store, self.registry, messengers, clock, self.defaults, meter=meter)

    # --- what people ask -----------------------------------------------------------------------------------------
    async def handle(self, request: Request) -> Answer:
        """Answer a line, a press or a form. Never raises: a surprise is logged with an id that the answer names.

        The id stands beside everything that is logged meanwhile. Of the line only the command's name does: the rest is
        people's own words.
        """
        request_id = uuid4().hex[:8]
        command, _ = self.registry.find(without_prefix(request.line) or "help")
        known = {REQUEST: request_id, "platform": request.platform, "command": command.name if command else ""}
        with structlog.contextvars.bound_contextvars(**known):
            answer, result = await self._handled(request, request_id)
            _log.info("a request", result=result)
        if self.meter:
            self.meter.command(result)
        return answer

    async def _handled(self, request: Request, request_id: str) -> tuple[Answer, str]:
        """The answer, and how it ended."""
        reader = Reader(request.language or "en")
        try:
            try:
                return await self._carry_out(request)
            except Conflict:  # such as the first two presses of somebody new: the second try finds what the other made
                return await self._carry_out(request)
        except UnknownSpace:
            return Message(reader.t("space-unknown")), "refused"
        except StorageUnavailable as error:
            _log.error("storage unavailable", reason=str(error))
            return Message(reader.t("storage-unavailable")), "unavailable"
        except Exception:
            _log.exception("unexpected")
            return Message(reader.t("unexpected", request=request_id)), "failed"

    async def _carry_out(self, request: Request) -> tuple[Answer, str]:
        """One transaction; a refusal rolls it back, so it is worded in another one."""
        command, rest = self.registry.find(without_prefix(request.line) or "help")
        try:
            async with self._asked(request) as ctx:
                answer = await self._answer(ctx, command, rest) if command else self._unknown(ctx, request)
                await ctx.flush()
        except Refusal as refusal:
            async with self._asked(request) as ctx:
                return await self._refused(ctx, request, command, rest, refusal), "refused"
        if ctx.lanes:
            await self.wakeups.wake(ctx.lanes)
        return answer, "answered"

    async def _answer(self, ctx: Context, command: Command, rest: str) -> Answer:
        request = ctx.asked
        if request.id and not await ctx.work.first_time(request.id, ctx.now):
            return Message(ctx.t("already-done"), topic=REPEATED)
        await require(ctx.work, ctx.person, command.who)
        given = await with_programme(ctx, command, texts_of(command, rest, request.values))
        if lacking := missing(command, given, request.files):
            submitted = request.values is not None
            errors = {param.name: ctx.t("argument-missing") for param in lacking} if submitted else {}
            return await ask(ctx, command, given, errors, lacking)
        values = await convert(ctx, command, given)
        await self._require_there(ctx, command, values)
        programmes = [await ctx.work.get(Programme, key) for key in _programmes_in(values)[:1]]
        about = ctx.about(programmes[0]) if programmes else ctx
        try:
            return await command.handler(about, **values)
        except Refusal as refusal:  # it is put into words later, in a transaction of its own
            refusal.arguments = {**about.reader.words, **refusal.arguments}
            raise

    @staticmethod
    async def _require_there(ctx: Context, command: Command, values: Values) -> None:
        """The right must hold in the programme of each thing that the command names, not just somewhere (PRM-01)."""
        for programme_id in _programmes_in(values):
            await require(ctx.work, ctx.person, command.who, programme_id)

    async def _refused(
        self, ctx: Context, request: Request, command: Command | None, rest: str, refusal: Refusal
    ) -> Answer:
        """A refusal in words. In a form it stands beside its field, with everything typed still there."""
        sentence = ctx.t(refusal.key, **refusal.arguments)
        if command is None or not isinstance(refusal, BadArgument):
            return Message(sentence)
        if refusal.key == WHICH_PROGRAMME:
            programmes: dict[int, str] = refusal.arguments["programmes"]  # type: ignore[assignment]  # as arguments.py says
            return which_programme(ctx, command, texts_of(command, rest, request.values), programmes)
        if request.values is not None:
            try:
                given = await with_programme(ctx, command, texts_of(command, rest, request.values))
                return await form_for(ctx, command, given, {refusal.parameter: sentence})
            except Refusal as other:  # there is no form any more: what it would be about is gone
                return Message(ctx.t(other.key, **other.arguments))
        return Message(f"{sentence}\n{usage(ctx.reader, command)}")

    def _unknown(self, ctx: Context, request: Request) -> Message:
        """An old button says so (INT-06); a mistyped command gets the nearest ones."""
        if request.pressed:
            return Message(ctx.t("outdated"), buttons=(Button(ctx.t("help-button"), "help"),))
        typed = without_prefix(request.line)[:LONGEST_TYPED]
        names = [name for name, command in self.registry.commands.items() if command.listed]
        words = typed.casefold().split()[:2]
        parts = [name for name in names if words and words[0] in name.split()]  # "withdraw" is short for something
        near = dict.fromkeys([*parts, *difflib.get_close_matches(" ".join(words), names, n=MOST_NEAR)])
        tries = tuple(Button(f"/mentoring {name}", name) for name in list(near)[:MOST_NEAR])
        buttons = (*tries, Button(ctx.t("help-button"), "help"))
        return Message(ctx.t("unknown-command", typed=typed), buttons=buttons)

    @asynccontextmanager
    async def _asked(self, request: Request) -> AsyncIterator[Context]:
        """A transaction that answers a request. Raises UnknownSpace."""
        async with self.store.origin(request.platform, request.space, request.account) as origin:
            person = origin.person or await self._introduced(origin, request)
            reader = reader_for(origin.work, person)
            now, urgencies = self.clock.now(), self.registry.urgencies()
            yield Context(origin.work, now, reader, self.defaults, person, origin.space, request, urgencies)

    async def _introduced(self, origin: Origin, request: Request) -> Person:
        """Somebody seen for the first time becomes a person of the community."""
        work = origin.work
        zone = find_zone(request.zone, self.clock.now()) if request.zone else None
        name = storable(request.name or request.account)
        person = Person(work.community.id, name, language=request.language)
        person.time_zone = zone.name if isinstance(zone, Zone) else ""
        await work.add(person)
        await work.add(Account(work.community.id, origin.space.id, person.id, request.account))
        return person

    # --- what time brings ----------------------------------------------------------------------------------------
    async def settle(self) -> int:
        """Take back what dead workers held; of how many messages it is in doubt whether they arrived."""
        return await self.delivery.settle()

    async def lanes_due(self) -> list[int]:
        """Lanes with something to send now."""
        return list(await self.store.lanes.due(self.clock.now()))

    async def deliver(self, lane: int) -> int:
        """Send what is due in a lane; how many messages went."""
        return await self.delivery.drain(lane)

    def stop(self) -> None:
        """Begin no other send: what has been claimed and not begun goes back."""
        self.delivery.stopping = True

    async def plan(self) -> None:
        """Plan what the calendar of every programme asks. One that fails does not stop the next (MIS-05)."""
        every = [name for name, _ in self.registry.planners]
        for community_id, programme_id in await self.store.programmes():
            if not await self._plan_safely(community_id, programme_id, every):
                for name in every:  # one of them failed and took the rest along: each alone, so only it is lost
                    await self._plan_safely(community_id, programme_id, [name])

    async def _plan_safely(self, community_id: int, programme_id: int, names: Sequence[str]) -> bool:
        """Run some planners in one transaction; whether they all went well."""
        planners = dict(self.registry.planners)
        name = ""
        try:
            async with self.store.work(community_id) as work:
                programme = await work.get(Programme, programme_id)
                reader = Reader(work.community.language, work.community.time_zone)
                ctx = Context(work, self.clock.now(), reader, self.defaults, urgencies=self.registry.urgencies())
                ctx.calendar = await Standing.of(work, programme_id)
                for name in names:
                    await planners[name](ctx.about(programme), programme)
                await ctx.flush()
        except Exception:
            _log.exception("planning failed", planner=name, programme=programme_id)
            return False
        return True

    async def tidy(self) -> int:
        """Forget what only served to do a thing once, or to explain it while somebody still asks; how many rows."""
        now = self.clock.now()
        return await self.store.lanes.tidy(now - SEEN_KEPT, now - ATTEMPTS_KEPT)

    async def next_time(self) -> datetime | None:
        """When the next planned message may be tried."""
        return await self.store.lanes.next_time()

"""Before the send: what is to be said is decided by the gate and built from the world as it is now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.command import Registry
from bot.context import Context
from bot.delivery.outcomes import retry
from bot.delivery.parcel import Parcel, merged, trace_of, unsent
from bot.entities import Account, Due, Person, Place, Reach, Space
from bot.errors import NotFound
from bot.i18n import Reader
from bot.message import Message
from bot.people import hours_of
from bot.ports import Clock, Ending, Store, Work
from bot.rules.gate import Facts, Verdict, decide
from bot.rules.lifecycle import Pace

_log = structlog.get_logger(__name__)
People = Mapping[int, tuple[Person, Account | None]]


@dataclass(slots=True)
class Packed:
    """What is to be sent, each marked as begun, and how the other rows end or wait.

    `lost` says that some could not be marked: their lease is over, and nobody may have taken them back yet.
    """

    parcels: list[Parcel] = field(default_factory=list)
    lost: bool = False
    endings: list[tuple[Sequence[Due], Ending]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Packing:
    """Makes parcels of the due rows of some recipients. `platforms` are those that something here speaks to."""

    store: Store
    registry: Registry
    platforms: Collection[str]
    clock: Clock
    defaults: Pace
    nudges: Sequence[str]

    async def pack(self, recipients: Sequence[Sequence[Due]]) -> Packed:
        """Read, build and mark everything in one transaction, which ends before the first send begins (DB-02).

        The recipients are all of one lane. What could not be marked has been lost to another worker, who says it. When
        this raises, nothing has been marked.
        """
        first, packed = recipients[0][0], Packed()
        async with self.store.work(first.community_id) as work:
            ids = [rows[0].person_id for rows in recipients if rows[0].person_id]
            space, people = await work.directory.recipients(ids, first.space_id or 0)
            if space.platform not in self.platforms:
                raise LookupError(f"nothing here speaks to {space.platform}")
            made = [await self._parcel(work, rows, space, people, packed) for rows in recipients]
            parcels = [parcel for parcel in made if parcel]
            begun = await work.outbox.start([parcel.rows for parcel in parcels], self.clock.now())
        packed.parcels = [parcel for parcel in parcels if all(row.id in begun for row in parcel.rows)]
        packed.lost = len(packed.parcels) < len(parcels)
        return packed

    async def _parcel(
        self, work: Work, rows: Sequence[Due], space: Space, people: People, packed: Packed
    ) -> Parcel | None:
        """One recipient's message, with what these rows are, and came of, beside all that is logged."""
        with structlog.contextvars.bound_contextvars(**trace_of(rows)):
            ctx, account, facts = self._recipient(work, rows[0], people)
            said: list[tuple[Due, Message]] = []
            for row in rows:
                made = await self._made(work, ctx, row, facts)
                if isinstance(made, Message):
                    said.append((row, made))
                else:
                    packed.endings.append(([row], made))
            parcel = await self._addressed(work, ctx, said, space, account)
            await ctx.flush()
            return parcel

    def _recipient(self, work: Work, row: Due, people: People) -> tuple[Context, Account | None, Facts]:
        """For whom it is written, and what the gate has to know of them."""
        now, community = self.clock.now(), work.community
        if row.person_id is None:
            reader = Reader(community.language, community.time_zone)
            return self._context(work, now, reader), None, Facts(not_after=now)
        if row.person_id not in people:
            raise NotFound("not-found-person")
        person, account = people[row.person_id]
        reader = Reader(person.language or community.language, person.time_zone or community.time_zone)
        facts = Facts(
            not_after=now,
            quiet=hours_of(person, community),
            reachable=account is not None and account.reach == Reach.OPEN,
            stopped=person.stopped_at is not None or person.erased_at is not None,
            most_nudges=self.defaults.nudges_a_week,
        )
        return self._context(work, now, reader, person), account, facts

    def _context(self, work: Work, now: datetime, reader: Reader, person: Person | None = None) -> Context:
        return Context(work, now, reader, self.defaults, person, urgencies=self.registry.urgencies())

    async def _verdict(self, work: Work, row: Due, facts: Facts, now: datetime) -> Verdict:
        builder = self.registry.builders.get(row.kind)
        if builder is None:
            return Verdict(reason="unknown-kind")
        nudges: tuple[datetime, ...] = ()
        if builder.nudge and row.person_id:
            earlier = await work.outbox.sent_to(row.person_id, now - timedelta(days=7), self.nudges)
            nudges = tuple(sorted({item.sent_at for item in earlier if item.sent_at}))
        not_after = row.not_after or row.due_at + builder.useful
        facts = replace(
            facts, not_after=not_after, skips_quiet=row.skips_quiet, is_nudge=builder.nudge, nudges=nudges
        )  # fmt: skip
        return decide(facts, now)

    async def _made(self, work: Work, ctx: Context, row: Due, facts: Facts) -> Message | Ending:
        """The row's message, or how the row ends without one. A builder that fails fails for its own row only."""
        verdict = await self._verdict(work, row, facts, ctx.now)
        if not verdict.go:
            return unsent(verdict)
        try:
            message = await self.registry.builders[row.kind].build(ctx, row)
        except NotFound:
            message = None  # what it was to speak of is gone (ERA-07)
        except Exception as error:
            _log.exception("a message could not be made", due=row.id, kind=row.kind)
            return retry(row, type(error).__name__, ctx.now)
        if message is None:
            return unsent(verdict)
        if row.in_doubt:
            return replace(message, text=f"{message.text}\n{ctx.t('perhaps-repeated')}")
        return message

    async def _addressed(
        self, work: Work, ctx: Context, said: list[tuple[Due, Message]], space: Space, account: Account | None
    ) -> Parcel | None:
        if not said:
            return None
        rows = [row for row, _ in said]
        message = merged(ctx.reader, [message for _, message in said])
        if account is not None:
            return Parcel(rows, message, space, account)
        place = await work.one(Place, space_id=space.id, key=rows[0].place)
        opens = None if place else await self._members(work, ctx, rows[0], space)
        return Parcel(rows, message, space, None, place, opens)

    async def _members(self, work: Work, ctx: Context, row: Due, space: Space) -> tuple[str, Sequence[Account]]:
        opens = self.registry.builders[row.kind].opens
        if opens is None:
            raise LookupError(f"{row.kind} goes to a place that is not there: {row.place}")
        name, people = await opens(ctx, row)
        accounts = [await work.directory.account_of(person, space.id) for person in people]
        return name, [account for account in accounts if account]

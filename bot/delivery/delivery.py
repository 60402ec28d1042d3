"""The one way out: a lane's due rows are claimed, gated, built from the world as it is now, sent, and recorded."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.command import Registry, Unknown
from bot.context import Context
from bot.delivery.outcomes import ending_of, noted, retry, silent_until
from bot.delivery.parcel import DOUBT, Parcel, by_recipient, merged, trace_of, unsent, was_in_doubt
from bot.entities import Account, Due, DueState, Person, Place, Reach, Space
from bot.errors import NotFound, StorageUnavailable
from bot.i18n import Reader
from bot.message import Message
from bot.people import hours_of
from bot.ports import Clock, Ending, Messenger, Meter, Outcome, Result, Store, Work
from bot.rules.gate import Facts, Verdict, decide
from bot.rules.lifecycle import Pace

LEASE = timedelta(seconds=60)
BATCH = 20
RECORD_AGAIN = 0.5  # seconds between two tries to record what was sent, while the database is away
Pause = Callable[[float], Awaitable[object]]
SILENCING = frozenset({Result.LIMITED, Result.REVOKED})
_log = structlog.get_logger(__name__)


class Delivery:
    """Sends what is due. Any number of these may run at once, in one process or in many."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        messengers: Mapping[str, Messenger],
        clock: Clock,
        defaults: Pace,
        pause: Pause = asyncio.sleep,
        meter: Meter | None = None,
    ) -> None:
        self.pause, self.meter, self.stopping = pause, meter, False
        self.store = store
        self.registry = registry
        self.messengers = messengers
        self.clock = clock
        self.defaults = defaults
        self.rates = {platform: rate for platform, one in messengers.items() if (rate := one.rate)}
        self.nudges = tuple(kind for kind, builder in registry.builders.items() if builder.nudge)

    async def drain(self, lane: int) -> int:
        """Send what is due in a lane until nothing is left that may go now; how many messages went."""
        sent = 0
        while not self.stopping:
            now = self.clock.now()
            rows = await self.store.lanes.claim(lane, now, now + LEASE, BATCH, self.rates)
            if not rows:
                break
            recipients = by_recipient(rows)
            went = await self._serve_all(recipients)
            sent += went
            if went == len(recipients) and len(rows) < BATCH:  # nothing was put back, and nothing was left
                break
        return sent

    async def settle(self) -> int:
        """Take back what dead workers held; what may have been sent is settled by its kind's policy."""
        doubtful = await self.store.lanes.reap(self.clock.now())
        for row in doubtful:
            _log.warning("outcome unknown", due=row.id, kind=row.kind)
            await self._record([row], await self._doubtful(row))
        return len(doubtful)

    async def _serve_all(self, recipients: Sequence[Sequence[Due]]) -> int:
        """Serve one after the other. When the platform asks for silence (NET-02), or we stop, the rest goes back."""
        sent, places = 0, set[str]()
        for number, rows in enumerate(recipients, 1):
            if await self._crowded(rows[0], places):
                continue
            result = await self._serve(rows)
            sent += result == Result.SENT
            if result in SILENCING or self.stopping:
                await self._record([row for rest in recipients[number:] for row in rest], Ending(DueState.PLANNED))
                break
        return sent

    async def _crowded(self, row: Due, places: set[str]) -> bool:
        """Whether a channel was written to just now, in this round: then what comes next for it waits a moment.

        By the strictest platform here, since channels of the others lose nothing by a second.
        """
        apart = max((rate.place_seconds for rate in self.rates.values()), default=0)
        if apart and row.place in places:
            await self._record([row], Ending(DueState.PLANNED, next_at=self.clock.now() + timedelta(seconds=apart)))
            return True
        if row.place:
            places.add(row.place)
        return False

    async def _serve(self, rows: Sequence[Due]) -> Result | None:
        """One recipient, with what these rows are, and came of, beside all that is logged."""
        with structlog.contextvars.bound_contextvars(**trace_of(rows)):
            return await self._served(rows)

    async def _served(self, rows: Sequence[Due]) -> Result | None:
        """One recipient never stops the next (DUP-05, MIS-05).

        After the send nothing is caught: what could not be recorded is in doubt, and `settle` decides on it.
        """
        try:
            parcel = await self._prepare(rows)
        except Exception as error:
            _log.exception("a message could not be made", due=[row.id for row in rows], kind=rows[0].kind)
            for row in rows:
                await self._record([row], retry(row, type(error).__name__, self.clock.now()))
            return None
        if parcel is None or self._stalled(rows):
            return None
        outcome = await self._send_safely(parcel)
        noted(parcel.space.platform, outcome, self.meter)
        await self._conclude(parcel, outcome)
        return outcome.result

    def _stalled(self, rows: Sequence[Due]) -> bool:
        """Whether the lease ran out on the way here, as when the machine slept: then another worker says it."""
        return any(row.lease_until is not None and row.lease_until <= self.clock.now() for row in rows)

    # --- before the send -----------------------------------------------------------------------------------------
    async def _prepare(self, rows: Sequence[Due]) -> Parcel | None:
        """What is to be said now, marked as about to be sent; None when nothing is, or the claim has been lost.

        Everything the send needs is read in one transaction, which ends before the send begins (DB-02).
        """
        first, now = rows[0], self.clock.now()
        endings: list[tuple[Due, Ending]] = []
        async with self.store.work(first.community_id) as work:
            space, ctx, account, facts = await self._recipient(work, first, now)
            if space.platform not in self.messengers:
                raise LookupError(f"nothing here speaks to {space.platform}")
            said: list[tuple[Due, Message]] = []
            for row in rows:
                made = await self._made(work, ctx, row, facts)
                if isinstance(made, Message):
                    said.append((row, made))
                else:
                    endings.append((row, made))
            parcel = await self._parcel(work, ctx, said, space, account)
            await ctx.flush()
            # Where the lease has run out, another worker has these rows now, and says it.
            ours = parcel is not None and await work.outbox.start(parcel.rows, self.clock.now())
        for ending in dict.fromkeys(ending for _, ending in endings):
            await self._record([row for row, one in endings if one == ending], ending)
        return parcel if ours else None

    async def _recipient(self, work: Work, row: Due, now: datetime) -> tuple[Space, Context, Account | None, Facts]:
        community, space_id = work.community, row.space_id or 0
        if row.person_id is None:
            reader = Reader(community.language, community.time_zone)
            return await work.get(Space, space_id), self._context(work, now, reader), None, Facts(not_after=now)
        space, person, account = await work.directory.recipient(row.person_id, space_id)
        zone = person.time_zone or community.time_zone
        reader = Reader(person.language or community.language, zone)
        facts = Facts(
            not_after=now,
            quiet=hours_of(person, community),
            reachable=account is not None and account.reach == Reach.OPEN,
            stopped=person.stopped_at is not None or person.erased_at is not None,
            most_nudges=self.defaults.nudges_a_week,
        )
        return space, self._context(work, now, reader, person), account, facts

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
        if await was_in_doubt(work, row):
            return replace(message, text=f"{message.text}\n{ctx.t('perhaps-repeated')}")
        return message

    async def _parcel(
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

    # --- the send and after --------------------------------------------------------------------------------------
    async def _send_safely(self, parcel: Parcel) -> Outcome:
        """A messenger that raises, against its promise, leaves it unknown whether the message arrived (DUP-06)."""
        try:
            return await self._send(parcel)
        except Exception as error:
            _log.exception("a messenger raised", due=[row.id for row in parcel.rows], platform=parcel.space.platform)
            return Outcome(Result.UNKNOWN, detail=type(error).__name__)

    async def _send(self, parcel: Parcel) -> Outcome:
        messenger, key = self.messengers[parcel.space.platform], parcel.rows[0].key
        if parcel.account is not None:
            return await messenger.send(parcel.space, parcel.account, parcel.message, key)
        place = parcel.place
        if place is None:
            name, members = parcel.opens or ("", ())
            opened = await messenger.open(parcel.space, name, members, parcel.rows[0].place)
            if opened.result != Result.SENT:
                return opened
            place = await self._keep_place(parcel, name, opened.reference)
        return await messenger.post(parcel.space, place, parcel.message, key)

    async def _keep_place(self, parcel: Parcel, name: str, external_id: str) -> Place:
        row = parcel.rows[0]
        async with self.store.work(row.community_id) as work:
            if found := await work.one(Place, space_id=parcel.space.id, key=row.place):
                return found
            return await work.add(Place(row.community_id, parcel.space.id, row.place, external_id, name))

    async def _conclude(self, parcel: Parcel, outcome: Outcome) -> None:
        """Record an outcome. What is said again goes by each row's own kind and its own count (DUP-05)."""
        match outcome.result:
            case Result.UNKNOWN:
                for row in parcel.rows:
                    await self._record([row], await self._doubtful(row))
            case Result.FAILED:
                for row in parcel.rows:
                    await self._record([row], retry(row, outcome.detail or outcome.result.value, self.clock.now()))
            case _:
                await self._record(parcel.rows, ending_of(outcome, self.clock.now()))
        await self._remember(parcel, outcome)

    async def _doubtful(self, row: Due) -> Ending:
        """What may have been sent is said once more or dropped, as its kind's policy says; never repeated blindly."""
        builder = self.registry.builders.get(row.kind)
        async with self.store.work(row.community_id) as work:
            repeated = await was_in_doubt(work, row)
        if builder and builder.unknown == Unknown.REPEAT and not repeated:
            return Ending(DueState.PLANNED, DOUBT, next_at=self.clock.now(), failed=True)
        return Ending(DueState.UNKNOWN, DOUBT)

    async def _remember(self, parcel: Parcel, outcome: Outcome) -> None:
        """What an outcome says about the account or the lane, beyond this message."""
        reach = {Result.CLOSED: Reach.CLOSED, Result.GONE: Reach.GONE}.get(outcome.result)
        if reach and parcel.account:
            async with self.store.work(parcel.account.community_id) as work:
                (await work.get(Account, parcel.account.id)).reach = reach
        if outcome.result == Result.LIMITED:
            await self.store.lanes.block(parcel.space.id, silent_until(outcome, self.clock.now()))
        if outcome.result == Result.REVOKED:
            async with self.store.work(parcel.space.community_id) as work:
                (await work.get(Space, parcel.space.id)).connected = False

    async def _record(self, rows: Sequence[Due], ending: Ending) -> None:
        """Record an outcome. A database that has gone away is waited for as long as the lease lasts.

        After that the rows are no longer ours: whoever takes them back finds them in doubt, and `settle` decides.
        """
        while rows:
            try:
                return await self.store.lanes.record(rows, ending, self.clock.now())
            except StorageUnavailable as error:
                if any(row.lease_until is None or row.lease_until <= self.clock.now() for row in rows):
                    raise
                _log.warning("an outcome waits for the database", due=[row.id for row in rows], reason=str(error))
                await self.pause(RECORD_AGAIN)

"""The one way out: a lane's due rows are claimed, packed, sent, and recorded."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.command import Registry, Unknown
from bot.delivery.outcomes import DOUBTFUL_WAIT, ending_of, noted, retry, silent_until
from bot.delivery.packing import Packing
from bot.delivery.parcel import DOUBT, Parcel, by_recipient, trace_of
from bot.entities import Account, Due, DueState, Place, Reach, Space
from bot.errors import StorageUnavailable
from bot.ports import Clock, Ending, Messenger, Meter, Outcome, Result, Store
from bot.rules.lifecycle import Pace
from bot.rules.pacing import Rate

LEASE = timedelta(seconds=60)
BATCH = 20
RECORD_AGAIN = 0.5  # seconds between two tries to record what was sent, while the database is away
Pause = Callable[[float], Awaitable[object]]
SILENCING = frozenset({Result.LIMITED, Result.REVOKED, Result.UNKNOWN})
LOOK_AGAIN = timedelta(seconds=1)
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
        self._platforms: dict[int, str] = {}
        self._settled: datetime | None = None
        nudges = tuple(kind for kind, builder in registry.builders.items() if builder.nudge)
        self.packing = Packing(store, registry, messengers, clock, defaults, nudges)

    async def drain(self, lane: int) -> int:
        """Send what is due in a lane until nothing is left that may go now; how many messages went."""
        sent, messenger = 0, await self._messenger_of(lane)
        rate = messenger.rate if messenger else None
        while not self.stopping:
            await self._settle_now_and_then()
            now = self.clock.now()
            rows = await self.store.lanes.claim(lane, now, now + LEASE, BATCH, rate)
            if not rows:
                break
            recipients = by_recipient(rows)
            went = await self._serve_all(await self._uncrowded(recipients, rate), messenger.at_once if messenger else 1)
            sent += went
            if went == len(recipients) and len(rows) < BATCH:  # nothing was put back, and nothing was left
                break
        return sent

    async def _settle_now_and_then(self) -> None:
        """A worker that slept takes back what it held before it claims anything new: it may be for the same people."""
        if self._settled is None or self.clock.now() - self._settled >= LOOK_AGAIN:
            await self.settle()

    async def settle(self) -> int:
        """Take back what dead workers held; what may have been sent is settled by its kind's policy."""
        self._settled = self.clock.now()
        doubtful = await self.store.lanes.reap(self.clock.now())
        for row in doubtful:
            _log.warning("outcome unknown", due=row.id, kind=row.kind)
            await self._record([([row], self._doubtful(row))])
        return len(doubtful)

    async def _messenger_of(self, lane: int) -> Messenger | None:
        """Who speaks to a lane's platform, on which it stays, so that it is asked once."""
        if lane not in self._platforms:
            self._platforms[lane] = await self.store.lanes.platform(lane)
        return self.messengers.get(self._platforms[lane])

    async def _serve_all(self, waiting: Sequence[Sequence[Due]], most: int) -> int:
        """Serve so many recipients at once, wave by wave; how many messages went.

        When the platform asks for silence (NET-02), or we stop, the rest goes back.
        """
        sent = 0
        while waiting:
            wave, waiting = waiting[:most], waiting[most:]
            results = await self._serve(wave)
            sent += results.count(Result.SENT)
            if self.stopping or SILENCING.intersection(results):
                await self._record([([row for rows in waiting for row in rows], Ending(DueState.PLANNED))])
                break
        return sent

    async def _uncrowded(self, recipients: Sequence[Sequence[Due]], rate: Rate | None) -> Sequence[Sequence[Due]]:
        """Whom to serve in this round: a channel hears one thing, and what comes next for it waits a moment."""
        if not rate or not rate.place_seconds:
            return recipients
        now, crowded, places = [], list[Due](), set[str]()
        for rows in recipients:
            if rows[0].place and rows[0].place in places:
                crowded += rows
                continue
            places.add(rows[0].place)
            now.append(rows)
        again = self.clock.now() + timedelta(seconds=rate.place_seconds)
        await self._record([(crowded, Ending(DueState.PLANNED, next_at=again))])
        return now

    async def _serve(self, recipients: Sequence[Sequence[Due]]) -> list[Result]:
        """Send to some at once. One that cannot be served never stops another (DUP-05, MIS-05).

        After the send nothing is caught: what could not be recorded is in doubt, and `settle` decides on it.
        """
        try:
            packed = await self.packing.pack(recipients)
        except Exception as error:
            if len(recipients) > 1:  # one of them stands in the way of the others
                return [result for rows in recipients for result in await self._serve([rows])]
            [rows] = recipients
            with structlog.contextvars.bound_contextvars(**trace_of(rows)):
                _log.exception("a message could not be made")
            await self._record([([row], retry(row, type(error).__name__, self.clock.now())) for row in rows])
            return []
        if packed.lost:
            self._settled = None  # what is new for the same people has to go together with them
        await self._record(packed.endings)
        parcels = [parcel for parcel in packed.parcels if not self._stalled(parcel.rows)]
        outcomes = await asyncio.gather(*(self._send_safely(parcel) for parcel in parcels))
        await self._conclude(list(zip(parcels, outcomes, strict=True)))
        return [outcome.result for outcome in outcomes]

    def _stalled(self, rows: Sequence[Due]) -> bool:
        """Whether the lease ran out on the way here, as when the machine slept: then another worker says it."""
        return any(row.lease_until is not None and row.lease_until <= self.clock.now() for row in rows)

    # --- the send and after --------------------------------------------------------------------------------------
    async def _send_safely(self, parcel: Parcel) -> Outcome:
        """A messenger that raises, against its promise, leaves it unknown whether the message arrived (DUP-06)."""
        with structlog.contextvars.bound_contextvars(**trace_of(parcel.rows)):
            try:
                outcome = await self._send(parcel)
            except Exception as error:
                _log.exception("a messenger raised", platform=parcel.space.platform)
                outcome = Outcome(Result.UNKNOWN, detail=type(error).__name__)
            noted(parcel.space.platform, outcome, self.meter)
            return outcome

    async def _send(self, parcel: Parcel) -> Outcome:
        messenger, key = self.messengers[parcel.space.platform], parcel.rows[0].message_key
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

    async def _conclude(self, answered: Sequence[tuple[Parcel, Outcome]]) -> None:
        """Record what came of a wave. What is said again goes by each row's own kind and its own count (DUP-05)."""
        now, endings = self.clock.now(), list[tuple[Sequence[Due], Ending]]()
        for parcel, outcome in answered:
            match outcome.result:
                case Result.UNKNOWN:
                    endings += [([row], self._doubtful(row, DOUBTFUL_WAIT)) for row in parcel.rows]
                case Result.FAILED:
                    why = outcome.detail or outcome.result.value
                    endings += [([row], retry(row, why, now)) for row in parcel.rows]
                case _:
                    endings.append((parcel.rows, ending_of(outcome, now)))
        await self._record(endings)
        for parcel, outcome in answered:
            await self._remember(parcel, outcome)

    def _doubtful(self, row: Due, wait: timedelta = timedelta()) -> Ending:
        """What may have been sent is said once more or dropped, as its kind's policy says; never repeated blindly."""
        builder = self.registry.builders.get(row.kind)
        if builder and builder.unknown == Unknown.REPEAT and not row.in_doubt:
            return Ending(DueState.PLANNED, DOUBT, next_at=self.clock.now() + wait, failed=True, in_doubt=True)
        return Ending(DueState.UNKNOWN, DOUBT)

    async def _remember(self, parcel: Parcel, outcome: Outcome) -> None:
        """What an outcome says about the account or the lane, beyond this message."""
        reach = {Result.CLOSED: Reach.CLOSED, Result.GONE: Reach.GONE}.get(outcome.result)
        if reach and parcel.account:
            async with self.store.work(parcel.account.community_id) as work:
                (await work.get(Account, parcel.account.id)).reach = reach
        if outcome.result in {Result.LIMITED, Result.UNKNOWN}:
            await self.store.lanes.block(parcel.space.id, silent_until(outcome, self.clock.now()))
        if outcome.result == Result.REVOKED:
            async with self.store.work(parcel.space.community_id) as work:
                (await work.get(Space, parcel.space.id)).connected = False

    async def _record(self, endings: Sequence[tuple[Sequence[Due], Ending]]) -> None:
        """Record outcomes. A database that has gone away is waited for as long as the lease lasts.

        After that the rows are no longer ours: whoever takes them back finds them in doubt, and `settle` decides.
        """
        rows = [row for some, _ in endings for row in some]
        while rows:
            try:
                return await self.store.lanes.record(endings, self.clock.now())
            except StorageUnavailable as error:
                if self._stalled(rows):
                    raise
                _log.warning("an outcome waits for the database", due=[row.id for row in rows], reason=str(error))
                await self.pause(RECORD_AGAIN)

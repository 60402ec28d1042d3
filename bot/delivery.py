"""The one way out: a lane's due rows are claimed, gated, built from the world as it is now, sent, and recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

import structlog

from bot.command import Registry, Unknown
from bot.context import Context
from bot.entities import Account, Due, DueState, Person, Place, Reach, Space
from bot.i18n import Reader
from bot.message import Message, Section
from bot.ports import Clock, Ending, Messenger, Outcome, Result, Store, Work
from bot.rules.gate import Facts, Verdict, decide
from bot.rules.lifecycle import Pace
from bot.rules.quiet import Quiet

LEASE = timedelta(seconds=60)
BATCH = 20
MOST_FAILURES = 8
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message for one recipient, and the due rows it settles."""

    rows: Sequence[Due]
    message: Message
    space: Space
    account: Account | None = None
    place: Place | None = None
    opens: tuple[str, Sequence[Account]] | None = None


class Delivery:
    """Sends what is due. Any number of these may run at once, in one process or in many."""

    def __init__(
        self, store: Store, registry: Registry, messengers: Mapping[str, Messenger], clock: Clock, defaults: Pace
    ) -> None:
        self.store = store
        self.registry = registry
        self.messengers = messengers
        self.clock = clock
        self.defaults = defaults
        self.nudges = tuple(kind for kind, builder in registry.builders.items() if builder.nudge)

    async def drain(self, lane: int) -> int:
        """Send what is due in a lane until nothing is left that may go now; how many messages went."""
        sent = 0
        while True:
            now = self.clock.now()
            rows = await self.store.lanes.claim(lane, now, now + LEASE, BATCH)
            if not rows:
                return sent
            for recipient in _by_recipient(rows):
                sent += await self._serve_safely(recipient)

    async def settle(self) -> int:
        """Take back what dead workers held, and decide what happens to what may or may not have been sent."""
        doubtful = await self.store.lanes.reap(self.clock.now())
        for row in doubtful:
            _log.warning("outcome unknown", due=row.id, kind=row.kind)
        return len(doubtful)

    async def _serve_safely(self, rows: Sequence[Due]) -> int:
        """One recipient never stops the next (DUP-05, MIS-05)."""
        try:
            return await self._serve(rows)
        except Exception as error:
            _log.exception("a message could not be made", due=[row.id for row in rows], kind=rows[0].kind)
            await self._record(rows, self._retry(rows[0], type(error).__name__))
            return 0

    async def _serve(self, rows: Sequence[Due]) -> int:
        parcel = await self._prepare(rows)
        if parcel is None:
            return 0
        kept = await self.store.lanes.start(parcel.rows, self.clock.now())
        if len(kept) < len(parcel.rows):
            return 0  # the lease ran out: another worker has these rows now, and says it
        outcome = await self._send(parcel)
        await self._record(parcel.rows, self._ending(parcel, outcome))
        await self._remember(parcel, outcome)
        return int(outcome.result == Result.SENT)

    # --- before the send -----------------------------------------------------------------------------------------
    async def _prepare(self, rows: Sequence[Due]) -> Parcel | None:
        """Everything the send needs, read in one transaction that ends before the send begins (DB-02)."""
        first, now = rows[0], self.clock.now()
        endings: list[tuple[Due, Ending]] = []
        async with self.store.work(first.community_id) as work:
            space = await work.get(Space, first.space_id or 0)
            ctx, account, facts = await self._recipient(work, first, now)
            said: list[tuple[Due, Message]] = []
            for row in rows:
                verdict = await self._verdict(work, row, facts, now)
                message = await self._build(ctx, row) if verdict.go else None
                if message is not None:
                    said.append((row, message))
                else:
                    endings.append((row, _unsent(verdict)))
            parcel = await self._parcel(work, ctx, said, space, account)
        for row, ending in endings:
            await self._record([row], ending)
        return parcel

    async def _recipient(self, work: Work, row: Due, now: datetime) -> tuple[Context, Account | None, Facts]:
        community = work.community
        if row.person_id is None:
            reader = Reader(community.language, community.time_zone)
            return Context(work, now, reader, self.defaults), None, Facts(not_after=now)
        person = await work.get(Person, row.person_id)
        account = await work.directory.account_of(person.id, row.space_id)
        zone = person.time_zone or community.time_zone
        reader = Reader(person.language or community.language, zone)
        quiet = Quiet(zone, person.quiet_until, person.quiet_from, person.country or community.country)
        facts = Facts(
            not_after=now,
            quiet=quiet,
            reachable=account is not None and account.reach == Reach.OPEN,
            stopped=person.stopped_at is not None or person.erased_at is not None,
            most_nudges=self.defaults.nudges_a_week,
        )
        return Context(work, now, reader, self.defaults, person), account, facts

    async def _verdict(self, work: Work, row: Due, facts: Facts, now: datetime) -> Verdict:
        builder = self.registry.builders.get(row.kind)
        if builder is None:
            return Verdict(reason="unknown-kind")
        nudges: tuple[datetime, ...] = ()
        if builder.nudge and row.person_id:
            earlier = await work.outbox.sent_to(row.person_id, now - timedelta(days=7), self.nudges)
            nudges = tuple(sorted({item.sent_at for item in earlier if item.sent_at}))
        return decide(
            Facts(
                not_after=row.not_after or row.due_at + builder.useful,
                quiet=facts.quiet,
                skips_quiet=row.skips_quiet,
                is_nudge=builder.nudge,
                nudges=nudges,
                most_nudges=facts.most_nudges,
                reachable=facts.reachable,
                stopped=facts.stopped,
            ),
            now,
        )

    async def _build(self, ctx: Context, row: Due) -> Message | None:
        return await self.registry.builders[row.kind].build(ctx, row)

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

    def _ending(self, parcel: Parcel, outcome: Outcome) -> Ending:
        now, first = self.clock.now(), parcel.rows[0]
        match outcome.result:
            case Result.SENT:
                return Ending(DueState.SENT, reference=outcome.reference)
            case Result.CLOSED | Result.GONE:
                return Ending(DueState.UNDELIVERABLE, outcome.detail or outcome.result.value)
            case Result.LIMITED:
                return Ending(DueState.PLANNED, "limited", next_at=now + timedelta(seconds=outcome.wait))
            case Result.UNKNOWN:
                return self._doubtful(first)
            case _:
                return self._retry(first, outcome.detail or outcome.result.value)

    def _doubtful(self, row: Due) -> Ending:
        """What may have been sent is said once more or dropped, as its kind's policy says; never repeated blindly."""
        if self.registry.builders[row.kind].unknown == Unknown.REPEAT and not row.failures:
            return Ending(DueState.PLANNED, "unknown", next_at=self.clock.now(), failed=True)
        return Ending(DueState.UNKNOWN, "unknown")

    def _retry(self, row: Due, reason: str) -> Ending:
        """Try again later, each time twice as late with some spread, and give up in the end (MIS-07)."""
        if row.failures + 1 >= MOST_FAILURES:
            return Ending(DueState.UNDELIVERABLE, reason, failed=True)
        spread = Random(f"{row.key}:{row.attempts}").uniform(0.8, 1.2)  # noqa: S311  # spread, not secrecy
        wait = timedelta(seconds=30 * 2**row.failures * spread)
        return Ending(DueState.PLANNED, reason, next_at=self.clock.now() + wait, failed=True)

    async def _remember(self, parcel: Parcel, outcome: Outcome) -> None:
        """What an outcome says about the account or the lane, beyond this message."""
        reach = {Result.CLOSED: Reach.CLOSED, Result.GONE: Reach.GONE}.get(outcome.result)
        if reach and parcel.account:
            async with self.store.work(parcel.account.community_id) as work:
                (await work.get(Account, parcel.account.id)).reach = reach
        if outcome.result == Result.LIMITED:
            await self.store.lanes.block(parcel.space.id, self.clock.now() + timedelta(seconds=outcome.wait))
        if outcome.result == Result.REVOKED:
            async with self.store.work(parcel.space.community_id) as work:
                (await work.get(Space, parcel.space.id)).connected = False

    async def _record(self, rows: Sequence[Due], ending: Ending) -> None:
        await self.store.lanes.record(rows, ending, self.clock.now())


def _by_recipient(rows: Iterable[Due]) -> list[list[Due]]:
    """Rows for one person together, those for a place each alone, in the order of the most urgent."""

    def recipient(row: Due) -> tuple[int, int]:
        return (row.person_id, 0) if row.person_id else (0, row.id)

    ordered = sorted(rows, key=recipient)
    groups = [list(group) for _, group in groupby(ordered, key=recipient)]
    return sorted(groups, key=lambda group: min((row.urgency, row.next_at, row.id) for row in group))


def _unsent(verdict: Verdict) -> Ending:
    if verdict.until:
        return Ending(DueState.PLANNED, verdict.reason, next_at=verdict.until)
    if verdict.reason == "unreachable":
        return Ending(DueState.UNDELIVERABLE, verdict.reason)
    return Ending(DueState.EXPIRED, verdict.reason or "no-longer")


def merged(reader: Reader, messages: Sequence[Message]) -> Message:
    """Several messages for one person as one: each keeps its words and its buttons (MIS-03, TZ-10)."""
    if len(messages) == 1:
        return messages[0]
    sections: list[Section] = []
    for message in messages:
        sections.append(Section(message.title, message.text, buttons=message.buttons))
        sections += message.sections
    files = tuple(file for message in messages for file in message.files)
    choice = next((message.choice for message in messages if message.choice), None)
    return Message(reader.t("several", count=len(messages)), sections=tuple(sections), files=files, choice=choice)

"""What is read for the list, a query for each kind of thing, and the signals that follow from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.context import Context
from bot.entities import (
    GOING_ON,
    Application,
    ApplicationState,
    Due,
    DueState,
    Fit,
    FitAnswer,
    Pairing,
    PairingState,
    Person,
    Programme,
    ProgrammeState,
)
from bot.features.todo.letters import Written, written
from bot.pairs import Standing
from bot.people import absent, paired_in
from bot.rules.calendar import local
from bot.rules.signals import (
    Signal,
    Unsent,
    in_order,
    of_alone,
    of_another,
    of_pair,
    of_pause,
    of_unsent,
    of_waiting,
)

TELLS_OF_MATCH = {"match.proposed": PairingState.PROPOSED, "pairing.welcome": PairingState.ACTIVE}
"""Kinds that tell somebody of a pair, and the state of the pair in which it matters that they did not arrive."""


@dataclass(frozen=True, slots=True)
class Found:
    """The signals of a programme, those about which nobody has been written to first, each kind in order.

    With its pairs, everybody's name, and when the facilitator wrote about a signal.
    """

    signals: tuple[Signal, ...]
    pairs: dict[int, Pairing]
    names: dict[int, str]
    letters: Written

    def wrote(self, signal: Signal, zone: str) -> date | None:
        """On which day the facilitator last wrote about a signal, if that was after it arose."""
        at = self.letters.about(signal)
        day = local(at, zone).date() if at else None
        return day if day and day >= signal.since else None


async def found_for(ctx: Context, programme: Programme) -> Found:
    """What needs a human in a programme just now. Not what somebody said in private about a pair with the reader."""
    standing = await Standing.of(ctx.work, programme.id)
    pairs = {one.id: one for one in standing.pairs}
    over = programme.state == ProgrammeState.ENDED  # nobody waits for a match in it any more
    state = () if over else (ApplicationState.WAITING,)
    waiting = await ctx.work.all(Application, programme_id=programme.id, state=state)
    people = {member for one in pairs.values() for member in one.members()} | {one.person_id for one in waiting}
    zone = ctx.work.community.time_zone
    letters = await written(ctx, programme)
    signals = [
        *await _of_pairs(ctx, programme, standing),
        *await _of_fit(ctx, pairs),
        *of_unsent(await _unsent(ctx, pairs, people), zone),
        *_of_waiting(ctx, waiting, letters),
    ]
    alone = await _alone(ctx, programme)
    found_alone = [of_alone(one.id, who, one.ended_at or ctx.now, zone) for who, one in alone.items()]
    signals += [one for one in found_alone if not letters.unanswered(one, ctx.now)]
    pairs |= {one.id: one for one in alone.values()}
    people |= {member for one in alone.values() for member in one.members()}
    names = {person.id: person.name for person in await ctx.work.all(Person, id=people)}
    found = Found(in_order(signals), pairs, names, letters)
    return replace(found, signals=tuple(sorted(found.signals, key=lambda one: found.wrote(one, zone) is not None)))


async def _alone(ctx: Context, programme: Programme) -> dict[int, Pairing]:
    """Who has had a pair, is in none now and in no queue, by their last one. Whoever ended it takes a break."""
    if programme.state != ProgrammeState.RUNNING:
        return {}
    placed = await ctx.work.all(Application, programme_id=programme.id, state=ApplicationState.PLACED)
    paired = await paired_in(ctx.work, programme.id)
    alone = {one.person_id for one in placed} - paired
    if not alone:
        return {}
    alone -= await absent(ctx.work, alone)
    ended = await ctx.work.all(Pairing, programme_id=programme.id, state=PairingState.ENDED)
    ended = sorted(ended, key=lambda one: one.ended_at or ctx.now)
    last = {member: one for one in ended for member in one.members() if member in alone}
    return {who: one for who, one in last.items() if one.ended_by != who}


def _of_waiting(ctx: Context, waiting: Iterable[Application], letters: Written) -> Iterator[Signal]:
    """Those whom nobody has written to yet are one fact, the others another."""
    queues: dict[bool, list[tuple[datetime, int]]] = {False: [], True: []}
    for one in waiting:
        queues[letters.waited(one.person_id)].append((one.queued_at or ctx.now, one.person_id))
    for queue in queues.values():
        yield from of_waiting(queue, ctx.work.community.time_zone)


async def _of_pairs(ctx: Context, programme: Programme, standing: Standing) -> list[Signal]:
    zone, pace = ctx.work.community.time_zone, ctx.pace(programme)
    signals: list[Signal] = []
    for pairing in standing.pairings(*GOING_ON):
        if pairing.state == PairingState.PAUSED:
            signals += of_pause(pairing.id, pairing.paused_until, ctx.now, zone)
        elif pairing.introduced_at:
            signals += of_pair(await standing.facts(pairing), pace, ctx.now, zone)
    return signals


async def _of_fit(ctx: Context, pairs: dict[int, Pairing]) -> Iterator[Signal]:
    """A facilitator may take part: what is said about a pair with the reader stays from the reader."""
    zone = ctx.work.community.time_zone
    others = {key for key, one in pairs.items() if ctx.person.id not in one.members()}
    asked = await ctx.work.all(Fit, pairing_id=others, answer=FitAnswer.ANOTHER)
    return (of_another(one.pairing_id, one.person_id, one.answered_at, zone) for one in asked)


async def _unsent(ctx: Context, pairs: dict[int, Pairing], people: set[int]) -> list[Unsent]:
    """What failed and has not been followed by something that arrived at the same person or place."""
    kept = []
    last: dict[tuple[int | None, str], datetime | None] = {}
    for row in await ctx.work.outbox.failed():
        state = TELLS_OF_MATCH.get(row.kind)
        tells_of = row.subject_id if state and row.subject_id in pairs else None
        if row.person_id not in (people | {None}) or (state and not _matters(pairs.get(row.subject_id), state)):
            continue
        to = (row.person_id, row.place)
        if to not in last:
            last[to] = await _last_sent(ctx, row)
        arrived = last[to]
        if arrived is None or arrived <= row.due_at:
            kept.append(Unsent(row.person_id, row.due_at, tells_of))
    return kept


def _matters(pairing: Pairing | None, state: PairingState) -> bool:
    return pairing is not None and pairing.state == state


async def _last_sent(ctx: Context, row: Due) -> datetime | None:
    """When something last arrived where this did not."""
    where: dict[str, object] = {"place": row.place, "space_id": row.space_id}
    if row.person_id:
        where = {"person_id": row.person_id}
    sent = await ctx.work.all(Due, state=DueState.SENT, **where)
    return max((one.sent_at for one in sent if one.sent_at), default=None)

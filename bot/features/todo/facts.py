"""What is read for the list, a query for each kind of thing, and the signals that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

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
)
from bot.pairs import Standing
from bot.rules.signals import (
    Signal,
    Unsent,
    in_order,
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
    """The signals of a programme in order, with its pairs and everybody's name."""

    signals: tuple[Signal, ...]
    pairs: dict[int, Pairing]
    names: dict[int, str]


async def found_for(ctx: Context, programme: Programme) -> Found:
    """What needs a human in a programme just now. Not what somebody said in private about a pair with the reader."""
    standing = await Standing.of(ctx.work, programme.id)
    pairs = {one.id: one for one in standing.pairs}
    waiting = await ctx.work.all(Application, programme_id=programme.id, state=ApplicationState.WAITING)
    people = {member for one in pairs.values() for member in one.members()} | {one.person_id for one in waiting}
    zone = ctx.work.community.time_zone
    queue = [(one.queued_at or ctx.now, one.person_id) for one in waiting]
    signals = [
        *await _of_pairs(ctx, programme, standing),
        *await _of_fit(ctx, pairs),
        *of_unsent(await _unsent(ctx, pairs, people), zone),
        *of_waiting(queue, zone),
    ]
    names = {person.id: person.name for person in await ctx.work.all(Person, id=people)}
    return Found(in_order(signals), pairs, names)


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

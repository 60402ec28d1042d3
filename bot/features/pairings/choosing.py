"""Which pair is meant, and how its other side reads: what all commands on one's own pair begin with."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.command import Kind, Param
from bot.context import Context
from bot.entities import Meeting, MeetingState, Pairing, PairingState, Person, Programme
from bot.errors import Refusal
from bot.forms import own_pair
from bot.message import Message

LIVE = (PairingState.PROPOSED, PairingState.ACTIVE, PairingState.PAUSED)
MINE = Param("pairing", Kind.ENTITY, default="", entity=Pairing)
SURE = Param("sure", Kind.TICK, default="no", in_form=False)


async def chosen(ctx: Context, pairing: Pairing | None, line: str, *states: PairingState) -> Pairing | Message:
    """The person's pair, for this transaction alone: the one named, the only one in these states, or a question.

    Raises NotFound for somebody else's pair or a draft, Refusal for a pair in another state or none at all.
    """
    found = await own_pair(ctx, pairing, states, line, none="pairing-none")
    if isinstance(found, Message):
        return found
    found = await ctx.work.get(Pairing, found.id, lock=True)
    if found.state not in states:
        raise Refusal(f"pairing-is-{found.state}", until=found.veto_until)
    return found


async def inside(ctx: Context, pairing: Pairing) -> Context:
    """The context with the words of the pair's programme."""
    return ctx.about(await ctx.work.get(Programme, pairing.programme_id))


def as_read_by(ctx: Context, person: Person) -> Context:
    """The context in somebody else's language and on their clock: to show what they will read."""
    community = ctx.work.community
    language, zone = person.language or community.language, person.time_zone or community.time_zone
    return replace(ctx, reader=replace(ctx.reader, language=language, zone=zone))


async def meetings_ahead(ctx: Context, pairing: Pairing, until: datetime | None = None) -> list[Meeting]:
    """What the pair has planned from now on, before a moment if one is given."""
    planned = await ctx.work.all(Meeting, pairing_id=pairing.id, state=MeetingState.PLANNED)
    return [one for one in planned if one.starts_at > ctx.now and (until is None or one.starts_at < until)]


async def call_meetings_off(ctx: Context, pairing: Pairing, until: datetime | None = None) -> int:
    """Cancel those meetings, with what is planned about them; how many there were."""
    ahead = await meetings_ahead(ctx, pairing, until)
    for meeting in ahead:
        meeting.state = MeetingState.CANCELLED
        await withdraw(ctx, ("meeting.reminder", "meeting.ask-log"), meeting.id, "meeting-cancelled")
    return len(ahead)


async def withdraw(ctx: Context, kinds: Iterable[str], subject_id: int, reason: str) -> None:
    """Take back what is planned on a subject; it would say `no longer` anyway."""
    for kind in kinds:
        await ctx.work.outbox.withdraw(kind, subject_id, reason)

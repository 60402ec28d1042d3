"""One round: when it is opened, whom it asks what, and what is left of the answers when it closes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from bot.context import Context
from bot.entities import (
    Pairing,
    PairingState,
    Programme,
    Pulse,
    PulseAnswer,
    PulseMode,
    PulseState,
)
from bot.people import facilitators_of, participants_of
from bot.ports import Work
from bot.rules.anonymity import Given, unlinked
from bot.rules.applying import Role
from bot.rules.calendar import add_days, instant, local
from bot.rules.lifecycle import Pace

ASK, REMIND, CLOSED = "pulse.ask", "pulse.remind", "pulse.closed"
FIRST, MIDDLE, END = "first", "middle", "end"
# Three items on the scale each time. The theme is asked about every time, so that its use can be followed.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    FIRST: ("trust", "theme", "workload"),
    MIDDLE: ("openness", "progress", "theme"),
    END: ("trust", "progress", "theme", "again"),
}
AGAIN = "again"
OPENS_AT = time(9)


def opening_times(programme: Programme, pace: Pace, zone: str) -> dict[str, datetime]:
    """When each round opens, in UTC: in the morning of its day on the community's clock. Empty without both dates."""
    if not (programme.started_at and programme.ends_on):
        return {}
    begins, ends = local(programme.started_at, zone).date(), programme.ends_on
    days = {
        FIRST: begins + timedelta(days=pace.pulse_first),
        MIDDLE: begins + (ends - begins) / 2,
        END: ends - timedelta(days=pace.pulse_open),  # so that it has closed, and can be reported, on the last day
    }
    return {occasion: instant(datetime.combine(day, OPENS_AT), zone) for occasion, day in days.items()}


async def sides(work: Work, programme_id: int) -> dict[int, Role]:
    """Who is asked, each with their side: everybody in a pair that goes on. Who waits has nothing to tell of yet."""
    going_on = (PairingState.ACTIVE, PairingState.PAUSED)
    pairings = await work.all(Pairing, programme_id=programme_id, state=going_on)
    paired = {person for pairing in pairings for person in pairing.members()}
    return {person: role for person, role in (await participants_of(work, programme_id)).items() if person in paired}


async def begin(ctx: Context, programme: Programme, mode: PulseMode, occasion: str) -> Pulse:
    """Open a round: everybody is asked, and reminded once at half time."""
    people = await sides(ctx.work, programme.id)
    closes_at = add_days(ctx.now, ctx.pace(programme).pulse_open, ctx.work.community.time_zone)
    pulse = Pulse(ctx.work.community.id, programme.id, occasion, mode, ctx.now, closes_at)
    pulse.questions, pulse.invited = QUESTIONS[occasion], len(people)
    await ctx.work.add(pulse)
    half = ctx.now + (closes_at - ctx.now) / 2
    for person in sorted(people):
        await ctx.tell(ASK, pulse.id, person, not_after=closes_at)
        await ctx.tell(REMIND, pulse.id, person, at=half, not_after=closes_at)
    return pulse


def is_open(pulse: Pulse, now: datetime) -> bool:
    """Whether answers are taken: its time counts, also before anybody has looked at the clock."""
    return pulse.state == PulseState.OPEN and now < pulse.closes_at


async def was_asked(work: Work, pulse: Pulse, person_id: int) -> bool:
    """Whether this round asks a person."""
    return any(row.person_id == person_id for row in await work.outbox.rows(ASK, pulse.id))


async def finish(ctx: Context, pulse: Pulse) -> Pulse:
    """Close a round and tell the facilitator. In the totals mode nothing that is left leads to a person (PUL-02)."""
    pulse = await ctx.work.get(Pulse, pulse.id, lock=True)
    if pulse.state == PulseState.CLOSED:
        return pulse
    programme = await ctx.work.get(Programme, pulse.programme_id)
    pulse.state, pulse.closes_at = PulseState.CLOSED, min(pulse.closes_at, ctx.now)
    for kind in (ASK, REMIND):
        await ctx.work.outbox.withdraw(kind, pulse.id, "closed")
    people = await sides(ctx.work, programme.id)
    answers = await ctx.work.all(PulseAnswer, pulse_id=pulse.id)
    for answer in answers:
        answer.role = _side(people, answer)
    if pulse.mode == PulseMode.TOTALS:
        await _unlink(ctx.work, pulse, answers, ctx.pace(programme).anonymity_floor)
    for person in await facilitators_of(ctx.work, programme):
        await ctx.tell(CLOSED, pulse.id, person)
    return pulse


def _side(people: Mapping[int, Role], answer: PulseAnswer) -> str:
    role = people.get(answer.person_id or 0, Role.EITHER)
    return "" if role == Role.EITHER else role.value


async def _unlink(work: Work, pulse: Pulse, answers: Sequence[PulseAnswer], floor: int) -> None:
    """New rows instead of the old ones: even their numbers would tell who answered first.

    Who was reminded had not answered by then, so that goes too.
    """
    kept = unlinked((Given(each.scores, each.text, each.role) for each in answers), text_key(pulse), floor)
    for row in (*answers, *await work.outbox.rows(REMIND, pulse.id)):
        await work.delete(row)
    for each in kept:
        await work.add(PulseAnswer(pulse.community_id, pulse.id, None, dict(each.scores), each.text, each.group))


def text_key(pulse: Pulse) -> str:
    """The name of a round's free text, by which its texts are shuffled."""
    return f"pulse {pulse.id} text"

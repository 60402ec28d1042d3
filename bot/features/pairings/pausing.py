"""A pause until a date: the partner is told, meetings are called off, and it ends once by itself (MAT-16)."""

from datetime import date, datetime, time

from bot.command import Kind, Param, command, message_builder, planner
from bot.context import Context
from bot.entities import Due, Pairing, PairingState, Person, Programme
from bot.errors import BadArgument, Refusal
from bot.features.pairings.choosing import (
    MINE,
    SURE,
    as_read_by,
    call_meetings_off,
    chosen,
    inside,
    meetings_ahead,
    withdraw,
)
from bot.message import Button, Message, Section, Style
from bot.pairs import RESUMED
from bot.people import facilitators_of, partner_of
from bot.rules.calendar import instant, local

PAUSED = "pairing.paused"
COVER = "pairing.cover"
MEANWHILE = ("pairing.fit", "agreement.ask", "meeting.first", "meeting.silence")
"""What a pair is not asked during a pause; it is planned anew after it."""


@command("pairing pause", Param("until", Kind.DAY), MINE, SURE)
async def pause(ctx: Context, until: date, pairing: Pairing | None, sure: bool) -> Message:
    """Be away until a day. First the partner's text is shown; sent it is only when that is confirmed."""
    found = await chosen(ctx, pairing, f"pairing pause until:{until}", PairingState.ACTIVE)
    if isinstance(found, Message):
        return found
    ctx = await inside(ctx, found)
    _require_in_time(ctx, until, await ctx.work.get(Programme, found.programme_id))
    partner = await partner_of(ctx.work, found, ctx.person.id)
    if not sure:
        line = f"pairing pause pairing:{found.id} until:{until} sure:yes"
        meetings = len(await meetings_ahead(ctx, found, _morning(ctx, until)))
        text = _partner_text(as_read_by(ctx, partner), ctx.person.name, until, meetings)
        quoted = Section(ctx.t("pairing-partner-reads", partner=partner.name), text)
        button = Button(ctx.t("pairing-pause-button"), line, Style.PRIMARY)
        return Message(ctx.t("pairing-pause-asked", until=until), sections=(quoted,), buttons=(button,))
    found.state, found.paused_until, found.paused_by = PairingState.PAUSED, until, ctx.person.id
    called_off = await call_meetings_off(ctx, found, _morning(ctx, until))
    await withdraw(ctx, MEANWHILE, found.id, "pairing-paused")
    details = {"meetings": called_off}
    await ctx.tell(PAUSED, found.id, partner, occurrence=ctx.now.isoformat(), details=details)
    back = Button(ctx.t("pairing-resume-button"), f"pairing resume pairing:{found.id}")
    return Message(ctx.t("pairing-pause-begun", until=until, meetings=called_off), buttons=(back,))


def _require_in_time(ctx: Context, until: date, programme: Programme) -> None:
    if until <= local(ctx.now, ctx.zone).date():
        raise BadArgument("until", "pairing-pause-past", until=until)
    if programme.ends_on and until >= programme.ends_on:
        raise BadArgument("until", "pairing-pause-too-long", until=until, ends=programme.ends_on)


def _partner_text(ctx: Context, name: str, until: date, meetings: int = 0) -> str:
    text = ctx.t("pairing-paused", partner=name, until=until)
    return f"{text} {ctx.t('pairing-paused-meetings', count=meetings)}" if meetings else text


def _morning(ctx: Context, day: date) -> datetime:
    """When a day begins on the community's clock."""
    return instant(datetime.combine(day, time()), ctx.work.community.time_zone)


@command("pairing resume", MINE)
async def resume(ctx: Context, pairing: Pairing | None) -> Message:
    """Come back before the day."""
    found = await chosen(ctx, pairing, "pairing resume", PairingState.PAUSED)
    if isinstance(found, Message):
        return found
    ctx = await inside(ctx, found)
    partner = await partner_of(ctx.work, found, ctx.person.id)
    if found.paused_by not in {None, ctx.person.id}:
        raise Refusal("pairing-resume-not-yours", partner=partner.name, until=found.paused_until)
    await _resume(ctx, found, partner.id)
    return Message(ctx.t("pairing-resumed-now", partner=partner.name), buttons=(_meet(ctx, found),))


async def _resume(ctx: Context, pairing: Pairing, *to: int) -> None:
    until = pairing.paused_until
    pairing.state, pairing.paused_until, pairing.paused_by = PairingState.ACTIVE, None, None
    for member in to:
        await ctx.tell(RESUMED, pairing.id, member, occurrence=f"{until}")


@planner
async def plan_returns(ctx: Context, programme: Programme) -> None:
    """On the day, a pair goes on: once, whoever looks first."""
    today = local(ctx.now, ctx.work.community.time_zone).date()
    for pairing in ctx.standing.pairings(PairingState.PAUSED):
        if pairing.paused_until is None or pairing.paused_until > today:
            continue
        await ctx.work.get(Pairing, pairing.id, lock=True)
        if pairing.state == PairingState.PAUSED:
            await _resume(ctx, pairing, *pairing.members())


@message_builder(PAUSED, urgency=4)
async def paused(ctx: Context, due: Due) -> Message | None:
    """To the partner: until when, what became of the meetings, and somebody else meanwhile if they like."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.PAUSED or pairing.paused_until is None:
        return None
    ctx = await inside(ctx, pairing)
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    text = _partner_text(ctx, partner.name, pairing.paused_until, int(due.details.get("meetings", 0)))
    button = Button(ctx.t("pairing-cover-button"), f"pairing cover pairing:{pairing.id}")
    return Message(text, ctx.t("pairing-paused-title"), buttons=(button,))


@message_builder(RESUMED)
async def resumed(ctx: Context, due: Due) -> Message | None:
    """To the pair: it goes on, and the next step is a new meeting."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.ACTIVE:
        return None
    ctx = await inside(ctx, pairing)
    return Message(
        ctx.t("pairing-resumed", partner=(await partner_of(ctx.work, pairing, ctx.person.id)).name),
        buttons=(_meet(ctx, pairing),),
    )


def _meet(ctx: Context, pairing: Pairing) -> Button:
    return Button(ctx.t("pairing-meet-button"), f"meeting plan pairing:{pairing.id}", Style.PRIMARY)


@command("pairing cover", MINE)
async def cover(ctx: Context, pairing: Pairing | None) -> Message:
    """Ask for somebody else to talk to while the partner is away."""
    found = await chosen(ctx, pairing, "pairing cover", PairingState.PAUSED)
    if isinstance(found, Message):
        return found
    ctx = await inside(ctx, found)
    for person in await facilitators_of(ctx.work, await ctx.work.get(Programme, found.programme_id)):
        details = {"for": ctx.person.id}
        await ctx.tell(COVER, found.id, person, occurrence=f"{ctx.person.id}-{found.paused_until}", details=details)
    return Message(ctx.t("pairing-cover-asked"))


@message_builder(COVER)
async def cover_asked(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: who would like cover, for whom, until when."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.PAUSED:
        return None
    ctx = await inside(ctx, pairing)
    who = await ctx.work.get(Person, int(due.details["for"]))
    partner = await partner_of(ctx.work, pairing, who.id)
    return Message(ctx.t("pairing-cover-told", name=who.name, partner=partner.name, until=pairing.paused_until))

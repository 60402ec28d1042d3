"""The dates of a pair: planned one by one or as a series, moved, cancelled, and listed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.command import Kind, Param, command, registry
from bot.context import Context
from bot.entities import Meeting, MeetingState, Pairing, PairingState, Person, Programme
from bot.errors import BadArgument, Refusal
from bot.features.meetings.notices import (
    CHANGED,
    DATES,
    SETTLED,
    change_buttons,
    facts_of,
    outcome_buttons,
    plan_messages,
    planned_of,
    tell_partner,
    withdraw_messages,
)
from bot.features.meetings.pairs import (
    FORMATS,
    PAIR,
    WHICH,
    begun,
    chosen_id,
    meeting_field,
    own_meeting,
    own_pairing,
    pairing_field,
    require_planned,
)
from bot.forms import default_fields
from bot.i18n import Reader
from bot.message import Button, Field, Message, Section, Style
from bot.people import partner_of
from bot.rules.applying import Format
from bot.rules.calendar import local
from bot.rules.meetings import same_occasion, series
from bot.rules.when import Unclear, refuse_past

MOST_SHOWN = 8
PAST_SHOWN = 4
WITHOUT_END = timedelta(days=365)


# --- planned ---------------------------------------------------------------------------------------------------------
async def _plan_fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Which pair, if there are several, and when: filled in with the next date by the programme's rhythm."""
    which = await pairing_field(ctx, given)
    when, *others = default_fields(ctx, registry.commands["meeting plan"])
    return (*which, replace(when, value=await _proposal(ctx, given)), *others)


async def _proposal(ctx: Context, given: Mapping[str, str]) -> str:
    chosen = chosen_id(given, "pairing")
    found = await own_pairing(ctx, await ctx.work.get(Pairing, chosen) if chosen else None)
    if isinstance(found, Message):
        return ""
    programme = await ctx.work.get(Programme, found.programme_id)
    kept = await ctx.work.all(Meeting, pairing_id=found.id, state=(MeetingState.PLANNED, MeetingState.HELD))
    if not kept:
        return ""
    latest = max(meeting.starts_at for meeting in kept)
    following = [at for at in _dates_after(ctx, programme, latest) if at > ctx.now]
    return f"{local(following[0], ctx.zone):%Y-%m-%d %H:%M}" if following else ""


@command(
    "meeting plan",
    Param("when", Kind.WHEN),
    Param("length", Kind.LENGTH, default="60"),
    Param("format", Kind.ONE, options=FORMATS),
    PAIR,
    fields=_plan_fields,
)
async def plan(ctx: Context, when: datetime, length: int, format: str, pairing: Pairing | None) -> Message:  # noqa: A002  # the word that people type
    """Plan a meeting of the pair, in the clock of whoever plans; the partner is told on the partner's own."""
    found = await own_pairing(ctx, pairing)
    if isinstance(found, Message):
        return found
    ctx, pair = await begun(ctx, found)
    _require_active(pair)
    programme = await ctx.work.get(Programme, pair.programme_id)
    _require_within(ctx, programme, when)
    planned = await planned_of(ctx, pair)
    meeting = next((one for one in planned if one.starts_at == when), None)
    reminded = True
    if meeting is None:
        meeting, reminded = await _add(ctx, programme, pair, when, length, Format(format))
        await tell_partner(ctx, pair, meeting, "planned")
    return await _planned(ctx, programme, pair, meeting, reminded)


async def _add(
    ctx: Context, programme: Programme, pairing: Pairing, at: datetime, minutes: int, how: Format
) -> tuple[Meeting, bool]:
    meeting = await ctx.work.add(Meeting(pairing.community_id, pairing.id, at, minutes, how))
    return meeting, await plan_messages(ctx, programme, pairing, meeting)


async def _planned(ctx: Context, programme: Programme, pairing: Pairing, meeting: Meeting, reminded: bool) -> Message:
    """The weekday, date and zone again, the partner's time if it differs, and the dates that would follow."""
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    lines = [ctx.t("meeting-planned", **await facts_of(ctx, pairing, meeting))]
    if note := _elsewhere(ctx, partner, meeting):
        lines.append(note)
    if reminded:
        lines.append(ctx.t("meeting-reminder-comes", hours=ctx.pace(programme).meeting_reminder_hours))
    following = _new_dates(ctx, programme, meeting, await planned_of(ctx, pairing))
    sections: tuple[Section, ...] = ()
    if following:
        rest = Button(ctx.t("meeting-series-button"), f"meeting series meeting:{meeting.id}", Style.PRIMARY)
        dates = "\n".join(ctx.reader.when(at) for at in following)
        sections = (Section(ctx.t("meeting-series-heading"), dates, buttons=(rest,)),)
    return Message("\n".join(lines), sections=sections, buttons=change_buttons(ctx, meeting))


def _elsewhere(ctx: Context, partner: Person, meeting: Meeting) -> str:
    zone = partner.time_zone or ctx.work.community.time_zone
    if local(meeting.starts_at, zone).utcoffset() == local(meeting.starts_at, ctx.zone).utcoffset():
        return ""
    there = Reader(ctx.reader.language, zone).when(meeting.starts_at)
    return ctx.t("meeting-for-partner", partner=partner.name, there=there)


def _until(ctx: Context, programme: Programme) -> date:
    return programme.ends_on or local(ctx.now, ctx.zone).date() + WITHOUT_END


def _dates_after(ctx: Context, programme: Programme, at: datetime) -> tuple[datetime, ...]:
    country = ctx.person.country or ctx.work.community.country
    return series(at, programme.cadence_days, _until(ctx, programme), ctx.zone, country)


def _new_dates(ctx: Context, programme: Programme, first: Meeting, planned: list[Meeting]) -> list[datetime]:
    """The dates that follow a meeting by the programme's rhythm, without those on which something is planned."""
    following = _dates_after(ctx, programme, first.starts_at)
    taken = [meeting.starts_at for meeting in planned]
    return [at for at in following if at > ctx.now and not any(same_occasion(at, other) for other in taken)]


@command("meeting series", WHICH, fields=meeting_field)
async def plan_series(ctx: Context, meeting: Meeting) -> Message:
    """Plan what follows a meeting until the programme ends: the same time of day, on the same day of month or week."""
    ctx, pairing, first = await own_meeting(ctx, meeting)
    _require_active(pairing)
    require_planned(first)
    programme = await ctx.work.get(Programme, pairing.programme_id)
    following = _new_dates(ctx, programme, first, await planned_of(ctx, pairing))
    if not following:
        raise Refusal("meeting-series-complete")
    made = [(await _add(ctx, programme, pairing, at, first.minutes, first.format))[0] for at in following]
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    await ctx.work.outbox.withdraw(CHANGED, first.id, "told with the series", partner.id)
    await ctx.tell(DATES, pairing.id, partner, at=ctx.now + SETTLED, occurrence=str(made[0].id))
    dates = "\n".join(ctx.reader.when(one.starts_at) for one in made)
    button = Button(ctx.t("meeting-list-button"), f"meeting list pairing:{pairing.id}", Style.PRIMARY)
    text = ctx.t("meeting-series-planned", count=len(made), partner=partner.name)
    return Message(text, sections=(Section(text=dates),), buttons=(button,))


# --- changed ---------------------------------------------------------------------------------------------------------
async def _move_fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Which meeting and when; an old button under one that is over or cancelled says so before anything is typed."""
    if chosen := chosen_id(given, "meeting"):
        require_planned((await own_meeting(ctx, await ctx.work.get(Meeting, chosen)))[2])
    return (*await meeting_field(ctx, given), *default_fields(ctx, registry.commands["meeting move"]))


@command("meeting move", WHICH, Param("when", Kind.WHEN), fields=_move_fields)
async def move(ctx: Context, meeting: Meeting, when: datetime) -> Message:
    """Move a planned meeting; its reminders move with it (EVT-05)."""
    ctx, pairing, meeting = await own_meeting(ctx, meeting)
    _require_active(pairing)
    require_planned(meeting)
    programme = await ctx.work.get(Programme, pairing.programme_id)
    _require_within(ctx, programme, when)
    facts = await facts_of(ctx, pairing, meeting)
    if when == meeting.starts_at:
        return Message(ctx.t("meeting-not-moved", **facts), buttons=change_buttons(ctx, meeting))
    before, meeting.starts_at, meeting.revision = meeting.starts_at, when, meeting.revision + 1
    await plan_messages(ctx, programme, pairing, meeting)
    await tell_partner(ctx, pairing, meeting, "moved", before)
    lines = [ctx.t("meeting-moved", **facts | {"at": when, "before": before})]
    if note := _elsewhere(ctx, await partner_of(ctx.work, pairing, ctx.person.id), meeting):
        lines.append(note)
    return Message("\n".join(lines), buttons=change_buttons(ctx, meeting))


@command("meeting cancel", WHICH, fields=meeting_field)
async def cancel(ctx: Context, meeting: Meeting) -> Message:
    """Cancel a planned meeting, or say that one did not take place. Nothing more is said of it (EVT-06)."""
    ctx, pairing, meeting = await own_meeting(ctx, meeting)
    if meeting.state == MeetingState.HELD:
        raise Refusal("meeting-held-already", at=meeting.starts_at)
    past = "past" if meeting.starts_at <= ctx.now else "coming"
    if meeting.state == MeetingState.PLANNED:
        meeting.state = MeetingState.CANCELLED
        await withdraw_messages(ctx, meeting, "cancelled")
        await tell_partner(ctx, pairing, meeting, "cancelled")
    button = Button(ctx.t("meeting-plan-button"), f"meeting plan pairing:{pairing.id}", Style.PRIMARY)
    text = ctx.t("meeting-cancelled", past=past, **await facts_of(ctx, pairing, meeting))
    return Message(text, buttons=(button,))


# --- listed ----------------------------------------------------------------------------------------------------------
@command("meeting list", PAIR)
async def list_meetings(ctx: Context, pairing: Pairing | None) -> Message:
    """What is to come, what waits for an answer, and what was held last."""
    found = await own_pairing(ctx, pairing)
    if isinstance(found, Message):
        return found
    ctx = ctx.about(await ctx.work.get(Programme, found.programme_id))
    planned = await planned_of(ctx, found)
    held = await ctx.work.all(Meeting, pairing_id=found.id, state=MeetingState.HELD)
    latest = sorted(held, key=lambda one: one.starts_at, reverse=True)
    sections = [_section(ctx, one) for one in (*planned[:MOST_SHOWN], *latest[:PAST_SHOWN])]
    if more := len(planned[MOST_SHOWN:]) + len(latest[PAST_SHOWN:]):
        sections.append(Section(text=ctx.t("meeting-more", count=more)))
    buttons = (
        Button(ctx.t("meeting-plan-button"), f"meeting plan pairing:{found.id}", Style.PRIMARY),
        Button(ctx.t("meeting-log-button"), f"meeting log pairing:{found.id}"),
    )
    partner = await partner_of(ctx.work, found, ctx.person.id)
    text = ctx.t("meeting-list", partner=partner.name, planned=len(planned), held=len(held))
    return Message(text, sections=tuple(sections), buttons=buttons)


def _section(ctx: Context, meeting: Meeting) -> Section:
    past = meeting.starts_at + timedelta(minutes=meeting.minutes) <= ctx.now
    state = "held" if meeting.state == MeetingState.HELD else "open" if past else "planned"
    how = ctx.t(f"meeting-how-{meeting.format}")
    text = ctx.t(f"meeting-is-{state}", minutes=meeting.minutes, how=how)
    buttons = {
        "held": (Button(ctx.t("meeting-correct-button"), f"meeting log meeting:{meeting.id} form:yes"),),
        "open": outcome_buttons(ctx, meeting),
        "planned": change_buttons(ctx, meeting),
    }
    return Section(ctx.reader.when(meeting.starts_at), text, buttons=buttons[state])


def _require_active(pairing: Pairing) -> None:
    if pairing.state == PairingState.PAUSED:
        raise Refusal("meeting-pair-paused", until=pairing.paused_until)


def _require_within(ctx: Context, programme: Programme, when: datetime) -> None:
    """What is over cannot be planned (EVT-13), nor what lies past the end, when nobody would be reminded of it."""
    if programme.ends_on and local(when, ctx.work.community.time_zone).date() > programme.ends_on:
        raise BadArgument("when", "meeting-past-the-end", programme=programme.name, ends=programme.ends_on)
    try:
        refuse_past(when, ctx.now, ctx.zone)
    except Unclear as unclear:
        raise BadArgument("when", unclear.key, **unclear.arguments) from unclear

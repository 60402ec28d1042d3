"""Logging a meeting in two taps: how long, and how. Either of the two may; the second one only sees that it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.command import Kind, Param, command, registry
from bot.context import Context
from bot.entities import Meeting, MeetingState, Pairing, Person, Programme
from bot.entities.pairings import Size
from bot.errors import BadArgument, Refusal
from bot.features.meetings.notices import facts_of, planned_of, tell_partner, withdraw_messages
from bot.features.meetings.pairs import FORMATS, PAIR, begun, chosen_id, own_meeting, own_pairing, pairing_field
from bot.forms import default_fields, form_for
from bot.message import Answer, Button, Field, Message, Section, Style
from bot.people import partner_of
from bot.rules.applying import Format
from bot.rules.meetings import same_occasion

LENGTHS = (30, 60, 90)
NAME = "meeting log"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a meeting; None or an empty text where nothing was said."""

    minutes: int | None
    format: str | None
    size: str | None
    on_theme: str | None


async def _fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Which pair, if that is open, and everything about a meeting, filled in with what is known of it."""
    fields = default_fields(ctx, registry.commands[NAME])
    chosen = chosen_id(given, "meeting")
    if not chosen:
        return (*await pairing_field(ctx, given), *fields)
    _, _, meeting = await own_meeting(ctx, await ctx.work.get(Meeting, chosen))
    known = {
        "minutes": str(meeting.minutes), "format": meeting.format.value, "size": meeting.size.value,
        "on_theme": {True: "yes", False: "no", None: ""}[meeting.on_theme],
    }  # fmt: skip
    return tuple(replace(item, value=known[item.name]) for item in fields if item.name in known)


@command(
    NAME,
    Param("minutes", Kind.LENGTH, default=""),
    Param("format", Kind.ONE, default="", options=FORMATS),
    Param("size", Kind.ONE, default="", options=tuple(Size)),
    Param("on_theme", Kind.ONE, default="", options=("yes", "no")),
    Param("when", Kind.PAST, default=""),
    PAIR,
    Param("meeting", Kind.ENTITY, default="", entity=Meeting),
    Param("form", Kind.TICK, default="no", in_form=False),
    fields=_fields,
)
async def log(
    ctx: Context,
    minutes: int | None,
    format: str | None,  # noqa: A002  # the word that people type
    size: str | None,
    on_theme: str | None,
    when: datetime | None,
    pairing: Pairing | None,
    meeting: Meeting | None,
    form: bool,
) -> Answer:
    """Log a meeting: one that was planned, as planned or otherwise, or one that was not."""
    told = Told(minutes, format, size, on_theme)
    if form and ctx.asked.values is None:
        return await _form(ctx, meeting, pairing)
    if meeting is not None:
        return await _log_known(ctx, meeting, told)
    found = await own_pairing(ctx, pairing)
    if isinstance(found, Message):
        return found
    line = f"{NAME} pairing:{found.id}{f' when:{when.isoformat()}' if when else ''}"
    if not minutes:
        return await _ask_length(ctx, found, line)
    if not format:
        return _ask_format(ctx, f"{line} minutes:{minutes}")
    return await _log_new(ctx, found, told, when)


# --- asked -----------------------------------------------------------------------------------------------------------
async def _form(ctx: Context, meeting: Meeting | None, pairing: Pairing | None) -> Answer:
    given = {"meeting": str(meeting.id)} if meeting else {"pairing": str(pairing.id)} if pairing else {}
    return await form_for(ctx, registry.commands[NAME], given)


async def _ask_length(ctx: Context, pairing: Pairing, line: str) -> Message:
    """The first tap; pressing sends the line. A planned meeting whose time has come needs no second one."""
    open_ones = [one for one in await planned_of(ctx, pairing) if one.starts_at <= ctx.now]
    sections = tuple(
        [
            Section(
                text=ctx.t("meeting-log-planned", **await facts_of(ctx, pairing, one)),
                buttons=(Button(ctx.t("meeting-log-this-button"), f"{NAME} meeting:{one.id}", Style.PRIMARY),),
            )
            for one in open_ones[-2:]
        ]
    )
    lengths = tuple(Button(ctx.t("meeting-minutes-button", minutes=each), f"{line} minutes:{each}") for each in LENGTHS)
    other = Button(ctx.t("meeting-other-button"), f"{line} form:yes")
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    return Message(ctx.t("meeting-log-length", partner=partner.name), sections=sections, buttons=(*lengths, other))


def _ask_format(ctx: Context, line: str) -> Message:
    """The second tap."""
    buttons = tuple(Button(ctx.t(f"option-{each}"), f"{line} format:{each}") for each in FORMATS)
    return Message(ctx.t("cmd-meeting-log-format"), buttons=buttons)


# --- logged ----------------------------------------------------------------------------------------------------------
async def _log_known(ctx: Context, meeting: Meeting, told: Told) -> Message:
    """Log a planned meeting, or put right what a logged one says."""
    ctx, pairing, meeting = await own_meeting(ctx, meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise Refusal("meeting-cancelled-already", at=meeting.starts_at)
    if meeting.starts_at > ctx.now:
        raise Refusal("meeting-log-not-yet", at=meeting.starts_at)
    if meeting.state == MeetingState.HELD and told == Told(None, None, None, None):
        return await _already(ctx, pairing, meeting)
    return await _hold(ctx, pairing, meeting, told)


async def _log_new(ctx: Context, pairing: Pairing, told: Told, when: datetime | None) -> Message:
    """Log a meeting by its start, or one that has just ended. The one that was planned for then is meant, if any."""
    ctx, pairing = await begun(ctx, pairing)
    started = when or ctx.now - timedelta(minutes=told.minutes or 0)
    if started > ctx.now:
        raise BadArgument("when", "meeting-log-not-yet", at=started)
    kept = await ctx.work.all(Meeting, pairing_id=pairing.id, state=(MeetingState.PLANNED, MeetingState.HELD))
    near = [one for one in kept if one.starts_at <= ctx.now and same_occasion(one.starts_at, started)]
    meeting = min(near, key=lambda one: abs(one.starts_at - started), default=None)
    if meeting is None:
        meeting = await ctx.work.add(Meeting(pairing.community_id, pairing.id, started, told.minutes or 0))
    if meeting.state == MeetingState.HELD:
        return await _already(ctx, pairing, meeting)
    return await _hold(ctx, pairing, meeting, told)


async def _hold(ctx: Context, pairing: Pairing, meeting: Meeting, told: Told) -> Message:
    """Write down what was said. The partner is told of it once, and not of what is put right later."""
    meeting.minutes = told.minutes or meeting.minutes
    meeting.format = Format(told.format) if told.format else meeting.format
    meeting.size = Size(told.size) if told.size else meeting.size
    meeting.on_theme = told.on_theme == "yes" if told.on_theme else meeting.on_theme
    if meeting.state == MeetingState.PLANNED:
        meeting.state, meeting.logged_by, meeting.logged_at = MeetingState.HELD, ctx.person.id, ctx.now
        await withdraw_messages(ctx, meeting, "logged")
        await tell_partner(ctx, pairing, meeting, "logged")
    return await _logged(ctx, pairing, meeting, "meeting-logged")


async def _already(ctx: Context, pairing: Pairing, meeting: Meeting) -> Message:
    by = await ctx.work.get(Person, meeting.logged_by) if meeting.logged_by else None
    mine = str(by is None or by.id == ctx.person.id).lower()
    return await _logged(ctx, pairing, meeting, "meeting-logged-already", mine=mine)


async def _logged(ctx: Context, pairing: Pairing, meeting: Meeting, key: str, **more: object) -> Message:
    """What is kept now, the question about the theme while it is open, and the next step."""
    programme = await ctx.work.get(Programme, pairing.programme_id)
    size = ctx.t(f"meeting-with-{meeting.size}")
    text = ctx.t(key, size=size, **await facts_of(ctx, pairing, meeting), **more)
    sections = (_theme(ctx, programme, meeting),) if programme.theme and meeting.on_theme is None else ()
    buttons = [Button(ctx.t("meeting-correct-button"), f"{NAME} meeting:{meeting.id} form:yes")]
    if not any(one.starts_at > ctx.now for one in await planned_of(ctx, pairing)):
        plan = f"meeting plan pairing:{pairing.id}"
        buttons.insert(0, Button(ctx.t("meeting-plan-next-button"), plan, Style.PRIMARY))
    return Message(text, sections=sections, buttons=tuple(buttons))


def _theme(ctx: Context, programme: Programme, meeting: Meeting) -> Section:
    line = f"{NAME} meeting:{meeting.id} on_theme"
    buttons = (Button(ctx.t("option-yes"), f"{line}:yes"), Button(ctx.t("option-no"), f"{line}:no"))
    return Section(text=ctx.t("meeting-theme", theme=programme.theme), buttons=buttons)

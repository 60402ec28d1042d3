"""The facilitator's side of sessions: made, moved, reworded, widened, cancelled, and noted as held."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.command import Kind, Param, command, registry
from bot.context import Context
from bot.entities import Programme, ProgrammeState, Rsvp, Session, SessionState
from bot.errors import BadArgument, Refusal
from bot.features.sessions.notices import invite, post, tell_change
from bot.features.sessions.roster import keep
from bot.features.sessions.views import (
    INVITE,
    SESSION,
    about,
    at_choice,
    choosing,
    facts,
    manage_buttons,
    roster_of,
)
from bot.forms import form_for
from bot.message import Answer, Field, Message
from bot.people import Who
from bot.rules.applying import Format
from bot.rules.seats import State, change_capacity
from bot.rules.when import Unclear, parse_when, refuse_past
from bot.rules.zones import Zone, find_zone

FORMATS = (Format.ONLINE.value, Format.IN_PERSON.value)
HELD = "session held"
MOST_PLACES = 1_000
MOST_ZONES = 5
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)


@command(
    "session create",
    Param("name", most=80),
    Param("when", most=60),
    Param("minutes", Kind.LENGTH, default="90"),
    Param("format", Kind.ONE, default=Format.ONLINE.value, options=FORMATS),
    Param("where", default="", most=300),
    Param("capacity", Kind.NUMBER, default="", most=MOST_PLACES),
    Param("zone", default="", most=60),
    THIS,
    who=Who.FACILITATOR,
)
async def create(
    ctx: Context,
    name: str,
    when: str,
    minutes: int,
    format: str,  # noqa: A002  # the word people type
    where: str,
    capacity: int | None,
    zone: str,
    programme: Programme,
) -> Message:
    """Plan a session, show it in the channels, and invite everybody who takes part."""
    if programme.state == ProgrammeState.ENDED:
        raise Refusal("session-programme-over")
    zone = _zone(ctx, zone)
    session = Session(
        ctx.work.community.id, programme.id, name, _moment(ctx, when, zone), zone, minutes, Format(format), where,
        capacity or None, created_by=ctx.person.id,
    )  # fmt: skip
    await ctx.work.add(session)
    channels, people = await post(ctx, session), await invite(ctx, session)
    return _shown(ctx, session, ctx.t("session-created", title=name, people=people, channels=channels))


@command("session move", SESSION, Param("when", most=60), who=Who.FACILITATOR, fields=choosing("session move"))
async def move(ctx: Context, session: Session, when: str) -> Message:
    """Give a session another time, on the session's own clock. Everybody concerned is told once (EVT-05)."""
    session = await _planned(ctx, session)
    before, after = session.starts_at, _moment(ctx, when, session.zone)
    if after == before:
        return _shown(ctx, session, ctx.t("session-unchanged"))
    session.starts_at = after
    return await _changed(ctx, session, min(before, after))


async def _edit_fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The session's present values, to be changed."""
    fields = await choosing("session edit")(ctx, given)
    number = str(given.get("session", ""))
    if not number.isdecimal():
        return fields
    session = await ctx.work.get(Session, int(number))
    now = {"name": session.title, "where": session.where, "minutes": str(session.minutes), "format": session.format}
    return tuple(replace(field, value=now.get(field.name, field.value)) for field in fields)


@command(
    "session edit",
    SESSION,
    Param("name", most=80),
    Param("where", default="", most=300),
    Param("minutes", Kind.LENGTH, default=""),
    Param("format", Kind.ONE, default="", options=FORMATS),
    who=Who.FACILITATOR,
    fields=_edit_fields,
)
async def edit(
    ctx: Context,
    session: Session,
    name: str,
    where: str,
    minutes: int | None,
    format: str | None,  # noqa: A002  # the word people type
) -> Message:
    """Change a session's words. What is left empty stays; only another time or place is told to people (EVT-07)."""
    session = await _planned(ctx, session)
    before = (session.where, session.minutes, session.format)
    session.title, session.where = name, where or session.where
    session.minutes, session.format = minutes or session.minutes, Format(format or session.format)
    if (session.where, session.minutes, session.format) != before:
        return await _changed(ctx, session, session.starts_at)
    session.edits += 1
    await post(ctx, session)
    return _shown(ctx, session, ctx.t("session-reworded"))


@command(
    "session capacity",
    SESSION,
    Param("places", Kind.NUMBER, most=MOST_PLACES),
    who=Who.FACILITATOR,
    fields=choosing("session capacity"),
)
async def set_capacity(ctx: Context, session: Session, places: int) -> Message:
    """Another number of places, 0 for no limit. More places go to those who wait; fewer take none away (EVT-03)."""
    session = await _planned(ctx, session)
    rsvps = await ctx.work.all(Rsvp, session_id=session.id)
    changes = change_capacity(roster_of(session, rsvps), places or None)
    session.capacity, session.edits = places or None, session.edits + 1
    await keep(ctx, session, rsvps, changes)
    await post(ctx, session)
    going = len(changes.roster.people(State.GOING))
    key = "session-capacity-below" if places and going > places else "session-capacity-set"
    return _shown(ctx, session, ctx.t(key, places=places, going=going, promoted=len(changes.promoted)))


@command("session cancel", SESSION, who=Who.FACILITATOR, fields=choosing("session cancel"))
async def cancel(ctx: Context, session: Session) -> Message:
    """Call a session off: one notice, no reminder any more (EVT-06). After its time: note that it was not held."""
    session = await ctx.work.get(Session, session.id, lock=True)
    if session.state == SessionState.CANCELLED:
        return Message(ctx.t("session-cancelled-already", title=session.title))
    session.state = SessionState.CANCELLED
    if session.starts_at <= ctx.now:
        return Message(ctx.t("session-not-held", title=session.title))
    session.revision, session.edits = session.revision + 1, session.edits + 1
    told = await tell_change(ctx, session, session.starts_at)
    await ctx.work.outbox.withdraw(INVITE, session.id, "cancelled")
    await post(ctx, session)
    return Message(ctx.t("session-cancelled-now", title=session.title, people=told))


@command(
    HELD,
    Param("session", Kind.ENTITY, default="", entity=Session),
    who=Who.FACILITATOR,
    fields=choosing(HELD, begun=True),
)
async def held(ctx: Context, session: Session | None) -> Answer:
    """Note that a session took place: the one named, or the only one that has begun, or the question which."""
    if session is None:
        waiting = await at_choice(ctx, HELD, begun=True)
        if len(waiting) != 1:
            return await form_for(ctx, registry.commands[HELD], {})
        session = waiting[0]
    session = await ctx.work.get(Session, session.id, lock=True)
    if session.starts_at > ctx.now:
        raise Refusal("session-not-yet", when=session.starts_at)
    session.state = SessionState.HELD
    return Message(ctx.t("session-held", title=session.title))


async def _planned(ctx: Context, session: Session) -> Session:
    """The session, locked, if it can still be changed."""
    session = await ctx.work.get(Session, session.id, lock=True)
    if session.state == SessionState.CANCELLED:
        raise Refusal("session-is-cancelled", title=session.title)
    if session.state == SessionState.HELD or session.starts_at <= ctx.now:
        raise Refusal("session-is-over", title=session.title)
    return session


async def _changed(ctx: Context, session: Session, before: datetime) -> Message:
    session.revision, session.edits = session.revision + 1, session.edits + 1
    told = await tell_change(ctx, session, before)
    await post(ctx, session)
    ctx = await about(ctx, session)
    return _shown(ctx, session, ctx.t("session-changed-now", when=session.starts_at, people=told))


def _shown(ctx: Context, session: Session, text: str) -> Message:
    return Message(text, session.title, (facts(ctx, session),), manage_buttons(ctx, session))


def _moment(ctx: Context, text: str, zone: str) -> datetime:
    """The instant of a day and time on the session's clock. The past is refused (EVT-13)."""
    try:
        return refuse_past(parse_when(text, ctx.now, zone, ctx.reader.language), ctx.now, zone)
    except Unclear as unclear:
        raise BadArgument("when", unclear.key, **unclear.arguments) from unclear


def _zone(ctx: Context, text: str) -> str:
    """The zone that is meant; the community's when nothing is said."""
    found = find_zone(text, ctx.now, ctx.reader.language) if text else Zone(ctx.work.community.time_zone)
    if isinstance(found, Zone):
        return found.name
    if found is None:
        raise BadArgument("zone", "session-zone-unknown", value=text)
    raise BadArgument("zone", "session-zone-unclear", value=text, zones=found.names[:MOST_ZONES])

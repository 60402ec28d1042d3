"""How a session looks: its facts on the reader's clock, its buttons, its entry for a calendar, and how it is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.command import FormFields, Kind, Param, registry
from bot.context import Context
from bot.entities import Programme, Rsvp, Session, SessionState
from bot.errors import Refusal
from bot.forms import default_fields, field_for
from bot.message import Button, Field, FieldKind, File, Option, Section, Style
from bot.people import Who, may_facilitate
from bot.rules.invitation import Invitation, calendar_file
from bot.rules.seats import Roster, Signup, State

INVITE, REMINDER, PROMOTED, CHANGED = "session.invite", "session.reminder", "session.promoted", "session.changed"
COMMUNITY = "community"
SESSION = Param("session", Kind.ENTITY, entity=Session)
ANSWERED = {
    State.GOING: "session-you-are-going",
    State.WAITING: "session-you-wait",
    State.DECLINED: "session-you-decline",
}


def end_of(session: Session) -> datetime:
    """When a session is over, in UTC."""
    return session.starts_at + timedelta(minutes=session.minutes)


def roster_of(session: Session, rsvps: Sequence[Rsvp]) -> Roster:
    """Everybody's answers as the rules of seats read them."""
    signups = tuple(Signup(rsvp.person_id, State(rsvp.state), rsvp.number) for rsvp in rsvps)
    return Roster(session.capacity, signups)


async def about(ctx: Context, session: Session) -> Context:
    """The context with the words of the session's programme."""
    return ctx.about(await ctx.work.get(Programme, session.programme_id))


async def stands(ctx: Context, session: Session, person_id: int) -> State | None:
    """Where a person stands, None when they have not answered."""
    rsvp = await ctx.work.one(Rsvp, session_id=session.id, person_id=person_id)
    return State(rsvp.state) if rsvp else None


def facts(ctx: Context, session: Session) -> Section:
    """When and where, on the reader's own clock; on the session's too where that shows another time (TZ-07)."""
    there = replace(ctx.reader, zone=session.zone).when(session.starts_at) if session.zone != ctx.zone else ""
    shown = (
        (ctx.t("session-when"), ctx.reader.when(session.starts_at)),
        (ctx.t("session-when-there"), there),
        (ctx.t("session-length"), ctx.t("session-minutes", minutes=session.minutes)),
        (ctx.t("session-format"), ctx.t(f"option-{session.format}")),
        (ctx.t("session-where"), session.where or ctx.t("session-where-later")),
        (ctx.t("session-places"), str(session.capacity or "")),
    )
    return Section(facts=tuple(fact for fact in shown if fact[1]))


def answer_buttons(ctx: Context, session: Session, state: State | None = None) -> tuple[Button, ...]:
    """What somebody who stands there can still answer."""
    going = Button(ctx.t("option-going"), f"rsvp session:{session.id} answer:going", Style.PRIMARY)
    declined = Button(ctx.t("option-declined"), f"rsvp session:{session.id} answer:declined")
    if state is None:
        return going, declined
    return (going,) if state is State.DECLINED else (declined,)


def manage_buttons(ctx: Context, session: Session) -> tuple[Button, ...]:
    """What the facilitator can do with a session; once it has begun, say whether it took place."""
    roster = Button(ctx.t("session-roster-button"), f"session roster session:{session.id}")
    cancel = Button(
        ctx.t("session-cancel-button"),
        f"session cancel session:{session.id}",
        Style.DANGER,
        ctx.t("session-cancel-confirm"),
    )
    if session.starts_at <= ctx.now:
        return roster, Button(ctx.t("session-held-button"), f"session held session:{session.id}", Style.PRIMARY), cancel
    names = ("move", "edit", "capacity")
    changes = (Button(ctx.t(f"session-{name}-button"), f"session {name} session:{session.id}") for name in names)
    return roster, *changes, cancel


def entry(ctx: Context, session: Session) -> File:
    """The session for the reader's own calendar; a later one replaces it there (ICS-02), a cancelled one removes it."""
    invitation = Invitation(
        uid=session.uid,
        title=session.title,
        starts_at=session.starts_at,
        minutes=session.minutes,
        revision=session.revision,
        organiser=ctx.reader.words["programme"],
        where=session.where,
        cancelled=session.state == SessionState.CANCELLED,
    )
    return File(ctx.t("session-file"), invitation.media_type, calendar_file(invitation, ctx.now))


async def at_choice(ctx: Context, name: str, *, begun: bool = False) -> list[Session]:
    """The planned sessions that a command can be about, only those that have `begun` if it is about these."""
    planned = await ctx.work.all(Session, state=SessionState.PLANNED)
    if registry.commands[name].who == Who.FACILITATOR:
        planned = [each for each in planned if await may_facilitate(ctx.work, ctx.person, each.programme_id)]
    return [each for each in planned if not begun or each.starts_at <= ctx.now]


def choosing(name: str, *, begun: bool = False) -> FormFields:
    """The fields of a command about one session. Without its number they begin with a choice; see `at_choice`."""

    async def fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
        command = registry.commands[name]
        shown = default_fields(ctx, command)
        if given.get("session"):
            return shown
        sessions = await at_choice(ctx, name, begun=begun)
        options = tuple(Option(str(each.id), f"{each.title}, {ctx.reader.when(each.starts_at)}") for each in sessions)
        if not options:
            raise Refusal("session-none-begun" if begun else "session-none")
        return replace(field_for(ctx, command.key, SESSION), kind=FieldKind.ONE, options=options), *shown

    return fields

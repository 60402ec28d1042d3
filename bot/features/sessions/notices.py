"""What a session says to people: the invitation, the reminder, a place that became free, and a change."""

from datetime import datetime, timedelta

from bot.command import message_builder
from bot.context import Context
from bot.entities import Due, DueState, Person, Programme, Rsvp, Session, SessionState
from bot.features.sessions.views import (
    CHANGED,
    COMMUNITY,
    INVITE,
    PROMOTED,
    REMINDER,
    about,
    answer_buttons,
    end_of,
    entry,
    facts,
    stands,
)
from bot.message import Message
from bot.people import hours_of, participants_of
from bot.rules.quiet import earliest
from bot.rules.seats import State

ARRIVED = {DueState.SENT, DueState.CLAIMED, DueState.UNKNOWN}


# --- planned ---------------------------------------------------------------------------------------------------------
async def post(ctx: Context, session: Session) -> int:
    """Show the session as it is now in the channels, in place of what was there; in how many."""
    until = end_of(session)
    return await ctx.post(INVITE, session.id, COMMUNITY, occurrence=str(session.edits), not_after=until)


async def invite(ctx: Context, session: Session) -> int:
    """Invite everybody who takes part in the programme and has not been; how many."""
    rows = await ctx.work.outbox.rows(INVITE, session.id)
    invited = {row.person_id for row in rows}
    people = [person for person in await participants_of(ctx.work, session.programme_id) if person not in invited]
    for person in people:
        await ctx.tell(INVITE, session.id, person, not_after=session.starts_at)
    return len(people)


async def remind(ctx: Context, session: Session, person_id: int) -> None:
    """Plan the reminder for the session's present time; none when the time for it is past already (EVT-13)."""
    hours = ctx.pace(await ctx.work.get(Programme, session.programme_id)).meeting_reminder_hours
    at, revision = session.starts_at - timedelta(hours=hours), session.revision
    if at > ctx.now:
        await ctx.tell(
            REMINDER, session.id, person_id, at=at, occurrence=str(revision),
            not_after=session.starts_at, details={"revision": revision},
        )  # fmt: skip


async def tell_change(ctx: Context, session: Session, before: datetime) -> int:
    """One notice of a new time or place, or of the end of it, and fresh reminders; how many are told (EVT-05, EVT-06).

    Told are all whom an invitation has reached, except those who said no. `before` is when the session would have
    begun: a notice that the quiet hours would hold until then does not wait for the morning.
    """
    for kind in (REMINDER, CHANGED):
        await ctx.work.outbox.withdraw(kind, session.id, "changed")
    states = {rsvp.person_id: State(rsvp.state) for rsvp in await ctx.work.all(Rsvp, session_id=session.id)}
    rows = await ctx.work.outbox.rows(INVITE, session.id)
    reached = {row.person_id for row in rows if row.person_id and row.state in ARRIVED}
    told = sorted(person for person in reached | states.keys() if states.get(person) is not State.DECLINED)
    for person in await ctx.work.all(Person, id=told):
        held_too_long = earliest(ctx.now, hours_of(person, ctx.work.community)) >= before
        await ctx.tell(
            CHANGED, session.id, person, occurrence=str(session.revision), not_after=max(before, end_of(session)),
            skips_quiet=held_too_long and states.get(person.id) is State.GOING, details={"revision": session.revision},
        )  # fmt: skip
        if states.get(person.id) is State.GOING and session.state == SessionState.PLANNED:
            await remind(ctx, session, person.id)
    return len(told)


# --- said ------------------------------------------------------------------------------------------------------------
@message_builder(INVITE, urgency=6)
async def invitation(ctx: Context, due: Due) -> Message | None:
    """The session in a channel, replaced there with each change (EVT-07), or as an invitation to one person."""
    session = await ctx.work.get(Session, due.subject_id)
    ctx = await about(ctx, session)
    topic = f"session:{session.id}" if due.person_id is None else ""
    if session.state == SessionState.CANCELLED:
        return (
            Message(ctx.t("session-post-cancelled", title=session.title), public=True, topic=topic) if topic else None
        )
    if session.state != SessionState.PLANNED or session.starts_at <= ctx.now:
        return None
    if due.person_id and await stands(ctx, session, due.person_id):
        return None
    text = ctx.t("session-invitation", title=session.title, when=session.starts_at)
    buttons = answer_buttons(ctx, session)
    return Message(text, session.title, (facts(ctx, session),), buttons, public=bool(topic), topic=topic)


@message_builder(REMINDER, urgency=3)
async def reminder(ctx: Context, due: Due) -> Message | None:
    """A reminder for somebody who is still going, with the time as it is now."""
    session = await _upcoming(ctx, due)
    if session is None or session.revision != due.details["revision"]:
        return None
    if await stands(ctx, session, ctx.person.id) is not State.GOING:
        return None
    text = ctx.t("session-reminder", title=session.title, when=session.starts_at)
    buttons = answer_buttons(ctx, session, State.GOING)
    return Message(text, session.title, (facts(ctx, session),), buttons)


@message_builder(PROMOTED, urgency=2)
async def promotion(ctx: Context, due: Due) -> Message | None:
    """A place has become free for somebody who waited (EVT-02)."""
    session = await _upcoming(ctx, due)
    if session is None or await stands(ctx, session, ctx.person.id) is not State.GOING:
        return None
    ctx = await about(ctx, session)
    text = ctx.t("session-promoted", title=session.title, when=session.starts_at)
    buttons = answer_buttons(ctx, session, State.GOING)
    return Message(text, session.title, (facts(ctx, session),), buttons, files=(entry(ctx, session),))


@message_builder(CHANGED, urgency=2)
async def change(ctx: Context, due: Due) -> Message | None:
    """The latest change only: a new time or place, or that the session is cancelled."""
    session = await ctx.work.get(Session, due.subject_id)
    if session.revision != due.details["revision"]:
        return None
    ctx = await about(ctx, session)
    state = await stands(ctx, session, ctx.person.id)
    files = (entry(ctx, session),) if state is State.GOING else ()
    if session.state == SessionState.CANCELLED:
        return Message(ctx.t("session-cancelled", title=session.title, when=session.starts_at), files=files)
    if session.starts_at <= ctx.now:
        return None
    text = ctx.t("session-changed", title=session.title, when=session.starts_at)
    buttons = answer_buttons(ctx, session, state)
    return Message(text, session.title, (facts(ctx, session),), buttons, files=files)


async def _upcoming(ctx: Context, due: Due) -> Session | None:
    session = await ctx.work.get(Session, due.subject_id)
    return session if session.state == SessionState.PLANNED and session.starts_at > ctx.now else None

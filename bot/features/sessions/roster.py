"""Who comes to a session: places kept in the order of asking, the facilitator's list, and what time brings."""

from collections.abc import Sequence

from bot.command import Kind, Param, command, planner
from bot.context import Context
from bot.entities import Account, Person, Programme, Reach, Rsvp, Session, SessionState
from bot.features.sessions.notices import invite, remind
from bot.features.sessions.views import PROMOTED, SESSION, choosing, end_of, manage_buttons, roster_of
from bot.message import Button, Message, Section
from bot.people import Who, participants_of
from bot.rules.seats import Changes, State, change_capacity, leave

PAGE = 20


async def keep(ctx: Context, session: Session, rsvps: Sequence[Rsvp], changes: Changes) -> None:
    """Store what has changed, remind who is going now, and tell those who got a place (once: EVT-02)."""
    known = {rsvp.person_id: rsvp for rsvp in rsvps}
    for signup in changes.changed:
        rsvp = known.get(signup.person) or Rsvp(session.community_id, session.id, signup.person, "", 0)
        rsvp.state, rsvp.number = signup.state.value, signup.number
        if signup.person not in known:
            await ctx.work.add(rsvp)
        if signup.state is State.GOING:
            await remind(ctx, session, signup.person)
        if signup.person in changes.promoted:
            number = str(signup.number)
            await ctx.tell(PROMOTED, session.id, signup.person, occurrence=number, not_after=session.starts_at)


@command(
    "session roster",
    SESSION,
    Param("page", Kind.NUMBER, default="1", least=1, most=1_000, in_form=False),
    who=Who.FACILITATOR,
    fields=choosing("session roster"),
)
async def show_roster(ctx: Context, session: Session, page: int) -> Message:
    """Who comes, who waits and who does not come, in the order of asking, a page at a time (LIM-04)."""
    roster = roster_of(session, await ctx.work.all(Rsvp, session_id=session.id))
    lines = [(state, person) for state in State for person in roster.people(state)]
    part = lines[(page - 1) * PAGE : page * PAGE]
    people = await ctx.work.all(Person, id=[person for _, person in part])
    names = {person.id: person.name for person in people}
    invited = await participants_of(ctx.work, session.programme_id)
    counts = {state.value: len(roster.people(state)) for state in State}
    text = ctx.t("session-roster", silent=len(invited.keys() - {person for _, person in lines}), **counts)
    shown = tuple((names.get(person, ""), ctx.t(f"session-roster-{state.value}")) for state, person in part)
    left = len(lines) - page * PAGE
    more = Button(ctx.t("session-roster-more", count=left), f"session roster session:{session.id} page:{page + 1}")
    buttons = (*((more,) if left > 0 else ()), *manage_buttons(ctx, session))
    return Message(text, session.title, (Section(facts=shown),), buttons)


@planner
async def plan(ctx: Context, programme: Programme) -> None:
    """Sessions that are over were held, newcomers are invited, and places of those who left go to those who wait."""
    for session in await ctx.work.all(Session, programme_id=programme.id, state=SessionState.PLANNED):
        if end_of(session) <= ctx.now:
            session.state = SessionState.HELD
        elif session.starts_at > ctx.now:
            await invite(ctx, session)
            await _free_places(ctx, session)


async def _free_places(ctx: Context, session: Session) -> None:
    """Take those off the roster who are gone from every space (EVT-12)."""
    session = await ctx.work.get(Session, session.id, lock=True)
    rsvps = list(await ctx.work.all(Rsvp, session_id=session.id))
    accounts = await ctx.work.all(Account, person_id=[rsvp.person_id for rsvp in rsvps])
    here = {account.person_id for account in accounts if account.reach != Reach.GONE}
    for gone in [rsvp for rsvp in rsvps if rsvp.person_id not in here]:
        changes = leave(roster_of(session, rsvps), gone.person_id)
        rsvps.remove(gone)
        await ctx.work.delete(gone)
        await keep(ctx, session, rsvps, changes)
    await keep(ctx, session, rsvps, change_capacity(roster_of(session, rsvps), session.capacity))

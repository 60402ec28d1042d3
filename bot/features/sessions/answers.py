"""What everybody does with sessions: see them, and say whether they come."""

from bot.command import Kind, Param, command, personal_data
from bot.context import Context
from bot.entities import Programme, Rsvp, Session, SessionState
from bot.errors import Refusal
from bot.features.sessions.roster import keep
from bot.features.sessions.views import (
    ANSWERED,
    SESSION,
    about,
    answer_buttons,
    choosing,
    end_of,
    entry,
    facts,
    manage_buttons,
    roster_of,
)
from bot.message import Message, Section
from bot.people import may_facilitate, participants_of
from bot.ports import Work
from bot.rules.seats import Answer, Roster, State, answer

MOST_LISTED = 8
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
SAYS = {State.GOING.value: Answer.YES, State.DECLINED.value: Answer.NO}


@command("rsvp", SESSION, Param("answer", Kind.ONE, options=tuple(SAYS)), fields=choosing("rsvp"))
async def rsvp(ctx: Context, session: Session, answer: str) -> Message:
    """Come, or not. The same answer again changes nothing (EVT-01); giving up a place always works (EVT-02)."""
    session = await ctx.work.get(Session, session.id, lock=True)  # the next one who presses waits for this one's place
    ctx = await about(ctx, session)
    if session.state == SessionState.CANCELLED:
        raise Refusal("session-is-cancelled", title=session.title)
    if session.state == SessionState.HELD or session.starts_at <= ctx.now:
        raise Refusal("session-is-over", title=session.title)
    roster = await _answered(ctx, session, SAYS[answer])
    return _confirmed(ctx, session, roster)


async def _answered(ctx: Context, session: Session, said: Answer) -> Roster:
    rsvps = await ctx.work.all(Rsvp, session_id=session.id)
    roster = roster_of(session, rsvps)
    if said is Answer.YES and roster.state_of(ctx.person.id) is None:
        await _require_guest(ctx, session)
    changes = answer(roster, ctx.person.id, said)
    await keep(ctx, session, rsvps, changes)
    return changes.roster


async def _require_guest(ctx: Context, session: Session) -> None:
    """A place is for those who take part in the programme, and for those who run it."""
    if ctx.person.id in await participants_of(ctx.work, session.programme_id):
        return
    if not await may_facilitate(ctx.work, ctx.person, session.programme_id):
        raise Refusal("session-for-participants")


def _confirmed(ctx: Context, session: Session, roster: Roster) -> Message:
    """Where the person stands now; who has a place gets the session for their own calendar."""
    state = roster.state_of(ctx.person.id) or State.DECLINED
    waiting = roster.people(State.WAITING)
    place = waiting.index(ctx.person.id) + 1 if ctx.person.id in waiting else 0
    text = ctx.t(ANSWERED[state], title=session.title, when=session.starts_at, place=place)
    files = (entry(ctx, session),) if state is State.GOING else ()
    sections = (facts(ctx, session),) if state is State.GOING else ()
    return Message(text, session.title, sections, answer_buttons(ctx, session, state), files=files)


@command("session list", THIS)
async def show_list(ctx: Context, programme: Programme) -> Message:
    """The sessions to come, with the reader's own answer, the next one first."""
    planned = await ctx.work.all(Session, programme_id=programme.id, state=SessionState.PLANNED)
    coming = sorted((each for each in planned if end_of(each) > ctx.now), key=lambda each: each.starts_at)
    shown = coming[:MOST_LISTED]
    mine = await ctx.work.all(Rsvp, person_id=ctx.person.id, session_id=[session.id for session in shown])
    states = {each.session_id: State(each.state) for each in mine}
    manages = await may_facilitate(ctx.work, ctx.person, programme.id)
    sections = tuple(_listed(ctx, session, states.get(session.id), manages) for session in shown)
    text = ctx.t("session-list", count=len(coming))
    if left := len(coming) - len(shown):
        text = f"{text} {ctx.t('session-list-later', left=left)}"
    return Message(text, programme.name, sections)


def _listed(ctx: Context, session: Session, state: State | None, manages: bool) -> Section:
    shown = facts(ctx, session).facts
    buttons = answer_buttons(ctx, session, state) if session.starts_at > ctx.now else ()
    if manages:
        buttons = (*buttons, *manage_buttons(ctx, session))
    return Section(session.title, ctx.t(f"session-mine-{state.value}") if state else "", shown, buttons)


async def _export(work: Work, person_id: int) -> object:
    answers = await work.all(Rsvp, person_id=person_id)
    made = await work.all(Session, created_by=person_id)
    titles = {item.id: item.title for item in await work.all(Session, id=[each.session_id for each in answers])}
    return {
        "answers": [{"session": titles[each.session_id], "answer": each.state} for each in answers],
        "made": [session.title for session in made],
    }


async def _erase(work: Work, person_id: int, _now: object) -> None:
    """The next in the queue gets the freed place when the calendar is looked at again."""
    for each in await work.all(Rsvp, person_id=person_id):
        await work.delete(each)
    for session in await work.all(Session, created_by=person_id):
        session.created_by = None


personal_data("sessions", "Session.created_by", "Rsvp.person_id", export=_export, erase=_erase)

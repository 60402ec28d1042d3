"""The list itself: now when it is asked for, and on Monday morning when there is something on it."""

from datetime import datetime, time, timedelta

from bot.command import Kind, Param, command, message_builder, planner
from bot.context import Context
from bot.entities import Due, Pairing, PairingState, Programme, ProgrammeState
from bot.features.todo.facts import Found, found_for
from bot.features.todo.letters import WRITTEN_TO, draft, line_for
from bot.message import Button, Message, Section, Style
from bot.people import Who, facilitators_of, may_facilitate
from bot.rules.calendar import instant, local
from bot.rules.signals import Fact, Signal

WEEKLY = "todo.weekly"
PAGE = 8
MORNING = time(9)
USEFUL = timedelta(days=4)
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)


@command("todo", Param("page", Kind.NUMBER, default="1", least=1, most=1_000, in_form=False), THIS, who=Who.FACILITATOR)
async def show_todo(ctx: Context, page: int, programme: Programme) -> Message:
    """What needs a human in a programme now."""
    found = await found_for(ctx, programme)
    if not found.signals:
        return Message(ctx.t("todo-empty"), programme.name)
    return _page(ctx, programme, found, page)


@planner
async def plan_weekly(ctx: Context, programme: Programme) -> None:
    """The list of the coming Monday, to each facilitator of a running programme."""
    if programme.state != ProgrammeState.RUNNING:
        return
    at = _next_monday(ctx)
    for person in await facilitators_of(ctx.work, programme):
        day = local(at, ctx.work.community.time_zone).date().isoformat()
        await ctx.tell(WEEKLY, programme.id, person, at=at, occurrence=day, not_after=at + USEFUL)


@message_builder(WEEKLY, urgency=4)
async def weekly(ctx: Context, due: Due) -> Message | None:
    """The list as it is when it goes out. Nothing is sent when there is nothing on it."""
    programme = await ctx.work.get(Programme, due.subject_id)
    running = programme.state == ProgrammeState.RUNNING
    if not running or not await may_facilitate(ctx.work, ctx.person, programme.id):
        return None
    ctx = ctx.about(programme)
    found = await found_for(ctx, programme)
    return _page(ctx, programme, found, 1) if found.signals else None


def _next_monday(ctx: Context) -> datetime:
    zone = ctx.work.community.time_zone
    today = local(ctx.now, zone).date()
    monday = today + timedelta(days=-today.weekday() % 7)
    at = instant(datetime.combine(monday, MORNING), zone)
    return at if at > ctx.now else instant(datetime.combine(monday + timedelta(days=7), MORNING), zone)


def _page(ctx: Context, programme: Programme, found: Found, page: int) -> Message:
    pages = -(-len(found.signals) // PAGE)
    page = min(page, pages)
    here = found.signals[(page - 1) * PAGE : page * PAGE]
    sections = tuple(_section(ctx, programme, found, signal) for signal in here)
    following = Button(ctx.t("todo-next-button"), f"todo page:{page + 1} programme:{programme.id}")
    zone = ctx.work.community.time_zone
    new = sum(found.wrote(signal, zone) is None for signal in found.signals)
    text = ctx.t("todo-list", count=new, page=page, pages=pages)
    if rest := len(found.signals) - new:
        text = f"{text} {ctx.t('todo-list-written', count=rest)}"
    return Message(text, programme.name, sections, (following,) if page < pages else ())


def _section(ctx: Context, programme: Programme, found: Found, signal: Signal) -> Section:
    """Whom it is about, the fact with its date, a draft or when one was sent, and the next step."""
    pairing = found.pairs.get(signal.pairing_id or 0)
    words = words_of(found, signal, pairing)
    heading = ctx.t("todo-pair", **words) if pairing else ctx.t("todo-people", **words)
    fact = ctx.t(f"todo-{signal.fact}", since=signal.since, **words)
    wrote = found.wrote(signal, ctx.work.community.time_zone)
    text = draft(ctx, signal.fact, words)
    shown = (ctx.t("todo-wrote"), ctx.reader.day(wrote)) if wrote else (ctx.t("todo-draft"), text)
    buttons = _buttons(ctx, programme, signal, pairing, again=wrote is not None)
    return Section(heading, fact, (shown,) if shown[1] else (), buttons)


def words_of(found: Found, signal: Signal, pairing: Pairing | None) -> dict[str, object]:
    """What the texts about a signal name."""
    names = [found.names[person] for person in signal.people]
    pair = (found.names[pairing.mentor_id], found.names[pairing.actor_id]) if pairing else ("", "")
    return {"people": names, "mentor": pair[0], "actor": pair[1], **signal.arguments}


def _buttons(
    ctx: Context, programme: Programme, signal: Signal, pairing: Pairing | None, *, again: bool
) -> tuple[Button, ...]:
    label, style = ("todo-write-again-button", Style.NORMAL) if again else ("todo-write-button", Style.PRIMARY)
    write = Button(ctx.t(label), line_for(programme, signal, again=again), style)
    match signal.fact:
        case Fact.HALF_TOLD if pairing and pairing.state == PairingState.PROPOSED:
            return (Button(ctx.t("todo-introduce-button"), f"match introduce pairing:{pairing.id}", Style.PRIMARY),)
        case Fact.WAITING:
            return write, Button(ctx.t("todo-match-button"), f"match draft programme:{programme.id}")
        case Fact.ANOTHER:
            return write, Button(ctx.t("todo-end-button"), f"pairing end pairing:{signal.pairing_id}")
        case fact if fact in WRITTEN_TO:
            return (write,)
    return (Button(ctx.t("todo-again-button"), f"todo programme:{programme.id}"),)

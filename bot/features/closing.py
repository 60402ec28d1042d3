"""The end, known from day one: a guide to the last meeting, thanks and a certificate, a word three months later."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bot.command import Kind, Param, command, message_builder, planner
from bot.context import Context
from bot.entities import (
    Application,
    ApplicationState,
    Concern,
    Due,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
    Programme,
    ProgrammeState,
)
from bot.errors import Refusal
from bot.message import Button, File, Message, Section, Style
from bot.people import Who, facilitators_of
from bot.reporting.pages import Certificate, certificate_html
from bot.rules.calendar import instant, local

GUIDE, END, FOLLOW_UP, REPORT = "closing.guide", "closing.end", "closing.follow-up", "closing.report"
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
TOGETHER = (PairingState.ACTIVE, PairingState.PAUSED)
AHEAD = timedelta(days=2)
"""How long before its time a word is planned: late enough that a changed last day seldom finds it planned already."""
LATE = timedelta(days=14)
FORGET_UNPLACED = timedelta(days=180)
"""After the end, what those without a pair told the programme, and concerns that are settled, are erased."""
FORGET_PLACED = timedelta(days=365)
"""After the end, what those with a pair told the programme is erased too."""


@command("programme end", Param("confirm", Kind.TICK, default="no", in_form=False), THIS, who=Who.FACILITATOR)
async def end(ctx: Context, confirm: bool, programme: Programme) -> Message:
    """End a programme and all its pairs, with a word to each of them. Asked first, done once."""
    programme = await ctx.work.get(Programme, programme.id, lock=True)
    report = Button(ctx.t("closing-report-button"), f"report programme:{programme.id}", Style.PRIMARY)
    if programme.state == ProgrammeState.ENDED:
        return Message(ctx.t("closing-ended-already", at=programme.ended_at), buttons=(report,))
    if programme.state != ProgrammeState.RUNNING:
        raise Refusal("closing-not-running")
    if confirm:
        count = await _end(ctx, programme)
        return Message(ctx.t("closing-ended", count=count), buttons=(report,))
    count = await ctx.work.count(Pairing, programme_id=programme.id, state=TOGETHER)
    line = f"programme end confirm:yes programme:{programme.id}"
    button = Button(ctx.t("closing-end-button"), line, Style.DANGER)
    return Message(ctx.t("closing-end-what", count=count, ends=programme.ends_on), buttons=(button,))


@planner
async def plan_closing(ctx: Context, programme: Programme) -> None:
    """The guide before the last day, the thanks on it, the end the day after, and a word months later."""
    if programme.ends_on is None:
        return
    if programme.state == ProgrammeState.RUNNING:
        await _plan_end(ctx, programme, programme.ends_on)
    elif programme.state == ProgrammeState.ENDED and programme.ended_at:
        await _plan_follow_up(ctx, programme, programme.ended_at)


@planner
async def forget_applications(ctx: Context, programme: Programme) -> None:
    """The erase clock: what was told to a programme is kept for a time after its end, and no longer."""
    if programme.state != ProgrammeState.ENDED or programme.ended_at is None:
        return
    if ctx.now < programme.ended_at + FORGET_UNPLACED:
        return
    placed = ctx.now >= programme.ended_at + FORGET_PLACED
    for application in await ctx.work.all(Application, programme_id=programme.id):
        if placed or application.state != ApplicationState.PLACED:
            await ctx.work.delete(application)
    for concern in await ctx.work.all(Concern, programme_id=programme.id):
        if concern.settled_at:
            await ctx.work.delete(concern)


async def _plan_end(ctx: Context, programme: Programme, ends_on: date) -> None:
    last_day, guide = _nine(ctx, ends_on), _nine(ctx, ends_on - timedelta(days=ctx.pace(programme).closing_guide))
    if ctx.now < guide - AHEAD:
        return
    pairings = await ctx.work.all(Pairing, programme_id=programme.id, state=TOGETHER)
    active = [pairing for pairing in pairings if pairing.state == PairingState.ACTIVE]
    to_guide = [(pairing.id, person) for pairing in active for person in pairing.members()]
    await _tell_once(ctx, GUIDE, to_guide, max(guide, ctx.now), ends_on, last_day)
    if ctx.now >= last_day - AHEAD:
        await _tell_all_of_the_end(ctx, programme, pairings, last_day)
    if ctx.now >= _nine(ctx, ends_on + timedelta(days=1)):
        await _end(ctx, programme)


async def _end(ctx: Context, programme: Programme) -> int:
    """End what goes on, with a word to everybody whom it concerns; how many pairs."""
    live = (PairingState.PROPOSED, *TOGETHER)
    pairings = await ctx.work.all(Pairing, programme_id=programme.id, state=live)
    for draft in await ctx.work.all(Pairing, programme_id=programme.id, state=PairingState.DRAFT):
        await ctx.work.delete(draft)
    programme.state, programme.ended_at = ProgrammeState.ENDED, ctx.now
    for pairing in pairings:
        pairing.state, pairing.ended_at = PairingState.ENDED, ctx.now
    await _tell_all_of_the_end(ctx, programme, pairings, ctx.now)
    for facilitator in await facilitators_of(ctx.work, programme):
        await ctx.tell(REPORT, programme.id, facilitator)
    return len(pairings)


async def _tell_all_of_the_end(ctx: Context, programme: Programme, pairings: Iterable[Pairing], at: datetime) -> None:
    waiting = await ctx.work.all(Application, programme_id=programme.id, state=ApplicationState.WAITING)
    people = {person for pairing in pairings for person in pairing.members()}
    people |= {application.person_id for application in waiting}
    ends_on = programme.ends_on or local(at, ctx.work.community.time_zone).date()
    await _tell_once(ctx, END, [(programme.id, person) for person in sorted(people)], at, ends_on)


async def _plan_follow_up(ctx: Context, programme: Programme, ended_at: datetime) -> None:
    day = local(ended_at, ctx.work.community.time_zone).date() + timedelta(days=ctx.pace(programme).follow_up)
    at = _nine(ctx, day)
    if at - AHEAD <= ctx.now <= at + LATE:
        ended = await ctx.work.all(Pairing, programme_id=programme.id, state=PairingState.ENDED)
        people = {person for pairing in ended if _lasted(programme, pairing) for person in pairing.members()}
        await _tell_once(ctx, FOLLOW_UP, [(programme.id, person) for person in sorted(people)], at, day)


async def _tell_once(
    ctx: Context,
    kind: str,
    wanted: Iterable[tuple[int, int]],
    at: datetime,
    day: date,
    not_after: datetime | None = None,
) -> None:
    """Tell each (subject, person) whom nothing was planned for yet for this day: one query, then only what is new."""
    wanted = list(wanted)
    rows = await ctx.work.all(Due, kind=kind, subject_id=[subject for subject, _ in wanted])
    known = {(row.subject_id, row.person_id) for row in rows if row.details.get("day") == day.isoformat()}
    for subject, person in wanted:
        if (subject, person) not in known:
            details = {"day": day.isoformat()}
            await ctx.tell(
                kind, subject, person, at=at, occurrence=day.isoformat(), not_after=not_after, details=details
            )


# --- what is said ---------------------------------------------------------------------------------------------------
@message_builder(GUIDE, useful=timedelta(days=21))
async def guide(ctx: Context, due: Due) -> Message | None:
    """A guide to the last meeting, to each of the pair while it goes on and the last day is still this one."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    programme = await ctx.work.get(Programme, pairing.programme_id)
    if pairing.state not in TOGETHER or not _is_the_day(programme, due):
        return None
    ctx = ctx.about(programme)
    steps = ("aims", "learned", "touch", "thanks")
    sections = tuple(Section(ctx.t(f"closing-guide-{step}"), ctx.t(f"closing-guide-{step}-text")) for step in steps)
    line = f"meeting plan pairing:{pairing.id}"
    button = Button(ctx.t("closing-guide-button"), line, Style.PRIMARY)
    return Message(ctx.t("closing-guide", ends=programme.ends_on), sections=sections, buttons=(button,))


@message_builder(END, urgency=4, useful=timedelta(days=30))
async def thanks(ctx: Context, due: Due) -> Message | None:
    """Thanks, the certificate, and what happens to what is kept; to those who never met, plainly that it is over."""
    programme = await ctx.work.get(Programme, due.subject_id)
    if programme.state != ProgrammeState.ENDED and not _is_the_day(programme, due):
        return None
    ctx = ctx.about(programme)
    mine = await _mine(ctx, programme)
    file, held = await _certificate(ctx, programme, mine)
    went_on = any(pairing.state in TOGETHER or _lasted(programme, pairing) for pairing in mine)
    text = ctx.t("closing-end" if went_on else "closing-end-waiting", meetings=held)
    data = Section(
        ctx.t("closing-data"), ctx.t("closing-data-text", unplaced=FORGET_UNPLACED.days, placed=FORGET_PLACED.days)
    )
    button = Button(ctx.t("closing-data-button"), "my-data show")
    return Message(text, sections=(data,), buttons=(button,), files=(file,) if held else ())


@message_builder(FOLLOW_UP, useful=LATE)
async def follow_up(ctx: Context, due: Due) -> Message | None:
    """Three months later, to those whose pair lasted to the end."""
    programme = await ctx.work.get(Programme, due.subject_id)
    if programme.state != ProgrammeState.ENDED:
        return None
    ctx = ctx.about(programme)
    button = Button(ctx.t("closing-data-button"), "my-data show")
    return Message(ctx.t("closing-follow-up"), buttons=(button,))


@message_builder(REPORT, useful=timedelta(days=30))
async def report_ready(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: the report is there, and the lessons are best written down now."""
    programme = await ctx.work.get(Programme, due.subject_id)
    if programme.state != ProgrammeState.ENDED:
        return None
    ctx = ctx.about(programme)
    button = Button(ctx.t("closing-report-button"), f"report programme:{programme.id}", Style.PRIMARY)
    return Message(ctx.t("closing-report", unplaced=FORGET_UNPLACED.days), buttons=(button,))


async def _mine(ctx: Context, programme: Programme) -> list[Pairing]:
    """The reader's pairs of this programme that were introduced, those left before the end included."""
    every = [
        *await ctx.work.all(Pairing, programme_id=programme.id, mentor_id=ctx.person.id),
        *await ctx.work.all(Pairing, programme_id=programme.id, actor_id=ctx.person.id),
    ]
    return [pairing for pairing in every if pairing.introduced_at]


async def _certificate(ctx: Context, programme: Programme, mine: list[Pairing]) -> tuple[File, int]:
    """The certificate, with hours and role only, and how many meetings it counts."""
    ids = [pairing.id for pairing in mine]
    meetings = await ctx.work.all(Meeting, pairing_id=ids, state=MeetingState.HELD)
    words = {
        programme.mentor_word: any(pairing.mentor_id == ctx.person.id for pairing in mine),
        programme.actor_word: any(pairing.actor_id == ctx.person.id for pairing in mine),
    }
    page = certificate_html(
        ctx.reader,
        Certificate(
            name=ctx.person.name, community=ctx.work.community.name, programme=programme.name, theme=programme.theme,
            roles=[word for word, taken in words.items() if taken], starts=programme.starts_on,
            ends=programme.ends_on, minutes=sum(meeting.minutes for meeting in meetings), meetings=len(meetings),
        ),
    )  # fmt: skip
    return File("certificate.html", "text/html; charset=utf-8", page), len(meetings)


def _lasted(programme: Programme, pairing: Pairing) -> bool:
    """Whether an introduced pair went on until the programme's end."""
    return bool(pairing.introduced_at and pairing.ended_at and pairing.ended_at == programme.ended_at)


def _is_the_day(programme: Programme, due: Due) -> bool:
    return programme.ends_on is not None and due.details.get("day") == programme.ends_on.isoformat()


def _nine(ctx: Context, day: date) -> datetime:
    """Nine o'clock on a day on the community's clock."""
    return instant(datetime.combine(day, time(9)), ctx.work.community.time_zone)

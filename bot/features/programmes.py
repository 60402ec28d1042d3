"""A programme: made, announced, opened for applications and closed again, by its facilitator."""

from datetime import date, datetime, timedelta

from bot.command import Kind, Param, command, message_builder, planner
from bot.context import Context
from bot.entities import (
    Account,
    Application,
    ApplicationState,
    Due,
    Grant,
    Outreach,
    Person,
    Place,
    Programme,
    ProgrammeState,
    Right,
)
from bot.errors import BadArgument, Refusal
from bot.message import Button, File, Message, Section, Style
from bot.people import Who, facilitators_of, paired_in
from bot.rules.calendar import end_of, instant
from bot.rules.lifecycle import pace_with
from bot.rules.quiet import Quiet, earliest

COMMUNITY = "community"
"""The place key of the channels in which everybody of a community reads."""
CALL = "programme.call"
CLOSED = "programme.closed"
APPLYING = (ProgrammeState.OPEN, ProgrammeState.CLOSED)
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)


@command(
    "programme create",
    Param("name", most=80),
    Param("theme", most=120, default=""),
    Param("aims", Kind.LONG, most=1_000, default=""),
    Param("starts", Kind.DAY),
    Param("ends", Kind.DAY),
    Param("mentor_word", default="mentor", most=30),
    Param("actor_word", default="actor", most=30),
    Param("languages", Kind.TEXT, default="en", most=60),
    Param("topics", Kind.MANY, default="", most=60),
    Param("cadence", Kind.NUMBER, default="30", least=7, most=92),
    who=Who.FACILITATOR,
)
async def create(
    ctx: Context,
    name: str,
    theme: str,
    aims: str,
    starts: date,
    ends: date,
    mentor_word: str,
    actor_word: str,
    languages: str,
    topics: tuple[str, ...],
    cadence: int,
) -> Message:
    """Make a programme; whoever makes it is its facilitator."""
    if ends <= starts:
        raise BadArgument("ends", "programme-ends-before-start", starts=starts, ends=ends)
    if await ctx.work.one(Programme, name=name):
        raise BadArgument("name", "programme-name-taken", name=name)
    made = Programme(
        ctx.work.community.id, name, theme, aims, mentor_word, actor_word,
        languages=tuple(word for word in languages.replace(",", " ").lower().split() if word), topics=topics,
        starts_on=starts, ends_on=ends, cadence_days=cadence, created_at=ctx.now,
    )  # fmt: skip
    await ctx.work.add(made)
    await ctx.work.add(Grant(made.community_id, ctx.person.id, Right.FACILITATOR, made.id))
    return _shown(ctx.about(made), made, "programme-created", await _counts(ctx, made))


@command("programme show", THIS)
async def show(ctx: Context, programme: Programme) -> Message:
    """A programme at a glance."""
    return _shown(ctx, programme, "programme-shown", await _counts(ctx, programme))


@command("programme open", Param("until", Kind.DAY), THIS, who=Who.FACILITATOR)
async def open_applications(ctx: Context, until: date, programme: Programme) -> Message:
    """Open applications until the end of a day on the community's clock, and say so to everybody."""
    if end_of(until, ctx.work.community.time_zone) <= ctx.now:
        raise BadArgument("until", "programme-until-past", until=until)
    if programme.state in {ProgrammeState.RUNNING, ProgrammeState.ENDED}:
        raise Refusal("programme-too-late-to-open")
    programme.state, programme.apply_until, programme.opened_at = ProgrammeState.OPEN, until, ctx.now
    buttons = (
        Button(ctx.t("programme-announce-button"), f"programme announce programme:{programme.id}", Style.PRIMARY),
        Button(ctx.t("programme-close-button"), f"programme close programme:{programme.id}"),
    )
    return Message(ctx.t("programme-opened", until=until), buttons=buttons)


@command(
    "programme announce",
    Param("copies", Kind.TICK, default="yes"),
    THIS,
    who=Who.FACILITATOR,
)
async def announce(ctx: Context, copies: bool, programme: Programme) -> Message:
    """Call for applications: in the channels, as direct copies if wanted, and as a text for a newsletter."""
    if programme.state != ProgrammeState.OPEN:
        raise Refusal("programme-not-open")
    posted = await ctx.post(CALL, programme.id, COMMUNITY, details={"source": "channel"})
    told = 0
    if copies:
        for person_id in await _not_yet_applied(ctx, programme):
            await ctx.tell(CALL, programme.id, person_id, details={"source": "message"})
        told = await ctx.flush()
    await _shown_by(ctx, programme, "channel", posted)
    await _shown_by(ctx, programme, "message", told)
    theme = ctx.t("programme-newsletter-theme", theme=programme.theme) if programme.theme else ""
    lines = (
        ctx.t("programme-newsletter"), theme, programme.aims,
        ctx.t("programme-newsletter-apply", until=programme.apply_until),
    )  # fmt: skip
    newsletter = "\n".join(line for line in lines if line)
    file = File("newsletter.txt", "text/plain; charset=utf-8", newsletter.encode())
    section = Section(ctx.t("programme-newsletter-heading"), newsletter)
    return Message(ctx.t("programme-announced", posted=posted, told=told), sections=(section,), files=(file,))


@command("programme close", THIS, who=Who.FACILITATOR)
async def close_applications(ctx: Context, programme: Programme) -> Message:
    """Close applications; those who come later are asked to wait for the facilitator. Closing again changes nothing."""
    if programme.state not in APPLYING:
        raise Refusal("programme-not-open")
    programme.state = ProgrammeState.CLOSED
    await ctx.work.outbox.withdraw(CLOSED, programme.id, "closed by hand")
    return await _closed(ctx, programme)


async def _closed(ctx: Context, programme: Programme) -> Message:
    """That applications are closed, and the next step."""
    count = await ctx.work.count(Application, programme_id=programme.id, state=ApplicationState.WAITING)
    button = Button(ctx.t("programme-match-button"), f"match draft programme:{programme.id}", Style.PRIMARY)
    return Message(ctx.t("programme-closed", count=count), programme.name, buttons=(button,))


@command(
    "programme pace",
    Param("step", most=40),
    Param("value", Kind.NUMBER, least=0, most=400),
    THIS,
    who=Who.FACILITATOR,
)
async def set_pace(ctx: Context, step: str, value: int, programme: Programme) -> Message:
    """Change one start value of a programme; see `bot.rules.lifecycle.Pace`."""
    if not hasattr(ctx.defaults, step):
        raise BadArgument("step", "programme-no-such-step", value=step, steps=list(ctx.defaults.__slots__))
    if step == "anonymity_floor" and value < ctx.defaults.anonymity_floor:
        raise BadArgument("value", "programme-floor-too-low", least=ctx.defaults.anonymity_floor)
    programme.pace = {**programme.pace, step: value}
    return Message(ctx.t("programme-pace-set", step=step, value=getattr(pace_with(programme.pace), step)))


@command("programme contact", Param("person", Kind.PERSON), THIS, who=Who.FACILITATOR)
async def set_contact(ctx: Context, person: Person, programme: Programme) -> Message:
    """Name the second person, whom a concern reaches past the facilitator."""
    if person.id == ctx.person.id:
        raise BadArgument("person", "programme-contact-is-you")
    programme.contact_id = person.id
    return Message(ctx.t("programme-contact-set", person=person.name))


@message_builder(CALL, urgency=6)
async def call(ctx: Context, due: Due) -> Message | None:
    """The call for applications, for a channel or for one person who has not applied meanwhile."""
    programme = await ctx.work.get(Programme, due.subject_id)
    if programme.state != ProgrammeState.OPEN:
        return None
    applied = await ctx.work.one(Application, programme_id=programme.id, person_id=due.person_id)
    if due.person_id and applied:
        return None
    ctx = ctx.about(programme)
    source = str(due.details.get("source", "channel"))
    button = Button(ctx.t("programme-apply-button"), f"apply source:{source} programme:{programme.id}", Style.PRIMARY)
    reminder = str(due.details.get("reminder", ""))
    key = f"programme-call-{reminder}" if reminder else "programme-call" if programme.theme else "programme-call-open"
    text = ctx.t(key, until=programme.apply_until, theme=programme.theme)
    sections = (Section(ctx.t("programme-aims"), programme.aims),) if programme.aims and not reminder else ()
    return Message(text, title=programme.name, sections=sections, buttons=(button,), public=True)


@planner
async def plan_reminders(ctx: Context, programme: Programme) -> None:
    """A reminder in the channels at half time and some days before applications close, when people are at work."""
    if programme.state != ProgrammeState.OPEN or not (programme.opened_at and programme.apply_until):
        return
    zone = ctx.work.community.time_zone
    end = instant(datetime.combine(programme.apply_until, datetime.min.time().replace(hour=9)), zone)
    half = programme.opened_at + (end - programme.opened_at) / 2
    last = end - timedelta(days=ctx.pace(programme).reminder_before_end)
    hours = Quiet(zone, country=ctx.work.community.country)
    for occurrence, at in (("half", earliest(half, hours)), ("last", earliest(last, hours))):
        if ctx.now < at < end:
            details = {"source": "reminder", "reminder": occurrence}
            await ctx.post(CALL, programme.id, COMMUNITY, at=at, occurrence=occurrence, not_after=end, details=details)


@planner
async def close_in_time(ctx: Context, programme: Programme) -> None:
    """When the last day to apply is over, applications close, and the facilitator is told of the next step."""
    if programme.state != ProgrammeState.OPEN or programme.apply_until is None:
        return
    end = end_of(programme.apply_until, ctx.work.community.time_zone)
    day = programme.apply_until.isoformat()
    for person in await facilitators_of(ctx.work, programme):
        await ctx.tell(CLOSED, programme.id, person, at=end, occurrence=day, details={"day": day})
    if end <= ctx.now:
        programme.state = ProgrammeState.CLOSED


@message_builder(CLOSED)
async def closed(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: applications are closed, so many wait. No longer if they are open until another day now."""
    programme = await ctx.work.get(Programme, due.subject_id)
    until = programme.apply_until
    if programme.state not in APPLYING or until is None or until.isoformat() != due.details["day"]:
        return None
    return await _closed(ctx.about(programme), programme)


async def _not_yet_applied(ctx: Context, programme: Programme) -> list[int]:
    applied = {item.person_id for item in await ctx.work.all(Application, programme_id=programme.id)}
    people = {account.person_id for account in await ctx.work.all(Account)}
    return sorted(people - applied - {ctx.person.id})


async def _shown_by(ctx: Context, programme: Programme, source: str, times: int) -> None:
    outreach = await ctx.work.one(Outreach, programme_id=programme.id, source=source)
    if outreach is None:
        outreach = await ctx.work.add(Outreach(programme.community_id, programme.id, source))
    outreach.shown += times


async def _counts(ctx: Context, programme: Programme) -> dict[str, int]:
    waiting = await ctx.work.count(Application, programme_id=programme.id, state=ApplicationState.WAITING)
    placed = len(await paired_in(ctx.work, programme.id))
    return {"waiting": waiting, "placed": placed, "channels": await ctx.work.count(Place, key=COMMUNITY)}


def _shown(ctx: Context, programme: Programme, key: str, counts: dict[str, int]) -> Message:
    over = programme.state == ProgrammeState.ENDED  # then nobody waits and no pair goes on; the report tells the rest
    facts = (
        (ctx.t("programme-theme"), programme.theme),
        (ctx.t("programme-aims"), programme.aims),
        (ctx.t("programme-dates"), ctx.t("programme-from-to", starts=programme.starts_on, ends=programme.ends_on)),
        (ctx.t("programme-state"), ctx.t(f"programme-state-{programme.state}", until=programme.apply_until)),
        (ctx.t("programme-applications"), "" if over else ctx.t("programme-application-counts", **counts)),
    )
    section = Section(facts=tuple(fact for fact in facts if fact[1]))
    open_button = Button(ctx.t("programme-open-button"), f"programme open programme:{programme.id}", Style.PRIMARY)
    buttons = (open_button,) if programme.state in {ProgrammeState.DRAFT, ProgrammeState.CLOSED} else ()
    return Message(ctx.t(key), title=programme.name, sections=(section,), buttons=buttons)

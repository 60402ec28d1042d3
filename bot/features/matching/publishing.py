"""The round goes out: proposals to pairs with time to say no, and a word to everybody left over."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from bot.command import Kind, Param, command, message_builder
from bot.context import Context
from bot.entities import Application, ApplicationState, Due, Pairing, PairingState, Person, Programme
from bot.errors import Refusal
from bot.features.matching.drafting import THIS, judged, pair_names
from bot.features.matching.pool import Pool, couple_of, read_pool
from bot.features.matching.wording import pair_of, reasons_of, worded
from bot.message import Button, Message, Section, Style
from bot.people import Who, absent, partner_of
from bot.rules.applying import Role
from bot.rules.calendar import local, working_days_after
from bot.rules.matching import Draft, explain_to_left_over, explain_to_pair, resolve_names
from bot.rules.quiet import Quiet, earliest
from bot.rules.rounds import place_in_queue

PROPOSED = "match.proposed"
LEFT_OVER = "match.left-over"
LONG_USEFUL = timedelta(days=30)


@command(
    "match publish",
    Param("alone", Kind.TICK, default="no", in_form=False),
    THIS,
    who=Who.FACILITATOR,
)
async def publish(ctx: Context, alone: bool, programme: Programme) -> Message:
    """Propose the draft pairs, and tell those left over; `alone` tells the latter although there is no pair.

    Whoever left since the draft is in no pair, and no mentor gets more actors than they take (MAT-06, MAT-07).
    """
    await ctx.work.get(Programme, programme.id, lock=True)
    pool = await read_pool(ctx, programme)
    if not pool.drafts and not alone:
        raise Refusal("match-nothing-to-publish")
    result = await judged(pool, [couple_of(one) for one in pool.drafts])
    lost = [*pool.broken]
    until = veto_until(ctx, programme)
    scored = {(pair.mentor, pair.actor): pair for pair in result.pairs}
    for draft in pool.drafts:
        draft.score, draft.reasons = scored[couple_of(draft)].score, reasons_of(scored[couple_of(draft)])
        if not await _place(ctx, pool, draft):
            lost.append(draft)
            continue
        draft.state, draft.proposed_at, draft.veto_until, draft.locked = PairingState.PROPOSED, ctx.now, until, False
        await tell_of_proposal(ctx, draft)
    for draft in lost:
        await ctx.work.delete(draft)
    told = await _tell_left_over(ctx, pool, result, until)
    return _published(ctx, pool, lost, told, until)


async def _place(ctx: Context, pool: Pool, draft: Pairing) -> bool:
    """Take both out of the queue, unless one has withdrawn at this very moment (MAT-15)."""
    applications = [
        await ctx.work.get(Application, pool.applications[who].id, lock=True) for who in sorted(draft.members())
    ]
    if any(item.state == ApplicationState.WITHDRAWN for item in applications):
        return False
    for item in applications:
        item.state = ApplicationState.PLACED
    return True


async def tell_of_proposal(ctx: Context, pairing: Pairing, unreached: Collection[int] = ()) -> None:
    """Tell both, until the day on which silence is yes. When the unreached are told again, the other gets the date."""
    occurrence = f"again-{ctx.now.date().isoformat()}" if unreached else ""
    for member in pairing.members():
        details = {"moved": 1} if unreached and member not in unreached else {}
        until = pairing.veto_until
        await ctx.tell(PROPOSED, pairing.id, member, occurrence=occurrence, not_after=until, details=details)


def veto_until(ctx: Context, programme: Programme) -> datetime:
    """Until when both can say no: so many working days from the working hour in which they are told."""
    community = ctx.work.community
    told = earliest(ctx.now, Quiet(community.time_zone, country=community.country))
    return working_days_after(told, ctx.pace(programme).veto_working_days, community.time_zone, community.country)


async def _tell_left_over(ctx: Context, pool: Pool, result: Draft, again: datetime) -> int:
    """A word now, and one on the day when it is known whether a place came free; how many people were told."""
    today = local(ctx.now, ctx.work.community.time_zone).date().isoformat()
    reasons = {item.id: explain_to_left_over(item).key for item in result.left_over}
    left = [item for item in pool.waiting if item.state == ApplicationState.WAITING]  # the others were placed just now
    await ctx.flush()
    for item in left:
        details = {"reason": reasons.get(item.person_id, "match-left-no-suitable"), "next": again.isoformat()}
        await ctx.tell(LEFT_OVER, item.id, item.person_id, occurrence=today, details=details)
    told = await ctx.flush()
    for item in left:
        await ctx.tell(LEFT_OVER, item.id, item.person_id, at=again, occurrence=f"{today}-later")
    return told


def _published(ctx: Context, pool: Pool, lost: list[Pairing], told: int, until: datetime) -> Message:
    pairs = sum(one.state == PairingState.PROPOSED for one in pool.drafts)
    lines = [ctx.t("match-published", pairs=pairs, until=until) if pairs else ctx.t("match-published-none")]
    lines.append(ctx.t("match-waiting-told", count=told))
    lines += [ctx.t("match-not-published", **pair_names(pool.names, one)) for one in lost]
    lines += [ctx.t("match-without-account", name=pool.names[who]) for who in pool.without_account]
    programme = pool.programme.id
    buttons = [Button(ctx.t("match-list-button"), f"pairing list programme:{programme}", Style.PRIMARY)]
    if lost:
        buttons.append(Button(ctx.t("match-draft-button"), f"match draft programme:{programme}"))
    return Message("\n".join(lines), buttons=tuple(buttons))


@message_builder(PROPOSED, urgency=4, useful=LONG_USEFUL)
async def proposed(ctx: Context, due: Due) -> Message | None:
    """Who the other is, what the two share, how to say no, and when silence is yes."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.PROPOSED or await absent(ctx.work, pairing.members()):
        return None
    ctx = ctx.about(await ctx.work.get(Programme, pairing.programme_id))
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    side = "mentor" if partner.id == pairing.mentor_id else "actor"
    key = "match-proposed-moved" if "moved" in due.details else f"match-proposed-{side}"
    text = ctx.t(key, partner=partner.name, until=pairing.veto_until)
    shared = "\n".join(f"– {worded(ctx, reason)}" for reason in explain_to_pair(pair_of(pairing)))
    sections = (Section(ctx.t("match-proposed-shared"), shared),) if shared else ()
    confirm = ctx.t("match-veto-confirm", partner=partner.name)
    button = Button(ctx.t("match-veto-button"), f"match veto pairing:{pairing.id}", confirm=confirm)
    return Message(text, ctx.t("match-proposed-title"), sections, (button,))


@message_builder(LEFT_OVER, useful=LONG_USEFUL)
async def left_over(ctx: Context, due: Due) -> Message | None:
    """Their place in the queue, the day of the next word, and something else instead."""
    application = await ctx.work.get(Application, due.subject_id)
    if application.state != ApplicationState.WAITING:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, application.programme_id))
    place = await place_of(ctx, application)
    button = Button(ctx.t("match-other-button"), f"match other programme:{application.programme_id}", Style.PRIMARY)
    if "next" not in due.details:
        return Message(ctx.t("match-left-over-later", place=place), ctx.t("match-left-over-title"), buttons=(button,))
    reason = ctx.t(str(due.details["reason"]))
    text = ctx.t("match-left-over", place=place, next=datetime.fromisoformat(str(due.details["next"])), reason=reason)
    return Message(text, ctx.t("match-left-over-title"), buttons=(button,))


async def place_of(ctx: Context, application: Application) -> int:
    """Somebody's place among those who wait on the same side; whoever would take either side stands in both."""
    waiting = await ctx.work.all(Application, programme_id=application.programme_id, state=ApplicationState.WAITING)
    sides = set(Role) if application.answers.role == Role.EITHER else {application.answers.role, Role.EITHER}
    same = [one for one in waiting if one.answers.role in sides]
    return place_in_queue(((one.queued_at, one.person_id) for one in same), application.person_id)


@message_builder("match.unclear-names")
async def unclear_names(ctx: Context, due: Due) -> Message | None:
    """Ask an applicant whom they mean. Only they see the names: some may be from their private list."""
    application = await ctx.work.get(Application, due.subject_id)
    if application.state != ApplicationState.WAITING:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, application.programme_id))
    people = {person.id: person.name for person in await ctx.work.all(Person)}
    _, unclear = resolve_names((*application.answers.wishes, *application.answers.avoid), people)
    if not unclear:
        return None
    lines = [_unclear_line(ctx, one.name, [people[who] for who in one.candidates]) for one in unclear]
    button = Button(ctx.t("match-names-button"), f"apply programme:{application.programme_id}", Style.PRIMARY)
    return Message("\n".join([ctx.t("match-names-asked"), *lines]), buttons=(button,))


def _unclear_line(ctx: Context, name: str, bearers: Iterable[str]) -> str:
    return ctx.t("match-name-several" if list(bearers) else "match-name-nobody", name=name)

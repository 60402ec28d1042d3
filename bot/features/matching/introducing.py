"""When the time to say no is over: the pair is introduced, in a place of its own and one by one."""

from datetime import timedelta

from bot.command import Kind, Param, command, message_builder, planner
from bot.context import Context
from bot.entities import Account, Due, DueState, Pairing, PairingState, Person, Programme, ProgrammeState, Reach
from bot.errors import Refusal
from bot.features.matching.answering import call_off
from bot.features.matching.drafting import pair_names
from bot.features.matching.publishing import PROPOSED, tell_of_proposal, veto_until
from bot.message import Button, Message, Style
from bot.people import Who, absent, facilitators_of, partner_of

INTRODUCTION = "pairing.introduction"
WELCOME = "pairing.welcome"
HALF_TOLD = "match.half-told"
FAILED = frozenset({DueState.UNDELIVERABLE, DueState.EXPIRED})


@planner
async def plan_introductions(ctx: Context, programme: Programme) -> None:
    """Introduce pairs to which nobody said no, call off those that somebody left, and reach the unreached."""
    proposed = ctx.standing.pairings(PairingState.PROPOSED)
    if not proposed or programme.state == ProgrammeState.ENDED:
        return
    left = await absent(ctx.work, {member for pairing in proposed for member in pairing.members()})
    failed = {row.subject_id for row in await ctx.work.outbox.failed() if row.kind == PROPOSED}
    for pairing in proposed:
        over = pairing.veto_until is not None and pairing.veto_until <= ctx.now
        if left.isdisjoint(pairing.members()) and not over and pairing.id not in failed:
            continue
        await ctx.work.get(Programme, programme.id, lock=True)
        await ctx.work.get(Pairing, pairing.id, lock=True)
        if pairing.state == PairingState.PROPOSED:
            await _go_on(ctx, programme, pairing, left, over)


async def _go_on(ctx: Context, programme: Programme, pairing: Pairing, left: set[int], over: bool) -> None:
    """Call off, tell again, or introduce. Silence is no yes from somebody who was never told (MAT-11)."""
    if not left.isdisjoint(pairing.members()):
        return await call_off(ctx, programme, pairing, *(set(pairing.members()) - left))
    unreached = await unreached_by(ctx, pairing)
    if not unreached:
        return await introduce(ctx, programme, pairing) if over else None
    reachable = [who for who in unreached if await _open_account(ctx, who)]
    if reachable:
        pairing.veto_until = veto_until(ctx, programme)
        return await tell_of_proposal(ctx, pairing, unreached)
    for person in await facilitators_of(ctx.work, programme):
        await ctx.tell(HALF_TOLD, pairing.id, person)
    return None


async def unreached_by(ctx: Context, pairing: Pairing) -> list[int]:
    """Who of a proposed pair has not been told for good: no row that was sent, and none on its way."""
    rows = await ctx.work.outbox.rows(PROPOSED, pairing.id)
    reached = {row.person_id for row in rows if row.state not in FAILED}
    return [who for who in pairing.members() if who not in reached]


async def _open_account(ctx: Context, person_id: int) -> Account | None:
    account = await ctx.work.directory.account_of(person_id)
    return account if account and account.reach == Reach.OPEN else None


@command("match introduce", Param("pairing", Kind.ENTITY, entity=Pairing), who=Who.FACILITATOR, listed=False)
async def introduce_now(ctx: Context, pairing: Pairing) -> Message:
    """Introduce a pair of which the facilitator has told one side by another way (MAT-11)."""
    programme = await ctx.work.get(Programme, pairing.programme_id, lock=True)
    await ctx.work.get(Pairing, pairing.id, lock=True)
    if pairing.state != PairingState.PROPOSED:
        raise Refusal("match-not-proposed")
    if not await unreached_by(ctx, pairing):
        raise Refusal("match-all-told", until=pairing.veto_until)
    await introduce(ctx, programme, pairing)
    return Message(ctx.about(programme).t("match-introduced"))


async def introduce(ctx: Context, programme: Programme, pairing: Pairing) -> None:
    """The pair begins, and with the first one the programme."""
    pairing.state, pairing.introduced_at = PairingState.ACTIVE, ctx.now
    if programme.state != ProgrammeState.RUNNING:
        programme.state, programme.started_at = ProgrammeState.RUNNING, programme.started_at or ctx.now
    if space := await _common_space(ctx, pairing):
        await ctx.post(INTRODUCTION, pairing.id, f"pairing:{pairing.id}", in_space=space)
    for member in pairing.members():
        await ctx.tell(WELCOME, pairing.id, member)


async def _common_space(ctx: Context, pairing: Pairing) -> int | None:
    """Where both can be together: the mentor's usual space if the actor is there too, else any that they share."""
    accounts = await ctx.work.all(Account, person_id=pairing.members())
    here = {who: {one.space_id for one in accounts if one.person_id == who and one.reach != Reach.GONE}
            for who in pairing.members()}  # fmt: skip
    common = here[pairing.mentor_id] & here[pairing.actor_id]
    usual = await ctx.work.directory.account_of(pairing.mentor_id)
    return usual.space_id if usual and usual.space_id in common else min(common, default=None)


async def _members(ctx: Context, due: Due) -> tuple[str, tuple[int, ...]]:
    pairing = await ctx.work.get(Pairing, due.subject_id)
    people = {person.id: person.name for person in await ctx.work.all(Person, id=pairing.members())}
    return ctx.t("match-place", **pair_names(people, pairing)), pairing.members()


@message_builder(INTRODUCTION, urgency=3, useful=timedelta(days=30), opens=_members)
async def introduction(ctx: Context, due: Due) -> Message | None:
    """The first words in the pair's own place, to both."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.ACTIVE or await absent(ctx.work, pairing.members()):
        return None
    ctx = ctx.about(await ctx.work.get(Programme, pairing.programme_id))
    people = {person.id: person.name for person in await ctx.work.all(Person, id=pairing.members())}
    text = ctx.t("match-introduction", **pair_names(people, pairing))
    return Message(text, ctx.t("match-introduction-title"), buttons=_first_steps(ctx, pairing), public=True)


@message_builder(WELCOME, urgency=3, useful=timedelta(days=30))
async def welcome(ctx: Context, due: Due) -> Message | None:
    """Who the bot is, what it keeps, who can read what, and one next step, which is the actor's."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.ACTIVE or await absent(ctx.work, pairing.members()):
        return None
    ctx = ctx.about(await ctx.work.get(Programme, pairing.programme_id))
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    side = "mentor" if partner.id == pairing.mentor_id else "actor"
    lines = [ctx.t(f"match-welcome-{side}", partner=partner.name), ctx.t("match-welcome-privacy")]
    return Message("\n\n".join(lines), ctx.t("match-welcome-title"), buttons=_first_steps(ctx, pairing))


def _first_steps(ctx: Context, pairing: Pairing) -> tuple[Button, ...]:
    return (
        Button(ctx.t("match-meeting-button"), f"meeting plan pairing:{pairing.id}", Style.PRIMARY),
        Button(ctx.t("match-agreement-button"), f"agreement show pairing:{pairing.id}"),
    )


@message_builder(HALF_TOLD, useful=timedelta(days=30))
async def half_told(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: who of a pair could not be told, so that the other is not left waiting (MAT-11)."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    unreached = await unreached_by(ctx, pairing)
    if pairing.state != PairingState.PROPOSED or not unreached:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, pairing.programme_id))
    people = {person.id: person.name for person in await ctx.work.all(Person, id=pairing.members())}
    text = ctx.t("match-half-told", people=[people[who] for who in unreached], **pair_names(people, pairing))
    button = Button(ctx.t("match-introduce-button"), f"match introduce pairing:{pairing.id}", Style.PRIMARY)
    return Message(text, buttons=(button,))

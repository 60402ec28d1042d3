"""The question for an agreement: a month after the beginning, once more, and then it is a human's."""

from bot.command import message_builder, planner
from bot.context import Context
from bot.entities import Due, Pairing, PairingState, Programme, ProgrammeState
from bot.features.agreements.pairs import beginnings, partner_name, tick_buttons, ticked, versions_of
from bot.message import Message
from bot.rules.signals import PairFacts, agreement_asks, within_reach

ASK = "agreement.ask"


@message_builder(ASK, nudge=True)
async def ask(ctx: Context, due: Due) -> Message | None:
    """A month after the beginning, to whoever still has to do something about it."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    programme = await ctx.work.get(Programme, pairing.programme_id)
    if pairing.state != PairingState.ACTIVE or programme.state != ProgrammeState.RUNNING:
        return None
    ctx = ctx.about(programme)
    latest = (await versions_of(ctx, pairing))[-1:]
    partner = await partner_name(ctx, pairing)
    if not latest:
        return Message(ctx.t("agreement-ask", partner=partner), buttons=beginnings(ctx, pairing))
    if latest[0].agreed or ticked(ctx, pairing, latest[0]):
        return None
    return Message(ctx.t("agreement-ask-tick", partner=partner), buttons=tick_buttons(ctx, pairing, latest[0]))


@planner
async def plan_questions(ctx: Context, programme: Programme) -> None:
    """Ask for the agreement after a month and once more; the third silence is the facilitator's."""
    if programme.state != ProgrammeState.RUNNING:
        return
    for pairing in ctx.standing.pairings(PairingState.ACTIVE):
        if pairing.introduced_at and not (facts := await ctx.standing.facts(pairing)).agreed:
            await _ask(ctx, programme, pairing, facts)


async def _ask(ctx: Context, programme: Programme, pairing: Pairing, facts: PairFacts) -> None:
    for number, at in enumerate(agreement_asks(facts, ctx.pace(programme), ctx.work.community.time_zone), start=1):
        if within_reach(at, ctx.now):
            for member in pairing.members():
                await ctx.tell(ASK, pairing.id, member, at=at, occurrence=f"{number}-{facts.began_at.isoformat()}")

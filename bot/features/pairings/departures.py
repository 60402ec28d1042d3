"""People who leave altogether: their pairs end, and those who stay are told and may have another (MAT-14)."""

from bot.command import planner
from bot.context import Context
from bot.entities import GOING_ON, Pairing, Programme
from bot.features.pairings.leaving import ENDED, LEFT, end
from bot.people import facilitators_of, gone


@planner
async def plan_departures(ctx: Context, programme: Programme) -> None:
    """End pairs with somebody who was erased or is gone everywhere. Silence, or stopping messages, ends nothing."""
    going_on = ctx.standing.pairings(*GOING_ON)
    left = await gone(ctx.work, {member for one in going_on for member in one.members()}) if going_on else set()
    for pairing in going_on:
        leaving = left & set(pairing.members())
        if not leaving:
            continue
        await ctx.work.get(Pairing, pairing.id, lock=True)
        if pairing.state not in GOING_ON:
            continue
        await end(ctx, pairing, min(leaving))
        for member in set(pairing.members()) - leaving:
            await ctx.tell(ENDED, pairing.id, member, details={"by": "departure"})
        for person in await facilitators_of(ctx.work, programme):
            await ctx.tell(LEFT, pairing.id, person)

"""What an agreement says by itself: that a tick waits, that it stands, that it is open again, that it is time."""

from datetime import timedelta

from bot.command import message_builder
from bot.context import Context
from bot.entities import Due, PairingState
from bot.features.agreements.pairs import latest_of, partner_name, review_text, see, tick_buttons, ticked
from bot.features.agreements.ticks import AGREED, REOPENED, REVIEW, WAITING
from bot.message import Button, Message, Style


@message_builder(WAITING, urgency=4, useful=timedelta(days=30))
async def waiting(ctx: Context, due: Due) -> Message | None:
    """To the one who has not ticked yet."""
    found = await latest_of(ctx, due)
    if found is None or ticked(ctx, *found[1:]):
        return None
    ctx, pairing, agreement = found
    key = "agreement-waiting" if agreement.points else "agreement-waiting-spoken"
    return Message(ctx.t(key, partner=await partner_name(ctx, pairing)), buttons=tick_buttons(ctx, pairing, agreement))


@message_builder(AGREED, useful=timedelta(days=30))
async def agreed(ctx: Context, due: Due) -> Message | None:
    """To both: it stands."""
    found = await latest_of(ctx, due)
    if found is None or not found[2].agreed:
        return None
    ctx, pairing, agreement = found
    text = ctx.t(
        "agreement-agreed", partner=await partner_name(ctx, pairing), review=review_text(ctx, agreement.review_on)
    )
    return Message(text, buttons=(see(ctx, pairing),))


@message_builder(REOPENED, urgency=4, useful=timedelta(days=30))
async def reopened(ctx: Context, due: Due) -> Message | None:
    """To the partner: the words are open again, and why that is no bad sign."""
    found = await latest_of(ctx, due)
    if found is None or found[2].agreed:
        return None
    ctx, pairing, agreement = found
    text = ctx.t("agreement-was-reopened", partner=await partner_name(ctx, pairing))
    return Message(text, buttons=tick_buttons(ctx, pairing, agreement))


@message_builder(REVIEW, useful=timedelta(days=14))
async def review_day(ctx: Context, due: Due) -> Message | None:
    """On the day that the two chose: read it again."""
    found = await latest_of(ctx, due)
    if found is None or not found[2].agreed or found[1].state != PairingState.ACTIVE:
        return None
    ctx, pairing, _ = found
    buttons = (
        see(ctx, pairing, Style.PRIMARY),
        Button(ctx.t("agreement-reopen-button"), f"agreement reopen pairing:{pairing.id}"),
    )
    return Message(ctx.t("agreement-review", partner=await partner_name(ctx, pairing)), buttons=buttons)

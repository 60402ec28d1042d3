"""Agreeing and opening again: both tick one version; whatever changes begins without ticks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from bot.command import command
from bot.context import Context
from bot.entities import Agreement, Pairing, Person
from bot.errors import Refusal
from bot.features.agreements.pairs import PAIR, VERSION, beginnings, locked, own, partner_name, review_text, see
from bot.message import Message
from bot.rules.calendar import instant

WAITING = "agreement.waiting"
AGREED = "agreement.agreed"
REOPENED = "agreement.reopened"
REVIEW = "agreement.review"
MORNING = time(9)


@command("agreement tick", VERSION, PAIR)
async def tick(ctx: Context, version: int | None, pairing: Pairing | None) -> Message:
    """Agree to a version. A button under words that have changed since says so instead."""
    found = await own(ctx, pairing)
    if isinstance(found, Message):
        return found
    ctx, found, versions = await locked(ctx, found)
    if not versions:
        raise Refusal("agreement-nothing-to-tick")
    if version and version != versions[-1].version:
        raise Refusal("agreement-changed", partner=await partner_name(ctx, found))
    return await _tick(ctx, found, versions[-1])


@command("agreement spoken", PAIR)
async def spoken(ctx: Context, pairing: Pairing | None) -> Message:
    """Agree without words here: the two have talked it through and keep the words themselves."""
    found = await own(ctx, pairing)
    if isinstance(found, Message):
        return found
    ctx, found, versions = await locked(ctx, found)
    latest = versions[-1] if versions else None
    if latest is None or latest.points:
        latest = await new_version(ctx, found, versions, {}, latest.review_on if latest else None)
    return await _tick(ctx, found, latest)


async def _tick(ctx: Context, pairing: Pairing, agreement: Agreement) -> Message:
    side = "mentor_agreed_at" if ctx.person.id == pairing.mentor_id else "actor_agreed_at"
    if getattr(agreement, side) is None:
        setattr(agreement, side, ctx.now)
        if agreement.agreed:
            await _agreed(ctx, pairing, agreement)
        else:
            await ctx.tell(WAITING, agreement.id, pairing.partner_of(ctx.person.id))
    key = "agreement-both-ticked" if agreement.agreed else "agreement-ticked"
    text = ctx.t(key, partner=await partner_name(ctx, pairing), review=review_text(ctx, agreement.review_on))
    return Message(text, buttons=(see(ctx, pairing),))


async def _agreed(ctx: Context, pairing: Pairing, agreement: Agreement) -> None:
    """Tell the one who ticked first, and remind both on the day on which they want to read it again."""
    await ctx.work.outbox.withdraw(WAITING, agreement.id, "agreed")
    for person in await ctx.work.all(Person, id=pairing.members()):
        if person.id != ctx.person.id:  # whoever ticks second has the same words as an answer
            await ctx.tell(AGREED, agreement.id, person)
        if agreement.review_on:
            at = instant(
                datetime.combine(agreement.review_on, MORNING), person.time_zone or ctx.work.community.time_zone
            )
            await ctx.tell(REVIEW, agreement.id, person, at=at)


@command("agreement reopen", PAIR)
async def reopen(ctx: Context, pairing: Pairing | None) -> Message:
    """Open the agreement again: the same words as a new version, which nobody has ticked."""
    found = await own(ctx, pairing)
    if isinstance(found, Message):
        return found
    ctx, found, versions = await locked(ctx, found)
    if not versions:
        raise Refusal("agreement-nothing-to-reopen")
    latest = versions[-1]
    if latest.mentor_agreed_at or latest.actor_agreed_at:
        told = latest.agreed
        latest = await new_version(ctx, found, versions, latest.points, latest.review_on)
        if told:
            await ctx.tell(REOPENED, latest.id, found.partner_of(ctx.person.id))
    return Message(ctx.t("agreement-reopened", partner=await partner_name(ctx, found)), buttons=beginnings(ctx, found))


async def new_version(
    ctx: Context, pairing: Pairing, versions: Sequence[Agreement], points: Mapping[str, str], review: date | None
) -> Agreement:
    """One more version without ticks; what was planned about the one before is withdrawn."""
    for earlier in versions[-1:]:
        for kind in (WAITING, AGREED, REVIEW, REOPENED):
            await ctx.work.outbox.withdraw(kind, earlier.id, "changed")
    number = versions[-1].version + 1 if versions else 1
    made = Agreement(pairing.community_id, pairing.id, number, dict(points), review_on=review)
    return await ctx.work.add(made)

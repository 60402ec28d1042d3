"""Whose agreement it is, and how it reads to one of the two. To anybody else there is none (PRM-02, PRM-03)."""

from datetime import date

from bot.command import Kind, Param
from bot.context import Context
from bot.entities import GOING_ON, Agreement, Due, Pairing, PairingState, Programme
from bot.errors import NotFound, Refusal
from bot.forms import own_pair
from bot.line import without_prefix
from bot.message import Button, Message, Style
from bot.people import pairings_of, partner_of

PAIR = Param("pairing", Kind.ENTITY, default="", entity=Pairing)
VERSION = Param("version", Kind.NUMBER, default="", least=1, most=9_999, in_form=False)


async def own(ctx: Context, pairing: Pairing | None, *, reading: bool = False) -> Pairing | Message:
    """The pair meant, or the only one of this person's, or the question which. Raises NotFound or Refusal.

    For reading, whoever is in no pair any more has those that are over.
    """
    over = reading and not await pairings_of(ctx.work, ctx.person.id, *GOING_ON)
    states = (PairingState.ENDED,) if over else GOING_ON
    found = await own_pair(ctx, pairing, states, without_prefix(ctx.asked.line), none="agreement-no-pair")
    if isinstance(found, Pairing) and found.state == PairingState.VETOED:
        raise NotFound("not-found-pairing")
    return found


async def locked(ctx: Context, pairing: Pairing) -> tuple[Context, Pairing, list[Agreement]]:
    """The pair for this transaction alone, so that of two ticks at once the second sees the first. Raises Refusal."""
    found = await ctx.work.get(Pairing, pairing.id, lock=True)
    if found.state not in GOING_ON:
        raise Refusal("agreement-pair-over" if found.state == PairingState.ENDED else "agreement-pair-not-yet")
    return ctx.about(await ctx.work.get(Programme, found.programme_id)), found, await versions_of(ctx, found)


async def versions_of(ctx: Context, pairing: Pairing) -> list[Agreement]:
    """All versions of a pair, the latest last."""
    return sorted(await ctx.work.all(Agreement, pairing_id=pairing.id), key=lambda one: one.version)


async def latest_of(ctx: Context, due: Due) -> tuple[Context, Pairing, Agreement] | None:
    """The version that a row is about, if it is still the latest of a pair that goes on."""
    agreement = await ctx.work.get(Agreement, due.subject_id)
    pairing = await ctx.work.get(Pairing, agreement.pairing_id)
    if pairing.state not in GOING_ON or (await versions_of(ctx, pairing))[-1].id != agreement.id:
        return None
    return ctx.about(await ctx.work.get(Programme, pairing.programme_id)), pairing, agreement


async def partner_name(ctx: Context, pairing: Pairing) -> str:
    """How the other one is called."""
    return (await partner_of(ctx.work, pairing, ctx.person.id)).name


def ticked(ctx: Context, pairing: Pairing, agreement: Agreement) -> bool:
    """Whether the reader has ticked a version."""
    mine = agreement.mentor_agreed_at if ctx.person.id == pairing.mentor_id else agreement.actor_agreed_at
    return mine is not None


def review_text(ctx: Context, review_on: date | None) -> str:
    """When it is read again, as a sentence; empty without a date."""
    return ctx.t("agreement-review-on", on=review_on) if review_on else ""


def beginnings(ctx: Context, pairing: Pairing) -> tuple[Button, ...]:
    """The two ways to an agreement, while the pair goes on."""
    if pairing.state not in GOING_ON:
        return ()
    return (
        Button(ctx.t("agreement-write-button"), f"agreement write pairing:{pairing.id}", Style.PRIMARY),
        Button(ctx.t("agreement-spoken-button"), f"agreement spoken pairing:{pairing.id}"),
    )


def see(ctx: Context, pairing: Pairing, style: Style = Style.NORMAL) -> Button:
    """The way to the words."""
    return Button(ctx.t("agreement-show-button"), f"agreement show pairing:{pairing.id}", style)


def tick_button(ctx: Context, pairing: Pairing, agreement: Agreement) -> Button:
    """The tick names its version: under words that have changed since, it says so instead of agreeing to them."""
    line = f"agreement tick version:{agreement.version} pairing:{pairing.id}"
    return Button(ctx.t("agreement-tick-button"), line, Style.PRIMARY)


def change_button(ctx: Context, pairing: Pairing) -> Button:
    """The way to other words."""
    return Button(ctx.t("agreement-change-button"), f"agreement write pairing:{pairing.id}")


def tick_buttons(ctx: Context, pairing: Pairing, agreement: Agreement) -> tuple[Button, ...]:
    """A written version is read before it is ticked, and the tick stands under it; a spoken one has been heard."""
    if agreement.points:
        return (see(ctx, pairing, Style.PRIMARY),)
    return tick_button(ctx, pairing, agreement), change_button(ctx, pairing)

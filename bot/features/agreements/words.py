"""The words of an agreement: the twelve points, read and written by the two, and by nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.command import Kind, Param, command, registry
from bot.context import Context
from bot.entities import GOING_ON, Agreement, Pairing, Programme
from bot.errors import BadArgument, Refusal
from bot.features.agreements.pairs import (
    PAIR,
    VERSION,
    beginnings,
    change_button,
    locked,
    own,
    partner_name,
    review_text,
    tick_button,
    ticked,
    versions_of,
)
from bot.features.agreements.ticks import new_version
from bot.forms import field_for, form_for, pair_field
from bot.message import Answer, Button, Field, Message, Section
from bot.people import pairings_of
from bot.rules.agreement import LONGEST_POINT, POINTS, same_words, suggested_review, tidy
from bot.rules.calendar import local

NAME = "agreement write"
WORDS = tuple(Param(name, Kind.LONG, default="", most=LONGEST_POINT) for name in POINTS)
REVIEW_DAY = Param("review", Kind.DAY, default="")


@command("agreement show", PAIR, VERSION)
async def show(ctx: Context, pairing: Pairing | None, version: int | None) -> Message:
    """The agreement as it is now or was when the pair ended, or an earlier version of it."""
    found = await own(ctx, pairing, reading=True)
    if isinstance(found, Message):
        return found
    ctx = ctx.about(await ctx.work.get(Programme, found.programme_id))
    versions = await versions_of(ctx, found)
    if not versions:
        key = "agreement-none" if found.state in GOING_ON else "agreement-none-over"
        return Message(ctx.t(key, partner=await partner_name(ctx, found)), buttons=beginnings(ctx, found))
    chosen = next((one for one in versions if one.version == version), None) if version else versions[-1]
    if chosen is None:
        raise BadArgument("version", "agreement-no-version", most=len(versions), version=version)
    return await _shown(ctx, found, chosen, versions[-1])


# --- written ---------------------------------------------------------------------------------------------------------
async def _fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The twelve points with the words as they are now, each with a starter as its hint, and when to read it again."""
    mine = await _candidates(ctx, given)
    pairing = mine[0] if len(mine) == 1 else None
    latest = (await versions_of(ctx, pairing))[-1:] if pairing else []
    words = latest[0].points if latest else {}
    points = [replace(_field(ctx, param), value=words.get(param.name, "")) for param in WORDS]
    review = replace(_field(ctx, REVIEW_DAY), value=await _review_day(ctx, pairing, latest))
    return (*await pair_field(ctx, mine), *points, review)


async def _candidates(ctx: Context, given: Mapping[str, str]) -> Sequence[Pairing]:
    """The pairs of this person that the form can be about."""
    mine = await pairings_of(ctx.work, ctx.person.id, *GOING_ON)
    chosen = str(given.get("pairing", "")).removeprefix("#")
    return [one for one in mine if not chosen or str(one.id) == chosen]


def _field(ctx: Context, param: Param) -> Field:
    return field_for(ctx, "cmd-agreement-write", param)


async def _review_day(ctx: Context, pairing: Pairing | None, latest: Sequence[Agreement]) -> str:
    """The day kept so far, or one half-way through the programme."""
    if latest and latest[0].review_on:
        return latest[0].review_on.isoformat()
    if pairing is None or pairing.introduced_at is None:
        return ""
    programme = await ctx.work.get(Programme, pairing.programme_id)
    start, today = local(pairing.introduced_at, ctx.zone).date(), local(ctx.now, ctx.zone).date()
    middle = suggested_review(start, programme.ends_on, today, ctx.person.country or ctx.work.community.country)
    return middle.isoformat() if middle else ""


@command(NAME, *WORDS, REVIEW_DAY, PAIR, VERSION, fields=_fields)
async def write(
    ctx: Context, review: date | None, pairing: Pairing | None, version: int | None, **points: str
) -> Answer:
    """Keep new words as a version without ticks. What a typed line leaves out stays; a form says everything."""
    found = await own(ctx, pairing)
    if isinstance(found, Message):
        return found
    typed, said = ctx.asked.values is None, tidy(points)
    if typed and not said:
        return await _form(ctx, found)
    if review and review <= local(ctx.now, ctx.zone).date():
        raise BadArgument("review", "agreement-review-past", review=review)
    ctx, found, versions = await locked(ctx, found)
    latest = versions[-1] if versions else None
    if typed and latest:
        said, review = tidy({**latest.points, **said}), review or latest.review_on
    if not said:
        raise Refusal("agreement-empty")
    if latest is None or not same_words(latest.points, said) or latest.review_on != review:
        latest = await new_version(ctx, found, versions, said, review)
    return await _written(ctx, found, latest, version)


async def _form(ctx: Context, pairing: Pairing) -> Answer:
    """The form remembers on which version it was opened."""
    versions = await versions_of(ctx, pairing)
    given = {"pairing": str(pairing.id)} | ({"version": str(versions[-1].version)} if versions else {})
    return await form_for(ctx, registry.commands[NAME], given)


async def _written(ctx: Context, pairing: Pairing, latest: Agreement, opened: int | None) -> Message:
    """The words as they are kept. If the partner wrote a version meanwhile, it is named and not lost."""
    message = await _shown(ctx, pairing, latest, latest, "agreement-written")
    if opened is None or latest.version - opened < 2:
        return message
    between = latest.version - 1
    button = Button(
        ctx.t("agreement-version-button", version=between), f"agreement show version:{between} pairing:{pairing.id}"
    )
    note = ctx.t("agreement-written-meanwhile", version=between, partner=await partner_name(ctx, pairing))
    return replace(message, text=f"{message.text}\n{note}", buttons=(button, *message.buttons))


# --- shown -----------------------------------------------------------------------------------------------------------
async def _shown(
    ctx: Context, pairing: Pairing, agreement: Agreement, latest: Agreement, key: str = "agreement-shown"
) -> Message:
    """A version with who has ticked it; only the latest can be ticked, changed or opened again."""
    partner = await partner_name(ctx, pairing)
    lines = [ctx.t(key, version=agreement.version, partner=partner)]
    lines.append(
        ctx.t(f"agreement-is-{_state(ctx, pairing, agreement, latest)}", partner=partner, on=_agreed_on(agreement))
    )
    if note := review_text(ctx, agreement.review_on):
        lines.append(note)
    sections = tuple(
        Section(ctx.t(f"cmd-agreement-write-{name}"), text) for name, text in tidy(agreement.points).items()
    )
    if not sections:
        sections = (Section(text=ctx.t("agreement-without-words")),)
    return Message("\n".join(lines), sections=sections, buttons=_buttons(ctx, pairing, agreement, latest))


def _state(ctx: Context, pairing: Pairing, agreement: Agreement, latest: Agreement) -> str:
    if agreement.agreed:
        return "agreed"
    if agreement is not latest:
        return "earlier"
    if ticked(ctx, pairing, agreement):
        return "ticked-by-you"
    return "ticked-by-partner" if agreement.mentor_agreed_at or agreement.actor_agreed_at else "not-ticked"


def _agreed_on(agreement: Agreement) -> object:
    ticks = [at for at in (agreement.mentor_agreed_at, agreement.actor_agreed_at) if at]
    return max(ticks) if agreement.agreed else None


def _buttons(ctx: Context, pairing: Pairing, agreement: Agreement, latest: Agreement) -> tuple[Button, ...]:
    if agreement is not latest or pairing.state not in GOING_ON:
        return ()
    earlier = f"agreement show version:{latest.version - 1} pairing:{pairing.id}"
    before = (Button(ctx.t("agreement-earlier-button"), earlier),) if latest.version > 1 else ()
    if agreement.agreed:
        return (Button(ctx.t("agreement-reopen-button"), f"agreement reopen pairing:{pairing.id}"), *before)
    mine = () if ticked(ctx, pairing, agreement) else (tick_button(ctx, pairing, agreement),)
    return (*mine, change_button(ctx, pairing), *before)

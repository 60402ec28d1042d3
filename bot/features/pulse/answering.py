"""What those who are asked do: answer, answer anew, withdraw. A later answer takes the place of the earlier one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.command import Kind, Param, command, personal_data, registry
from bot.context import Context
from bot.entities import Pulse, PulseAnswer, PulseState
from bot.errors import BadArgument, NotFound, Refusal
from bot.features.pulse.rounds import AGAIN, is_open, was_asked
from bot.features.pulse.views import PULSE, answer_button, pulse_field
from bot.forms import field_for
from bot.message import Button, Field, Message, Section
from bot.ports import Work

SCALE = ("1", "2", "3", "4", "5")
AGAIN_OPTIONS = ("same_role", "other_role", "not_sure", "not_again")
PLACES = ("first", "second", "third")
LONGEST = 1_000


async def _fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The questions of this round in words, with what the person answered before; first which round, if not said."""
    declared = registry.commands["pulse answer"]
    number = str(given.get("pulse", ""))
    if number.isdecimal():
        return await _questions(ctx, await ctx.work.get(Pulse, int(number)))
    mine = await _mine(ctx)
    chosen = pulse_field(ctx, declared.key, mine)
    if len(mine) > 1:
        return (chosen,)
    return replace(chosen, value=str(mine[0].id)), *await _questions(ctx, mine[0])


async def _which(ctx: Context, _given: Mapping[str, str]) -> tuple[Field, ...]:
    return (pulse_field(ctx, registry.commands["pulse withdraw"].key, await _mine(ctx)),)


async def _mine(ctx: Context) -> list[Pulse]:
    """The open rounds that ask this person."""
    opened = [each for each in await ctx.work.all(Pulse, state=PulseState.OPEN) if is_open(each, ctx.now)]
    return [each for each in opened if await was_asked(ctx.work, each, ctx.person.id)]


async def _questions(ctx: Context, pulse: Pulse) -> tuple[Field, ...]:
    if ctx.asked.values is None and not is_open(pulse, ctx.now):  # an old button: nobody should write in vain
        raise Refusal("pulse-is-closed", closed=pulse.closes_at)
    key = registry.commands["pulse answer"].key
    params = {param.name: param for param in registry.commands["pulse answer"].params}
    before = await ctx.work.one(PulseAnswer, pulse_id=pulse.id, person_id=ctx.person.id)
    scores = before.scores if before else {}
    items = [question for question in pulse.questions if question != AGAIN]
    fields = [
        replace(
            field_for(ctx, key, params[place], str(scores.get(item, ""))),
            label=ctx.t(f"pulse-item-{item}"),
            hint=ctx.t("pulse-scale-hint"),
        )
        for place, item in zip(PLACES, items, strict=True)
    ]
    if AGAIN in pulse.questions:
        value = AGAIN_OPTIONS[scores[AGAIN] - 1] if AGAIN in scores else ""
        fields.append(replace(field_for(ctx, key, params[AGAIN], value), required=True))
    text = field_for(ctx, key, params["text"], before.text if before else "")
    return *fields, replace(text, hint=ctx.t(f"pulse-text-hint-{pulse.mode}"))


@command(
    "pulse answer",
    PULSE,
    *(Param(place, Kind.ONE, options=SCALE) for place in PLACES),
    Param(AGAIN, Kind.ONE, default="", options=AGAIN_OPTIONS),
    Param("text", Kind.LONG, default="", most=LONGEST),
    fields=_fields,
)
async def answer(
    ctx: Context, pulse: Pulse, first: str, second: str, third: str, again: str | None, text: str
) -> Message:
    """Keep one answer for each person (PUL-04). What comes late is not counted, and the person is told (PUL-05)."""
    pulse = await _asked_here(ctx, pulse)
    if not is_open(pulse, ctx.now):
        section = Section(ctx.t("pulse-your-words"), text)
        return Message(ctx.t("pulse-too-late", closed=pulse.closes_at), sections=(section,) if text else ())
    items = [question for question in pulse.questions if question != AGAIN]
    scores = dict(zip(items, (int(first), int(second), int(third)), strict=True))
    if AGAIN in pulse.questions:
        scores[AGAIN] = _again(again)
    await _keep(ctx, pulse, scores, text)
    withdraw_button = Button(ctx.t("pulse-withdraw-button"), f"pulse withdraw pulse:{pulse.id}")
    buttons = (answer_button(ctx, pulse, "pulse-change-button"), withdraw_button)
    return Message(ctx.t("pulse-answered", closes=pulse.closes_at), buttons=buttons)


def _again(said: str | None) -> int:
    if not said:
        raise BadArgument(AGAIN, "argument-missing")
    return AGAIN_OPTIONS.index(said) + 1


async def _keep(ctx: Context, pulse: Pulse, scores: dict[str, int], text: str) -> None:
    kept = await ctx.work.one(PulseAnswer, pulse_id=pulse.id, person_id=ctx.person.id)
    if kept:
        kept.scores, kept.text = scores, text
    else:
        await ctx.work.add(PulseAnswer(pulse.community_id, pulse.id, ctx.person.id, scores, text))


@command("pulse withdraw", PULSE, fields=_which)
async def withdraw(ctx: Context, pulse: Pulse) -> Message:
    """Take an answer back while the round is open."""
    pulse = await _asked_here(ctx, pulse)
    if not is_open(pulse, ctx.now):
        raise Refusal(f"pulse-too-late-to-withdraw-{pulse.mode}")
    if kept := await ctx.work.one(PulseAnswer, pulse_id=pulse.id, person_id=ctx.person.id):
        await ctx.work.delete(kept)
    return Message(ctx.t("pulse-withdrawn", closes=pulse.closes_at), buttons=(answer_button(ctx, pulse),))


async def _asked_here(ctx: Context, pulse: Pulse) -> Pulse:
    """The round, for this transaction alone. Who is not asked is not told that it exists (PRM-02)."""
    pulse = await ctx.work.get(Pulse, pulse.id, lock=True)
    if not await was_asked(ctx.work, pulse, ctx.person.id):
        raise NotFound("not-found-pulse")
    return pulse


# --- what is kept about people ---------------------------------------------------------------------------------------
async def _export(work: Work, person_id: int) -> object:
    """In the totals mode only while the round is open: after that nobody, not even the bot, knows whose is which."""
    answers = await work.all(PulseAnswer, person_id=person_id)
    occasions = {each.id: each.occasion for each in await work.all(Pulse, id=[each.pulse_id for each in answers])}
    return [{"pulse": occasions[each.pulse_id], "scores": each.scores, "text": each.text} for each in answers]


async def _erase(work: Work, person_id: int, _now: datetime) -> None:
    for each in await work.all(PulseAnswer, person_id=person_id):
        await work.delete(each)


personal_data("pulse", "PulseAnswer.person_id", export=_export, erase=_erase)

"""Opening and closing rounds, by hand or by the calendar, and the words that ask people to answer."""

from dataclasses import replace
from datetime import timedelta

from bot.command import Kind, Param, command, message_builder, planner
from bot.context import Context
from bot.entities import Due, Programme, ProgrammeState, Pulse, PulseAnswer, PulseMode, PulseState
from bot.errors import Refusal
from bot.features.pulse.rounds import (
    ASK,
    CLOSED,
    QUESTIONS,
    REMIND,
    begin,
    finish,
    is_open,
    opening_times,
    sides,
)
from bot.features.pulse.views import PULSE, answer_button, choosing, opened_on, results_button, who_sees
from bot.message import Button, Message, Section, Style
from bot.people import Who

THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
MOST_LISTED = 10


@command(
    "pulse open",
    Param("mode", Kind.ONE, options=tuple(PulseMode)),
    Param("occasion", Kind.ONE, options=tuple(QUESTIONS)),
    THIS,
    who=Who.FACILITATOR,
)
async def open_by_hand(ctx: Context, mode: str, occasion: str, programme: Programme) -> Message:
    """Ask everybody in a pair. The mode is fixed from then on (PUL-09), and one round is open at a time."""
    programme = await ctx.work.get(Programme, programme.id, lock=True)
    await _require_none_open(ctx, programme)
    invited, floor = len(await sides(ctx.work, programme.id)), ctx.pace(programme).anonymity_floor
    if not invited:
        raise Refusal("pulse-nobody")
    if mode == PulseMode.TOTALS and invited < floor:
        button = Button(ctx.t("pulse-open-named-button"), f"pulse open named {occasion} programme:{programme.id}")
        return Message(ctx.t("pulse-too-few", invited=invited, floor=floor), buttons=(button,))
    pulse = await begin(ctx, programme, PulseMode(mode), occasion)
    text = ctx.t("pulse-opened", invited=invited, closes=pulse.closes_at)
    return Message(text, sections=(await who_sees(ctx, programme, pulse),), buttons=(_close_button(ctx, pulse),))


async def _require_none_open(ctx: Context, programme: Programme) -> None:
    for pulse in await ctx.work.all(Pulse, programme_id=programme.id, state=PulseState.OPEN):
        if is_open(pulse, ctx.now):
            mode = ctx.t(f"option-{pulse.mode}")
            raise Refusal("pulse-already-open", opened=opened_on(ctx, pulse), mode=mode, closes=pulse.closes_at)


@command("pulse close", PULSE, who=Who.FACILITATOR, fields=choosing("pulse close"))
async def close_by_hand(ctx: Context, pulse: Pulse) -> Message:
    """Take no more answers. Closing again changes nothing."""
    pulse = await finish(ctx, pulse)
    return Message(ctx.t("pulse-closed-now"), buttons=(results_button(ctx, pulse),))


@command("pulse list", THIS, who=Who.FACILITATOR)
async def show_list(ctx: Context, programme: Programme) -> Message:
    """The rounds of a programme, the latest first."""
    pulses = list(reversed(await ctx.work.all(Pulse, programme_id=programme.id)))[:MOST_LISTED]
    sections = tuple(_listed(ctx, pulse) for pulse in pulses)
    button = Button(ctx.t("cmd-pulse-open-title"), f"pulse open programme:{programme.id}")
    return Message(ctx.t("pulse-list", count=len(pulses)), programme.name, sections, (button,))


def _listed(ctx: Context, pulse: Pulse) -> Section:
    opened = is_open(pulse, ctx.now)
    button = _close_button(ctx, pulse) if opened else results_button(ctx, pulse)
    text = ctx.t("pulse-state-open" if opened else "pulse-state-closed", closes=pulse.closes_at, invited=pulse.invited)
    return Section(ctx.t(f"pulse-name-{pulse.occasion}"), f"{text} {ctx.t(f'option-{pulse.mode}')}.", buttons=(button,))


def _close_button(ctx: Context, pulse: Pulse) -> Button:
    line = f"pulse close pulse:{pulse.id}"
    return Button(ctx.t("pulse-close-button"), line, Style.DANGER, ctx.t("pulse-close-confirm"))


# --- said ------------------------------------------------------------------------------------------------------------
@message_builder(ASK, urgency=5)
async def ask(ctx: Context, due: Due) -> Message | None:
    """The question to one person: which programme, which day, and who will see the answer, all before it (PUL-10)."""
    pulse = await ctx.work.get(Pulse, due.subject_id)
    return await _question(ctx, pulse, "pulse-ask") if is_open(pulse, ctx.now) else None


@message_builder(REMIND, nudge=True, urgency=6)
async def remind(ctx: Context, due: Due) -> Message | None:
    """One reminder, for those who have not answered."""
    pulse = await ctx.work.get(Pulse, due.subject_id)
    answered = await ctx.work.one(PulseAnswer, pulse_id=pulse.id, person_id=ctx.person.id)
    return None if answered or not is_open(pulse, ctx.now) else await _question(ctx, pulse, "pulse-remind")


async def _question(ctx: Context, pulse: Pulse, key: str) -> Message:
    programme = await ctx.work.get(Programme, pulse.programme_id)
    ctx = ctx.about(programme)
    name = ctx.t(f"pulse-name-{pulse.occasion}")
    text = ctx.t(key, name=name, opened=opened_on(ctx, pulse), closes=pulse.closes_at)
    button = replace(answer_button(ctx, pulse), style=Style.PRIMARY)
    return Message(text, programme.name, (await who_sees(ctx, programme, pulse),), (button,))


@message_builder(CLOSED, urgency=6, useful=timedelta(days=30))
async def closed(ctx: Context, due: Due) -> Message | None:
    """Tell the facilitator that the results can be looked at; no figure and no name here (PUL-02)."""
    pulse = await ctx.work.get(Pulse, due.subject_id)
    ctx = ctx.about(await ctx.work.get(Programme, pulse.programme_id))
    name = ctx.t(f"pulse-name-{pulse.occasion}")
    return Message(ctx.t("pulse-closed", name=name), buttons=(results_button(ctx, pulse),))


@planner
async def plan(ctx: Context, programme: Programme) -> None:
    """Close what is over, and open the next round on its day, one at a time.

    Opened in totals; with so few people that no total could ever be shown, with names, as each question says.
    """
    await ctx.work.get(Programme, programme.id, lock=True)  # two planners at once must not open a round twice
    pulses = await ctx.work.all(Pulse, programme_id=programme.id)
    for pulse in pulses:
        if pulse.state == PulseState.OPEN and not is_open(pulse, ctx.now):
            await finish(ctx, pulse)
    if programme.state != ProgrammeState.RUNNING or any(is_open(pulse, ctx.now) for pulse in pulses):
        return
    occasion = _occasion_now(ctx, programme, {pulse.occasion for pulse in pulses})
    if occasion and (people := await sides(ctx.work, programme.id)):
        enough = len(people) >= ctx.pace(programme).anonymity_floor
        await begin(ctx, programme, PulseMode.TOTALS if enough else PulseMode.NAMED, occasion)


def _occasion_now(ctx: Context, programme: Programme, done: set[str]) -> str | None:
    """The round whose days these are and that has not been; after a long silence the missed ones are left out."""
    pace = ctx.pace(programme)
    times = opening_times(programme, pace, ctx.work.community.time_zone)
    current = (each for each, at in times.items() if at <= ctx.now < at + timedelta(days=pace.pulse_open))
    return next((each for each in current if each not in done), None)

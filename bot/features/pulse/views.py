"""How a round is shown to those it asks and to the facilitator, and how one is chosen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.command import FormFields, Kind, Param, registry
from bot.context import Context
from bot.entities import Programme, Pulse
from bot.errors import Refusal
from bot.forms import default_fields, field_for
from bot.message import Button, Field, FieldKind, Option, Section, Style
from bot.people import facilitators_of, may_facilitate
from bot.rules.calendar import local

PULSE = Param("pulse", Kind.ENTITY, entity=Pulse)


async def who_sees(ctx: Context, programme: Programme, pulse: Pulse) -> Section:
    """Who will see an answer, by name and in plain words (PUL-08)."""
    people = [person.name for person in await facilitators_of(ctx.work, programme)]
    floor = ctx.pace(programme).anonymity_floor
    text = ctx.t(f"pulse-who-sees-{pulse.mode}", people=people, floor=floor, closes=pulse.closes_at)
    return Section(ctx.t("pulse-who-sees"), text)


def opened_on(ctx: Context, pulse: Pulse) -> date:
    """The day on which a round was opened, on the reader's calendar."""
    return local(pulse.opens_at, ctx.zone).date()


def answer_button(ctx: Context, pulse: Pulse, key: str = "pulse-answer-button") -> Button:
    """Opens the questions."""
    return Button(ctx.t(key), f"pulse answer pulse:{pulse.id}")


def results_button(ctx: Context, pulse: Pulse) -> Button:
    """Shows what may be shown."""
    return Button(ctx.t("pulse-results-button"), f"pulse results pulse:{pulse.id}", Style.PRIMARY)


def pulse_field(ctx: Context, key: str, pulses: list[Pulse]) -> Field:
    """A choice among rounds. Raises Refusal when there is none."""
    if not pulses:
        raise Refusal("pulse-none")
    options = tuple(Option(str(each.id), _label(ctx, each)) for each in pulses)
    return replace(field_for(ctx, key, PULSE), kind=FieldKind.ONE, options=options)


def _label(ctx: Context, pulse: Pulse) -> str:
    return f"{ctx.t(f'pulse-name-{pulse.occasion}')}, {ctx.reader.day(opened_on(ctx, pulse))}"


def choosing(name: str) -> FormFields:
    """The fields of a facilitator's command about one round. Without its number they begin with a choice."""

    async def fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
        command = registry.commands[name]
        shown = default_fields(ctx, command)
        if given.get("pulse"):
            return shown
        pulses = [
            each for each in await ctx.work.all(Pulse) if await may_facilitate(ctx.work, ctx.person, each.programme_id)
        ]
        return pulse_field(ctx, command.key, pulses[::-1]), *shown

    return fields

"""The fit question after the first meeting: both sides, in private; an unsure answer is asked about again."""

from datetime import datetime, timedelta

from bot.command import Kind, Param, command, message_builder, personal_data, planner
from bot.context import Context
from bot.entities import Due, Fit, FitAnswer, MeetingState, Pairing, PairingState, Person, Programme
from bot.features.pairings.choosing import MINE, chosen, inside
from bot.message import Button, Message, Style
from bot.people import facilitators_of, hours_of, partner_of
from bot.ports import Work
from bot.rules.calendar import add_days
from bot.rules.quiet import earliest

FIT = "pairing.fit"
ANOTHER = "pairing.wants-another"
FRESH = timedelta(days=30)
"""A first meeting further back is not asked about any more."""


@command("fit", Param("answer", Kind.ONE, options=tuple(FitAnswer)), MINE)
async def answer_fit(ctx: Context, answer: str, pairing: Pairing | None) -> Message:
    """Say in private how the pair fits; the latest answer stands."""
    found = await chosen(ctx, pairing, f"fit answer:{answer}", PairingState.ACTIVE, PairingState.PAUSED)
    if isinstance(found, Message):
        return found
    ctx = await inside(ctx, found)
    said = FitAnswer(answer)
    await _keep(ctx, found, said)
    if said == FitAnswer.UNSURE:
        programme = await ctx.work.get(Programme, found.programme_id)
        later = add_days(ctx.now, ctx.pace(programme).fit_again, ctx.work.community.time_zone)
        at = earliest(later, hours_of(ctx.person, ctx.work.community))  # so that the day named is the day it comes
        await ctx.tell(FIT, found.id, ctx.person, at=at, occurrence=f"unsure-{ctx.now.date()}")
        return Message(ctx.t("fit-thanks-unsure", at=at))
    if said == FitAnswer.ANOTHER:
        await _tell_facilitators(ctx, found)
        leave = Button(ctx.t("pairing-leave-now-button"), f"pairing leave pairing:{found.id}")
        return Message(ctx.t("fit-thanks-another"), buttons=(leave,))
    return Message(ctx.t("fit-thanks-go_on"))


async def _keep(ctx: Context, pairing: Pairing, said: FitAnswer) -> None:
    earlier = await ctx.work.one(Fit, pairing_id=pairing.id, person_id=ctx.person.id)
    if earlier is None:
        await ctx.work.add(Fit(ctx.work.community.id, pairing.id, ctx.person.id, said, ctx.now))
    else:
        earlier.answer, earlier.answered_at = said, ctx.now


async def _tell_facilitators(ctx: Context, pairing: Pairing) -> None:
    programme = await ctx.work.get(Programme, pairing.programme_id)
    for person in await facilitators_of(ctx.work, programme):
        occurrence, details = f"{ctx.person.id}-{ctx.now.date()}", {"who": ctx.person.id}
        await ctx.tell(ANOTHER, pairing.id, person, occurrence=occurrence, details=details)


@planner
async def plan_questions(ctx: Context, programme: Programme) -> None:
    """Ask both the day after the first meeting, and once more after silence."""
    fresh: list[tuple[Pairing, datetime]] = []
    for pairing in ctx.standing.pairings(PairingState.ACTIVE):
        held = [one.starts_at for one in await ctx.standing.meetings(pairing.id) if one.state == MeetingState.HELD]
        if held and min(held) > ctx.now - FRESH:
            fresh.append((pairing, min(held)))
    answers = await ctx.work.all(Fit, pairing_id={pairing.id for pairing, _ in fresh}) if fresh else []
    answered = {(one.pairing_id, one.person_id) for one in answers}
    for pairing, first in fresh:
        for member in pairing.members():
            if (pairing.id, member) not in answered:
                await _ask(ctx, programme, pairing.id, member, first)


async def _ask(ctx: Context, programme: Programme, pairing_id: int, person_id: int, first: datetime) -> None:
    pace, zone = ctx.pace(programme), ctx.work.community.time_zone
    at = max(ctx.now, add_days(first, pace.fit_question, zone))
    await ctx.tell(FIT, pairing_id, person_id, at=at)
    await ctx.tell(FIT, pairing_id, person_id, at=add_days(at, pace.fit_again, zone), occurrence="silent")


@message_builder(FIT)
async def question(ctx: Context, due: Due) -> Message | None:
    """How does it fit? With who will see the answer, before it is given."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.ACTIVE:
        return None
    said = await ctx.work.one(Fit, pairing_id=pairing.id, person_id=ctx.person.id)
    if said and (said.answer != FitAnswer.UNSURE or not due.key.split(":")[2].startswith("unsure")):
        return None
    ctx = await inside(ctx, pairing)
    buttons = tuple(
        Button(ctx.t(f"option-{item}"), f"fit pairing:{pairing.id} answer:{item}", _style(item)) for item in FitAnswer
    )
    key = "fit-question-again" if said else "fit-question"
    return Message(
        ctx.t(key, partner=(await partner_of(ctx.work, pairing, ctx.person.id)).name),
        ctx.t("fit-title"),
        buttons=buttons,
    )


def _style(answer: FitAnswer) -> Style:
    return Style.PRIMARY if answer == FitAnswer.GO_ON else Style.NORMAL


@message_builder(ANOTHER)
async def wants_another(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: a fact with its date. The partner is not told by Luotsi."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    who = await ctx.work.get(Person, int(due.details["who"]))
    said = await ctx.work.one(Fit, pairing_id=pairing.id, person_id=who.id)
    if said is None or said.answer != FitAnswer.ANOTHER or pairing.state == PairingState.ENDED:
        return None
    ctx = await inside(ctx, pairing)
    partner = await partner_of(ctx.work, pairing, who.id)
    button = Button(ctx.t("pairing-end-button"), f"pairing end pairing:{pairing.id}")
    text = ctx.t("fit-wants-another", name=who.name, partner=partner.name, at=said.answered_at)
    return Message(text, buttons=(button,))


async def _export(work: Work, person_id: int) -> object:
    answers = await work.all(Fit, person_id=person_id)
    return [
        {"pairing": one.pairing_id, "answer": one.answer.value, "at": one.answered_at.isoformat()} for one in answers
    ]


async def _erase(work: Work, person_id: int, _now: datetime) -> None:
    for one in await work.all(Fit, person_id=person_id):
        await work.delete(one)


personal_data("fit answers", "Fit.person_id", export=_export, erase=_erase)

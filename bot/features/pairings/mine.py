"""What is mine now: my pairs with what comes next in each, and my place in a queue."""

from collections.abc import Iterable, Sequence

from bot.command import command
from bot.context import Context
from bot.entities import (
    Agreement,
    Application,
    ApplicationState,
    Fit,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
    Programme,
    ProgrammeState,
)
from bot.features.pairings.choosing import LIVE
from bot.message import Button, Message, Section, Style
from bot.people import pairings_of, partner_of
from bot.rules.applying import Role
from bot.rules.rounds import place_in_queue

Facts = tuple[tuple[str, str], ...]


@command("mine")
async def mine(ctx: Context) -> Message:
    """My pairs and applications, each with its state and its next step."""
    own = await pairings_of(ctx.work, ctx.person.id, *LIVE)
    programmes = {one.id: one for one in await ctx.work.all(Programme)}
    sections = [await _pair(ctx.about(programmes[one.programme_id]), one) for one in own]
    paired = {one.programme_id for one in own}
    for item in await ctx.work.all(Application, person_id=ctx.person.id):
        there = ctx.about(programmes[item.programme_id])
        if programmes[item.programme_id].state == ProgrammeState.ENDED:
            continue
        if item.state == ApplicationState.WAITING:
            sections.append(await _queue(there, item))
        elif item.state == ApplicationState.PLACED and item.programme_id not in paired:
            sections.append(_between(there, item))
    if sections:
        return Message(ctx.t("mine", name=ctx.person.name), ctx.t("mine-title"), tuple(sections))
    still_open = [one for one in programmes.values() if one.state == ProgrammeState.OPEN]
    buttons = tuple(
        Button(ctx.t("mine-apply-button", name=one.name), f"apply programme:{one.id}") for one in still_open
    )
    return Message(ctx.t("mine-nothing"), ctx.t("mine-title"), buttons=buttons)


async def _pair(ctx: Context, pairing: Pairing) -> Section:
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    side = "mentor" if partner.id == pairing.mentor_id else "actor"
    until = pairing.veto_until if pairing.state == PairingState.PROPOSED else pairing.paused_until
    facts = [(ctx.t("mine-state"), ctx.t(f"mine-state-{pairing.state}", until=until))]
    meetings = await ctx.work.all(Meeting, pairing_id=pairing.id)
    if pairing.state != PairingState.PROPOSED:
        facts.append((ctx.t("mine-next-meeting"), _next_meeting(ctx, meetings)))
        facts.append((ctx.t("mine-agreement"), await _agreement(ctx, pairing)))
    if waits := [ctx.t(key) for key in await _waiting_for_me(ctx, pairing, meetings)]:
        facts.append((ctx.t("mine-waits"), "; ".join(waits)))
    heading = ctx.t(f"mine-pair-{side}", partner=partner.name)
    return Section(heading, facts=tuple(facts), buttons=_buttons(ctx, pairing, meetings))


def _next_meeting(ctx: Context, meetings: Iterable[Meeting]) -> str:
    ahead = [one.starts_at for one in meetings if one.state == MeetingState.PLANNED and one.starts_at > ctx.now]
    return ctx.reader.when(min(ahead)) if ahead else ctx.t("mine-no-meeting")


async def _agreement(ctx: Context, pairing: Pairing) -> str:
    versions = await ctx.work.all(Agreement, pairing_id=pairing.id)
    if not versions:
        return ctx.t("mine-no-agreement")
    latest = max(versions, key=lambda version: version.version)
    if latest.agreed:
        return ctx.t("mine-agreed", on=max(filter(None, (latest.mentor_agreed_at, latest.actor_agreed_at))))
    own = latest.mentor_agreed_at if ctx.person.id == pairing.mentor_id else latest.actor_agreed_at
    return ctx.t("mine-agreement-partner" if own else "mine-agreement-you")


async def _waiting_for_me(ctx: Context, pairing: Pairing, meetings: Sequence[Meeting]) -> list[str]:
    """Keys of what only this person can do now."""
    if pairing.state != PairingState.ACTIVE:
        return []
    found = []
    if _to_log(ctx, meetings):
        found.append("mine-waits-log")
    held = any(one.state == MeetingState.HELD for one in meetings)
    if held and not await ctx.work.one(Fit, pairing_id=pairing.id, person_id=ctx.person.id):
        found.append("mine-waits-fit")
    return found


def _to_log(ctx: Context, meetings: Iterable[Meeting]) -> list[Meeting]:
    return [one for one in meetings if one.state == MeetingState.PLANNED and one.starts_at <= ctx.now]


def _buttons(ctx: Context, pairing: Pairing, meetings: Sequence[Meeting]) -> tuple[Button, ...]:
    """What can be done with the pair now, the likeliest first."""
    if pairing.state == PairingState.PROPOSED:
        return (Button(ctx.t("mine-veto-button"), f"match veto pairing:{pairing.id}"),)
    if pairing.state == PairingState.PAUSED:
        first, extra = "pairing resume", []
    elif _to_log(ctx, meetings):
        first, extra = "meeting log", ["meeting plan"]
    else:
        first, extra = "meeting plan", ["meeting log"]
    lines = [first, *extra, "agreement show"]
    lines += ["fit", "pairing pause"] if pairing.state == PairingState.ACTIVE else []
    return tuple(
        Button(ctx.t(f"mine-{line.replace(' ', '-')}-button"), f"{line} pairing:{pairing.id}", _style(line == first))
        for line in (*lines, "pairing leave")
    )


def _style(first: bool) -> Style:
    return Style.PRIMARY if first else Style.NORMAL


def _between(ctx: Context, item: Application) -> Section:
    """After the end of a pair: in no queue, and how to get into it again."""
    again = Button(ctx.t("pairing-again-button"), f"match again programme:{item.programme_id}", Style.PRIMARY)
    return Section(ctx.t("mine-application"), ctx.t("mine-between"), buttons=(again, _application_button(ctx, item)))


def _application_button(ctx: Context, item: Application) -> Button:
    return Button(ctx.t("mine-application-button"), f"application show programme:{item.programme_id}")


async def _queue(ctx: Context, item: Application) -> Section:
    waiting = await ctx.work.all(Application, programme_id=item.programme_id, state=ApplicationState.WAITING)
    sides = set(Role) if item.answers.role == Role.EITHER else {item.answers.role, Role.EITHER}
    same = [(one.queued_at, one.person_id) for one in waiting if one.answers.role in sides]
    text = ctx.t("mine-queue", place=place_in_queue(same, item.person_id))
    return Section(ctx.t("mine-application"), text, buttons=(_application_button(ctx, item),))

"""A pair without a meeting is asked, and after that the facilitator sees it. Nothing ends by itself."""

from datetime import datetime

from bot.command import message_builder, planner
from bot.context import Context
from bot.entities import Due, Pairing, PairingState, Programme, ProgrammeState
from bot.message import Button, Message, Style
from bot.pairs import Standing
from bot.people import partner_of
from bot.rules.calendar import add_days, local
from bot.rules.signals import PairFacts, silent_since, within_reach

FIRST = "meeting.first"
SILENCE = "meeting.silence"


@planner
async def plan_nudges(ctx: Context, programme: Programme) -> None:
    """Ask a pair that has no first meeting after a week, and one that has been silent for five weeks."""
    if programme.state != ProgrammeState.RUNNING:
        return
    pace, zone = ctx.pace(programme), ctx.work.community.time_zone
    for pairing in ctx.standing.pairings(PairingState.ACTIVE):
        if pairing.introduced_at is None:
            continue
        pair = await ctx.standing.facts(pairing)
        if not pair.meetings:
            await _ask(ctx, FIRST, pairing, pair.began_at, add_days(pair.began_at, pace.first_meeting_nudge, zone))
        if since := silent_since(pair, ctx.now):
            await _ask(ctx, SILENCE, pairing, since, add_days(since, pace.silence, zone))


async def _ask(ctx: Context, kind: str, pairing: Pairing, since: datetime, at: datetime) -> None:
    """Once to each for one silence. What has lost its use is left to the facilitator's list."""
    if within_reach(at, ctx.now):
        for member in (pairing.actor_id, pairing.mentor_id):
            await ctx.tell(
                kind, pairing.id, member, at=at, occurrence=since.isoformat(), details={"since": since.isoformat()}
            )  # fmt: skip


async def _still(ctx: Context, due: Due) -> tuple[Context, Pairing, PairFacts] | None:
    """The pair, if it goes on and has been silent since the moment that the row is about."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    programme = await ctx.work.get(Programme, pairing.programme_id)
    if pairing.state != PairingState.ACTIVE or programme.state != ProgrammeState.RUNNING:
        return None
    pair = await Standing(ctx.work, [pairing]).facts(pairing)
    since = silent_since(pair, ctx.now)
    if since is None or since.isoformat() != due.details["since"]:
        return None
    return ctx.about(programme), pairing, pair


@message_builder(FIRST, nudge=True)
async def first_meeting(ctx: Context, due: Due) -> Message | None:
    """The first meeting is the actor's step: the actor is asked for a date, the mentor told that the actor is."""
    found = await _still(ctx, due)
    if found is None or found[2].meetings:
        return None
    ctx, pairing, _ = found
    side = "actor" if ctx.person.id == pairing.actor_id else "mentor"
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    return Message(ctx.t(f"meeting-first-{side}", partner=partner.name), buttons=_steps(ctx, pairing))


@message_builder(SILENCE, nudge=True)
async def silence(ctx: Context, due: Due) -> Message | None:
    """How is it going? With the three things that may be so: we meet, we met, or we need a rest."""
    found = await _still(ctx, due)
    if found is None:
        return None
    ctx, pairing, pair = found
    key = "meeting-silence" if pair.meetings else "meeting-silence-never"
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    since = local(max([pair.began_at, *pair.meetings]), ctx.zone).date()
    rest = (
        Button(ctx.t("meeting-pause-button"), f"pairing pause pairing:{pairing.id}"),
        Button(ctx.t("meeting-fit-button"), f"fit pairing:{pairing.id}"),
    )
    return Message(ctx.t(key, partner=partner.name, since=since), buttons=(*_steps(ctx, pairing), *rest))


def _steps(ctx: Context, pairing: Pairing) -> tuple[Button, ...]:
    return (
        Button(ctx.t("meeting-plan-button"), f"meeting plan pairing:{pairing.id}", Style.PRIMARY),
        Button(ctx.t("meeting-we-met-button"), f"meeting log pairing:{pairing.id}"),
    )

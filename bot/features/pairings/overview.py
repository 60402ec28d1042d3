"""The facilitator's list of pairs: facts with their dates, no scores and no colours."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.command import Kind, Param, command
from bot.context import Context
from bot.entities import (
    Agreement,
    DueState,
    Fit,
    FitAnswer,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
    Person,
    Programme,
)
from bot.features.pairings.choosing import LIVE
from bot.message import Button, Message, Section, Style
from bot.people import Who

PAGE = 10
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
TOLD = {PairingState.PROPOSED: "match.proposed", PairingState.ACTIVE: "pairing.welcome"}
SHOWN = (*LIVE, PairingState.ENDED)
NOT_TOLD = frozenset({DueState.UNDELIVERABLE, DueState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Known:
    """What is read once for a page of pairs, by the pair's id."""

    names: dict[int, str]
    meetings: dict[int, list[Meeting]]
    agreed: dict[int, datetime]
    another: dict[int, datetime]


@command(
    "pairing list",
    Param("page", Kind.NUMBER, default="1", least=1, most=1_000, in_form=False),
    THIS,
    who=Who.FACILITATOR,
)
async def show_list(ctx: Context, page: int, programme: Programme) -> Message:
    """All pairs of a programme, ten a page, those that go on first."""
    pairings = sorted(await ctx.work.all(Pairing, programme_id=programme.id, state=SHOWN), key=_order)
    if not pairings:
        button = Button(ctx.t("pairing-draft-button"), f"match draft programme:{programme.id}", Style.PRIMARY)
        return Message(ctx.t("pairing-list-empty"), buttons=(button,))
    pages = -(-len(pairings) // PAGE)
    page = min(page, pages)
    here = pairings[(page - 1) * PAGE : page * PAGE]
    known = await _known(ctx, here)
    sections = tuple([await _entry(ctx, one, known) for one in here])
    next_page = Button(ctx.t("pairing-next-button"), f"pairing list page:{page + 1} programme:{programme.id}")
    live = sum(one.state in LIVE for one in pairings)
    text = ctx.t("pairing-list", live=live, ended=len(pairings) - live, page=page, pages=pages)
    return Message(text, programme.name, sections, (next_page,) if page < pages else ())


def _order(pairing: Pairing) -> tuple[int, int]:
    return SHOWN.index(pairing.state), pairing.id


async def _known(ctx: Context, pairings: Sequence[Pairing]) -> Known:
    ids = tuple(one.id for one in pairings)
    people = {member for one in pairings for member in one.members()}
    meetings: defaultdict[int, list[Meeting]] = defaultdict(list)
    for meeting in await ctx.work.all(Meeting, pairing_id=ids):
        meetings[meeting.pairing_id].append(meeting)
    agreed = {
        one.pairing_id: max(one.mentor_agreed_at, one.actor_agreed_at)
        for one in await ctx.work.all(Agreement, pairing_id=ids)
        if one.mentor_agreed_at and one.actor_agreed_at
    }
    another = await ctx.work.all(Fit, pairing_id=ids, answer=FitAnswer.ANOTHER)
    names = {person.id: person.name for person in await ctx.work.all(Person, id=people)}
    return Known(names, meetings, agreed, {one.pairing_id: one.answered_at for one in another})


async def _entry(ctx: Context, pairing: Pairing, known: Known) -> Section:
    until = pairing.veto_until if pairing.state == PairingState.PROPOSED else pairing.paused_until
    at = pairing.ended_at if pairing.state == PairingState.ENDED else pairing.introduced_at
    facts = [(ctx.t("pairing-state"), ctx.t(f"pairing-state-{pairing.state}", until=until, at=at))]
    if pairing.state != PairingState.PROPOSED:
        facts += _meetings(ctx, known.meetings[pairing.id], goes_on=pairing.state in LIVE)
        agreed = known.agreed.get(pairing.id)
        if agreed or pairing.state in LIVE:
            on = ctx.reader.day(agreed) if agreed else ctx.t("pairing-not-agreed")
            facts.append((ctx.t("pairing-agreed-on"), on))
    if pairing.id in known.another and pairing.state in LIVE:
        facts.append((ctx.t("pairing-another"), ctx.reader.day(known.another[pairing.id])))
    unreached = await _unreached(ctx, pairing)
    if unreached:
        facts.append((ctx.t("pairing-half-told"), ctx.reader.list(known.names[who] for who in unreached)))
    names = {"mentor": known.names[pairing.mentor_id], "actor": known.names[pairing.actor_id]}
    return Section(ctx.t("pairing-two", **names), facts=tuple(facts), buttons=_buttons(ctx, pairing, bool(unreached)))


def _meetings(ctx: Context, meetings: Sequence[Meeting], *, goes_on: bool) -> list[tuple[str, str]]:
    held = [one.starts_at for one in meetings if one.state == MeetingState.HELD]
    ahead = [one.starts_at for one in meetings if one.state == MeetingState.PLANNED and one.starts_at > ctx.now]
    last = ctx.t("pairing-held", count=len(held), on=max(held)) if held else ctx.t("pairing-none-held")
    coming = ctx.reader.when(min(ahead)) if ahead else ctx.t("pairing-none-planned")
    return [(ctx.t("pairing-meetings"), last), *([(ctx.t("pairing-next-meeting"), coming)] if goes_on else [])]


async def _unreached(ctx: Context, pairing: Pairing) -> list[int]:
    """Who could not be told of the pair: no word that was sent, and none on its way (MAT-11)."""
    kind = TOLD.get(pairing.state)
    rows = await ctx.work.outbox.rows(kind, pairing.id) if kind else ()
    failed = {row.person_id for row in rows if row.state in NOT_TOLD}
    reached = {row.person_id for row in rows if row.state not in NOT_TOLD}
    return [who for who in pairing.members() if who in failed - reached]


def _buttons(ctx: Context, pairing: Pairing, half_told: bool) -> tuple[Button, ...]:
    if pairing.state not in LIVE:
        return ()
    end = Button(ctx.t("pairing-end-button"), f"pairing end pairing:{pairing.id}", Style.DANGER)
    if pairing.state == PairingState.PROPOSED and half_told:
        return (Button(ctx.t("pairing-introduce-button"), f"match introduce pairing:{pairing.id}"), end)
    return (end,)

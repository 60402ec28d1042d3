"""What people say to a round: no to a pair, once more, or something else instead."""

from bot.command import Kind, Param, command, message_builder
from bot.context import Context
from bot.entities import (
    Application,
    ApplicationState,
    Due,
    Pairing,
    PairingState,
    Person,
    Programme,
    ProgrammeState,
)
from bot.errors import NotFound, Refusal
from bot.features.matching.drafting import THIS, never_again, pair_names
from bot.features.matching.pool import LIVE, capacity_of
from bot.features.matching.publishing import PROPOSED, place_of
from bot.message import Button, Message, Style
from bot.people import facilitators_of, pairings_of, partner_of, require_member

REOPENED = "match.reopened"
VETOED = "match.vetoed"
OTHER = "match.other"


@command("match veto", Param("pairing", Kind.ENTITY, default="", entity=Pairing))
async def veto(ctx: Context, pairing: Pairing | None) -> Message:
    """Say no to a proposed pair, from either side, without a reason. Both keep their place in the queue (MAT-14)."""
    if pairing is None:
        raise Refusal("match-veto-which")
    require_member(pairing, ctx.person)
    programme = await ctx.work.get(Programme, pairing.programme_id, lock=True)
    await ctx.work.get(Pairing, pairing.id, lock=True)
    ctx = ctx.about(programme)
    match pairing.state:
        case PairingState.DRAFT:
            raise NotFound("not-found-pairing")
        case PairingState.VETOED:
            return Message(ctx.t("match-vetoed-already"))
        case PairingState.ENDED:
            return Message(ctx.t("match-veto-ended"))
    if pairing.state != PairingState.PROPOSED or pairing.veto_until is None or ctx.now > pairing.veto_until:
        return _too_late(ctx, pairing)
    await call_off(ctx, programme, pairing, pairing.partner_of(ctx.person.id))
    return Message(ctx.t("match-vetoed-thanks"))


def _too_late(ctx: Context, pairing: Pairing) -> Message:
    buttons = (
        Button(ctx.t("match-fit-button"), f"fit pairing:{pairing.id}", Style.PRIMARY),
        Button(ctx.t("match-leave-button"), f"pairing leave pairing:{pairing.id}"),
    )
    return Message(ctx.t("match-veto-too-late", until=pairing.veto_until), buttons=buttons)


async def call_off(ctx: Context, programme: Programme, pairing: Pairing, *to: int) -> None:
    """A proposed pair does not come about: both wait again, `to` and the facilitators are told, neutrally."""
    pairing.state, pairing.ended_at = PairingState.VETOED, ctx.now
    await never_again(ctx, pairing)
    await ctx.work.outbox.withdraw(PROPOSED, pairing.id, "vetoed")
    for member in pairing.members():
        await _wait_again(ctx, pairing.programme_id, member)
    for member in to:
        await ctx.tell(REOPENED, pairing.id, member)
    for person in await facilitators_of(ctx.work, programme):
        await ctx.tell(VETOED, pairing.id, person)


async def _wait_again(ctx: Context, programme_id: int, person_id: int) -> None:
    """Back to the old place in the queue, but for a withdrawn application and a mentor who has another pair."""
    application = await ctx.work.one(Application, programme_id=programme_id, person_id=person_id)
    if application is None:
        return
    await ctx.work.get(Application, application.id, lock=True)
    others = [one for one in await pairings_of(ctx.work, person_id, *LIVE) if one.programme_id == programme_id]
    if application.state == ApplicationState.PLACED and not others:
        application.state = ApplicationState.WAITING


@message_builder(REOPENED)
async def reopened(ctx: Context, due: Due) -> Message | None:
    """Nobody's fault: the pair does not come about and the place in the queue is kept."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.VETOED:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, pairing.programme_id))
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    button = Button(ctx.t("match-mine-button"), "mine", Style.PRIMARY)
    return Message(ctx.t("match-reopened", partner=partner.name), buttons=(button,))


@message_builder(VETOED)
async def vetoed(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: a fact, without who of the two it was."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.VETOED:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, pairing.programme_id))
    people = {person.id: person.name for person in await ctx.work.all(Person, id=pairing.members())}
    button = Button(ctx.t("match-draft-button"), f"match draft programme:{pairing.programme_id}", Style.PRIMARY)
    return Message(ctx.t("match-vetoed", at=pairing.ended_at, **pair_names(people, pairing)), buttons=(button,))


@command("match again", THIS)
async def again(ctx: Context, programme: Programme) -> Message:
    """Wait for a pair again after one has ended, at the old place in the queue, ahead of newcomers (MAT-14)."""
    if programme.state == ProgrammeState.ENDED:
        raise Refusal("match-programme-over")
    application = await ctx.work.one(Application, programme_id=programme.id, person_id=ctx.person.id)
    if application is None or application.state == ApplicationState.WITHDRAWN:
        if programme.state != ProgrammeState.OPEN:
            names = [person.name for person in await facilitators_of(ctx.work, programme)]
            raise Refusal("match-apply-closed", facilitators=names)
        button = Button(ctx.t("match-apply-button"), f"apply programme:{programme.id}", Style.PRIMARY)
        return Message(ctx.t("match-apply-first"), buttons=(button,))
    await ctx.work.get(Application, application.id, lock=True)
    if application.state != ApplicationState.WAITING:
        await _require_room(ctx, application)
        application.state = ApplicationState.WAITING
        for person in await facilitators_of(ctx.work, programme):
            occurrence = ctx.now.date().isoformat()
            await ctx.tell("match.waiting-again", application.id, person, occurrence=occurrence)
    return Message(ctx.t("match-waiting-again", place=await place_of(ctx, application)))


async def _require_room(ctx: Context, application: Application) -> None:
    """Raise Refusal for somebody who has all the pairs that they can have."""
    own = await pairings_of(ctx.work, ctx.person.id, *LIVE)
    live = [one for one in own if one.programme_id == application.programme_id]
    if any(one.actor_id == ctx.person.id for one in live):
        raise Refusal("match-has-a-pair")
    if live and len(live) >= capacity_of(application):
        raise Refusal("match-has-all", count=len(live))


@message_builder("match.waiting-again")
async def waiting_again(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: somebody without a pair is back in the queue."""
    application = await ctx.work.get(Application, due.subject_id)
    if application.state != ApplicationState.WAITING:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, application.programme_id))
    person = await ctx.work.get(Person, application.person_id)
    button = Button(ctx.t("match-draft-button"), f"match draft programme:{application.programme_id}", Style.PRIMARY)
    return Message(ctx.t("match-back", name=person.name), buttons=(button,))


@command("match other", Param("what", Kind.ONE, options=("group_seat", "peer_pair", "one_talk")), THIS)
async def other(ctx: Context, what: str, programme: Programme) -> Message:
    """Ask for something else while waiting: the facilitator arranges it."""
    application = await ctx.work.one(Application, programme_id=programme.id, person_id=ctx.person.id)
    if application is None or application.state != ApplicationState.WAITING:
        raise Refusal("match-not-waiting")
    for person in await facilitators_of(ctx.work, programme):
        await ctx.tell(OTHER, application.id, person, occurrence=what, details={"what": what})
    return Message(ctx.t("match-other-asked", what=ctx.t(f"option-{what}")))


@message_builder(OTHER)
async def other_asked(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: what somebody who waits would like meanwhile."""
    application = await ctx.work.get(Application, due.subject_id)
    if application.state != ApplicationState.WAITING:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, application.programme_id))
    person = await ctx.work.get(Person, application.person_id)
    return Message(ctx.t("match-other-told", name=person.name, what=ctx.t(f"option-{due.details['what']}")))

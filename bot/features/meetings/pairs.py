"""Whose pair and which meeting a command is about. Anybody else's is not there (PRM-02, PRM-03)."""

from collections.abc import Mapping, Sequence

from bot.command import Kind, Param
from bot.context import Context
from bot.entities import GOING_ON, Meeting, MeetingState, Pairing, PairingState, Person, Programme
from bot.errors import NotFound, Refusal
from bot.forms import which_pair
from bot.line import without_prefix
from bot.message import Field, FieldKind, Message, Option
from bot.people import pairings_of, require_member

REFUSED = {PairingState.PROPOSED: "meeting-pair-not-yet", PairingState.ENDED: "meeting-pair-over"}
PAIR = Param("pairing", Kind.ENTITY, default="", entity=Pairing)
WHICH = Param("meeting", Kind.ENTITY, entity=Meeting)
FORMATS = ("online", "in_person")


async def own_pairing(ctx: Context, pairing: Pairing | None) -> Pairing | Message:
    """The pair meant, or the only one of this person's, or the question which. Raises NotFound or Refusal."""
    if pairing is not None:
        return require_going_on(ctx, pairing)
    mine = await pairings_of(ctx.work, ctx.person.id, *GOING_ON)
    if not mine:
        raise Refusal("meeting-no-pair")
    if len(mine) == 1:
        return mine[0]
    return await which_pair(ctx, mine, without_prefix(ctx.asked.line), "meeting list")


def require_going_on(ctx: Context, pairing: Pairing) -> Pairing:
    """The pair, if it is this person's and has begun and not ended. A draft is nobody's yet."""
    require_member(pairing, ctx.person)
    if pairing.state in GOING_ON:
        return pairing
    if pairing.state in REFUSED:
        raise Refusal(REFUSED[pairing.state])
    raise NotFound("not-found-pairing")


async def begun(ctx: Context, pairing: Pairing) -> tuple[Context, Pairing]:
    """The pair for this transaction alone, so that of two who press at once one comes second; and its words."""
    locked = await ctx.work.get(Pairing, pairing.id, lock=True)
    require_going_on(ctx, locked)
    return ctx.about(await ctx.work.get(Programme, locked.programme_id)), locked


async def own_meeting(ctx: Context, meeting: Meeting) -> tuple[Context, Pairing, Meeting]:
    """A meeting of this person's with its pair, both for this transaction alone. Raises NotFound or Refusal."""
    pairing = await ctx.work.get(Pairing, meeting.pairing_id)
    if ctx.person.id not in pairing.members():
        raise NotFound("not-found-meeting")
    ctx, pairing = await begun(ctx, pairing)
    return ctx, pairing, await ctx.work.get(Meeting, meeting.id, lock=True)


def require_planned(meeting: Meeting) -> None:
    """Raise Refusal unless a meeting is still planned, as it is now (INT-06)."""
    if meeting.state == MeetingState.HELD:
        raise Refusal("meeting-held-already", at=meeting.starts_at)
    if meeting.state == MeetingState.CANCELLED:
        raise Refusal("meeting-cancelled-already", at=meeting.starts_at)


async def partner_of(ctx: Context, pairing: Pairing) -> Person:
    """The other one of the pair."""
    return await ctx.work.get(Person, pairing.partner_of(ctx.person.id))


async def partner_names(ctx: Context, pairings: Sequence[Pairing]) -> dict[int, str]:
    """The partner's name by pair."""
    partners = {one.id: one.partner_of(ctx.person.id) for one in pairings}
    people = {person.id: person.name for person in await ctx.work.all(Person, id=set(partners.values()))}
    return {pairing_id: people[partner_id] for pairing_id, partner_id in partners.items()}


async def pairing_field(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The question which pair, if the line does not say it and there are several."""
    if given.get("pairing"):
        return ()
    mine = await pairings_of(ctx.work, ctx.person.id, *GOING_ON)
    if len(mine) < 2:
        return ()
    names = await partner_names(ctx, mine)
    options = tuple(Option(str(one.id), names[one.id]) for one in mine)
    return (Field("pairing", ctx.t("argument-which-pair"), FieldKind.ONE, options=options),)


async def meeting_field(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The question which planned meeting, if the line does not say it. Raises Refusal if there is none."""
    if given.get("meeting"):
        return ()
    mine = await pairings_of(ctx.work, ctx.person.id, *GOING_ON)
    names = await partner_names(ctx, mine)
    planned = await ctx.work.all(Meeting, pairing_id=set(names), state=MeetingState.PLANNED)
    if not planned:
        raise Refusal("meeting-none-planned")
    ordered = sorted(planned, key=lambda one: one.starts_at)
    options = tuple(
        Option(str(one.id), ctx.t("meeting-option", at=one.starts_at, partner=names[one.pairing_id])) for one in ordered
    )
    return (Field("meeting", ctx.t("meeting-which"), FieldKind.ONE, options=options),)

"""Whose pair and which meeting a command is about. Anybody else's is not there (PRM-02, PRM-03)."""

from collections.abc import Mapping

from bot.command import Kind, Param
from bot.context import Context
from bot.entities import GOING_ON, Meeting, MeetingState, Pairing, PairingState, Programme
from bot.errors import NotFound, Refusal
from bot.forms import own_pair, pair_field, partner_names
from bot.line import without_prefix
from bot.message import Field, FieldKind, Message, Option
from bot.people import pairings_of

REFUSED = {PairingState.PROPOSED: "meeting-pair-not-yet", PairingState.ENDED: "meeting-pair-over"}
PAIR = Param("pairing", Kind.ENTITY, default="", entity=Pairing)
WHICH = Param("meeting", Kind.ENTITY, entity=Meeting)
FORMATS = ("online", "in_person")


async def own_pairing(ctx: Context, pairing: Pairing | None) -> Pairing | Message:
    """The pair meant, or the only one of this person's, or the question which. Raises NotFound or Refusal."""
    line = without_prefix(ctx.asked.line)
    found = await own_pair(ctx, pairing, GOING_ON, line, none="meeting-no-pair", instead="meeting list")
    if isinstance(found, Pairing):
        _require_going_on(found)
    return found


def _require_going_on(pairing: Pairing) -> None:
    """Raise Refusal or NotFound unless a pair has begun and not ended. A draft is nobody's yet."""
    if pairing.state in REFUSED:
        raise Refusal(REFUSED[pairing.state])
    if pairing.state not in GOING_ON:
        raise NotFound("not-found-pairing")


async def begun(ctx: Context, pairing: Pairing) -> tuple[Context, Pairing]:
    """The pair for this transaction alone, so that of two who press at once one comes second; and its words."""
    locked = await ctx.work.get(Pairing, pairing.id, lock=True)
    _require_going_on(locked)
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


def chosen_id(given: Mapping[str, str], name: str) -> int:
    """The id that a line gives for a parameter; 0 if it says none."""
    text = str(given.get(name, "")).removeprefix("#")
    return int(text) if text.isdecimal() else 0


async def pairing_field(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The question which pair, if the line does not say it and there are several."""
    if given.get("pairing"):
        return ()
    return await pair_field(ctx, await pairings_of(ctx.work, ctx.person.id, *GOING_ON))


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

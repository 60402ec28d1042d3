"""The end of a pair without blame: the partner's text is shown before it is sent, and both know what they can do."""

from bot.command import Kind, Param, command, message_builder, registry
from bot.context import Context
from bot.entities import Due, Pairing, PairingState, Person, Programme
from bot.errors import NotAllowed, Refusal
from bot.features.pairings.choosing import (
    LIVE,
    MINE,
    SURE,
    as_read_by,
    call_meetings_off,
    chosen,
    inside,
    withdraw,
)
from bot.forms import line_of
from bot.message import Answer, Button, Field, FieldKind, Form, Message, Option, Section, Style
from bot.people import Who, facilitators_of, paired_in, partner_of, require

ENDED = "pairing.ended"
LEFT = "pairing.left"
REASON = "pairing.reason"
KINDS = (
    "match.proposed", "pairing.introduction", "pairing.welcome", "pairing.fit", "pairing.wants-another",
    "pairing.paused", "pairing.resumed", "agreement.offer", "agreement.ask", "meeting.first", "meeting.silence",
)  # fmt: skip
"""What may be planned on a pair and has no sense after its end."""
LONGEST_REASON = 500
MOST_OPTIONS = 25


@command("pairing leave", Param("reason", Kind.LONG, default="", most=LONGEST_REASON), MINE, SURE)
async def leave(ctx: Context, reason: str, pairing: Pairing | None, sure: bool) -> Answer:
    """Leave a pair. First the partner's text is shown; sent it is only when that is confirmed."""
    line = line_of(registry.commands["pairing leave"], {"reason": reason})
    found = await chosen(ctx, pairing, line, *LIVE)
    if isinstance(found, Message):
        return found
    ctx = await inside(ctx, found)
    partner = await partner_of(ctx.work, found, ctx.person.id)
    if not sure:
        return _preview(ctx, found, partner, reason)
    await end(ctx, found, ctx.person.id, reason)
    await ctx.tell(ENDED, found.id, partner, details={"by": "partner"})
    for person in await facilitators_of(ctx.work, await ctx.work.get(Programme, found.programme_id)):
        await ctx.tell(LEFT, found.id, person)
    more = ctx.person.id in await paired_in(ctx.work, found.programme_id)
    key = "pairing-left-one" if more else "pairing-left-thanks"
    return Message(ctx.t(key, partner=partner.name), buttons=_after_leaving(ctx, found, more))


def _preview(ctx: Context, pairing: Pairing, partner: Person, reason: str) -> Answer:
    """What the partner will read, in the partner's language. A reason typed already is kept in a form."""
    text = partner_text(as_read_by(ctx, partner), "partner", ctx.person.name)
    line = f"pairing leave pairing:{pairing.id} sure:yes"
    asked = ctx.t("pairing-leave-asked", partner=partner.name)
    if not reason:
        button = Button(ctx.t("pairing-leave-button"), line, Style.DANGER)
        quoted = Section(ctx.t("pairing-partner-reads", partner=partner.name), text)
        return Message(asked, sections=(quoted,), buttons=(button, Button(ctx.t("pairing-stay-button"), "mine")))
    label = ctx.t("cmd-pairing-leave-reason")
    field = Field("reason", label, FieldKind.LONG, required=False, most=LONGEST_REASON, value=reason)
    intro = f"{asked}\n{ctx.t('pairing-partner-reads', partner=partner.name)}\n{text}"
    return Form(line, ctx.t("cmd-pairing-leave-title"), (field,), ctx.t("pairing-leave-button"), intro)


def partner_text(ctx: Context, by: str, name: str) -> str:
    """What somebody whose pair has ended reads: `by` whom, the partner, the facilitator or a departure."""
    return ctx.t(f"pairing-ended-{by}", partner=name)


def _after_leaving(ctx: Context, pairing: Pairing, more: bool) -> tuple[Button, ...]:
    """What can be said now. Whoever has `more` pairs can't leave the programme before those."""
    programme = pairing.programme_id
    again = Button(ctx.t("pairing-again-button"), f"match again programme:{programme}", Style.PRIMARY)
    withdraw_line = f"application withdraw programme:{programme}"
    leave_it = () if more else (Button(ctx.t("pairing-withdraw-button"), withdraw_line),)
    return again, *leave_it, Button(ctx.t("pairing-reason-button"), f"pairing reason pairing:{pairing.id}")


async def end(ctx: Context, pairing: Pairing, by: int | None, reason: str = "") -> None:
    """End a pair, with its meetings and all that was planned for it. Telling the two is the caller's part."""
    pairing.state, pairing.ended_at, pairing.ended_by, pairing.end_reason = PairingState.ENDED, ctx.now, by, reason
    pairing.paused_until = pairing.paused_by = None
    await call_meetings_off(ctx, pairing)
    await withdraw(ctx, KINDS, pairing.id, "pairing-ended")


@command("pairing reason", Param("reason", Kind.LONG, most=LONGEST_REASON), MINE)
async def give_reason(ctx: Context, reason: str, pairing: Pairing | None) -> Message:
    """Say afterwards why one has left; only the facilitator reads it."""
    found = await chosen(ctx, pairing, "pairing reason", PairingState.ENDED)
    if isinstance(found, Message):
        return found
    if found.ended_by != ctx.person.id:
        raise Refusal("pairing-reason-not-yours")
    found.end_reason = reason
    for person in await facilitators_of(ctx.work, await ctx.work.get(Programme, found.programme_id)):
        await ctx.tell(REASON, found.id, person, occurrence=ctx.now.isoformat())
    return Message(ctx.t("pairing-reason-kept"))


async def _live_fields(ctx: Context, _given: object) -> tuple[Field, ...]:
    """Which pair: those that go on in the programmes of whoever asks, by name."""
    names = {person.id: person.name for person in await ctx.work.all(Person)}
    found = []
    for one in await ctx.work.all(Pairing, state=LIVE):
        try:
            await require(ctx.work, ctx.person, Who.FACILITATOR, one.programme_id)
        except NotAllowed:
            continue
        label = ctx.t("pairing-two", mentor=names[one.mentor_id], actor=names[one.actor_id])
        found.append(Option(str(one.id), label[:75]))
    return (Field("pairing", ctx.t("argument-which-pair"), FieldKind.ONE, options=tuple(found[:MOST_OPTIONS])),)


@command(
    "pairing end",
    Param("pairing", Kind.ENTITY, entity=Pairing),
    SURE,
    who=Who.FACILITATOR,
    fields=_live_fields,
)
async def end_for_both(ctx: Context, pairing: Pairing, sure: bool) -> Message:
    """The facilitator ends a pair, having seen what both will read."""
    ctx = await inside(ctx, pairing)
    people = {person.id: person for person in await ctx.work.all(Person, id=pairing.members())}
    names = {"mentor": people[pairing.mentor_id].name, "actor": people[pairing.actor_id].name}
    found = await ctx.work.get(Pairing, pairing.id, lock=True)
    if found.state not in LIVE:
        raise Refusal("pairing-not-live", **names)
    if not sure:
        line = f"pairing end pairing:{pairing.id} sure:yes"
        quoted = tuple(
            Section(
                ctx.t("pairing-partner-reads", partner=one.name),
                partner_text(as_read_by(ctx, one), "facilitator", people[found.partner_of(one.id)].name),
            )
            for one in people.values()
        )
        button = Button(ctx.t("pairing-end-button"), line, Style.DANGER)
        return Message(ctx.t("pairing-end-asked", **names), sections=quoted, buttons=(button,))
    await end(ctx, found, ctx.person.id)
    for member in found.members():
        await ctx.tell(ENDED, found.id, member, details={"by": "facilitator"})
    return Message(ctx.t("pairing-end-done", **names))


@message_builder(ENDED, urgency=4)
async def ended(ctx: Context, due: Due) -> Message | None:
    """To whoever stays: what happened, that nobody is at fault, and how to get another pair."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.ENDED:
        return None
    ctx = await inside(ctx, pairing)
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    button = Button(ctx.t("pairing-again-button"), f"match again programme:{pairing.programme_id}", Style.PRIMARY)
    text = partner_text(ctx, str(due.details.get("by", "partner")), partner.name)
    return Message(text, ctx.t("pairing-ended-title"), buttons=(button,))


@message_builder(LEFT)
async def left(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: who has left which pair, when, and why if they said so."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.ENDED:
        return None
    ctx = await inside(ctx, pairing)
    return Message(await _about_the_end(ctx, pairing, "pairing-left"))


@message_builder(REASON)
async def reason_given(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: why somebody left, said afterwards."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    ctx = await inside(ctx, pairing)
    return Message(await _about_the_end(ctx, pairing, "pairing-left-because")) if pairing.end_reason else None


async def _about_the_end(ctx: Context, pairing: Pairing, key: str) -> str:
    people = {person.id: person.name for person in await ctx.work.all(Person, id=pairing.members())}
    who = people.get(pairing.ended_by or 0, "")
    names = {"mentor": people[pairing.mentor_id], "actor": people[pairing.actor_id]}
    said = ctx.t(key, who=who, at=pairing.ended_at, reason=pairing.end_reason, **names)
    if key == "pairing-left" and pairing.end_reason:
        said += f" {ctx.t('pairing-reason', reason=pairing.end_reason)}"
    return said

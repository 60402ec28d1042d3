"""A worry told in confidence: past the facilitator, to a second named person, and to nobody else (PRM-10)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.command import Kind, Param, command, message_builder, personal_data
from bot.context import Context
from bot.entities import Concern, Due, Grant, Person, Programme, Reach, Right
from bot.errors import NotAllowed, NotFound, Refusal
from bot.message import Button, Field, FieldKind, Message, Section, Style
from bot.ports import Work

TOLD = "concern.told"
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
LONGEST = 2_000


async def contact_of(work: Work, programme: Programme, teller_id: int = 0) -> Person | None:
    """Who reads the concerns of a programme: its contact, else the community's; one whom messages reach."""
    grants = [
        *await work.all(Grant, right=Right.CONTACT, programme_id=programme.id),
        *await work.all(Grant, right=Right.CONTACT, programme_id=None),
    ]
    wanted = [programme.contact_id, *(grant.person_id for grant in grants)]
    for person_id in wanted:
        if person_id and person_id != teller_id and await _reached(work, person_id):
            return await work.get(Person, person_id)
    return None


async def _fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The form says who will read it before anything is written; no contact, no form."""
    programme = await ctx.work.get(Programme, int(given["programme"]))
    contact = await contact_of(ctx.work, programme, ctx.person.id)
    if contact is None:
        raise Refusal("concern-nobody")
    hint = ctx.t("concern-read-by", contact=contact.name)
    return (
        Field("text", ctx.t("cmd-concern-text"), FieldKind.LONG, most=LONGEST, hint=hint),
        Field(
            "named", ctx.t("cmd-concern-named"), FieldKind.TICK, required=False, hint=ctx.t("cmd-concern-named-hint")
        ),
    )


@command(
    "concern", Param("text", Kind.LONG, most=LONGEST), Param("named", Kind.TICK, default="no"), THIS, fields=_fields
)
async def tell_concern(ctx: Context, text: str, named: bool, programme: Programme) -> Message:
    """Keep a concern for the contact. Without the name no note is kept of who told it."""
    contact = await contact_of(ctx.work, programme, ctx.person.id)
    if contact is None:
        raise Refusal("concern-nobody")
    concern = Concern(programme.community_id, programme.id, ctx.person.id if named else None, text, told_at=ctx.now)
    await ctx.work.add(concern)
    await ctx.tell(TOLD, concern.id, contact)
    return Message(ctx.t("concern-told", contact=contact.name, named=str(named).lower()))


@command("concerns list")
async def list_concerns(ctx: Context) -> Message:
    """What waits for this contact. Others, the facilitator too, are told only that it is not for them."""
    programmes = {programme.id: programme for programme in await _mine(ctx)}
    if not programmes:
        raise NotAllowed("concern-only-contact")
    waiting = await ctx.work.all(Concern, programme_id=list(programmes), settled_at=None)
    sections = tuple([await _section(ctx, concern, programmes[concern.programme_id]) for concern in waiting])
    return Message(ctx.t("concern-list", count=len(waiting)), sections=sections)


@command("concerns settle", Param("concern", Kind.ENTITY, entity=Concern))
async def settle(ctx: Context, concern: Concern) -> Message:
    """Take a concern off the list. To anybody but its contact it does not exist."""
    programme = await ctx.work.get(Programme, concern.programme_id)
    if not await _reads(ctx, programme):
        raise NotFound("not-found-concern")
    concern.settled_at = concern.settled_at or ctx.now
    return Message(ctx.t("concern-settled"), buttons=(Button(ctx.t("concern-list-button"), "concerns list"),))


@message_builder(TOLD, urgency=1, useful=timedelta(days=60))
async def told(ctx: Context, due: Due) -> Message | None:
    """A word to the contact without the concern's own: messages are seen on screens and stay on platforms."""
    concern = await ctx.work.get(Concern, due.subject_id)
    if concern.settled_at:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, concern.programme_id))
    return Message(
        ctx.t("concern-waiting"), buttons=(Button(ctx.t("concern-read-button"), "concerns list", Style.PRIMARY),)
    )


async def _section(ctx: Context, concern: Concern, programme: Programme) -> Section:
    teller = await ctx.work.get(Person, concern.person_id) if concern.person_id else None
    facts = (
        (ctx.t("concern-from"), teller.name if teller else ctx.t("concern-without-name")),
        (ctx.t("concern-when"), ctx.t("concern-at", at=concern.told_at)),
    )
    button = Button(ctx.t("concern-settle-button"), f"concerns settle {concern.id}")
    return Section(programme.name, concern.text, facts, (button,))


async def _mine(ctx: Context) -> list[Programme]:
    return [programme for programme in await ctx.work.all(Programme) if await _reads(ctx, programme)]


async def _reads(ctx: Context, programme: Programme) -> bool:
    """Whether this person is a contact of a programme, by name or by right."""
    if programme.contact_id == ctx.person.id:
        return True
    scope = (None, programme.id)
    grants = await ctx.work.all(Grant, person_id=ctx.person.id, right=Right.CONTACT)
    return any(grant.programme_id in scope for grant in grants)


async def _reached(work: Work, person_id: int) -> bool:
    person = await work.get(Person, person_id)
    account = await work.directory.account_of(person_id)
    return account is not None and account.reach == Reach.OPEN and not (person.stopped_at or person.erased_at)


async def _export(work: Work, person_id: int) -> object:
    return [
        {
            "programme": concern.programme_id,
            "told": concern.told_at,
            "settled": concern.settled_at,
            "text": concern.text,
        }
        for concern in await work.all(Concern, person_id=person_id)
    ]


async def _erase(work: Work, person_id: int, _now: datetime) -> None:
    """A settled concern goes; an open one loses the name, because the contact still has to act on it."""
    for concern in await work.all(Concern, person_id=person_id):
        if concern.settled_at:
            await work.delete(concern)
        else:
            concern.person_id = None


personal_data("concerns", "Concern.person_id", export=_export, erase=_erase)

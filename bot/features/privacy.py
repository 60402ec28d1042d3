"""What is kept about a person: shown, handed out, corrected, and erased (PROGRAMME.md, section 6)."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from bot.command import Kind, Param, command, message_builder, personal_data, registry
from bot.context import Context
from bot.entities import (
    Account,
    Due,
    Grant,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
    Person,
    Programme,
    Right,
    Space,
)
from bot.errors import BadArgument
from bot.i18n import Reader
from bot.message import Button, Field, File, Message, Section, Style
from bot.people import facilitators_of, pairings_of
from bot.ports import Work
from bot.rules.applying import LONGEST_NAME
from bot.rules.exporting import as_csv, as_json, as_markdown, entries

LEFT = "partner.left"
CONTACT_GONE = "programme.contact-gone"
TOGETHER = (PairingState.PROPOSED, PairingState.ACTIVE, PairingState.PAUSED)
ERASED = "erased"


# --- shown, handed out, corrected -----------------------------------------------------------------------------------
@command("my-data show")
async def show(ctx: Context) -> Message:
    """What is kept, in words: each kind, what it is for and who reads it, and how much there is of it."""
    sections = []
    for kind, kept in (await _collected(ctx)).items():
        if count := entries(kept):
            facts = ((ctx.t("my-data-entries"), str(count)),)
            sections.append(Section(_name(ctx, kind), _about(ctx, kind, "kept"), facts))
    buttons = (
        Button(ctx.t("my-data-export-button"), "my-data export", Style.PRIMARY),
        Button(ctx.t("my-data-correct-button"), "my-data correct"),
        Button(ctx.t("my-data-erase-button"), "my-data erase", Style.DANGER),
    )
    return Message(ctx.t("my-data-shown"), sections=tuple(sections), buttons=buttons)


@command("my-data export")
async def export(ctx: Context) -> Message:
    """Everything in three files: for machines, for a spreadsheet and for reading."""
    data = await _collected(ctx)
    names = {kind: _name(ctx, kind) for kind in data}
    heads = [ctx.t(f"my-data-head-{head}") for head in ("kind", "field", "value")]
    readable = as_markdown(data, ctx.t("my-data-title", name=ctx.person.name), names, ctx.t("my-data-nothing"))
    files = (
        File("my-data.md", "text/markdown; charset=utf-8", readable),
        File("my-data.csv", "text/csv; charset=utf-8", as_csv(data, heads)),
        File("my-data.json", "application/json", as_json(data)),
    )
    return Message(
        ctx.t("my-data-exported"), files=files, buttons=(Button(ctx.t("my-data-back-button"), "my-data show"),)
    )


async def _name_field(ctx: Context, _given: Mapping[str, str]) -> tuple[Field, ...]:
    return (Field("name", ctx.t("cmd-my-data-correct-name"), most=LONGEST_NAME, value=ctx.person.name),)


@command("my-data correct", Param("name", most=LONGEST_NAME), fields=_name_field)
async def correct(ctx: Context, name: str) -> Message:
    """Put one's name right. The facilitator changes an address: an imported application finds its person by it."""
    if not name.strip():
        raise BadArgument("name", "argument-missing")
    ctx.person.name = " ".join(name.split())
    return Message(ctx.t("my-data-corrected", name=ctx.person.name))


# --- erased ---------------------------------------------------------------------------------------------------------
@command("my-data erase", Param("confirm", Kind.TICK, default="no", in_form=False))
async def erase(ctx: Context, confirm: bool) -> Message:
    """First say of each kind what is erased, made nameless or kept, and why; then, confirmed, do it (ERA-01)."""
    if not confirm:
        return await _announced(ctx)
    person = await ctx.work.get(Person, ctx.person.id, lock=True)
    await _tell_of_a_missing_contact(ctx, person)
    for pairing in await pairings_of(ctx.work, person.id, PairingState.DRAFT):
        await ctx.work.delete(pairing)
    for pairing in await pairings_of(ctx.work, person.id, *TOGETHER):
        pairing.state, pairing.ended_at = PairingState.ENDED, ctx.now
        for meeting in await ctx.work.all(Meeting, pairing_id=pairing.id, state=MeetingState.PLANNED):
            meeting.state = MeetingState.CANCELLED
        await ctx.tell(LEFT, pairing.id, pairing.partner_of(person.id))
    await forget(ctx.work, person.id, ctx.now)
    return Message(ctx.t("my-data-erased"))


async def forget(work: Work, person_id: int, now: datetime) -> None:
    """Erase a person from everything that any feature keeps; the person's own row last, which others read meanwhile."""
    await work.outbox.withdraw_all(person_id, ERASED)
    for name in sorted(registry.personal_data, key=lambda name: (name == "person", name)):
        await registry.personal_data[name].erase(work, person_id, now)


@message_builder(LEFT, urgency=2, useful=timedelta(days=30))
async def partner_left(ctx: Context, due: Due) -> Message | None:
    """A neutral note without a name to the partner of somebody who has been erased (ERA-07)."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    if pairing.state != PairingState.ENDED:
        return None
    ctx = ctx.about(await ctx.work.get(Programme, pairing.programme_id))
    button = Button(ctx.t("my-data-again-button"), f"match again programme:{pairing.programme_id}", Style.PRIMARY)
    return Message(ctx.t("my-data-partner-left"), buttons=(button,))


@message_builder(CONTACT_GONE, useful=timedelta(days=30))
async def contact_gone(ctx: Context, due: Due) -> Message | None:
    """To the facilitator: a programme has nobody for concerns any more."""
    programme = await ctx.work.get(Programme, due.subject_id)
    if programme.contact_id:
        return None
    ctx = ctx.about(programme)
    line = f"programme contact programme:{programme.id}"
    return Message(
        ctx.t("my-data-contact-gone"), buttons=(Button(ctx.t("my-data-contact-button"), line, Style.PRIMARY),)
    )


async def _announced(ctx: Context) -> Message:
    sections = tuple(
        Section(_name(ctx, kind), _about(ctx, kind, "erased"))
        for kind, kept in (await _collected(ctx)).items()
        if entries(kept)
    )
    yes = Button(
        ctx.t("my-data-erase-confirm-button"), "my-data erase confirm:yes", Style.DANGER,
        confirm=ctx.t("my-data-erase-sure"),
    )  # fmt: skip
    keep = Button(ctx.t("my-data-keep-button"), "my-data show")
    text = ctx.t("my-data-erase-what", last_admin=str(await _is_last_admin(ctx)).lower())
    return Message(text, sections=sections, buttons=(yes, keep))


async def _is_last_admin(ctx: Context) -> bool:
    admins = await ctx.work.all(Grant, right=Right.ADMIN)
    return {grant.person_id for grant in admins} == {ctx.person.id}


async def _tell_of_a_missing_contact(ctx: Context, person: Person) -> None:
    for programme in await ctx.work.all(Programme, contact_id=person.id):
        for facilitator in await facilitators_of(ctx.work, programme):
            if facilitator.id != person.id:
                await ctx.tell(CONTACT_GONE, programme.id, facilitator, occurrence=ctx.now.isoformat())


async def _collected(ctx: Context) -> dict[str, object]:
    return {name: await kept.export(ctx.work, ctx.person.id) for name, kept in sorted(registry.personal_data.items())}


def _name(ctx: Context, kind: str) -> str:
    key = f"data-{kind.replace(' ', '-')}"
    return ctx.t(key) if ctx.reader.has(key) else kind.replace("-", " ").capitalize()


def _about(ctx: Context, kind: str, what: str) -> str:
    key = f"data-{kind.replace(' ', '-')}-{what}"
    return ctx.t(key if ctx.reader.has(key) else f"my-data-{what}-without-words")


# --- what the core itself keeps -------------------------------------------------------------------------------------
async def _export_person(work: Work, person_id: int) -> object:
    person = await work.get(Person, person_id)
    spaces = {space.id: space for space in await work.all(Space)}
    accounts = [
        {"platform": spaces[account.space_id].platform, "account": account.external_id, "reach": account.reach}
        for account in await work.all(Account, person_id=person_id)
    ]
    names = ("name", "email", "language", "time_zone", "country", "quiet_from", "quiet_until", "stopped_at")
    return {name: getattr(person, name) for name in names} | {"accounts": accounts}


async def _erase_person(work: Work, person_id: int, now: datetime) -> None:
    """The row stays without anything of the person, because pairs and counts point at it (ERA-02)."""
    for account in await work.all(Account, person_id=person_id):
        await work.delete(account)
    person = await work.get(Person, person_id)
    person.name = Reader(work.community.language).t("my-data-former-member")
    person.email = person.language = person.time_zone = person.country = ""
    person.quiet_from, person.quiet_until = time(18), time(8)
    person.stopped_at, person.erased_at = None, now


async def _export_rights(work: Work, person_id: int) -> object:
    names = {programme.id: programme.name for programme in await work.all(Programme)}
    grants = await work.all(Grant, person_id=person_id)
    rights = [{"right": grant.right, "programme": names.get(grant.programme_id or 0)} for grant in grants]
    contact = await work.all(Programme, contact_id=person_id)
    return rights + [{"right": Right.CONTACT, "programme": programme.name} for programme in contact]


async def _erase_rights(work: Work, person_id: int, _now: datetime) -> None:
    for grant in await work.all(Grant, person_id=person_id):
        await work.delete(grant)
    for programme in await work.all(Programme, contact_id=person_id):
        programme.contact_id = None


async def _export_messages(work: Work, person_id: int) -> object:
    return [
        {"kind": row.kind, "planned_for": row.due_at, "state": row.state, "sent": row.sent_at}
        for row in await work.all(Due, person_id=person_id)
    ]


async def _erase_messages(work: Work, person_id: int, _now: datetime) -> None:
    for row in await work.all(Due, person_id=person_id):
        await work.delete(row)


personal_data("person", "Account.person_id", export=_export_person, erase=_erase_person)
personal_data("rights", "Grant.person_id", "Programme.contact_id", export=_export_rights, erase=_erase_rights)
personal_data("messages", "Due.person_id", export=_export_messages, erase=_erase_messages)

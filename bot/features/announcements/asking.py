"""What the facilitator does with announcements: seen first, confirmed, changed, called back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.command import Kind, Param, command, registry
from bot.context import Context
from bot.entities import Announcement, AnnouncementState, Programme
from bot.errors import BadArgument, Refusal
from bot.features.announcements.sending import plan_rows, withdraw
from bot.features.announcements.views import (
    BEGINNING,
    DRAFT,
    PLANNED,
    beginning,
    buttons,
    later,
    preview,
    reached_by,
    state_key,
)
from bot.forms import default_fields, field_for
from bot.message import Field, FieldKind, Message, Option, Section
from bot.people import Who, may_facilitate

LONGEST = 3_000  # what Slack takes in one block and in one answer of a form (LIM-05)
MOST_LISTED = 10
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
ANNOUNCEMENT = Param("announcement", Kind.ENTITY, entity=Announcement)


@command(
    "announce",
    Param("text", Kind.LONG, most=LONGEST),
    Param("at", Kind.WHEN, default=""),
    Param("copies", Kind.TICK, default="yes"),
    Param("urgent", Kind.TICK, default="no"),
    THIS,
    who=Who.FACILITATOR,
)
async def announce(
    ctx: Context, text: str, at: datetime | None, copies: bool, urgent: bool, programme: Programme
) -> Message:
    """Keep a draft for a day and show what would go where. Nothing is sent before it is confirmed."""
    draft = Announcement(
        ctx.work.community.id, programme.id, text, _not_past(ctx, at), copies, urgent,
        author_id=ctx.person.id, created_at=ctx.now,
    )  # fmt: skip
    return await preview(ctx, await ctx.work.add(draft), "announcement-preview")


async def _fields(ctx: Context, given: Mapping[str, str], name: str) -> tuple[Field, ...]:
    """The fields of a command about one announcement. Without its number they begin with a choice."""
    announcement_command = registry.commands[name]
    shown = default_fields(ctx, announcement_command)
    if given.get("announcement"):
        return shown
    waiting = [
        each
        for each in await ctx.work.all(Announcement, state=(DRAFT, PLANNED))
        if await may_facilitate(ctx.work, ctx.person, each.programme_id)
    ]
    if not waiting:
        raise Refusal("announcement-none")
    chosen = field_for(ctx, announcement_command.key, ANNOUNCEMENT)
    options = tuple(Option(str(each.id), each.text[:BEGINNING]) for each in waiting)
    return replace(chosen, kind=FieldKind.ONE, options=options), *shown


async def _choice(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    return await _fields(ctx, given, "announcement cancel")


async def _change_fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The announcement as it is, to be changed."""
    shown = await _fields(ctx, given, "announcement change")
    number = str(given.get("announcement", ""))
    if not number.isdecimal():
        return shown
    kept = await ctx.work.get(Announcement, int(number))
    now = {"text": kept.text, "copies": "yes" if kept.direct else "no", "urgent": "yes" if kept.urgent else "no"}
    return tuple(replace(field, value=now.get(field.name, field.value)) for field in shown)


@command("announcement confirm", ANNOUNCEMENT, who=Who.FACILITATOR, fields=_choice)
async def confirm(ctx: Context, announcement: Announcement) -> Message:
    """Send it, now or at its time. Whether the person still may has been asked again (PRM-09)."""
    announcement = await ctx.work.get(Announcement, announcement.id, lock=True)
    if announcement.state == AnnouncementState.CANCELLED:
        raise Refusal("announcement-is-cancelled")
    if announcement.state == DRAFT:
        announcement.state, announcement.send_at = PLANNED, max(announcement.send_at, ctx.now)
        await plan_rows(ctx, announcement)
    reached = await reached_by(ctx, announcement)
    key = "announcement-planned" if announcement.send_at > ctx.now else "announcement-sent"
    text = ctx.t(key, at=announcement.send_at, channels=len(reached.channels), people=reached.people)
    return Message(text, sections=(Section(facts=later(ctx, reached)),), buttons=buttons(ctx, announcement))


@command(
    "announcement change",
    ANNOUNCEMENT,
    Param("text", Kind.LONG, most=LONGEST),
    Param("at", Kind.WHEN, default=""),
    Param("copies", Kind.TICK, default="yes"),
    Param("urgent", Kind.TICK, default="no"),
    who=Who.FACILITATOR,
    fields=_change_fields,
)
async def change(
    ctx: Context, announcement: Announcement, text: str, at: datetime | None, copies: bool, urgent: bool
) -> Message:
    """Other words, another time, other recipients, until it goes out. Without a time the time stays."""
    announcement = await _waiting(ctx, announcement)
    announcement.text, announcement.direct, announcement.urgent = text, copies, urgent
    announcement.send_at = _not_past(ctx, at) if at else announcement.send_at
    if announcement.state == DRAFT:
        return await preview(ctx, announcement, "announcement-preview")
    announcement.revision += 1
    await withdraw(ctx, announcement, "changed")
    await plan_rows(ctx, announcement)
    return await preview(ctx, announcement, "announcement-changed")


@command("announcement cancel", ANNOUNCEMENT, who=Who.FACILITATOR, fields=_choice)
async def cancel(ctx: Context, announcement: Announcement) -> Message:
    """Call it back before it goes out."""
    announcement = await ctx.work.get(Announcement, announcement.id, lock=True)
    if announcement.state != AnnouncementState.CANCELLED:
        announcement = await _waiting(ctx, announcement)
        announcement.state = AnnouncementState.CANCELLED
        await withdraw(ctx, announcement, "cancelled")
    return Message(ctx.t("announcement-cancelled"))


@command("announcement list", THIS, who=Who.FACILITATOR)
async def show_list(ctx: Context, programme: Programme) -> Message:
    """What is waiting to go out, and what went last."""
    shown = [
        each
        for each in reversed(await ctx.work.all(Announcement, programme_id=programme.id))
        if each.state != AnnouncementState.CANCELLED
    ]
    sections = tuple(
        Section(ctx.t(state_key(ctx, each), at=each.send_at), beginning(each.text), buttons=buttons(ctx, each))
        for each in shown[:MOST_LISTED]
    )
    return Message(ctx.t("announcement-list", count=len(shown)), programme.name, sections)


async def _waiting(ctx: Context, announcement: Announcement) -> Announcement:
    """The announcement, locked, if it has not gone out."""
    announcement = await ctx.work.get(Announcement, announcement.id, lock=True)
    if announcement.state == AnnouncementState.CANCELLED:
        raise Refusal("announcement-is-cancelled")
    if announcement.state != DRAFT and announcement.send_at <= ctx.now:
        raise Refusal("announcement-is-out", at=announcement.send_at)
    return announcement


def _not_past(ctx: Context, at: datetime | None) -> datetime:
    if at is not None and at <= ctx.now:
        raise BadArgument("at", "when-past", at=at)
    return at or ctx.now

"""How an announcement goes out: rows for its time, its words as they are then, and what time brings."""

from datetime import datetime, timedelta

from bot.command import message_builder, personal_data, planner
from bot.context import Context
from bot.entities import (
    Announcement,
    AnnouncementState,
    Application,
    ApplicationState,
    Due,
    PairingState,
    Programme,
)
from bot.features.announcements.views import COMMUNITY, DRAFT, PLANNED
from bot.message import Message
from bot.people import pairings_of, participants_of
from bot.ports import Work

POST, COPY = "announcement.post", "announcement.copy"
DRAFT_KEPT = timedelta(days=1)


@message_builder(POST, urgency=4)
@message_builder(COPY, urgency=4)
async def said(ctx: Context, due: Due) -> Message | None:
    """The facilitator's words as plain text: what looks like a mention in them is none (LIM-08)."""
    announcement = await ctx.work.get(Announcement, due.subject_id)
    if announcement.state not in {PLANNED, AnnouncementState.SENT}:
        return None
    if announcement.revision != due.details["revision"]:
        return None
    if due.person_id and not await _takes_part(ctx.work, announcement.programme_id, due.person_id):
        return None
    programme = await ctx.work.get(Programme, announcement.programme_id)
    return Message(announcement.text, programme.name, public=due.person_id is None)


async def _takes_part(work: Work, programme_id: int, person_id: int) -> bool:
    """As `participants_of`, for one person."""
    pairs = await pairings_of(work, person_id, PairingState.ACTIVE, PairingState.PAUSED)
    waiting = {"programme_id": programme_id, "person_id": person_id, "state": ApplicationState.WAITING}
    return any(pair.programme_id == programme_id for pair in pairs) or await work.count(Application, **waiting) > 0


@planner
async def plan(ctx: Context, programme: Programme) -> None:
    """Drafts are kept for a day; who joins before an announcement goes out gets it too; what went out was sent."""
    for each in await ctx.work.all(Announcement, programme_id=programme.id, state=(DRAFT, PLANNED)):
        if each.state == DRAFT:
            if (each.created_at or ctx.now) + DRAFT_KEPT <= ctx.now:
                await ctx.work.delete(each)
        elif each.send_at <= ctx.now:
            each.state = AnnouncementState.SENT
        else:
            await plan_rows(ctx, each)


async def plan_rows(ctx: Context, announcement: Announcement) -> None:
    """Plan what goes out at its time, for channels and for everybody who takes part and has no copy planned yet."""
    details, occurrence = {"revision": announcement.revision}, str(announcement.revision)
    at = announcement.send_at
    await ctx.post(POST, announcement.id, COMMUNITY, at=at, occurrence=occurrence, details=details)
    if not announcement.direct:
        return
    rows = await ctx.work.outbox.rows(COPY, announcement.id)
    planned = {row.person_id for row in rows if row.details["revision"] == announcement.revision}
    for person in (await participants_of(ctx.work, announcement.programme_id)).keys() - planned:
        await ctx.tell(
            COPY, announcement.id, person, at=at, occurrence=occurrence,
            skips_quiet=announcement.urgent, details=details,
        )  # fmt: skip


async def withdraw(ctx: Context, announcement: Announcement, reason: str) -> None:
    """Take back everything that has not gone out."""
    for kind in (POST, COPY):
        await ctx.work.outbox.withdraw(kind, announcement.id, reason)


async def _export(work: Work, person_id: int) -> object:
    written = await work.all(Announcement, author_id=person_id)
    return [{"text": each.text, "sent": each.send_at.isoformat(), "state": each.state.value} for each in written]


async def _erase(work: Work, person_id: int, _now: datetime) -> None:
    for each in await work.all(Announcement, author_id=person_id):
        each.author_id = None


personal_data("announcements", "Announcement.author_id", export=_export, erase=_erase)

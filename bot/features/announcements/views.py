"""How an announcement is shown to the facilitator: the preview with whom it reaches, and what can still be done."""

from dataclasses import dataclass

from bot.context import Context
from bot.entities import Account, Announcement, AnnouncementState, Person, Place, Programme, Reach
from bot.message import Button, Message, Section, Style
from bot.people import hours_of, participants_of
from bot.rules.quiet import earliest

COMMUNITY = "community"
MOST_NAMED = 10
BEGINNING = 120
DRAFT, PLANNED = AnnouncementState.DRAFT, AnnouncementState.PLANNED


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom an announcement reaches: names of those who get their copy later, when their day begins (TZ-11)."""

    channels: tuple[str, ...]
    people: int
    later: tuple[str, ...]
    unreachable: int


async def preview(ctx: Context, announcement: Announcement, key: str) -> Message:
    """Exactly what goes out, where, to how many, and who gets it later."""
    reached = await reached_by(ctx, announcement)
    channels = ctx.reader.list(reached.channels) or ctx.t("announcement-no-channel")
    now = announcement.send_at <= ctx.now
    facts = (
        (ctx.t("announcement-when"), ctx.t("announcement-now") if now else ctx.reader.when(announcement.send_at)),
        (ctx.t("announcement-channels"), channels),
        (ctx.t("announcement-copies"), ctx.t("announcement-people", people=reached.people)),
        *later(ctx, reached),
    )
    programme = await ctx.work.get(Programme, announcement.programme_id)
    sections = (Section(programme.name, announcement.text), Section(ctx.t("announcement-where"), facts=facts))
    return Message(ctx.t(key), sections=sections, buttons=buttons(ctx, announcement))


async def reached_by(ctx: Context, announcement: Announcement) -> Reached:
    """Whom it reaches if it goes out at its time; nobody waits for the morning when it is urgent."""
    places = tuple(place.name for place in await ctx.work.all(Place, key=COMMUNITY))
    if not announcement.direct:
        return Reached(places, 0, (), 0)
    ids = tuple(await participants_of(ctx.work, announcement.programme_id))
    accounts = await ctx.work.all(Account, person_id=ids)
    here = {account.person_id for account in accounts if account.reach == Reach.OPEN}
    people = [each for each in await ctx.work.all(Person, id=ids) if each.id in here and not each.stopped_at]
    at = max(announcement.send_at, ctx.now)
    later = [each.name for each in people if earliest(at, hours_of(each, ctx.work.community)) > at]
    return Reached(places, len(people), () if announcement.urgent else tuple(sorted(later)), len(ids) - len(people))


def later(ctx: Context, reached: Reached) -> tuple[tuple[str, str], ...]:
    """Who gets the copy when their day begins, and how many not at all."""
    named = ctx.reader.list(reached.later[:MOST_NAMED])
    rest = len(reached.later) - MOST_NAMED
    names = ctx.t("announcement-and-more", names=named, count=rest) if rest > 0 else named
    unreachable = ctx.t("announcement-people", people=reached.unreachable) if reached.unreachable else ""
    facts = ((ctx.t("announcement-later"), names), (ctx.t("announcement-unreachable"), unreachable))
    return tuple(fact for fact in facts if fact[1])


def buttons(ctx: Context, announcement: Announcement) -> tuple[Button, ...]:
    """What can still be done with it."""
    words = f"announcement:{announcement.id}"
    change = Button(ctx.t("announcement-change-button"), f"announcement change {words}")
    if announcement.state == DRAFT:
        confirm = Button(ctx.t("announcement-confirm-button"), f"announcement confirm {words}", Style.PRIMARY)
        return confirm, change, Button(ctx.t("announcement-discard-button"), f"announcement cancel {words}")
    if announcement.state == PLANNED and announcement.send_at > ctx.now:
        return change, Button(ctx.t("announcement-cancel-button"), f"announcement cancel {words}", Style.DANGER)
    return ()


def state_key(ctx: Context, announcement: Announcement) -> str:
    """The text that says where an announcement is."""
    if announcement.state == DRAFT:
        return "announcement-state-draft"
    return "announcement-state-planned" if announcement.send_at > ctx.now else "announcement-state-sent"


def beginning(text: str) -> str:
    """The first words of an announcement, for a list."""
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(maxsplit=1)[0]} …"

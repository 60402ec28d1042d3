"""A day of very many people: who they are, when they meet, and what is to be said to them because of it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import cache

from bot.app import Bot
from bot.context import Context
from bot.entities import Meeting, MeetingState, Pairing, Person, Programme
from bot.features.meetings.notices import plan_messages
from bot.i18n import Reader
from bot.rules.calendar import instant, next_working_day
from tests.benchmarks.databases import Row, row_of
from tests.benchmarks.towns import TODAY, Founder, Town

CLOCKS = {
    "Europe/Helsinki": "FI", "Europe/Berlin": "DE", "Europe/London": "GB", "Europe/Lisbon": "PT", "Africa/Lagos": "NG",
    "Africa/Nairobi": "KE", "Asia/Dubai": "AE", "Asia/Tehran": "IR", "Asia/Kolkata": "IN", "Asia/Kathmandu": "NP",
    "Asia/Bangkok": "TH", "Asia/Shanghai": "CN", "Asia/Tokyo": "JP", "Australia/Adelaide": "AU",
    "Australia/Sydney": "AU", "Pacific/Auckland": "NZ", "Pacific/Honolulu": "US", "America/Los_Angeles": "US",
    "America/Denver": "US", "America/Chicago": "US", "America/New_York": "US", "America/Halifax": "CA",
    "America/Sao_Paulo": "BR", "America/St_Johns": "CA",
}  # fmt: skip
"""Where communities are, all round the earth, by halves and quarters of an hour as well."""
SLACK_OF_TEN = 8
"""So many of ten communities are on Slack, the others on Discord."""
MONTH = 21
"""Working days on which a pair may meet: each meets once in so many."""
SILENT = 20
"""One pair in so many has planned nothing, and has not met for three to seven weeks."""
FIRST_HOUR, QUARTERS = 9, 32
"""Meetings begin at a quarter of an hour from nine to five, on the community's clock."""


def world(people: int, lanes: int) -> Founder:
    """So many people in so many communities. Few are large: the second has not much fewer than the first."""
    weights = [1 / (rank + 6) for rank in range(lanes)]
    whole = sum(weights)
    sizes = [max(2, round(people * weight / whole)) for weight in weights]
    sizes[0] = max(2, sizes[0] + people - sum(sizes))
    founder, clocks = Founder(), list(CLOCKS.items())
    for number, size in enumerate(sizes):
        zone, country = clocks[(number * 7) % len(clocks)]
        near = clocks[(number * 7 + 1) % len(clocks)][0]
        founder.town("slack" if number % 10 < SLACK_OF_TEN else "discord", size, (zone, near), country)
    return founder


def meetings(town: Town) -> Iterator[Row]:
    """For each pair the meeting that was last, and the one that is to come, if any."""
    held = row_of(Meeting(town.id, 0, TODAY, state=MeetingState.HELD, on_theme=True))
    planned = row_of(Meeting(town.id, 0, TODAY))
    for pairing, *_ in town.couples():
        at = next_meeting(town, pairing)
        days = 20 + pairing // SILENT % 30 if at is None else 30
        before = (at or meeting_at(town, pairing, 0)) - timedelta(days=days)
        yield held | {"id": 2 * pairing, "pairing_id": pairing, "starts_at": before, "logged_at": before}
        if at:
            yield planned | {"id": 2 * pairing + 1, "pairing_id": pairing, "starts_at": at}


def next_meeting(town: Town, pairing: int) -> datetime | None:
    """When a pair meets next; None for one that has planned nothing."""
    return None if pairing % SILENT == 0 else meeting_at(town, pairing, pairing % MONTH)


def meeting_at(town: Town, pairing: int, day: int) -> datetime:
    """A moment on some working day, by the community's clock and the pair's habit."""
    return _moment(town.zones[0], town.country, day, pairing * 7 % QUARTERS)


@cache
def _moment(zone: str, country: str, day: int, quarter: int) -> datetime:
    date = next_working_day(TODAY.date(), country)
    for _ in range(day):
        date = next_working_day(date + timedelta(days=1), country)
    return instant(datetime.combine(date, time(FIRST_HOUR + quarter // 4, quarter % 4 * 15)), zone)


async def plan_meetings(bot: Bot, town: Town) -> int:
    """What is said before and after the meetings of today and the next working day, as a pair's plan makes it planned.

    How many meetings that were.
    """
    soon = [pairing for pairing, *_ in town.couples() if next_meeting(town, pairing) and pairing % MONTH < 2]
    if not soon:
        return 0
    async with bot.store.work(town.id) as work:
        reader = Reader(work.community.language, work.community.time_zone)
        ctx = Context(work, bot.clock.now(), reader, bot.defaults, urgencies=bot.registry.urgencies())
        pairs = await work.all(Pairing, id=soon)
        planned = {meeting.pairing_id: meeting for meeting in await work.all(Meeting, id=[2 * one + 1 for one in soon])}
        programmes = {one.id: one for one in await work.all(Programme, id={pair.programme_id for pair in pairs})}
        mentors = {one.id: one for one in await work.all(Person, id={pair.mentor_id for pair in pairs})}
        for pair in pairs:
            ctx.someone = mentors[pair.mentor_id]
            await plan_messages(ctx, programmes[pair.programme_id], pair, planned[pair.id])
        await ctx.flush()
    return len(soon)

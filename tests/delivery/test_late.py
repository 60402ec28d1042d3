"""After downtime: what is no longer useful expires, the rest is merged, and nothing counts from a process's start."""

from datetime import timedelta

from bot.context import Context
from bot.entities import Due, DueState
from bot.message import Message
from tests.delivery.conftest import MONDAY, Office

MINUTE = timedelta(minutes=1)


async def test_mis_01_five_seconds_late_is_not_too_late(office: Office) -> None:
    await office.tell(office.kind("nudge"), await office.person("ann"), at=MONDAY)
    assert await office.drain(MONDAY + timedelta(seconds=5)) == 1


async def _meeting_at_eleven(office: Office) -> None:
    """A nudge due at ten that says how long it still is, read from the world as it is when it goes."""
    meeting = MONDAY + timedelta(hours=1)

    async def build(ctx: Context, _: Due) -> Message:
        return Message(f"in {(meeting - ctx.now) // MINUTE} minutes")

    await office.tell(office.kind("nudge", build), await office.person("ann"), at=MONDAY, not_after=meeting)


async def test_mis_02_what_fell_due_while_we_were_down_goes_once_with_todays_words(office: Office) -> None:
    await _meeting_at_eleven(office)
    assert await office.drain(MONDAY + 20 * MINUTE) == 1
    assert office.texts("ann") == ["in 40 minutes"]
    assert await office.drain(MONDAY + 90 * MINUTE) == 0


async def test_mis_02_what_is_useless_by_now_is_closed_as_expired_and_seen_in_the_log(office: Office) -> None:
    await _meeting_at_eleven(office)
    assert await office.drain(MONDAY + 90 * MINUTE) == 0
    row = await office.row()
    assert (row.state, row.reason) == (DueState.EXPIRED, "too-late")
    assert await office.attempts() == [("expired", "too-late")]


async def test_a_kind_is_useful_for_as_long_as_it_says(office: Office) -> None:
    ann = await office.person("ann")
    await office.tell(office.kind("short", useful=timedelta(hours=1)), ann)
    await office.tell(office.kind("long", useful=timedelta(days=1)), ann)
    await office.drain(MONDAY + timedelta(hours=2))
    assert office.texts("ann") == ["long"]


async def test_mis_03_after_three_days_each_person_gets_one_message(office: Office) -> None:
    kind = office.kind("daily", useful=timedelta(days=2))
    for number in range(40):
        person = await office.person(f"U{number}")
        for day in range(3):
            await office.tell(kind, person, f"day {day}", at=MONDAY + timedelta(days=day))
    assert await office.drain(MONDAY + timedelta(days=3)) == 40
    assert sorted(office.went()) == sorted({*office.went()})
    assert office.texts("U7") == ["daily day 1", "daily day 2"]  # the first is stale
    assert await office.drain(MONDAY + timedelta(days=3)) == 0


async def test_mis_06_a_long_batch_does_not_delay_what_is_more_urgent(office: Office) -> None:
    office.kind("announcement", urgency=8)
    nudge, ann = office.kind("nudge", urgency=2), await office.person("ann")
    await office.tell(nudge, ann, at=MONDAY + timedelta(seconds=30))
    for number in range(90):
        await office.tell("announcement", await office.person(f"U{number}"))

    async def a_second_passes() -> None:
        office.clock.move(office.clock.now() + timedelta(seconds=1))

    office.messenger.before_send = a_second_passes
    await office.drain()
    sent = await office.row()
    assert sent.kind == "nudge"
    assert sent.sent_at
    assert sent.sent_at - sent.due_at < MINUTE
    assert len(office.went()) == 91


async def test_the_most_urgent_goes_first(office: Office) -> None:
    for name, urgency in (("ann", 9), ("bo", 1), ("cai", 5)):
        await office.tell(office.kind(f"kind of {name}", urgency=urgency), await office.person(name))
    await office.drain()
    assert office.went() == ["bo", "cai", "ann"]

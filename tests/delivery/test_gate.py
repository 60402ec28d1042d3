"""One gate for all: hours, weekends and holidays, the budget of nudges, who stopped, what is too late."""

from datetime import datetime, time, timedelta

import pytest

from bot.context import Context
from bot.entities import Due, DueState, Person
from bot.message import Button, Choice, File, Message, Option, Section
from bot.ports import Outcome, Result
from bot.rules.lifecycle import Pace
from tests.delivery.conftest import MONDAY, Office, helsinki

NIGHT = {"quiet_from": time(22), "quiet_until": time(7)}


async def test_tz_10_quiet_hours_hold_and_merge_to_the_minute(office: Office) -> None:
    kind, ann = office.kind("notice"), await office.person("ann", **NIGHT)
    times = [(3, 21, 59), (3, 22, 0), (3, 23, 30), (4, 0, 15), (4, 6, 59), (4, 7, 0)]
    for day, hour, minute in times:
        await office.tell(kind, ann, f"{hour}:{minute:02}", at=helsinki(day, hour, minute))
    sent: dict[datetime, int] = {}
    for day, hour, minute in times:
        at = helsinki(day, hour, minute)
        sent[at] = await office.drain(at)
    assert [at for at, count in sent.items() if count] == [helsinki(3, 21, 59), helsinki(4, 7)]
    assert sum(sent.values()) == 2
    assert office.texts("ann") == [f"notice {word}" for word in ("21:59", "22:00", "23:30", "0:15", "6:59", "7:00")]


async def test_tz_10_a_retry_obeys_the_same_hours(office: Office) -> None:
    await office.tell(office.kind("notice"), await office.person("ann", **NIGHT), at=helsinki(3, 21, 59))
    office.messenger.failures = {"ann": [Outcome(Result.FAILED)]}
    await office.drain(helsinki(3, 21, 59))
    await office.drain(helsinki(3, 22, 1))
    assert not office.went()
    assert (await office.row()).next_at == helsinki(4, 7)
    assert await office.drain(helsinki(4, 6, 59)) == 0
    assert await office.drain(helsinki(4, 7)) == 1


async def test_tz_10_a_late_drain_looks_at_the_clock_and_not_at_the_plan(office: Office) -> None:
    await office.tell(office.kind("notice"), await office.person("ann"), at=helsinki(3, 17))
    assert await office.drain(helsinki(3, 19)) == 0
    assert await office.drain(helsinki(4, 8)) == 1


async def test_tz_11_every_kind_passes_the_same_gate(office: Office) -> None:
    ann = await office.person("ann")
    for kind in ("announcement.copy", "match.proposed", "session.promoted", "pulse.ask"):
        await office.tell(office.kind(kind), ann, at=helsinki(3, 23, 30))
    assert await office.drain(helsinki(3, 23, 30)) == 0
    assert [row.next_at for row in await office.rows()] == [helsinki(4, 8)] * 4
    assert await office.drain(helsinki(4, 8)) == 1


async def test_what_was_marked_urgent_skips_the_hours_and_leaves_the_rest_for_the_morning(office: Office) -> None:
    kind, ann = office.kind("notice", nudge=True), await office.person("ann")
    await office.tell(kind, ann, "urgent", skips_quiet=True)
    await office.tell(kind, ann, "ordinary")
    assert await office.drain(helsinki(2, 23)) == 1
    assert office.texts("ann") == ["notice urgent"]
    assert await office.drain(helsinki(3, 8)) == 1


async def test_weekends_and_the_persons_own_holidays_are_quiet(office: Office) -> None:
    kind, dane = office.kind("notice"), await office.person("dane", country="DK", time_zone="Europe/Copenhagen")
    christmas = datetime.fromisoformat("2026-12-25T12:00+01:00")  # a Friday
    await office.tell(kind, dane, "weekend", at=helsinki(7, 12))
    await office.tell(kind, dane, "Christmas", at=christmas)
    await office.tell(kind, await office.person("elsewhere"), "no holiday here", at=christmas)
    assert await office.drain(helsinki(7, 12)) == 0  # Saturday
    assert (await office.row("weekend")).next_at == datetime.fromisoformat("2026-11-09T08:00+01:00")
    await office.drain(christmas)
    assert office.went() == ["elsewhere"]
    assert (await office.row("Christmas")).next_at == datetime.fromisoformat("2026-12-28T08:00+01:00")


async def test_a_post_for_a_channel_knows_no_quiet_hours(office: Office) -> None:
    await office.channel("general")
    office.kind("notice")
    await office.plan(lambda ctx: ctx.post("notice", 1, "community", details={"word": ""}))
    assert await office.drain(helsinki(2, 23)) == 1
    assert [to for to, _, _ in office.messenger.posted] == ["general"]


async def test_nudges_are_two_a_week_over_all_programmes(office: Office) -> None:
    first, second = office.kind("meeting.first", nudge=True), office.kind("meeting.silence", nudge=True)
    notice, ann = office.kind("notice"), await office.person("ann")
    await office.tell(first, ann, "one", subject_id=1)
    await office.tell(second, ann, "two", subject_id=2, at=helsinki(3, 12))
    await office.tell(first, ann, "three", subject_id=2, at=helsinki(4, 12))
    await office.tell(first, ann, "no use then", subject_id=3, at=helsinki(4, 12), not_after=helsinki(6, 12))
    await office.tell(notice, ann, "no nudge", at=helsinki(4, 12))
    assert [await office.drain(at) for at in (MONDAY, helsinki(3, 12), helsinki(4, 12))] == [1, 1, 1]
    assert office.texts("ann")[-1] == "notice no nudge"
    held = await office.row("three")
    assert (held.state, held.next_at) == (DueState.PLANNED, MONDAY + timedelta(days=7))
    dropped = await office.row("no use then")
    assert (dropped.state, dropped.reason) == (DueState.EXPIRED, "too-late")
    assert await office.drain(MONDAY + timedelta(days=7) - timedelta(seconds=1)) == 0
    assert await office.drain(MONDAY + timedelta(days=7)) == 1


async def test_nudges_that_go_as_one_message_count_as_one(office: Office) -> None:
    kind, ann = office.kind("nudge", nudge=True), await office.person("ann")
    for word in ("one", "two", "three"):
        await office.tell(kind, ann, word)
    await office.tell(kind, ann, "tomorrow", at=helsinki(3, 12))
    assert await office.drain() == 1
    assert await office.drain(helsinki(3, 12)) == 1


async def test_a_community_can_do_without_nudges(office: Office) -> None:
    office.pace = Pace(nudges_a_week=0)
    ann = await office.person("ann")
    await office.tell(office.kind("nudge", nudge=True), ann)
    await office.tell(office.kind("notice"), ann)
    assert await office.drain() == 1
    assert [(row.state, row.reason) for row in await office.rows()] == [
        (DueState.EXPIRED, "no-nudges"), (DueState.SENT, ""),
    ]  # fmt: skip


async def test_rch_09_who_stopped_gets_nothing_not_even_what_is_urgent(office: Office) -> None:
    kind, ann = office.kind("notice"), await office.person("ann")
    for word in ("one", "two"):
        await office.tell(kind, ann, word, skips_quiet=True)
    async with office.store.work(office.space.community_id) as work:
        (await work.get(Person, ann.id)).stopped_at = office.clock.now()
    assert await office.drain() == 0
    assert {(row.state, row.reason) for row in await office.rows()} == {(DueState.EXPIRED, "stopped")}


@pytest.mark.parametrize("zone", ["", "America/New_York"])
async def test_tz_13_without_a_zone_of_their_own_the_communitys_counts_and_is_named(office: Office, zone: str) -> None:
    async def when(ctx: Context, _: Due) -> Message:
        return Message(ctx.reader.when(MONDAY))

    kind = office.kind("when", when)
    for number in range(1, 6):
        person = await office.person(f"U{number}", time_zone=zone if number == 3 else "Europe/Berlin", **NIGHT)
        await office.tell(kind, person)
    await office.drain(MONDAY + timedelta(hours=3))
    assert len(office.went()) == 5
    assert ("Helsinki" if not zone else "New York") in office.texts("U3")[0]


async def test_a_merged_message_keeps_every_word_button_menu_and_file(office: Office) -> None:
    async def rich(_: Context, due: Due) -> Message:
        word = str(due.details["word"])
        return Message(
            f"text {word}",
            title=f"title {word}",
            sections=(Section(f"part {word}", buttons=(Button("Inner", f"inner {word}"),)),),
            buttons=(Button("Outer", f"outer {word}"),),
            choice=Choice("Pick", f"pick {word}", (Option("a", "A"), Option("b", "B"))),
            files=(File(f"{word}.txt", "text/plain", b"x"),),
        )

    kind, ann = office.kind("rich", rich), await office.person("ann")
    await office.tell(kind, ann, "one")
    await office.drain()
    await office.tell(kind, ann, "two")
    await office.tell(kind, ann, "three")
    await office.drain()
    alone, merged = [message for _, message, _ in office.messenger.direct]
    assert alone.title == "title one"
    assert merged.text == "\u20682\u2069 things for you."
    assert {file.name for file in merged.files} == {"two.txt", "three.txt"}
    pressed = {line for word in ("two", "three") for line in (f"outer {word}", f"inner {word}")}
    menus = {f"pick {word} {option}" for word in ("two", "three") for option in "ab"}
    assert set(merged.lines()) == pressed | menus
    for word in ("two", "three"):
        assert {f"title {word}", f"text {word}", f"part {word}"} <= set(merged.plain().splitlines())


async def test_a_merged_message_with_one_menu_keeps_it_as_a_menu(office: Office) -> None:
    menu = Choice("Pick", "pick", (Option("a", "A"),))

    async def build(_: Context, due: Due) -> Message:
        return Message("text", choice=menu if due.details["word"] == "menu" else None)

    kind, ann = office.kind("mixed", build), await office.person("ann")
    await office.tell(kind, ann, "menu")
    await office.tell(kind, ann, "plain")
    await office.drain()
    assert office.messenger.direct[0][1].choice == menu

from datetime import UTC, datetime, timedelta

import pytest

from bot.entities import Due, DueState
from bot.ports import Outcome, Result
from tests.support.gatherings import running_programme
from tests.support.pairs import Cast, cast, introduced, plan
from tests.support.stage import Stage, plain

LONDON, NEW_YORK = "Europe/London", "America/New_York"


@pytest.mark.parametrize(("back_at", "said"), [((8, 20), "in 40 minutes"), ((9, 30), "")])
async def test_mis_02_a_reminder_that_is_late_counts_from_now_or_expires(
    stage: Stage, back_at: tuple[int, int], said: str
) -> None:
    pair = await cast(stage, pace={"meeting_reminder_hours": 1})
    await plan(pair.actor, "2026-11-04 11:00")
    await stage.until(datetime(2026, 11, 4, 7, 55, tzinfo=UTC))
    pair.heard()
    stage.clock.move(datetime(2026, 11, 4, *back_at, tzinfo=UTC))
    await stage.time.advance(stage.clock.now())
    actor = pair.actor.news_text()
    assert (said in actor and actor.count("You meet") == 1) if said else "You meet" not in actor
    async with stage.store.work(stage.community) as work:
        states = {row.state for row in await work.all(Due, kind="meeting.reminder")}
    assert states == {DueState.SENT if said else DueState.EXPIRED}


async def test_a_monday_meeting_is_remembered_on_friday_and_not_two_hours_before(stage: Stage) -> None:
    pair = await cast(stage)
    await plan(pair.actor, "2026-11-09 10:00")
    await stage.later(hours=1)
    pair.heard()
    await stage.until(datetime(2026, 11, 6, 15, 59, tzinfo=UTC))
    assert all("You meet" in text for text in pair.heard())
    await stage.until(datetime(2026, 11, 9, 8, tzinfo=UTC))
    assert pair.heard() == ("", "")


async def test_tz_15_a_reminder_says_when_the_clocks_have_changed_for_one_of_the_two(stage: Stage) -> None:
    pair = await cast(stage, mentor_zone=LONDON, actor_zone=NEW_YORK)
    stage.clock.move(datetime(2027, 3, 1, 12, tzinfo=UTC))
    for day in ("2027-03-08", "2027-03-15", "2027-03-22"):
        await plan(pair.mentor, f"{day} 17:00")
    pair.heard()
    await stage.until(datetime(2027, 3, 22, 17, tzinfo=UTC))
    reminders = [plain(one) for one in pair.actor.news() if "You meet" in plain(one)]
    assert ["12:00 (America" in reminders[0], "13:00 (America" in reminders[1]] == [True, True]
    assert ["clocks have changed" in one for one in reminders] == [False, True, False]
    assert "clocks have changed" not in pair.mentor.news_text()


async def test_tz_09_who_changes_zone_reads_and_is_reminded_on_the_new_clock_and_once(stage: Stage) -> None:
    pair = await cast(stage, actor_zone="Europe/Berlin")
    await plan(pair.mentor, "2026-11-05 18:00")
    await stage.later(hours=1)
    pair.heard()
    await pair.actor.says("settings zone America/New_York")
    await stage.until(datetime(2026, 11, 5, 12, tzinfo=UTC))
    [reminder] = pair.actor.news()
    assert "Thu, 5 Nov 2026 11:00 (America/New York)" in plain(reminder)


async def test_mis_03_after_three_days_down_each_gets_one_merged_message(stage: Stage) -> None:
    maija = await stage.person("Maija Salo")
    programme = await running_programme(stage)
    casts = []
    for number in range(4):
        actor = await stage.person(f"Actor {number}")
        casts.append(Cast(stage, maija, actor, programme, await introduced(stage, programme, maija, actor)))
    for one in casts:
        line = f'meeting plan when:"2026-11-05 10:00" format:online pairing:{one.pairing}'
        await one.actor.says(line)
    await stage.later(hours=1)
    maija.news()
    for one in casts:
        await one.actor.says(f"meeting cancel meeting:{(await one.meetings())[0].id}")
    stage.clock.move(stage.clock.now() + timedelta(days=3))
    await stage.time.advance(stage.clock.now())
    [merged] = maija.news()
    assert "4 things for you" in plain(merged)
    assert "You meet" not in plain(merged)


async def test_tz_10_what_waits_for_the_morning_and_a_retry_become_one_message(stage: Stage) -> None:
    pair = await cast(stage)
    stage.messenger.failures["U1"] = [Outcome(Result.FAILED)] * 3
    await stage.until(datetime(2026, 11, 2, 15, 55, tzinfo=UTC))
    await plan(pair.actor, "2026-11-10 10:00")  # fails until the quiet hours have begun
    await stage.until(datetime(2026, 11, 2, 17, tzinfo=UTC))
    await plan(pair.actor, "2026-11-20 10:00")
    await stage.until(datetime(2026, 11, 3, 5, 59, tzinfo=UTC))
    assert not stage.messenger.failures["U1"]
    assert not pair.mentor.news()
    await stage.until(datetime(2026, 11, 3, 6, tzinfo=UTC))
    [morning] = pair.mentor.news()
    assert "2 things for you" in plain(morning)

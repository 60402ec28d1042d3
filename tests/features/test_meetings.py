from asyncio import gather
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.command import registry
from bot.context import Request
from bot.entities import Due, DueState, MeetingState, Pairing, PairingState
from bot.message import Form, Message
from bot.ports import Outcome, Result
from tests.support.gatherings import pair, running_programme
from tests.support.pairs import Cast, cast
from tests.support.stage import Player, Stage, buttons, plain

LONDON, NEW_YORK = "Europe/London", "America/New_York"


async def plan(player: Player, when: str, *, length: str = "60", how: str = "online") -> Message:
    answer = await player.says(f'meeting plan when:"{when}" length:{length} format:{how}')
    assert isinstance(answer, Message), plain(answer)
    return answer


async def rows(stage: Stage, kind: str) -> Sequence[Due]:
    async with stage.store.work(stage.community) as work:
        return await work.all(Due, kind=kind)


# --- planned ---------------------------------------------------------------------------------------------------------
async def test_a_meeting_is_planned_in_a_form_and_the_answer_repeats_day_and_zone(stage: Stage) -> None:
    pair = await cast(stage)
    form = await pair.actor.says("meeting plan")
    assert isinstance(form, Form)
    answer = await pair.actor.submits(form, {"when": "Thursday 14:00", "length": "1 h 30", "format": "in_person"})
    assert "Planned with Maija Salo: Thu, Nov 5, 2026 14:00 (Europe/Helsinki), 90 minutes, in person" in plain(answer)
    assert "24 hours before" in plain(answer)
    await stage.later(minutes=2)
    mentor, actor = pair.heard()
    assert "Ann Virtanen has planned your meeting: Thu, Nov 5, 2026 14:00" in mentor
    assert not actor


async def test_tz_15_each_reads_the_time_on_their_own_clock_which_is_named(stage: Stage) -> None:
    pair = await cast(stage, mentor_zone=LONDON, actor_zone=NEW_YORK)
    answer = await plan(pair.mentor, "2026-11-05 17:00")
    assert "Thu, Nov 5, 2026 17:00 (Europe/London)" in plain(answer)
    assert "For Ann Virtanen that is Thu, Nov 5, 2026 12:00 (America/New York)" in plain(answer)
    await stage.later(hours=8)
    assert "Thu, Nov 5, 2026 12:00 (America/New York)" in pair.actor.news_text()


async def test_evt_13_a_time_that_is_over_is_refused_beside_its_field(stage: Stage) -> None:
    pair = await cast(stage)
    form = await pair.actor.says("meeting plan")
    again = await pair.actor.submits(form, {"when": "2026-11-01 14:00", "format": "online"})
    assert isinstance(again, Form)
    assert set(again.errors) == {"when"}
    assert "is over already" in plain(again)
    assert not await pair.meetings()


async def test_planning_the_same_meeting_twice_plans_one_and_two_at_one_time_of_two_pairs_are_fine(
    stage: Stage,
) -> None:
    first = await cast(stage)
    olli = await stage.person("Olli Niemi")
    second = await pair(stage, first.programme, first.mentor, olli)
    for _ in range(2):
        await plan(first.actor, "2026-11-05 14:00")
    which = await first.mentor.says('meeting plan when:"2026-11-05 14:00" format:online')
    assert set(buttons(which)) == {"Ann Virtanen", "Olli Niemi"}
    assert "Planned with Olli Niemi" in plain(await first.mentor.presses(which, "Olli Niemi"))
    assert len(await first.meetings()) == 1
    async with stage.store.work(stage.community) as work:
        assert [one.id for one in await work.all(Pairing, mentor_id=first.mentor.id)] == [first.pairing, second]


async def test_tz_01_the_rest_of_the_dates_keeps_the_local_time_across_march_2027(stage: Stage) -> None:
    pair = await cast(stage, cadence_days=30)
    answer = await plan(pair.actor, "2027-02-15 10:00")
    assert "Mon, Mar 15, 2027 10:00" in plain(answer)
    rest = await pair.actor.presses(answer, "Plan the rest of the dates")
    assert "7 more dates are planned" in plain(rest)
    starts = [meeting.starts_at for meeting in await pair.meetings()]
    assert starts[1:3] == [datetime(2027, 3, 15, 8, tzinfo=UTC), datetime(2027, 4, 15, 7, tzinfo=UTC)]
    await stage.later(minutes=5)
    [news] = pair.mentor.news()
    assert "Ann Virtanen has planned your meetings. These 8 are to come" in plain(news)
    assert "Wed, Sep 15, 2027 10:00" in plain(news)


async def test_tz_01_a_weekly_series_keeps_its_local_time_across_29_march_2027(stage: Stage) -> None:
    pair = await cast(stage, cadence_days=7, ends_on=datetime(2027, 4, 5, tzinfo=UTC).date())
    answer = await plan(pair.actor, "2027-03-22 09:00")
    await pair.actor.presses(answer, "Plan the rest of the dates")
    starts = [meeting.starts_at for meeting in await pair.meetings()]
    assert starts == [datetime(2027, 3, 22, 7, tzinfo=UTC), datetime(2027, 3, 29, 6, tzinfo=UTC),
                      datetime(2027, 4, 5, 6, tzinfo=UTC)]  # fmt: skip


async def test_evt_10_a_series_from_the_31st_keeps_its_day_and_is_planned_once(stage: Stage) -> None:
    pair = await cast(stage)
    answer = await plan(pair.actor, "2027-01-31 10:00")
    await pair.actor.presses(answer, "Plan the rest of the dates")
    days = [(one.starts_at.month, one.starts_at.day) for one in await pair.meetings()]
    assert days == [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30)]
    again = await pair.actor.presses(answer, "Plan the rest of the dates")
    assert "planned already" in plain(again)
    assert len(await pair.meetings()) == 9


async def test_the_next_date_is_proposed_by_the_programmes_rhythm(stage: Stage) -> None:
    pair = await cast(stage)
    await plan(pair.actor, "2026-11-30 15:00")
    form = await pair.mentor.says("meeting plan")
    assert isinstance(form, Form)
    assert form.fields[0].value == "2026-12-30 15:00"


# --- changed ---------------------------------------------------------------------------------------------------------
async def test_evt_05_each_final_time_has_one_reminder(stage: Stage) -> None:
    pair = await cast(stage)
    planned = await plan(pair.actor, "2026-11-05 10:00")
    await stage.until(datetime(2026, 11, 4, 9, tzinfo=UTC))
    assert "in 24 hours: Thu, Nov 5, 2026 10:00" in pair.actor.news_text()
    pair.heard()
    line = buttons(planned)["Move it"].line
    await pair.actor.says(f'{line} when:"2026-11-06 10:00"')
    await pair.actor.says(f'{line} when:"2026-11-12 15:00"')
    await stage.until(datetime(2026, 11, 12, 12, tzinfo=UTC))
    mentor = pair.mentor.news()
    assert [plain(message).partition(" (")[0] for message in mentor] == [
        "Ann Virtanen has moved your meeting. It is now on Thu, Nov 12, 2026 15:00",
        "You meet Ann Virtanen in 24 hours: Thu, Nov 12, 2026 15:00",
    ]


async def test_evt_06_a_cancelled_meeting_is_told_once_and_never_reminds(stage: Stage) -> None:
    pair = await cast(stage)
    planned = await plan(pair.actor, "2026-11-05 10:00")
    await stage.later(hours=1)
    pair.heard()
    for _ in range(2):
        assert "is cancelled" in plain(await pair.mentor.presses(planned, "Cancel it"))
    await stage.later(days=5)
    mentor, actor = pair.heard()
    assert not mentor
    assert actor.count("has cancelled your meeting") == 1
    assert "You meet" not in actor
    assert "0 planned, 0 held" in plain(await pair.actor.says("meeting list"))
    assert "has been cancelled" in plain(await pair.actor.says('meeting move meeting:1 when:"Friday 10:00"'))


async def test_a_second_thought_makes_one_message_and_a_meeting_that_came_and_went_makes_none(stage: Stage) -> None:
    pair = await cast(stage)
    planned = await plan(pair.actor, "2026-11-05 10:00")
    await pair.actor.says(f'{buttons(planned)["Move it"].line} when:"2026-11-06 10:00"')
    await stage.later(minutes=5)
    [news] = pair.mentor.news()
    assert "has planned your meeting: Fri, Nov 6, 2026 10:00" in plain(news)
    other = await plan(pair.actor, "2026-11-20 10:00")
    await pair.actor.presses(other, "Cancel it")
    await stage.later(minutes=5)
    assert not pair.mentor.news()


async def test_evt_13_no_reminder_goes_out_late_for_a_meeting_that_is_near(stage: Stage) -> None:
    pair = await cast(stage)
    assert "reminder" not in plain(await plan(pair.actor, "2026-11-02 16:00"))
    await stage.later(hours=4)
    assert "You meet" not in "".join(pair.heard())


async def test_who_would_stand_at_a_door_in_vain_is_told_at_once(stage: Stage) -> None:
    pair = await cast(stage)
    planned = await plan(pair.actor, "2026-11-05 07:30")
    await stage.until(datetime(2026, 11, 4, 18, tzinfo=UTC))
    pair.heard()
    await pair.actor.presses(planned, "Cancel it")
    await stage.later(minutes=2)
    assert "has cancelled your meeting" in pair.mentor.news_text()


# --- reminders -------------------------------------------------------------------------------------------------------
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
    states = {row.state for row in await rows(stage, "meeting.reminder")}
    assert states == {DueState.SENT if said else DueState.EXPIRED}


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
    assert "Thu, Nov 5, 2026 11:00 (America/New York)" in plain(reminder)


# --- logged ----------------------------------------------------------------------------------------------------------
async def test_a_meeting_is_logged_in_two_taps_and_the_theme_in_one_more(stage: Stage) -> None:
    pair = await cast(stage)
    length = await pair.actor.says("meeting log")
    how = await pair.actor.presses(length, "60 minutes")
    logged = await pair.actor.presses(how, "Online")
    assert "Logged: Mon, Nov 2, 2026 10:00 (Europe/Helsinki), 60 minutes, online" in plain(logged)
    assert "on the theme of the programme, international work" in plain(logged)
    await pair.actor.presses(logged, "Yes")
    [meeting] = await pair.meetings()
    assert (meeting.state, meeting.on_theme, meeting.logged_by) == (MeetingState.HELD, True, pair.actor.id)
    await stage.later(minutes=5)
    [news] = pair.mentor.news()
    assert "Ann Virtanen has logged your meeting" in plain(news)


async def test_both_log_one_meeting_and_it_is_there_once(stage: Stage) -> None:
    pair = await cast(stage)
    for player in (pair.actor, pair.actor, pair.mentor):
        await player.says("meeting log 60 online")
    answer = await pair.mentor.says("meeting log 90 in_person")
    assert "Ann Virtanen has logged that meeting already" in plain(answer)
    form = await pair.mentor.presses(answer, "Put it right")
    assert isinstance(form, Form)
    corrected = await pair.mentor.submits(form, {"minutes": "90", "size": "two_pairs"})
    assert "90 minutes, online, two pairs together" in plain(corrected)
    [meeting] = await pair.meetings()
    assert (meeting.minutes, meeting.logged_by) == (90, pair.actor.id)


async def test_after_a_planned_meeting_both_are_asked_until_one_answers(stage: Stage) -> None:
    pair = await cast(stage)
    await plan(pair.actor, "2026-11-04 10:00", length="45")
    await stage.until(datetime(2026, 11, 4, 11, tzinfo=UTC))
    asked = {player.name: player.news()[-1] for player in (pair.mentor, pair.actor)}
    assert all("take place?" in plain(message) for message in asked.values())
    logged = await pair.actor.presses(asked["Ann Virtanen"], "It took place")
    assert "45 minutes, online" in plain(logged)
    assert "Ann Virtanen has logged that meeting already" in plain(
        await pair.mentor.presses(asked["Maija Salo"], "It took place")
    )
    assert "is logged already" in plain(await pair.mentor.presses(asked["Maija Salo"], "It did not"))
    moved = await pair.mentor.submits(
        await pair.mentor.presses(asked["Maija Salo"], "Move it"), {"when": "2026-11-09 10:00"}
    )
    assert "is logged already" in plain(moved)


async def test_the_others_question_is_no_longer_needed_once_one_has_answered(stage: Stage) -> None:
    pair = await cast(stage, mentor_zone=NEW_YORK)
    await plan(pair.actor, "2026-11-04 10:00")
    await stage.until(datetime(2026, 11, 4, 11, 30, tzinfo=UTC))
    await pair.actor.presses(pair.actor.news()[-1], "It did not")
    await stage.later(hours=8)
    mentor = pair.mentor.news_text()
    assert "take place?" not in mentor
    assert "did not take place" in mentor


async def test_a_meeting_of_another_day_is_logged_in_the_form_and_none_that_is_to_come(stage: Stage) -> None:
    pair = await cast(stage)
    form = await pair.actor.presses(await pair.actor.says("meeting log"), "Another length or day")
    told = {"minutes": "2 h", "format": "in_person", "size": "group", "on_theme": "no", "when": "2026-10-29 10:00"}
    assert "Thu, Oct 29, 2026 10:00" in plain(await pair.actor.submits(form, told))
    later = await pair.actor.submits(form, told | {"when": "2026-11-29 10:00"})
    assert isinstance(later, Form)
    assert set(later.errors) == {"when"}
    [meeting] = await pair.meetings()
    assert (meeting.minutes, meeting.size, meeting.on_theme) == (120, "group", False)


async def test_prm_02_prm_03_a_meeting_of_others_is_not_there(stage: Stage) -> None:
    pair = await cast(stage)
    planned = await plan(pair.actor, "2026-11-05 10:00")
    olli = await stage.person("Olli Niemi")
    for line in (
        buttons(planned)["Cancel it"].line,
        f'{buttons(planned)["Move it"].line} when:"2026-11-06 10:00"',
        "meeting log meeting:1",
        "meeting series meeting:1",
    ):
        assert "can’t find that meeting" in plain(await olli.says(line))
    assert "can’t find that pair" in plain(await olli.says(f"meeting list pairing:{pair.pairing}"))
    assert "no pair that has begun" in plain(await olli.says("meeting list"))
    [meeting] = await pair.meetings()
    assert (meeting.state, meeting.revision) == (MeetingState.PLANNED, 0)


# --- silence ---------------------------------------------------------------------------------------------------------
async def test_a_pair_without_a_first_meeting_is_asked_on_day_7_the_actor_as_the_owner(stage: Stage) -> None:
    pair = await cast(stage)
    await stage.later(days=6, hours=23)
    assert pair.heard() == ("", "")
    await stage.later(hours=2)
    mentor, actor = pair.heard()
    assert "The first step is yours" in actor
    assert "I have asked Ann Virtanen to propose a time" in mentor


async def test_a_planned_meeting_stops_the_question_at_once(stage: Stage) -> None:
    pair = await cast(stage)
    await stage.later(days=6, hours=12)
    await plan(pair.actor, "2026-12-01 10:00")
    await stage.later(days=3)
    assert "no meeting yet" not in "".join(pair.heard())


async def test_silence_is_asked_about_once_after_35_days_and_nothing_ends_by_itself(stage: Stage) -> None:
    pair = await cast(stage)
    await pair.actor.says("meeting log 60 online")
    await stage.later(days=34)
    pair.heard()
    await stage.later(days=3)
    mentor, actor = pair.heard()
    assert "that I know of was on Mon, Nov 2, 2026" in mentor
    assert "How is it going?" in actor
    await stage.later(days=40)
    assert "How is it going?" not in "".join(pair.heard())
    async with stage.store.work(stage.community) as work:
        assert (await work.get(Pairing, pair.pairing)).state == PairingState.ACTIVE


async def test_a_holiday_or_weekend_is_no_day_for_a_nudge(stage: Stage) -> None:
    await stage.until(datetime(2026, 11, 29, 9, tzinfo=UTC))
    pair = await cast(stage)
    for player in (pair.mentor, pair.actor):
        await player.says("settings country FI")
    await stage.until(datetime(2026, 12, 6, 9, tzinfo=UTC))  # Independence Day, a Sunday
    assert pair.heard() == ("", "")
    await stage.until(datetime(2026, 12, 7, 6, tzinfo=UTC))
    assert "no meeting yet" in pair.heard()[1]


async def test_two_nudges_a_week_at_most_over_two_programmes(stage: Stage) -> None:
    maija = await stage.person("Maija Salo")
    for number in range(3):
        programme = await running_programme(stage, f"Programme {number}")
        await stage.later(hours=1)
        await pair(stage, programme, maija, await stage.person(f"Actor {number}"))
    await stage.later(days=9)
    assert maija.news_text().count("no meeting yet") == 2
    await stage.later(days=7)
    assert maija.news_text().count("no meeting yet") == 1


async def test_mis_03_after_three_days_down_each_gets_one_merged_message(stage: Stage) -> None:
    maija = await stage.person("Maija Salo")
    programme = await running_programme(stage)
    casts = []
    for number in range(4):
        actor = await stage.person(f"Actor {number}")
        casts.append(Cast(stage, maija, actor, programme, await pair(stage, programme, maija, actor)))
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


async def test_personal_data_of_meetings_is_handed_out_and_forgotten(stage: Stage) -> None:
    pair = await cast(stage)
    await pair.actor.says("meeting log 60 online")
    kept = registry.personal_data["meetings"]
    async with stage.store.work(stage.community) as work:
        assert [item["logged_by_me"] for item in await kept.export(work, pair.actor.id)] == [True]  # type: ignore[attr-defined]
        await kept.erase(work, pair.actor.id, stage.clock.now())
    [meeting] = await pair.meetings()
    assert (meeting.logged_by, meeting.minutes) == (None, 60)


async def test_both_answer_at_once_and_the_meeting_is_logged_by_one(stage: Stage) -> None:
    pair = await cast(stage)
    await plan(pair.actor, "2026-11-04 10:00")
    await stage.until(datetime(2026, 11, 4, 11, tzinfo=UTC))
    pair.heard()
    requests = [
        Request("local", "harbour", player.account, "meeting log meeting:1", pressed=True)
        for player in (pair.mentor, pair.actor)
    ]
    answers = [plain(answer) for answer in await gather(*(stage.bot.handle(request) for request in requests))]
    assert sum("logged that meeting already" in answer for answer in answers) == 1
    await stage.later(minutes=5)
    assert len([told for told in pair.heard() if told]) == 1


async def test_after_a_pause_the_days_are_counted_anew(stage: Stage) -> None:
    pair = await cast(stage)
    await stage.later(days=3)
    await pair.actor.says("pairing pause until:2026-11-12 sure:yes")
    await stage.until(datetime(2026, 11, 18, 20, tzinfo=UTC))
    assert "no meeting yet" not in "".join(pair.heard())
    await stage.until(datetime(2026, 11, 19, 20, tzinfo=UTC))
    assert "no meeting yet" in pair.heard()[1]


async def test_a_paused_pair_plans_nothing_and_is_told_until_when(stage: Stage) -> None:
    pair = await cast(stage)
    await pair.actor.says("pairing pause until:2026-11-12 sure:yes")
    refused = await pair.actor.says('meeting plan when:"2026-12-01 10:00" format:online')
    assert "paused until Thu, Nov 12, 2026" in plain(refused)
    assert "Logged" in plain(await pair.actor.says("meeting log 60 online"))

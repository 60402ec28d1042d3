from datetime import UTC, datetime

from bot.entities import Pairing
from bot.message import Form
from tests.support.pairs import cast, introduced, plan
from tests.support.stage import Stage, buttons, plain

LONDON, NEW_YORK = "Europe/London", "America/New_York"


async def test_a_meeting_is_planned_in_a_form_and_the_answer_repeats_day_and_zone(stage: Stage) -> None:
    pair = await cast(stage)
    form = await pair.actor.says("meeting plan")
    assert isinstance(form, Form)
    answer = await pair.actor.submits(form, {"when": "Thursday 14:00", "length": "1 h 30", "format": "in_person"})
    assert "Planned with Maija Salo: Thu, 5 Nov 2026 14:00 (Europe/Helsinki), 90 minutes, in person" in plain(answer)
    assert "24 hours before" in plain(answer)
    await stage.later(minutes=2)
    mentor, actor = pair.heard()
    assert "Ann Virtanen has planned your meeting: Thu, 5 Nov 2026 14:00" in mentor
    assert not actor


async def test_tz_15_each_reads_the_time_on_their_own_clock_which_is_named(stage: Stage) -> None:
    pair = await cast(stage, mentor_zone=LONDON, actor_zone=NEW_YORK)
    answer = await plan(pair.mentor, "2026-11-05 17:00")
    assert "Thu, 5 Nov 2026 17:00 (Europe/London)" in plain(answer)
    assert "For Ann Virtanen that is Thu, 5 Nov 2026 12:00 (America/New York)" in plain(answer)
    await stage.later(hours=8)
    assert "Thu, 5 Nov 2026 12:00 (America/New York)" in pair.actor.news_text()


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
    second = await introduced(stage, first.programme, first.mentor, olli)
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
    assert "Mon, 15 Mar 2027 10:00" in plain(answer)
    rest = await pair.actor.presses(answer, "Plan the rest of the dates")
    assert "7 more dates are planned" in plain(rest)
    starts = [meeting.starts_at for meeting in await pair.meetings()]
    assert starts[1:3] == [datetime(2027, 3, 15, 8, tzinfo=UTC), datetime(2027, 4, 15, 7, tzinfo=UTC)]
    await stage.later(minutes=5)
    [news] = pair.mentor.news()
    assert "Ann Virtanen has planned your meetings. These 8 are to come" in plain(news)
    assert "Wed, 15 Sept 2027 10:00" in plain(news)


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


async def test_evt_05_each_final_time_has_one_reminder(stage: Stage) -> None:
    pair = await cast(stage)
    planned = await plan(pair.actor, "2026-11-05 10:00")
    await stage.until(datetime(2026, 11, 4, 9, tzinfo=UTC))
    assert "in 24 hours: Thu, 5 Nov 2026 10:00" in pair.actor.news_text()
    pair.heard()
    line = buttons(planned)["Move it"].line
    await pair.actor.says(f'{line} when:"2026-11-06 10:00"')
    await pair.actor.says(f'{line} when:"2026-11-12 15:00"')
    await stage.until(datetime(2026, 11, 12, 12, tzinfo=UTC))
    mentor = pair.mentor.news()
    assert [plain(message).partition(" (")[0] for message in mentor] == [
        "Ann Virtanen has moved your meeting. It is now on Thu, 12 Nov 2026 15:00",
        "You meet Ann Virtanen in 24 hours: Thu, 12 Nov 2026 15:00",
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
    assert "has planned your meeting: Fri, 6 Nov 2026 10:00" in plain(news)
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


async def test_a_meeting_past_the_programmes_end_is_neither_planned_nor_moved_there(stage: Stage) -> None:
    pair = await cast(stage, ends_on=datetime(2026, 12, 31, tzinfo=UTC).date())
    refused = await plan(pair.actor, "2027-01-04 10:00")
    assert "Over the water ends on Thu, 31 Dec 2026" in plain(refused)
    await plan(pair.actor, "2026-12-31 10:00")
    meeting = (await pair.meetings())[0]
    moved = await pair.actor.says(f'meeting move meeting:{meeting.id} when:"2027-01-04 10:00"')
    assert "ends on Thu, 31 Dec 2026" in plain(moved)
    assert [one.starts_at for one in await pair.meetings()] == [meeting.starts_at]

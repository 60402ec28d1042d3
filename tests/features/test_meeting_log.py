from asyncio import gather
from datetime import UTC, datetime

from bot.command import registry
from bot.context import Request
from bot.entities import MeetingState
from bot.message import Form
from tests.support.pairs import cast, plan
from tests.support.stage import Stage, buttons, plain

LONDON, NEW_YORK = "Europe/London", "America/New_York"


async def test_a_meeting_is_logged_in_two_taps_and_the_theme_in_one_more(stage: Stage) -> None:
    pair = await cast(stage)
    length = await pair.actor.says("meeting log")
    how = await pair.actor.presses(length, "60 minutes")
    logged = await pair.actor.presses(how, "Online")
    assert "Logged: Mon, 2 Nov 2026 10:00 (Europe/Helsinki), 60 minutes, online" in plain(logged)
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
    # An old button says so at once, before anybody fills in a form.
    assert "is logged already" in plain(await pair.mentor.presses(asked["Maija Salo"], "Move it"))
    line = f'{buttons(asked["Maija Salo"])["Move it"].line} when:"2026-11-09 10:00"'
    assert "is logged already" in plain(await pair.mentor.says(line))


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
    assert "Thu, 29 Oct 2026 10:00" in plain(await pair.actor.submits(form, told))
    later = await pair.actor.submits(form, told | {"when": "2026-11-29 10:00"})
    assert isinstance(later, Form)
    assert set(later.errors) == {"when"}
    [meeting] = await pair.meetings()
    assert (meeting.minutes, meeting.size, meeting.on_theme) == (120, "group", False)


async def test_a_meeting_of_a_past_day_is_logged_by_its_day_alone_and_a_tap_does_not_forget_it(stage: Stage) -> None:
    pair = await cast(stage)
    await plan(pair.actor, "2026-11-05 18:00", length="45")
    await stage.until(datetime(2026, 11, 10, 9, tzinfo=UTC))
    how = await pair.actor.presses(await pair.actor.says("meeting log when:yesterday"), "30 minutes")
    assert "Logged: Mon, 9 Nov 2026 12:00" in plain(await pair.actor.presses(how, "Online"))
    # The one that was planned for the day is meant, whatever its hour; a weekday is the last one.
    assert "Thu, 5 Nov 2026 18:00" in plain(await pair.actor.says("meeting log 60 online when:Thursday"))
    assert "Sun, 8 Nov 2026 14:00" in plain(await pair.actor.says('meeting log 60 online when:"8 November 14:00"'))
    refused = plain(await pair.actor.says('meeting log 60 online when:"2026-11-12 10:00"'))
    assert "Thu, 12 Nov 2026 10:00 (Europe/Helsinki) is still to come" in refused


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
    assert "no pair that goes on" in plain(await olli.says("meeting list"))
    [meeting] = await pair.meetings()
    assert (meeting.state, meeting.revision) == (MeetingState.PLANNED, 0)


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


async def test_a_paused_pair_plans_nothing_and_is_told_until_when(stage: Stage) -> None:
    pair = await cast(stage)
    await pair.actor.says("pairing pause until:2026-11-12 sure:yes")
    refused = await pair.actor.says('meeting plan when:"2026-12-01 10:00" format:online')
    assert "paused until Thu, 12 Nov 2026" in plain(refused)
    assert "Logged" in plain(await pair.actor.says("meeting log 60 online"))

from datetime import UTC, datetime

from bot.entities import Pairing, PairingState
from tests.support.gatherings import running_programme
from tests.support.pairs import cast, introduced, plan
from tests.support.stage import Stage

LONDON, NEW_YORK = "Europe/London", "America/New_York"


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
    assert "that I know of was on Mon, 2 Nov 2026" in mentor
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
        await introduced(stage, programme, maija, await stage.person(f"Actor {number}"))
    await stage.later(days=9)
    assert maija.news_text().count("no meeting yet") == 2
    await stage.later(days=7)
    assert maija.news_text().count("no meeting yet") == 1


async def test_after_a_pause_the_days_are_counted_anew(stage: Stage) -> None:
    pair = await cast(stage)
    await stage.later(days=3)
    await pair.actor.says("pairing pause until:2026-11-12 sure:yes")
    await stage.until(datetime(2026, 11, 18, 20, tzinfo=UTC))
    assert "no meeting yet" not in "".join(pair.heard())
    await stage.until(datetime(2026, 11, 19, 20, tzinfo=UTC))
    assert "no meeting yet" in pair.heard()[1]

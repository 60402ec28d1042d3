from datetime import UTC, date, datetime, timedelta

from bot.command import registry
from bot.entities import (
    Application,
    ApplicationState,
    Concern,
    Grant,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
    Programme,
    ProgrammeState,
    Right,
)
from bot.rules.applying import Answers
from tests.support.stage import Player, Stage, buttons, plain

ENDS = date(2026, 12, 15)  # a Tuesday


async def programme_with_a_pair(stage: Stage, **changes: object) -> tuple[Player, Player, Player]:
    """Facilitator, mentor and actor; the pair was introduced in September and has met twice for 60 and 45 minutes."""
    helmi = await stage.person("Helmi Laine")
    maija = await stage.person("Maija Salo")
    ann = await stage.person("Ann <Virtanen>", zone="America/New_York")
    introduced = datetime(2026, 9, 1, 9, tzinfo=UTC)
    async with stage.store.work(stage.community) as work:
        programme = Programme(stage.community, "Over the water", "international work", actor_word="adept")
        programme.state, programme.starts_on, programme.ends_on = ProgrammeState.RUNNING, date(2026, 9, 1), ENDS
        for name, value in changes.items():
            setattr(programme, name, value)
        await work.add(programme)
        await work.add(Grant(stage.community, helmi.id, Right.FACILITATOR, programme.id))
        pairing = Pairing(
            stage.community, programme.id, maija.id, ann.id, PairingState.ACTIVE, introduced_at=introduced
        )
        await work.add(pairing)
        for minutes in (60, 45):
            await work.add(Meeting(stage.community, pairing.id, introduced, minutes, state=MeetingState.HELD))
        await work.add(Meeting(stage.community, pairing.id, introduced, 90, state=MeetingState.CANCELLED))
    return helmi, maija, ann


async def the_programme(stage: Stage) -> Programme:
    async with stage.store.work(stage.community) as work:
        return (await work.all(Programme))[0]


async def test_the_guide_to_the_last_meeting_comes_three_weeks_before_the_end_to_both(stage: Stage) -> None:
    _, maija, ann = await programme_with_a_pair(stage)
    await stage.until(datetime(2026, 11, 24, 6, 59, tzinfo=UTC))
    assert not maija.inbox
    await stage.until(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))  # 09:00 in Helsinki, night in New York
    assert "Over the water ends on Tue, 15 Dec 2026" in maija.news_text()
    assert not ann.inbox
    await stage.until(datetime(2026, 11, 24, 13, 0, tzinfo=UTC))  # 08:00 there
    assert "Say what each of you learned" in ann.news_text()
    await stage.later(days=10)
    assert len(maija.inbox) == len(ann.inbox) == 1


async def test_a_guide_for_a_last_day_that_was_moved_is_not_sent(stage: Stage) -> None:
    _, maija, _ = await programme_with_a_pair(stage)
    await stage.until(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    async with stage.store.work(stage.community) as work:
        (await work.all(Programme))[0].ends_on = ENDS + timedelta(days=28)
    await stage.until(datetime(2026, 12, 21, 12, 0, tzinfo=UTC))
    assert not maija.inbox
    await stage.until(datetime(2026, 12, 22, 12, 0, tzinfo=UTC))
    assert "Tue, 12 Jan 2027" in maija.news_text()


async def test_on_the_last_day_both_are_thanked_with_a_certificate_and_the_next_day_all_ends(stage: Stage) -> None:
    helmi, maija, ann = await programme_with_a_pair(stage)
    await stage.until(datetime(2026, 12, 15, 6, 59, tzinfo=UTC))
    maija.news()
    await stage.until(datetime(2026, 12, 15, 14, 0, tzinfo=UTC))
    message = maija.news()[0]
    assert "Thank you for the time you gave" in plain(message)
    page = message.files[0].data.decode()
    assert "mentor" in page
    assert "adept" not in page
    assert "2 hours" in page.replace("\u2068", "").replace("\u2069", "")  # 105 minutes, to the nearest half
    other = ann.inbox[-1].files[0].data.decode()
    assert "Ann &lt;Virtanen&gt;" in other
    assert "<Virtanen>" not in other
    assert (await the_programme(stage)).state == ProgrammeState.RUNNING
    await stage.until(datetime(2026, 12, 17, 10, 0, tzinfo=UTC))
    assert (await the_programme(stage)).state == ProgrammeState.ENDED
    async with stage.store.work(stage.community) as work:
        assert [pairing.state for pairing in await work.all(Pairing)] == [PairingState.ENDED]
    assert "The report for your board is ready" in helmi.news_text()
    assert not maija.news()


async def test_the_facilitator_ends_a_programme_once_and_is_asked_first(stage: Stage) -> None:
    helmi, maija, ann = await programme_with_a_pair(stage)
    assert "Only the facilitator" in plain(await ann.says("programme end"))
    asked = await helmi.says("programme end")
    assert "one pair that goes on" in plain(asked)
    assert (await the_programme(stage)).state == ProgrammeState.RUNNING
    assert "and its one pair have ended" in plain(await helmi.presses(asked, "End it now"))
    assert "Nothing has changed now" in plain(await helmi.presses(asked, "End it now"))
    assert "your pair with it" in maija.news_text()
    await stage.later(days=60)
    assert not maija.news()


async def test_those_without_a_pair_are_told_too_and_a_pair_left_earlier_keeps_its_certificate(stage: Stage) -> None:
    helmi, maija, _ = await programme_with_a_pair(stage)
    kalle = await stage.person("Kalle Aho")
    async with stage.store.work(stage.community) as work:
        programme = (await work.all(Programme))[0]
        await work.add(Application(stage.community, programme.id, kalle.id, Answers("Kalle Aho")))
        await work.add(Application(stage.community, programme.id, maija.id, Answers("Maija Salo")))
        pairing = (await work.all(Pairing))[0]
        pairing.state, pairing.ended_at = PairingState.ENDED, stage.clock.now()
    await stage.later(hours=1)
    await helmi.says("programme end confirm:yes")
    word = kalle.news()[0]
    assert "none came of it for you" in plain(word)
    assert not word.files
    word = maija.news()[0]
    assert "Your certificate for the meetings you had" in plain(word)
    assert [file.name for file in word.files] == ["certificate.html"]


async def test_a_programme_that_does_not_run_cannot_be_ended(stage: Stage) -> None:
    helmi, _, _ = await programme_with_a_pair(stage, state=ProgrammeState.OPEN)
    assert "is not running" in plain(await helmi.says("programme end confirm:yes"))


async def test_three_months_later_those_who_stayed_hear_once_more(stage: Stage) -> None:
    _, maija, _ = await programme_with_a_pair(stage)
    await stage.until(datetime(2027, 3, 15, 12, 0, tzinfo=UTC))
    maija.news()
    await stage.until(datetime(2027, 3, 16, 12, 0, tzinfo=UTC))  # 90 days after the 16th of December
    assert "What has come of it" in maija.news_text()
    await stage.later(days=30)
    assert not maija.news()


async def test_the_erase_clock_takes_the_unplaced_after_180_days_and_all_after_a_year(stage: Stage) -> None:
    ended = stage.clock.now() - timedelta(days=179)
    _, maija, ann = await programme_with_a_pair(stage, state=ProgrammeState.ENDED, ended_at=ended)
    async with stage.store.work(stage.community) as work:
        programme = (await work.all(Programme))[0].id
        for player, state in ((maija, ApplicationState.PLACED), (ann, ApplicationState.WAITING)):
            await work.add(Application(stage.community, programme, player.id, Answers(player.name), state))
        await work.add(Concern(stage.community, programme, None, "settled", ended, ended))
        await work.add(Concern(stage.community, programme, None, "open", ended))

    async def left() -> tuple[int, int]:
        async with stage.store.work(stage.community) as work:
            return await work.count(Application), await work.count(Concern)

    await stage.later(hours=1)
    assert await left() == (2, 2)
    await stage.later(days=2)
    assert await left() == (1, 1)
    await stage.later(days=190)
    assert await left() == (0, 1)


async def test_every_button_leads_somewhere(stage: Stage) -> None:
    helmi, maija, _ = await programme_with_a_pair(stage)
    await stage.until(datetime(2026, 12, 17, 10, 0, tzinfo=UTC))
    lines = [line for message in (*maija.inbox, *helmi.inbox) for line in message.lines()]
    assert [line for line in lines if registry.find(line)[0] is None] == []
    assert "See the report" in buttons(helmi.inbox[-1])

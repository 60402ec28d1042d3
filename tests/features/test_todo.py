from datetime import UTC, date, datetime, timedelta

from bot.entities import (
    Application,
    ApplicationState,
    Concern,
    Due,
    DueState,
    Fit,
    FitAnswer,
    Grant,
    Pairing,
    PairingState,
    Programme,
    ProgrammeState,
    Right,
)
from bot.message import Form, Message
from bot.ports import Outcome, Result
from bot.rules.applying import Answers
from tests.support.gatherings import running_programme
from tests.support.pairs import Cast, cast, introduced
from tests.support.stage import Player, Stage, buttons, plain

MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)  # nine o'clock in Helsinki


async def scene(stage: Stage) -> tuple[Player, Cast]:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    return helmi, await cast(stage)


async def test_a_missing_first_meeting_is_on_the_list_from_day_10_and_late_from_day_14(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    await stage.later(days=9)
    assert "Nothing needs you" in plain(await helmi.says("todo"))
    await stage.later(days=1, hours=1)
    listed = plain(await helmi.says("todo"))
    assert "Maija Salo and Ann Virtanen" in listed
    assert "A pair since Mon, 2 Nov 2026, and no first meeting" in listed
    await stage.later(days=4)
    assert "That is late" in plain(await helmi.says("todo"))
    await pair.actor.says('meeting plan when:"2026-12-01 10:00" format:online')
    assert "Nothing needs you" in plain(await helmi.says("todo"))


async def test_a_silent_pair_is_on_the_list_a_week_after_it_was_asked(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    await pair.actor.presses(await pair.actor.says("agreement show"), "We have agreed by word")
    await pair.mentor.says("agreement tick")
    await pair.actor.says("meeting log 60 online")
    await stage.later(days=41)
    assert "Nothing needs you" in plain(await helmi.says("todo"))
    await stage.later(days=1, hours=1)
    assert "The last meeting I know of was on Mon, 2 Nov 2026" in plain(await helmi.says("todo"))
    await pair.mentor.says("meeting log 30 online")
    assert "Nothing needs you" in plain(await helmi.says("todo"))


async def test_the_draft_is_changed_and_sent_in_the_facilitators_name_once(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    await stage.later(days=11)
    pair.heard()
    form = await helmi.presses(await helmi.says("todo"), "Change and send it")
    assert isinstance(form, Form)
    assert "a first meeting is often the hardest" in form.fields[0].value
    words = {"text": "Dear both, shall we have a coffee? Helmi"}
    assert "Sent to" in plain(await helmi.submits(form, words))
    assert "has had exactly these words" in plain(await helmi.submits(form, words))
    for told in pair.heard():
        assert told.count("shall we have a coffee?") == 1
        assert "Helmi Laine writes to you" in told


async def test_on_monday_morning_the_list_comes_by_itself_and_not_when_it_is_empty(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    await stage.until(MONDAY - timedelta(minutes=1))
    assert not helmi.news()
    await stage.until(MONDAY)
    [message] = helmi.news()
    assert "One thing needs you" in plain(message)
    await pair.actor.says('meeting plan when:"2026-12-01 10:00" format:online')
    await stage.until(MONDAY + timedelta(days=7))
    assert not helmi.news()


async def test_no_list_without_a_running_programme_or_the_right(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    await stage.later(days=11)
    assert "Only the facilitator" in plain(await pair.actor.says("todo"))
    assert "Only the facilitator" in plain(await pair.actor.says("letter about:silent pairing:1 text:Hello"))
    async with stage.store.work(stage.community) as work:
        for grant in await work.all(Grant, person_id=helmi.id):
            await work.delete(grant)
    await stage.until(MONDAY)
    assert not helmi.news()
    olli = await stage.person("Olli Niemi", right=Right.FACILITATOR)
    async with stage.store.work(stage.community) as work:
        (await work.get(Programme, pair.programme)).state = ProgrammeState.ENDED
    await stage.later(days=8)
    assert not olli.news()


async def test_who_asked_for_another_match_is_named_and_who_is_unsure_is_not(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    async with stage.store.work(stage.community) as work:
        await work.add(Fit(stage.community, pair.pairing, pair.actor.id, FitAnswer.ANOTHER, stage.clock.now()))
        await work.add(Fit(stage.community, pair.pairing, pair.mentor.id, FitAnswer.UNSURE, stage.clock.now()))
    listed = await helmi.says("todo")
    assert "One thing needs you" in plain(listed)
    assert "Ann Virtanen has asked for another match, on Mon, 2 Nov 2026" in plain(listed)
    pair.heard()
    await helmi.submits(await helmi.presses(listed, "Change and send it"), {"text": "Shall we talk?"})
    mentor, actor = pair.heard()
    assert "Shall we talk?" in actor
    assert not mentor


async def test_a_facilitator_who_takes_part_does_not_read_the_partners_answer(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    ann = await stage.person("Ann Virtanen")
    programme = await running_programme(stage)
    pairing = await introduced(stage, programme, helmi, ann)
    async with stage.store.work(stage.community) as work:
        await work.add(Fit(stage.community, pairing, ann.id, FitAnswer.ANOTHER, stage.clock.now()))
    assert "Nothing needs you" in plain(await helmi.says("todo"))


async def test_concerns_are_not_even_counted(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    async with stage.store.work(stage.community) as work:
        await work.add(Concern(stage.community, pair.programme, pair.actor.id, "A worry", stage.clock.now()))
    assert "Nothing needs you" in plain(await helmi.says("todo"))


async def test_whom_no_message_reaches_is_on_the_list_until_one_does(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    stage.messenger.failures["U2"] = [Outcome(Result.UNKNOWN), Outcome(Result.UNKNOWN)]
    await pair.actor.says('meeting plan when:"2026-12-01 10:00" format:online')
    await stage.later(minutes=20)
    listed = await helmi.says("todo")
    assert "A message to Maija Salo did not arrive, or may not have, on Mon, 2 Nov 2026" in plain(listed)
    assert "do not reach you" in plain(listed)
    await pair.actor.says("meeting move meeting:1 when:2026-12-02T10:00:00+02:00")
    await stage.later(minutes=5)
    assert "Nothing needs you" in plain(await helmi.says("todo"))


async def test_a_pair_of_which_one_could_not_be_told_has_its_own_line(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    async with stage.store.work(stage.community) as work:
        (await work.get(Pairing, pair.pairing)).state = PairingState.PROPOSED
        now, key = stage.clock.now(), f"match.proposed:{pair.pairing}::person:{pair.actor.id}"
        row = Due(stage.community, stage.space.id, key, "match.proposed", pair.pairing, now, now, pair.actor.id)
        row.state = DueState.UNDELIVERABLE
        await work.outbox.plan(row)
    listed = await helmi.says("todo")
    assert "Ann Virtanen could not be told of this pair" in plain(listed)
    assert buttons(listed)["I have told them: introduce"].line == f"match introduce pairing:{pair.pairing}"


async def test_those_who_wait_are_one_line_and_can_be_written_to(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    waiting = [await stage.person(name) for name in ("Olli Niemi", "Liisa Aho")]
    async with stage.store.work(stage.community) as work:
        for player in waiting:
            answers = Answers(player.name)
            queued = stage.clock.now()
            await work.add(Application(stage.community, pair.programme, player.id, answers, queued_at=queued))
    listed = await helmi.says("todo")
    assert "2 people wait for a match, the first since Mon, 2 Nov 2026" in plain(listed)
    await helmi.submits(await helmi.presses(listed, "Change and send it"), {})
    assert all("I have not forgotten you" in player.news_text() for player in waiting)
    assert pair.heard() == ("", "")
    again = plain(await helmi.says("todo"))
    assert "You wrote on: Mon, 2 Nov 2026" in again
    assert "I have not forgotten you" not in again  # the draft has been sent


async def test_nobody_waits_for_a_match_in_a_programme_that_is_over(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    await waits(stage, pair.programme, "Olli Niemi")
    assert "waits for a match" in plain(await helmi.says("todo"))
    async with stage.store.work(stage.community) as work:
        (await work.get(Programme, pair.programme)).state = ProgrammeState.ENDED
    assert "waits for a match" not in plain(await helmi.says("todo"))


async def waits(stage: Stage, programme: int, name: str) -> Player:
    """Somebody who joins the queue now."""
    player = await stage.person(name)
    async with stage.store.work(stage.community) as work:
        queued = stage.clock.now()
        await work.add(Application(stage.community, programme, player.id, Answers(name), queued_at=queued))
    return player


async def test_who_joins_the_queue_after_a_letter_is_new_and_the_others_are_not(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    olli = await waits(stage, pair.programme, "Olli Niemi")
    await helmi.submits(await helmi.presses(await helmi.says("todo"), "Change and send it"), {})
    await stage.later(days=7)
    liisa = await waits(stage, pair.programme, "Liisa Aho")
    for player in (olli, liisa):
        player.news()
    listed = await helmi.says("todo")
    assert isinstance(listed, Message)
    assert "One thing needs you" in plain(listed)
    assert "You have written about one more" in plain(listed)
    assert [part.heading for part in listed.sections] == ["Liisa Aho", "Olli Niemi"]
    assert "You wrote on: Mon, 2 Nov 2026" in plain(Message("", sections=listed.sections[1:]))
    await helmi.submits(await helmi.presses(listed, "Change and send it"), {"text": "Dear Liisa, soon. Helmi"})
    assert "Dear Liisa" in liisa.news_text()
    assert not olli.news()
    again = await helmi.says("todo")
    assert "Nothing new needs you" in plain(again)
    await helmi.submits(await helmi.presses(again, "Write again"), {"text": "Dear both, very soon. Helmi"})
    assert "very soon" in olli.news_text()
    assert "very soon" in liisa.news_text()


async def test_a_silence_after_a_letter_and_a_meeting_is_a_new_fact(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    await pair.actor.presses(await pair.actor.says("agreement show"), "We have agreed by word")
    await pair.mentor.says("agreement tick")
    await pair.actor.says("meeting log minutes:60 format:online")
    await stage.later(days=43)
    await helmi.submits(await helmi.presses(await helmi.says("todo"), "Change and send it"), {})
    written = plain(await helmi.says("todo"))
    assert "Nothing new needs you" in written
    assert "You wrote on: Tue, 15 Dec 2026" in written
    await stage.later(days=1)
    await pair.actor.says("meeting log minutes:60 format:online")
    await stage.later(days=43)
    again = plain(await helmi.says("todo"))
    assert "The last meeting I know of was on Wed, 16 Dec 2026" in again
    assert "I have not heard of a meeting of yours" in again  # the draft of a new letter


async def test_whose_pair_has_ended_without_their_word_is_on_the_list_until_they_have_chosen(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    async with stage.store.work(stage.community) as work:
        for player in (pair.mentor, pair.actor):
            made = Application(stage.community, pair.programme, player.id, Answers(player.name))
            made.state = ApplicationState.PLACED
            await work.add(made)
    await pair.mentor.says(f"pairing leave pairing:{pair.pairing} sure:yes")
    await stage.later(days=1)
    listed = await helmi.says("todo")
    assert "Ann Virtanen has been without a pair since Mon, 2 Nov 2026" in plain(listed)
    assert "Maija Salo has been without" not in plain(listed)  # who left takes a break
    pair.heard()
    await helmi.submits(await helmi.presses(listed, "Change and send it"), {})
    mentor, actor = pair.heard()
    assert "Would you like another one?" in actor
    assert not mentor
    assert "You wrote on: Tue, 3 Nov 2026" in plain(await helmi.says("todo"))
    await stage.later(days=14)
    assert "Nothing needs you" in plain(await helmi.says("todo"))  # no answer is an answer


async def test_whose_pair_has_ended_is_off_the_list_when_they_wait_again(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    async with stage.store.work(stage.community) as work:
        made = Application(stage.community, pair.programme, pair.actor.id, Answers("Ann"))
        made.state = ApplicationState.PLACED
        await work.add(made)
    await pair.mentor.says(f"pairing leave pairing:{pair.pairing} sure:yes")
    assert "Ann Virtanen has been without a pair" in plain(await helmi.says("todo"))
    await pair.actor.says("match again")
    listed = plain(await helmi.says("todo"))
    assert "Ann Virtanen has been without" not in listed
    assert "One person waits for a match" in listed


async def test_whoever_has_been_written_to_comes_after_those_who_have_not(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    olli = await stage.person("Olli Niemi")
    async with stage.store.work(stage.community) as work:
        await work.add(
            Application(stage.community, pair.programme, olli.id, Answers("Olli"), queued_at=stage.clock.now())
        )
    await stage.later(days=12)
    first = await helmi.says("todo")
    assert len(first.sections) == 2
    await helmi.submits(await helmi.says(first.sections[0].buttons[0].line), {})
    second = await helmi.says("todo")
    assert [part.heading for part in second.sections] == [part.heading for part in reversed(first.sections)]


async def test_a_pause_about_to_end_is_told_of(stage: Stage) -> None:
    helmi, pair = await scene(stage)
    async with stage.store.work(stage.community) as work:
        pairing = await work.get(Pairing, pair.pairing)
        pairing.state, pairing.paused_until = PairingState.PAUSED, date(2026, 11, 8)
    assert "The pause ends on Sun, 8 Nov 2026" in plain(await helmi.says("todo"))


async def test_a_long_list_has_pages(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    programme = await running_programme(stage)
    for number in range(10):
        mentor, actor = [await stage.person(f"{side} {number}") for side in ("Mentor", "Actor")]
        await introduced(stage, programme, mentor, actor)
    await stage.later(days=11)
    first = await helmi.says("todo")
    assert "10 things need you" in plain(first)
    assert "Mentor 7 and Actor 7" in plain(first)
    assert "Mentor 9 and Actor 9" not in plain(first)
    assert "Mentor 9 and Actor 9" in plain(await helmi.presses(first, "Next page"))

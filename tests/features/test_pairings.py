from datetime import UTC, datetime, timedelta

from bot.entities import (
    Account,
    ApplicationState,
    Due,
    Fit,
    FitAnswer,
    MeetingState,
    PairingState,
    Programme,
    ProgrammeState,
    Reach,
)
from bot.message import Form, Message
from bot.ports import Outcome, Result
from tests.features.harbour import Harbour
from tests.support.stage import Player, Stage, buttons, plain


async def pair(stage: Stage) -> tuple[Harbour, Player, Player, int]:
    """Maija and Aino, introduced, with all that was said until then read."""
    harbour = await Harbour.open(stage)
    maija, aino = await harbour.mentor("Maija Meri"), await harbour.actor("Aino Aalto")
    pairing = await harbour.introduced(maija, aino)
    for player in stage.players.values():
        player.news()
    return harbour, maija, aino, pairing


def words_of(player: Player) -> str:
    """All that somebody was told."""
    return "\n".join(plain(message) for message in player.inbox)


async def test_mine_shows_pair_next_meeting_agreement_and_what_waits(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    shown = await aino.says("mine")
    assert "Maija Meri, your mentor in Over the water" in plain(shown)
    assert "None planned" in plain(shown)
    assert "Plan a meeting" in buttons(shown)
    assert "Aino Aalto, your actor" in plain(await maija.says("mine"))
    await harbour.meets(pairing, stage.clock.now() + timedelta(days=1))
    assert "Next meeting: Thu, 12 Nov" in plain(await aino.says("mine"))
    await stage.later(days=2)
    later = await aino.says("mine")
    assert "say whether your last meeting took place" in plain(later)
    assert next(iter(buttons(later))) == "Log a meeting"
    assert "no pair" in plain(await harbour.helmi.says("mine"))


async def test_mine_says_the_place_in_the_queue(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    await harbour.actor("Aino Aalto")
    eero = await harbour.actor("Eero Eno")
    assert "in place 2 of the queue" in plain(await eero.says("mine"))


async def test_the_fit_question_comes_the_day_after_the_first_meeting_to_both(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    await harbour.meets(pairing, stage.clock.now(), MeetingState.HELD)
    await stage.later(days=2)
    question = aino.news()[-1]
    assert "Would you like to go on" in plain(question)
    assert "Only you see your answer" in plain(question)
    assert "Would you like to go on" in maija.news_text()
    await aino.presses(question, "Go on")
    await stage.later(days=20)
    assert "Would you like to go on" not in aino.news_text()
    assert "Would you like to go on" in maija.news_text()  # once more after silence
    await stage.later(days=40)
    assert "Would you like to go on" not in maija.news_text()


async def test_an_unsure_answer_is_asked_about_again_and_the_latest_stands(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    await harbour.meets(pairing, stage.clock.now(), MeetingState.HELD)
    await stage.later(days=2)
    await aino.presses(aino.news()[-1], "Not sure yet")
    await stage.later(days=16)
    again = [message for message in aino.news() if "You were not sure" in plain(message)]
    assert len(again) == 1
    await aino.presses(again[0], "Go on")
    async with stage.store.work(stage.community) as work:
        fit = await work.one(Fit, pairing_id=pairing, person_id=aino.id)
    assert fit is not None
    assert fit.answer == FitAnswer.GO_ON
    assert "sure" not in words_of(maija).replace("Would you", "")


async def test_the_day_on_which_it_is_asked_again_is_a_day_on_which_it_can_be_asked(stage: Stage) -> None:
    harbour, _, aino, pairing = await pair(stage)
    await harbour.meets(pairing, stage.clock.now(), MeetingState.HELD)
    await stage.until(datetime(2026, 11, 14, 10, tzinfo=UTC))  # a Saturday
    assert "I ask again on Mon, 30 Nov 2026 08:00" in plain(await aino.says("fit answer:unsure"))
    aino.news()
    await stage.until(datetime(2026, 11, 30, 6, tzinfo=UTC))
    assert "You were not sure" in aino.news_text()


async def test_another_match_goes_to_the_facilitator_as_a_fact_and_not_to_the_partner(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    await harbour.meets(pairing, stage.clock.now(), MeetingState.HELD)
    answer = await aino.says("fit answer:another")
    assert "I do not tell your partner" in plain(answer)
    fact = harbour.helmi.news_text()
    assert "Aino Aalto would like another match than Maija Meri" in fact
    assert "another match than" not in words_of(maija)
    assert "Another match asked for on" in plain(await harbour.helmi.says("pairing list"))


async def test_prm_03_somebody_elses_fit_leave_and_pause_are_not_found(stage: Stage) -> None:
    harbour, maija, _, pairing = await pair(stage)
    eve = await stage.person("Eve Else")
    for line in ("fit answer:another", "pairing leave sure:yes", "pairing pause until:2027-01-11 sure:yes"):
        assert "can’t find that pair" in plain(await eve.says(f"{line} pairing:{pairing}"))
    assert [one.state for one in await harbour.pairings()] == [PairingState.ACTIVE]
    assert not maija.news()


async def test_leaving_shows_exactly_what_the_partner_will_read_before_it_is_sent(stage: Stage) -> None:
    harbour, maija, aino, _ = await pair(stage)
    preview = await maija.says("pairing leave")
    assert isinstance(preview, Message)
    assert "Nothing has been sent yet" in plain(preview)
    assert not aino.news()
    done = await maija.presses(preview, "Send it and leave")
    (told,) = aino.news()
    assert told.text == preview.sections[0].text
    assert list(buttons(done)) == ["Find me another pair", "Leave the programme", "Say why"]
    form = await maija.presses(done, "Say why")
    await maija.submits(form, {"reason": "a new job"})
    facts = harbour.helmi.news_text()
    assert "Maija Meri has left the pair of Maija Meri and Aino Aalto" in facts
    assert "a new job" in facts
    assert "a new job" not in words_of(aino)
    assert "This pair has ended" in plain(await maija.presses(preview, "Send it and leave"))
    assert not aino.news()


async def test_who_has_left_stands_nowhere_until_they_choose_and_everybody_sees_that(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    assert "Aino Aalto: As actor · in a pair" in plain(await harbour.helmi.says("application list"))
    await aino.says(f"pairing leave pairing:{pairing} sure:yes")
    listed = plain(await harbour.helmi.says("application list"))
    for name in ("Aino Aalto: As actor", "Maija Meri: As mentor"):
        assert f"{name} · in no pair now, and in no queue" in listed
    assert "In a pair:" not in listed
    shown = await aino.says("application show")
    assert "you are in no queue" in plain(shown)
    assert "you are in no queue" in plain(await aino.says("mine"))
    assert "corrected" in plain(await aino.says("apply role:mentor consent:yes"))
    await aino.presses(shown, "Find me another pair")
    assert "Aino Aalto: As mentor · waiting for a pair" in plain(await harbour.helmi.says("application list"))
    assert "withdrawn" in plain(await maija.says("application withdraw"))
    assert await harbour.state_of(maija) == ApplicationState.WITHDRAWN
    assert "Maija Meri" not in plain(await harbour.helmi.says("application list"))


async def test_after_the_end_nobody_is_put_into_the_queue_by_an_old_button(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    left = await aino.says(f"pairing leave pairing:{pairing} sure:yes")
    async with stage.store.work(stage.community) as work:
        (await work.get(Programme, harbour.programme)).state = ProgrammeState.ENDED
    assert "is over, so nobody can be paired in it" in plain(await aino.presses(left, "Find me another pair"))
    assert await harbour.state_of(aino) == ApplicationState.PLACED
    shown = await maija.says(f"application show programme:{harbour.programme}")
    assert "Over the water is over" in plain(shown)
    assert not buttons(shown)
    assert "nothing to withdraw from" in plain(await maija.says("application withdraw"))
    assert await harbour.state_of(maija) == ApplicationState.PLACED
    assert "in a pair" not in plain(await maija.says("programme show"))


async def test_a_mentor_who_leaves_one_of_several_pairs_goes_on_in_the_others(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri", capacity=2)
    aino, bea = await harbour.actor("Aino Aalto"), await harbour.actor("Bea Berg")
    await harbour.introduced(maija, aino)
    which = await maija.says("pairing leave no time for two")
    form = await maija.presses(which, "Aino Aalto")
    assert isinstance(form, Form)
    assert form.fields[0].value == "no time for two"  # kept while it was asked which pair
    left = await maija.submits(form, {})
    assert "Your other pairs go on" in plain(left)
    assert list(buttons(left)) == ["Find me another pair", "Say why"]
    last = await maija.submits(await maija.says("pairing leave a new job"), {})
    assert "you take a break" in plain(last)
    assert "Leave the programme" in buttons(last)
    assert "a new job" not in words_of(bea)


async def test_who_has_left_the_programme_is_told_at_once_that_it_takes_nobody_now(stage: Stage) -> None:
    harbour, maija, _, pairing = await pair(stage)
    left = await maija.says(f"pairing leave pairing:{pairing} sure:yes")
    await maija.presses(left, "Leave the programme")
    assert "ask Helmi Laine, who decides" in plain(await maija.presses(left, "Find me another pair"))
    assert await harbour.state_of(maija) == ApplicationState.WITHDRAWN


async def test_a_reason_typed_at_once_is_kept_while_the_partners_text_is_shown(stage: Stage) -> None:
    _, maija, aino, pairing = await pair(stage)
    form = await maija.says(f"pairing leave pairing:{pairing} too much work this winter")
    assert isinstance(form, Form)
    assert "Maija Meri has ended your pair" in plain(form)
    assert form.fields[0].value == "too much work this winter"
    await maija.submits(form, {})
    assert "too much work" not in aino.news_text()


async def test_mat_14_who_stays_is_back_ahead_of_newcomers_and_future_meetings_are_cancelled(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    await harbour.actor("New Comer")
    meeting = await harbour.meets(pairing, stage.clock.now() + timedelta(days=10))
    held = await harbour.meets(pairing, stage.clock.now() - timedelta(days=1), MeetingState.HELD)
    await maija.says(f"pairing leave pairing:{pairing} sure:yes")
    assert await harbour.meeting(meeting) == MeetingState.CANCELLED
    assert await harbour.meeting(held) == MeetingState.HELD
    (told,) = aino.news()
    back = await aino.presses(told, "Find me another pair")
    assert "in place 1" in plain(back)
    assert await harbour.state_of(aino) == ApplicationState.WAITING
    assert "Aino Aalto is without a pair" in harbour.helmi.news_text()
    await stage.later(days=30)
    assert "Would you like to go on" not in words_of(aino)


async def test_mat_14_a_mentor_who_is_gone_leaves_nobody_waiting(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    meeting = await harbour.meets(pairing, stage.clock.now() + timedelta(days=10))
    async with stage.store.work(stage.community) as work:
        for account in await work.all(Account, person_id=maija.id):
            account.reach = Reach.GONE
    await stage.later(days=2)
    (told,) = [message for message in aino.news() if "is not here any more" in plain(message)]
    assert await harbour.meeting(meeting) == MeetingState.CANCELLED
    assert "in place 1" in plain(await aino.presses(told, "Find me another pair"))
    assert "is not here any more" not in words_of(maija)
    assert [one.state for one in await harbour.pairings()] == [PairingState.ENDED]


async def test_mat_14_the_facilitator_ends_a_silent_pair_and_both_are_told(stage: Stage) -> None:
    _, maija, aino, pairing = await pair(stage)
    helmi = stage.players["Helmi Laine"]
    preview = await helmi.presses(await helmi.says("pairing list"), "End the pair")
    assert "Nothing has been sent yet" in plain(preview)
    assert not aino.news()
    await helmi.presses(preview, "End the pair")
    for player in (maija, aino):
        assert "The facilitator has ended your pair" in player.news_text()
    assert "are not a pair any more" in plain(await helmi.says(f"pairing end pairing:{pairing} sure:yes"))


async def test_mat_16_a_pause_suspends_meetings_offers_cover_and_ends_once(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    inside = [await harbour.meets(pairing, stage.clock.now() + timedelta(days=days)) for days in (7, 14, 21)]
    after = await harbour.meets(pairing, stage.clock.now() + timedelta(days=60))
    preview = await maija.says("pairing pause until:2026-12-23")
    assert isinstance(preview, Message)
    assert not aino.news()
    begun = await maija.presses(preview, "Send it and pause")
    assert "The 3 meetings planned in that time are called off" in plain(begun)
    (told,) = aino.news()
    assert told.text == preview.sections[0].text
    assert "away until Wed, 23 Dec" in plain(told)
    assert {await harbour.meeting(one) for one in inside} == {MeetingState.CANCELLED}
    assert await harbour.meeting(after) == MeetingState.PLANNED
    assert "is away until" in plain(await aino.says("pairing resume"))
    await aino.presses(told, "Ask for somebody meanwhile")
    assert "while Maija Meri is away" in harbour.helmi.news_text()
    await stage.until(datetime(2026, 12, 22, 12, tzinfo=UTC))
    assert "The pause is over" not in words_of(aino) + words_of(maija)
    await stage.later(days=20)
    for player in (aino, maija):
        assert words_of(player).count("The pause is over") == 1
    assert [one.state for one in await harbour.pairings()] == [PairingState.ACTIVE]


async def test_mat_16_whoever_comes_back_earlier_resumes_once(stage: Stage) -> None:
    _, maija, aino, pairing = await pair(stage)
    begun = await maija.says(f"pairing pause pairing:{pairing} until:2026-12-23 sure:yes")
    aino.news()
    assert "You are back" in plain(await maija.presses(begun, "Come back earlier"))
    assert "going on" in plain(await maija.presses(begun, "Come back earlier"))
    await stage.later(days=60)
    assert words_of(aino).count("The pause is over") == 1


async def test_a_pause_needs_a_day_ahead_and_inside_the_programme(stage: Stage) -> None:
    _, maija, _, pairing = await pair(stage)
    assert "not ahead" in plain(await maija.says(f"pairing pause pairing:{pairing} until:2026-11-01"))
    assert "end of the programme" in plain(await maija.says(f"pairing pause pairing:{pairing} until:2028-01-01"))
    form = await maija.says("pairing pause")
    assert isinstance(form, Form)
    assert "Nothing has been sent" in plain(await maija.submits(form, {"until": "2027-01-11"}))


async def test_the_list_shows_facts_with_dates_and_whom_no_word_reached(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija, aino = await harbour.mentor("Maija Meri"), await harbour.actor("Aino Aalto")
    await harbour.helmi.says("match draft")
    await harbour.helmi.says("match publish")
    stage.messenger.failures[maija.account] = [Outcome(Result.CLOSED)]
    await stage.later(days=9)
    (pairing,) = await harbour.pairings(PairingState.ACTIVE)
    await harbour.meets(pairing.id, stage.clock.now(), MeetingState.HELD)
    listed = plain(await harbour.helmi.says("pairing list"))
    assert "Maija Meri and Aino Aalto" in listed
    assert "Meetings held: One, on Wed, 11 Nov" in listed
    assert "Could not be told: Maija Meri" in listed
    assert "of 100" not in listed
    assert aino.inbox


async def test_everything_planned_for_an_ended_pair_is_withdrawn(stage: Stage) -> None:
    harbour, maija, aino, pairing = await pair(stage)
    await harbour.meets(pairing, stage.clock.now(), MeetingState.HELD)
    await aino.says("fit answer:unsure")
    await maija.says(f"pairing leave pairing:{pairing} sure:yes")
    async with stage.store.work(stage.community) as work:
        rows = [row for row in await work.all(Due, subject_id=pairing, kind="pairing.fit") if row.state == "planned"]
    assert not rows

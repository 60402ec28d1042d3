import asyncio
from datetime import UTC, date, datetime

import pytest

from bot.context import Request
from bot.entities import Due, Programme, Pulse, PulseAnswer, PulseMode, PulseState, Right
from bot.features.pulse.rounds import REMIND
from bot.message import Answer, Form
from tests.support.gatherings import cohort, running_programme
from tests.support.stage import Player, Stage, plain


async def opened(
    stage: Stage, pairs: int, mode: str = "totals", occasion: str = "first"
) -> tuple[Player, list[Player]]:
    """A facilitator, so many pairs, and a pulse that has just been opened by hand."""
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    people = await cohort(stage, await running_programme(stage), pairs)
    made = await helmi.says(f"pulse open {mode} {occasion}")
    assert f"{2 * pairs} people are asked" in plain(made), plain(made)
    return helmi, people


async def gives(who: Player, scores: str = "3 4 5", text: str = "") -> Answer:
    """Answer by the button of the question and its form."""
    form = await who.says("pulse answer pulse:1")
    assert isinstance(form, Form), plain(form)
    return await who.submits(
        form, dict(zip(("first", "second", "third"), scores.split(), strict=True)) | {"text": text}
    )


async def kept(stage: Stage) -> list[PulseAnswer]:
    async with stage.store.work(stage.community) as work:
        return list(await work.all(PulseAnswer))


async def test_pul_08_pul_10_the_question_names_programme_day_and_who_will_see_the_answer(stage: Stage) -> None:
    _, (ann, *_) = await opened(stage, 3)
    (question,) = ann.news()
    text = plain(question)
    assert "First pulse of Over the water, opened Mon, 2 Nov 2026" in text
    assert "Helmi Laine will see only totals of 5 answers or more" in text
    form = await ann.presses(question, "Answer")
    assert isinstance(form, Form)
    assert "without your name" in form.fields[-1].hint
    assert len(form.fields) == 4
    answered = await ann.submits(form, {"first": "3", "second": "4", "third": "5"})
    assert "Thank you, your answer is in" in plain(answered)
    assert "only totals" not in plain(answered)  # the question said so


async def test_an_old_button_of_a_closed_pulse_asks_nobody_to_write_in_vain(stage: Stage) -> None:
    _, (ann, *_) = await opened(stage, 3)
    (question,) = ann.news()
    await stage.later(days=30)
    assert "takes no more answers" in plain(await ann.presses(question, "Answer"))
    assert "No pulse that you could choose" in plain(await ann.says("pulse answer"))


async def test_pul_08_in_the_named_mode_the_question_says_so_and_results_show_names(stage: Stage) -> None:
    helmi, (ann, bo) = await opened(stage, 1, "named")
    assert "Helmi Laine will see it with your name" in ann.news_text()
    await gives(ann, "2 3 5", "More time")
    assert "no figures before" in plain(await helmi.says("pulse results 1"))
    shown = plain(await helmi.presses(await helmi.says("pulse close 1"), "See the results"))
    assert "1 of 2 who were asked" in shown
    assert "Mentor 1\nMore time\nHow far we trust each other: 2 – less than I expected" in shown
    assert bo.name not in shown


async def test_pul_01_a_single_answer_in_a_group_of_four_shows_nothing_anywhere(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    await cohort(stage, await running_programme(stage), 2)
    refused = await helmi.says("pulse open totals first")
    assert "You would never see a result" in plain(refused)
    assert "until" in plain(await helmi.presses(refused, "Ask with names instead"))


@pytest.mark.parametrize("answers", [0, 1, 4])
async def test_pul_01_below_five_answers_neither_figures_texts_nor_how_many(stage: Stage, answers: int) -> None:
    helmi, people = await opened(stage, 3)
    for who in people[:answers]:
        await gives(who, "1 1 1", "secret words")
    closed = await helmi.says("pulse close 1")
    shown = plain(await helmi.presses(closed, "See the results"))
    assert "Not enough answers. 6 people were asked" in shown
    for secret in ("secret", f" {answers} ", "Mentor", "Actor"):
        assert secret not in shown
    told = helmi.news_text()
    assert "First pulse of Over the water is closed" in told
    assert "Mentor" not in told
    assert not await kept(stage)


async def test_from_five_answers_totals_are_shown_and_nobody_can_be_found_in_them(stage: Stage) -> None:
    helmi, people = await opened(stage, 3)
    for number, who in enumerate(people[:5]):
        await gives(who, f"{number % 5 + 1} 3 5", f"words {number}")
    listed = await helmi.says("pulse list")
    assert "6 asked" in plain(listed)
    shown = plain(await helmi.presses(await helmi.presses(listed, "Close it now"), "See the results"))
    assert "5 of 6 who were asked have answered" in shown
    assert "How far we trust each other: 3.0 (5 answers)" in shown
    assert "mentor: " not in shown  # three mentors and two actors: each side is below the floor
    assert all(f"words {number}" in shown for number in range(5))
    assert not any(who.name in shown for who in people)
    answers = await kept(stage)
    assert {(each.person_id, each.role) for each in answers} == {(None, "")}
    assert [each.scores["trust"] for each in answers] == [1, 2, 3, 4, 5]  # by content, whoever came first
    async with stage.store.work(stage.community) as work:
        assert not await work.all(Due, kind=REMIND)


async def test_sides_are_shown_when_each_and_the_rest_are_five_or_more(stage: Stage) -> None:
    helmi, people = await opened(stage, 5)
    for number, who in enumerate(people):
        await gives(who, "2 3 5" if number % 2 else "4 3 5")
    await helmi.says("pulse close 1")
    shown = plain(await helmi.says("pulse results 1"))
    assert "3.0 (10 answers), mentor: 4.0 (5) and actor: 2.0 (5)" in shown
    assert "Fewer than 5 people wrote something" in shown


async def test_the_last_pulse_asks_whether_people_would_take_part_again(stage: Stage) -> None:
    helmi, people = await opened(stage, 3, occasion="end")
    form = await people[0].says("pulse answer 1")
    again = await people[0].submits(form, {"first": "3", "second": "3", "third": "3"})
    assert isinstance(again, Form)
    assert again.errors["again"] == "Please fill this in."
    for who, said in zip(people, ("same_role", "same_role", "other_role", "not_sure", "not_again"), strict=False):
        form = await who.says("pulse answer 1")
        await who.submits(form, {"first": "3", "second": "3", "third": "3", "again": said})
    await helmi.says("pulse close 1")
    shown = plain(await helmi.says("pulse results 1"))
    assert "2 in the same role, 1 in another role, 1 not sure, 1 no" in shown


async def test_many_texts_are_shown_in_pages(stage: Stage) -> None:
    helmi, people = await opened(stage, 6)
    for number, who in enumerate(people):
        await gives(who, text=f"words {number:02}")
    first = await helmi.presses(await helmi.says("pulse close 1"), "See the results")
    second = await helmi.presses(first, "Show 3 more")
    both = plain(first) + plain(second)
    assert all(f"words {number:02}" in both for number in range(12))


async def test_pul_04_two_submits_at_once_and_a_later_one_are_one_answer(stage: Stage) -> None:
    _, (ann, *_) = await opened(stage, 3)
    requests = [
        Request("local", stage.space.external_id, ann.account, f"pulse answer 1 {said} 3 3", pressed=True)
        for said in (1, 2)
    ]
    await asyncio.gather(*(stage.bot.handle(request) for request in requests))
    (one,) = await kept(stage)
    assert one.scores["trust"] in {1, 2}
    await stage.later(hours=1)
    form = await ann.says("pulse answer 1")
    assert isinstance(form, Form)
    assert form.fields[0].value == str(one.scores["trust"])
    await ann.submits(form, {"first": "5"})
    assert [each.scores["trust"] for each in await kept(stage)] == [5]


async def test_pul_05_what_comes_after_closing_is_not_counted_and_the_person_is_told(stage: Stage) -> None:
    helmi, people = await opened(stage, 3)
    form = await people[5].says("pulse answer 1")
    for who in people[:5]:
        await gives(who)
    await stage.until(datetime(2026, 11, 12, 9, 1, tzinfo=UTC))  # ten days and a minute
    late = await people[5].submits(form, {"first": "1", "second": "1", "third": "1", "text": "My long words"})
    assert "neither kept nor counted" in plain(late)
    assert "My long words" in plain(late)
    assert "5 of 6" in plain(await helmi.says("pulse results 1"))
    assert "can no longer be found" in plain(await people[0].says("pulse withdraw 1"))


async def test_pul_06_an_answer_can_be_taken_back_while_the_pulse_is_open(stage: Stage) -> None:
    _, (ann, *_) = await opened(stage, 3)
    await ann.presses(await gives(ann), "Take it back")
    assert not await kept(stage)


async def test_pul_09_the_mode_cannot_be_changed_after_people_have_answered(stage: Stage) -> None:
    helmi, people = await opened(stage, 3)
    for who in people[:3]:
        await gives(who)
    refused = plain(await helmi.says("pulse open named first"))
    assert "“Only in totals, without names”) cannot be changed" in refused
    async with stage.store.work(stage.community) as work:
        assert [(each.mode, each.state) for each in await work.all(Pulse)] == [(PulseMode.TOTALS, PulseState.OPEN)]


async def test_pul_10_an_answer_to_one_programme_cannot_land_in_another(stage: Stage) -> None:
    await opened(stage, 3)
    other = await running_programme(stage, "Another")
    people = await cohort(stage, other, 3, "Other ")
    await stage.players["Helmi Laine"].says("pulse open totals middle programme:Another")
    assert "Pulse at the middle of Another" in people[0].news_text()
    stranger = await people[0].says("pulse answer pulse:1 3 3 3")
    assert "can’t find that pulse" in plain(stranger)
    typed = await people[0].says("pulse answer")
    assert isinstance(typed, Form)
    assert [item.value for item in typed.fields if item.name == "pulse"] == ["2"]
    await people[0].submits(typed, {"first": "3", "second": "3", "third": "3"})
    assert [each.pulse_id for each in await kept(stage)] == [2]


async def test_prm_01_only_the_facilitator_opens_closes_and_sees(stage: Stage) -> None:
    _, (ann, *_) = await opened(stage, 3)
    for line in ("pulse open named first", "pulse close 1", "pulse results 1", "pulse list"):
        assert "Only the facilitator" in plain(await ann.says(line))


async def test_who_has_not_answered_is_reminded_once_and_the_others_are_not(stage: Stage) -> None:
    _, (ann, bo, *_) = await opened(stage, 3)
    await gives(ann)
    _ = ann.news(), bo.news()
    await stage.later(days=9)
    assert not ann.news()
    assert bo.news_text().count("I remind you only once") == 1


async def test_the_calendar_opens_each_pulse_on_its_day_and_closes_it(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    pace = {"pulse_first": 8, "pulse_open": 5}
    await cohort(stage, await running_programme(stage, ends_on=date(2026, 12, 14), pace=pace), 3)
    await stage.later(days=42)
    async with stage.store.work(stage.community) as work:
        pulses = await work.all(Pulse)
    assert [(each.occasion, each.mode) for each in pulses] == [
        ("first", PulseMode.TOTALS), ("middle", PulseMode.TOTALS), ("end", PulseMode.TOTALS),
    ]  # fmt: skip
    days = [each.opens_at.date() for each in pulses]
    assert days == [date(2026, 11, 10), date(2026, 11, 23), date(2026, 12, 9)]
    assert {each.state for each in pulses} == {PulseState.CLOSED}
    assert helmi.news_text().count("You can look at the results now") == 3


async def test_with_too_few_people_for_totals_the_calendar_asks_with_names_and_says_so(stage: Stage) -> None:
    await stage.person("Helmi Laine", right=Right.FACILITATOR)
    ann, _ = await cohort(stage, await running_programme(stage), 1)
    await stage.later(days=31)
    assert "will see it with your name" in ann.news_text()


async def test_pulses_that_were_missed_for_long_are_not_made_up_for(stage: Stage) -> None:
    await stage.person("Helmi Laine", right=Right.FACILITATOR)
    started = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    await cohort(stage, await running_programme(stage, started_at=started, ends_on=date(2027, 11, 1)), 3)
    await stage.later(days=30)
    async with stage.store.work(stage.community) as work:
        assert not await work.all(Pulse)


async def test_one_round_is_open_at_a_time_and_by_hand_it_replaces_the_calendars(stage: Stage) -> None:
    helmi, _ = await opened(stage, 3)
    await stage.later(days=32)
    async with stage.store.work(stage.community) as work:
        assert [each.occasion for each in await work.all(Pulse)] == ["first"]
        (await work.get(Programme, 1)).pace = {"pulse_open": 3}
    assert "are asked" in plain(await helmi.says("pulse open totals first"))


async def test_what_is_kept_about_a_person_is_handed_out_and_forgotten(stage: Stage) -> None:
    _, (ann, *_) = await opened(stage, 3)
    await gives(ann, "3 4 5", "My words")
    kept_data = stage.bot.registry.personal_data["pulse"]
    async with stage.store.work(stage.community) as work:
        assert "My words" in str(await kept_data.export(work, ann.id))
        await kept_data.erase(work, ann.id, stage.clock.now())
    assert not await kept(stage)

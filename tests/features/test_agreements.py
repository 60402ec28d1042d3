from datetime import UTC, datetime

import pytest

from bot.command import registry
from bot.entities import Agreement, Pairing, PairingState, Right
from bot.message import DISCORD, LONGEST_LINE, SLACK, Form, Message, too_long
from tests.support.pairs import Cast, cast, introduced
from tests.support.stage import Player, Stage, buttons, plain


async def write(player: Player, **points: str) -> Message:
    form = await player.says("agreement write")
    assert isinstance(form, Form)
    answer = await player.submits(form, points)
    assert isinstance(answer, Message), plain(answer)
    return answer


async def versions(pair: Cast) -> list[Agreement]:
    async with pair.stage.store.work(pair.stage.community) as work:
        return sorted(await work.all(Agreement, pairing_id=pair.pairing), key=lambda one: one.version)


async def agree(pair: Cast, **points: str) -> Message:
    """Written by the actor, ticked by both."""
    written = await write(pair.actor, **({"aims": "Learn how others plan"} | points))
    await pair.actor.presses(written, "I agree")
    return await pair.mentor.presses(await pair.mentor.says("agreement show"), "I agree")


async def test_the_form_has_twelve_points_with_starters_and_fits_every_platform(stage: Stage) -> None:
    pair = await cast(stage)
    nothing = await pair.actor.says("agreement show")
    assert "no agreement yet" in plain(nothing)
    form = await pair.actor.presses(nothing, "Write it")
    assert isinstance(form, Form)
    assert len(form.fields) == 13
    assert all(item.hint and not item.required for item in form.fields)
    assert form.fields[-1].value == "2027-04-19"  # the 17th is a Saturday
    assert not too_long(form, SLACK)
    assert not too_long(form, DISCORD)


async def test_both_tick_and_both_are_told_that_it_stands(stage: Stage) -> None:
    pair = await cast(stage)
    written = await write(pair.actor, aims="Learn how others plan", confidentiality="All of it")
    assert "Nobody has ticked it yet" in plain(written)
    assert "counts when Maija Salo has ticked it too" in plain(await pair.actor.presses(written, "I agree"))
    await pair.actor.presses(written, "I agree")
    [news] = pair.mentor.news()
    assert "Ann Virtanen has ticked your agreement" in plain(news)
    read = await pair.mentor.presses(news, "Read it")
    assert "Learn how others plan" in plain(read)
    assert "your agreement stands" in plain(await pair.mentor.presses(read, "I agree"))
    await pair.mentor.presses(read, "I agree")
    mentor, actor = pair.heard()
    assert actor.count("have both ticked your agreement") == 1
    assert "have both ticked" not in mentor  # who ticked second has it as an answer


async def test_a_tick_under_words_that_have_changed_is_no_tick(stage: Stage) -> None:
    pair = await cast(stage)
    written = await write(pair.actor, aims="Learn how others plan")
    await write(pair.mentor, aims="Learn to plan", moving="A day before")
    assert "have changed since you read them" in plain(await pair.actor.presses(written, "I agree"))
    assert not any(one.actor_agreed_at for one in await versions(pair))


async def test_any_change_is_a_new_version_without_ticks_and_earlier_ones_are_kept(stage: Stage) -> None:
    pair = await cast(stage)
    await agree(pair)
    pair.heard()
    unchanged = await write(pair.mentor)
    assert "You both agreed to it" in plain(unchanged)
    changed = await write(pair.mentor, notes="Each keeps their own")
    assert "version 2" in plain(changed)
    assert [one.agreed for one in await versions(pair)] == [True, False]
    earlier = await pair.mentor.presses(changed, "See the version before")
    assert "Each keeps their own" not in plain(earlier)
    assert "Learn how others plan" in plain(earlier)
    assert not buttons(earlier)


async def test_what_two_write_at_once_is_both_kept(stage: Stage) -> None:
    pair = await cast(stage)
    await write(pair.actor, aims="First words")
    form = await pair.actor.says("agreement write")
    await write(pair.mentor, topics="Our work")
    answer = await pair.actor.submits(form, {"aims": "Second words"})
    assert "Maija Salo wrote too. That is version 2" in plain(answer)
    assert "Our work" in plain(await pair.actor.presses(answer, "See version 2"))


async def test_either_may_reopen_it_and_the_partner_is_told_once(stage: Stage) -> None:
    pair = await cast(stage)
    await agree(pair)
    pair.heard()
    shown = await pair.mentor.says("agreement show")
    for _ in range(2):
        assert "open again" in plain(await pair.mentor.presses(shown, "Open it again"))
    mentor, actor = pair.heard()
    assert not mentor
    assert actor.count("would like to look at your agreement again") == 1
    assert [(one.version, one.points) for one in await versions(pair)] == [
        (1, {"aims": "Learn how others plan"}), (2, {"aims": "Learn how others plan"}),
    ]  # fmt: skip


async def test_they_can_agree_by_word_and_nothing_of_it_is_kept(stage: Stage) -> None:
    pair = await cast(stage)
    await pair.actor.presses(await pair.actor.says("agreement show"), "We have agreed by word")
    [news] = pair.mentor.news()
    assert "you two have agreed by word" in plain(news)
    assert "your agreement stands" in plain(await pair.mentor.presses(news, "I agree"))
    [kept] = await versions(pair)
    assert (kept.points, kept.agreed) == ({}, True)
    assert "You agreed by word" in plain(await pair.actor.says("agreement show"))


async def test_on_the_day_both_are_reminded_to_read_it_again_and_not_after_a_change(stage: Stage) -> None:
    pair = await cast(stage)
    await agree(pair, review="2026-11-12")
    pair.heard()
    await stage.until(datetime(2026, 11, 12, 6, tzinfo=UTC))
    assert all("wanted to read your agreement again" not in told for told in pair.heard())
    await stage.until(datetime(2026, 11, 12, 7, tzinfo=UTC))
    mentor, actor = pair.heard()
    assert mentor.count("Today is the day") == actor.count("Today is the day") == 1
    await agree(pair, aims="Other aims", review="2026-11-20")
    await pair.mentor.says("agreement reopen")
    await stage.until(datetime(2026, 11, 21, 7, tzinfo=UTC))
    assert "Today is the day" not in "".join(pair.heard())


async def test_who_has_not_agreed_is_asked_after_30_days_and_once_more_and_then_no_more(stage: Stage) -> None:
    pair = await cast(stage)
    await pair.actor.says("meeting log 60 online")
    await stage.later(days=29, hours=20)
    pair.heard()
    await stage.later(days=2)
    assert "no agreement here yet" in pair.heard()[1]
    await stage.later(days=14)
    assert "no agreement here yet" in pair.heard()[1]
    await stage.later(days=20)
    assert "no agreement here yet" not in "".join(pair.heard())


async def test_only_who_still_has_to_tick_is_asked(stage: Stage) -> None:
    pair = await cast(stage)
    await pair.actor.says("meeting log 60 online")
    await pair.actor.presses(await write(pair.actor, aims="Learn"), "I agree")
    await stage.later(days=29)
    pair.heard()
    await stage.later(days=3)
    mentor, actor = pair.heard()
    assert "waits for your tick" in mentor
    assert "agreement" not in actor


@pytest.mark.parametrize("line", ["show", "write", "tick", "reopen", "spoken"])
async def test_prm_02_nobody_else_reads_or_touches_an_agreement(stage: Stage, line: str) -> None:
    pair = await cast(stage)
    helmi = await stage.person("Helmi Laine", right=Right.ADMIN)
    await agree(pair)
    answer = plain(await helmi.says(f"agreement {line} pairing:{pair.pairing}"))
    assert "can’t find that pair" in answer
    assert "Learn" not in answer
    assert "no pair that goes on" in plain(await helmi.says(f"agreement {line}"))
    assert len(await versions(pair)) == 1


async def test_a_mentor_of_two_is_asked_which_pair(stage: Stage) -> None:
    pair = await cast(stage)
    olli = await stage.person("Olli Niemi")
    await introduced(stage, pair.programme, pair.mentor, olli)
    which = await pair.mentor.says("agreement show")
    assert "You and Olli Niemi have no agreement yet" in plain(await pair.mentor.presses(which, "Olli Niemi"))


async def test_a_long_line_is_no_button_when_it_is_asked_which_pair(stage: Stage) -> None:
    pair = await cast(stage)
    await introduced(stage, pair.programme, pair.mentor, await stage.person("Olli Niemi"))
    which = await pair.mentor.says(f'agreement write aims:"{"and so on " * 20}"')
    assert list(buttons(which)) == ["Ann Virtanen", "Olli Niemi"]
    assert all(len(button.line) <= LONGEST_LINE for button in buttons(which).values())
    assert isinstance(await pair.mentor.presses(which, "Olli Niemi"), Form)


async def test_after_the_end_it_stays_as_it_is(stage: Stage) -> None:
    pair = await cast(stage)
    await agree(pair)
    async with stage.store.work(stage.community) as work:
        (await work.get(Pairing, pair.pairing)).state = PairingState.ENDED
    for line in ("agreement show", f"agreement show pairing:{pair.pairing}"):
        shown = await pair.actor.says(line)
        assert "Learn how others plan" in plain(shown)
        assert not buttons(shown)
    assert "stays as it is" in plain(await pair.actor.says(f"agreement reopen pairing:{pair.pairing}"))


async def test_a_pair_that_ended_without_an_agreement_is_not_asked_to_write_one(stage: Stage) -> None:
    pair = await cast(stage)
    async with stage.store.work(stage.community) as work:
        (await work.get(Pairing, pair.pairing)).state = PairingState.ENDED
    shown = await pair.actor.says("agreement show")
    assert "You and Maija Salo had no agreement" in plain(shown)
    assert not buttons(shown)


async def test_a_mistake_stands_beside_its_field_and_an_empty_agreement_is_none(stage: Stage) -> None:
    pair = await cast(stage)
    form = await pair.actor.says("agreement write")
    again = await pair.actor.submits(form, {"aims": "Learn", "review": "2026-01-01"})
    assert isinstance(again, Form)
    assert set(again.errors) == {"review"}
    assert again.fields[0].value == "Learn"
    assert "a word on one point at least" in plain(await pair.actor.submits(form, {}))
    assert not await versions(pair)


async def test_a_typed_line_changes_only_what_it_says(stage: Stage) -> None:
    pair = await cast(stage)
    await write(pair.actor, aims="Learn", notes="Each their own")
    await pair.actor.says('agreement write aims:"Learn more"')
    assert (await versions(pair))[-1].points == {"aims": "Learn more", "notes": "Each their own"}


async def test_personal_data_both_get_the_words_and_erasing_clears_the_ticks(stage: Stage) -> None:
    pair = await cast(stage)
    await agree(pair)
    kept = registry.personal_data["agreements"]
    async with stage.store.work(stage.community) as work:
        for player in (pair.mentor, pair.actor):
            [item] = await kept.export(work, player.id)  # type: ignore[misc]  # a list of one
            assert item["points"] == {"aims": "Learn how others plan"}
        await kept.erase(work, pair.actor.id, stage.clock.now())
    [left] = await versions(pair)
    assert (left.actor_agreed_at, left.mentor_agreed_at is not None) == (None, True)

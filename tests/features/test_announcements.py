from datetime import UTC, datetime

import pytest

from bot.entities import Announcement, Grant, Pairing, PairingState, Person, Right
from bot.message import Form
from tests.support.gatherings import cohort, pair, running_programme
from tests.support.stage import Player, Stage, buttons, plain

NASTY = "@everyone @here <@&7> <!channel> <https://x.example|your salary> & more"


async def facilitated(stage: Stage, pairs: int) -> tuple[Player, list[Player]]:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    return helmi, await cohort(stage, await running_programme(stage), pairs)


async def test_an_announcement_is_seen_first_and_goes_out_when_it_is_confirmed(stage: Stage) -> None:
    helmi, people = await facilitated(stage, 2)
    form = await helmi.says("announce")
    preview = await helmi.submits(form, {"text": "The seminar is in Tampere.\n\nBring a friend."})
    assert "The seminar is in Tampere.\n\nBring a friend." in plain(preview)
    assert "Messages: 4 people" in plain(preview)
    assert "Channels: general" in plain(preview)
    assert not stage.messenger.posted
    assert not stage.messenger.direct
    assert "going out now: to one channel and as a message to 4 people" in plain(
        await helmi.presses(preview, "Send it")
    )
    await helmi.presses(preview, "Send it")
    (place, post, _) = stage.messenger.posted[0]
    assert (place, post.text, post.title) == (
        "general",
        "The seminar is in Tampere.\n\nBring a friend.",
        "Over the water",
    )
    assert len(stage.messenger.posted) == 1
    assert [len(who.news()) for who in people] == [1, 1, 1, 1]
    assert not helmi.news()


async def test_what_is_said_by_name_after_a_text_is_no_part_of_it(stage: Stage) -> None:
    helmi, _ = await facilitated(stage, 1)
    for line in ('announce "Hello all" at:"2026-11-05 10:00"', 'announce Hello all at:"2026-11-05 10:00" copies:no'):
        preview = plain(await helmi.says(line))
        assert "\nHello all\n" in preview
        assert "When: Thu, 5 Nov 2026 10:00" in preview


async def test_without_copies_it_goes_to_the_channel_only(stage: Stage) -> None:
    helmi, (ann, _) = await facilitated(stage, 1)
    preview = await helmi.says('announce text:"Hello all" copies:no')
    assert "Messages: Nobody" in plain(preview)
    await helmi.presses(preview, "Send it")
    assert len(stage.messenger.posted) == 1
    assert not ann.news()


async def test_tz_11_copies_keep_the_hours_of_each_and_the_facilitator_sees_whose(stage: Stage) -> None:
    helmi, (ann, _) = await facilitated(stage, 1)
    night = await stage.person("Nia Nguyen", zone="Asia/Tokyo")  # 23:30 there at 14:30 UTC
    await pair(stage, 1, ann, night)
    await stage.until(datetime(2026, 11, 2, 14, 30, tzinfo=UTC))
    preview = await helmi.says('announce text:"Hello all"')
    assert "Later, when their day begins: Nia Nguyen\n" in plain(preview) + "\n"
    sent = await helmi.presses(preview, "Send it")
    assert "Later, when their day begins: Nia Nguyen" in plain(sent)
    assert len(ann.news()) == 1
    assert not night.news()
    await stage.until(datetime(2026, 11, 2, 23, 0, tzinfo=UTC))
    assert "Hello all" in night.news_text()
    urgent = await helmi.says('announce text:"The building is closed" urgent:yes')
    assert "Later" not in plain(urgent)
    await helmi.presses(urgent, "Send it")
    assert "The building is closed" in ann.news_text()


async def test_tz_11_many_names_are_shortened_and_counted(stage: Stage) -> None:
    helmi, _ = await facilitated(stage, 7)
    await stage.until(datetime(2026, 11, 2, 20, 0, tzinfo=UTC))
    assert "and 4 more" in plain(await helmi.says('announce text:"Good night"'))


async def test_it_waits_for_its_time_and_can_be_changed_and_called_back_until_then(stage: Stage) -> None:
    helmi, (ann, _) = await facilitated(stage, 1)
    preview = await helmi.says('announce text:"First words" at:"2026-11-04 12:00"')
    planned = await helmi.presses(preview, "Send it")
    assert "It goes out on Wed, 4 Nov 2026 12:00 (Europe/Helsinki)" in plain(planned)
    form = await helmi.presses(planned, "Change it")
    assert isinstance(form, Form)
    assert {item.name: item.value for item in form.fields}["text"] == "First words"
    await helmi.submits(form, {"text": "Second words", "at": "2026-11-05 12:00"})
    await helmi.submits(await helmi.says("announcement change 1"), {"at": "2026-11-04 12:00"})
    await stage.until(datetime(2026, 11, 4, 10, 0, tzinfo=UTC))
    assert [message.text for message in ann.news()] == ["Second words"]
    await stage.later(days=3)
    assert not ann.news()
    assert [post.text for _, post, _ in stage.messenger.posted] == ["Second words"]
    assert "so it can no longer be changed" in plain(await helmi.presses(planned, "Call it back"))
    again = await helmi.presses(await helmi.says('announce text:"Never" at:"2026-12-01 12:00"'), "Send it")
    assert "Never" in plain(await helmi.says("announcement list"))
    assert "nobody gets it" in plain(await helmi.presses(again, "Call it back"))
    assert "nobody gets it" in plain(await helmi.presses(again, "Call it back"))
    await stage.later(days=40)
    assert "Never" not in ann.news_text()
    assert "Never" not in plain(await helmi.says("announcement list"))


async def test_who_joins_before_it_goes_out_gets_it_and_who_has_left_does_not(stage: Stage) -> None:
    helmi, (ann, _) = await facilitated(stage, 1)
    await helmi.presses(await helmi.says('announce text:"Hello" at:"2026-11-05 12:00"'), "Send it")
    new, late = await stage.person("New"), await stage.person("Late")
    await pair(stage, 1, new, late)
    async with stage.store.work(stage.community) as work:
        (await work.get(Pairing, 1)).state = PairingState.ENDED
    await stage.later(days=4)
    assert "Hello" in late.news_text()
    assert not ann.news()


@pytest.mark.parametrize("length", [3_001, 9_000])
async def test_lim_05_too_long_a_text_stays_in_the_form_with_the_count(stage: Stage, length: int) -> None:
    helmi, (ann, _) = await facilitated(stage, 1)
    form = await helmi.says("announce")
    again = await helmi.submits(form, {"text": "x" * length})
    assert isinstance(again, Form)
    assert f"{length:,} characters, and 3,000 fit" in plain(again)
    assert {item.name: len(item.value) for item in again.fields}["text"] == length
    preview = await helmi.submits(again, {"text": "x" * 3_000})
    await helmi.presses(preview, "Send it")
    assert [len(message.text) for message in ann.news()] == [3_000]


async def test_lim_08_what_looks_like_a_mention_is_passed_on_as_plain_text(stage: Stage) -> None:
    helmi, (ann, _) = await facilitated(stage, 1)
    preview = await helmi.says(f'announce text:"{NASTY}"')
    await helmi.presses(preview, "Send it")
    assert stage.messenger.posted[0][1].text == NASTY
    assert ann.news()[0].text == NASTY


async def test_a_time_that_is_over_is_refused_in_the_form(stage: Stage) -> None:
    helmi, _ = await facilitated(stage, 1)
    again = await helmi.submits(await helmi.says("announce"), {"text": "Hello", "at": "2026-11-01 12:00"})
    assert isinstance(again, Form)
    assert set(again.errors) == {"at"}


async def test_prm_01_nobody_else_announces_by_command_form_or_button(stage: Stage) -> None:
    helmi, (ann, _) = await facilitated(stage, 1)
    form = await helmi.says("announce")
    preview = await helmi.says('announce text:"Hello"')
    for answer in (
        await ann.says("announce Hello"),
        await ann.says("announce Hello", place="general"),
        await ann.submits(form, {"text": "Hello"}),
        await ann.presses(preview, "Send it"),
        await ann.says("announcement list"),
    ):
        assert "Only the facilitator" in plain(answer)
    assert not stage.messenger.posted
    assert not stage.messenger.direct


async def test_prm_01_the_facilitator_of_one_programme_cannot_announce_in_another(stage: Stage) -> None:
    helmi, _ = await facilitated(stage, 1)
    preview = await helmi.says('announce text:"Hello"')
    other, another = await stage.person("Olli Other"), await running_programme(stage, "Another")
    async with stage.store.work(stage.community) as work:
        await work.add(Grant(stage.community, other.id, Right.FACILITATOR, another))
    assert "Only the facilitator" in plain(await other.presses(preview, "Send it"))


async def test_prm_09_the_right_is_asked_for_again_when_it_is_confirmed(stage: Stage) -> None:
    helmi, _ = await facilitated(stage, 1)
    preview = await helmi.says('announce text:"Hello"')
    async with stage.store.work(stage.community) as work:
        for grant in await work.all(Grant, person_id=helmi.id):
            await work.delete(grant)
    assert "Only the facilitator" in plain(await helmi.presses(preview, "Send it"))
    assert not stage.messenger.posted


async def test_a_draft_is_dropped_after_a_day(stage: Stage) -> None:
    helmi, _ = await facilitated(stage, 1)
    preview = await helmi.says('announce text:"Hello"')
    assert "Discard it" in buttons(preview)
    await stage.later(days=2)
    assert "can’t find that announcement" in plain(await helmi.presses(preview, "Send it"))
    assert not stage.messenger.posted


async def test_people_who_cannot_be_reached_are_counted(stage: Stage) -> None:
    helmi, (ann, _) = await facilitated(stage, 1)
    async with stage.store.work(stage.community) as work:
        nobody = await work.add(Person(stage.community, "No Account"))
        player = Player(stage, nobody.name, "", nobody.id)
    await pair(stage, 1, ann, player)
    preview = await helmi.says('announce text:"Hello"')
    assert "Messages: 2 people" in plain(preview)
    assert "Cannot be reached: One person" in plain(preview)


async def test_what_is_kept_about_the_author_is_handed_out_and_forgotten(stage: Stage) -> None:
    helmi, _ = await facilitated(stage, 1)
    await helmi.presses(await helmi.says('announce text:"Hello"'), "Send it")
    kept = stage.bot.registry.personal_data["announcements"]
    async with stage.store.work(stage.community) as work:
        assert "Hello" in str(await kept.export(work, helmi.id))
        await kept.erase(work, helmi.id, stage.clock.now())
    async with stage.store.work(stage.community) as work:
        assert [each.author_id for each in await work.all(Announcement)] == [None]

"""Slow storage, late forms, old buttons, restarts, several processes: what people press is answered all the same."""

import pytest

from adapters.wiring import House, house, listening
from bot.config import Settings
from bot.entities import Programme
from scheduling.timelapse import MovableClock
from tests.wire.slack.conftest import MONDAY
from tests.wire.slack.echo import button, plain, question
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.listening import WAYS, Broken, Held, heard
from tests.wire.slack.steps import APPLICATION, PROGRAMME, created, opened
from tests.wire.slack.things import Channel, Message, User


async def programmes(luotsi: House) -> list[str]:
    assert luotsi.slack
    async with luotsi.store.work(luotsi.slack.space.community_id) as work:
        return [one.name for one in await work.all(Programme)]


def posted(slack: FakeSlack, channel: Channel, *elements: dict[str, object]) -> Message:
    """A message of an earlier release."""
    made = Message(slack.stamp(), channel.id, "Hello", [{"type": "actions", "block_id": "b", "elements": [*elements]}])
    channel.messages.append(made)
    return made


@pytest.mark.parametrize("way", WAYS)
async def test_int_01_slow_storage_takes_nobodys_acknowledgement(
    slack: FakeSlack, quiet: House, anna: User, general: Channel, way: str
) -> None:
    """Anna asks and presses while storage is slow: acknowledged at once, the answers follow, each once."""
    held = Held(quiet.bot)
    async with WAYS[way](slack, held, quiet.clock):
        typed = await slack.slash(anna, general, "help")
        pressed = await slack.press(anna, posted(slack, general, button("mine")), "mine")
        await slack.redeliver(typed)
        await slack.redeliver(pressed)
        await slack.until(lambda: held.asked == 4 or None)
        assert all(one.acked and not one.late for one in slack.envelopes)
        assert not [one for one in slack.seen(anna, general) if one.to]
        held.release()
        await slack.until(lambda: len([one for one in slack.seen(anna, general) if one.to]) == 2 or None)
    assert len([one for one in slack.seen(anna, general) if one.to]) == 2


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", ["command", "press", "page", "form", "home"])
async def test_what_fails_right_after_the_acknowledgement_does_not_take_it_along(
    slack: FakeSlack, quiet: House, helmi: User, general: Channel, what: str, way: str
) -> None:
    """The trap in Bolt: an exception within some ten milliseconds of `ack()`. A lost acknowledgement fails the test."""
    if what in {"page", "form"}:
        async with heard(slack, quiet.bot, quiet.clock):
            await opened(slack, helmi, general)
            await slack.slash(helmi, general, "apply" if what == "page" else "programme create")
            view = await slack.until(lambda: slack.modal(helmi))
            assert view.given["callback_id"] == ("step" if what == "page" else "form")
    async with WAYS[way](slack, Broken(), quiet.clock) as listener:
        match what:
            case "command":
                sent = await slack.slash(helmi, general, "help")
            case "press":
                sent = await slack.press(helmi, posted(slack, general, button("mine")), "mine")
            case "home":
                sent = await slack.open_home(helmi)
            case "page":
                sent = await slack.submit(helmi, APPLICATION)
            case _:
                sent = await slack.submit(helmi, PROGRAMME)
        await listener.finish(5)
    assert sent.acked
    assert not sent.late


async def test_int_02_a_form_that_comes_too_late_can_be_opened_by_one_press_more(
    slack: FakeSlack, quiet: House, helmi: User, general: Channel
) -> None:
    """The trigger has expired by the time that storage has answered: a word, and a button that opens the form."""
    held = Held(quiet.bot)
    async with heard(slack, held, quiet.clock):
        await slack.slash(helmi, general, "programme create")
        slack.advance(3.1)
        held.release()
        told = await slack.until(lambda: slack.last(helmi, general))
        assert "too slow" in told.words
        assert slack.modal(helmi) is None
        await slack.press(helmi, told, told.labels[0])
        await slack.until(lambda: slack.modal(helmi))


async def test_int_03_a_button_outlives_a_restart(
    slack: FakeSlack, settings: Settings, anna: User, general: Channel
) -> None:
    async with house(settings, MovableClock(MONDAY)) as first, listening(first):
        await slack.slash(anna, general, "help")
        shown = await slack.until(lambda: slack.last(anna, general))
    slack.advance(40 * 24 * 3_600)
    async with house(settings, MovableClock(MONDAY)) as second, listening(second):
        await slack.press(anna, shown, "/mentoring settings show" if "/mentoring settings show" in shown.labels
                          else shown.labels[0])  # fmt: skip
        await slack.until(lambda: slack.last(anna, general) is not shown or slack.modal(anna) or None)


async def test_int_04_a_result_that_takes_a_quarter_of_an_hour_still_arrives(
    slack: FakeSlack, quiet: House, anna: User, general: Channel
) -> None:
    held = Held(quiet.bot)
    async with heard(slack, held, quiet.clock):
        await slack.slash(anna, general, "help")
        slack.advance(16 * 60)
        held.release()
        assert "/mentoring apply" in (await slack.until(lambda: slack.last(anna, general))).words


async def test_int_05_a_form_is_taken_at_once_and_stored_once(
    slack: FakeSlack, quiet: House, helmi: User, general: Channel
) -> None:
    """Storage is slow when Helmi sends her form, and she sends it again from a form that has stayed open."""
    held = Held(quiet.bot)
    held.release()
    async with heard(slack, held, quiet.clock, patience=0.05) as listener:
        await slack.slash(helmi, general, "programme create")
        await slack.until(lambda: slack.modal(helmi))
        held.hold()
        sent = await slack.submit(helmi, PROGRAMME)
        assert slack.modal(helmi) is None
        sent.payload["trigger_id"] = slack.trigger(helmi)
        await slack.redeliver(sent, same_id=False)
        await slack.until(lambda: held.asked == 3 or None)
        held.release()
        await slack.until(lambda: "Over the water" in str(slack.seen(helmi, general)) or None)
        await listener.finish(5)
    assert len(slack.seen(helmi, general)) == 1
    assert await programmes(quiet) == ["Over the water"]


async def test_int_05_what_was_typed_is_given_back_where_it_could_not_be_taken(
    slack: FakeSlack, quiet: House, helmi: User, general: Channel
) -> None:
    """The form is closed by the time that something in it turns out to be wrong."""
    held = Held(quiet.bot)
    held.release()
    async with heard(slack, held, quiet.clock, patience=0.05):
        await slack.slash(helmi, general, "programme create")
        await slack.until(lambda: slack.modal(helmi))
        held.hold()
        await slack.submit(helmi, {**PROGRAMME, "Aims": "To learn from one another", "Last day": "2026-12-01"})
        held.release()
        back = await slack.until(lambda: slack.last(helmi, general))
        assert "To learn from one another" in back.words
        await slack.press(helmi, back, back.labels[0])
        await slack.until(lambda: slack.modal(helmi))
    assert await programmes(quiet) == []


async def test_int_05_a_page_that_takes_long_stays_and_turns_as_soon_as_it_can(
    slack: FakeSlack, quiet: House, helmi: User, general: Channel
) -> None:
    """What was typed on the first page is there when the form is sent from its last; one view is all it takes."""
    held = Held(quiet.bot)
    held.release()
    async with heard(slack, held, quiet.clock, patience=0.05):
        await opened(slack, helmi, general)
        await slack.slash(helmi, general, "apply")
        await slack.until(lambda: slack.modal(helmi))
        held.hold()
        await slack.submit(helmi, {**APPLICATION, "aims": "Reading together"})
        view = slack.modal(helmi)
        assert view
        assert view.given["callback_id"] == "step"
        held.release()
        await slack.until(lambda: (top := slack.modal(helmi)) and top.given["callback_id"] == "form")
        assert len(slack.modals[helmi.team_id, helmi.id]) == 1
        await slack.submit(helmi, {"I agree that my answers are stored": True})
        await slack.until(lambda: slack.modal(helmi) is None or None)
        await slack.slash(helmi, general, "application show")
        await slack.until(lambda: "Reading together" in str(slack.last(helmi, general)))


async def test_int_06_a_control_of_an_earlier_release_says_that_it_is_one(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel
) -> None:
    old = posted(slack, general, {**button("Accept"), "action_id": "accept_match", "value": "mine"})
    await slack.press(anna, old, "Accept")
    told = await slack.until(lambda: slack.last(anna, general) if slack.last(anna, general) is not old else None)
    assert told.to == anna.id
    assert "from an earlier version" in told.words


@pytest.mark.parametrize("callback", ["feedback_modal", "form", "step"])
async def test_int_06_a_form_of_an_earlier_release_says_that_it_is_one(
    slack: FakeSlack, luotsi: House, anna: User, callback: str
) -> None:
    assert luotsi.slack
    view = {"type": "modal", "callback_id": callback, "title": plain("Old"), "submit": plain("Send"),
            "private_metadata": "{}", "blocks": [question("name")]}  # fmt: skip
    await luotsi.slack.client.views_open(trigger_id=slack.trigger(anna), view=view)
    await slack.submit(anna, {"name": "Anna"})
    assert slack.modal(anna) is None
    assert "from an earlier version" in (await slack.until(lambda: next(iter(slack.dm(anna)), None))).words


async def test_net_05_two_processes_on_one_app_token_share_a_dialogue(
    slack: FakeSlack, quiet: House, helmi: User, general: Channel
) -> None:
    """Slack gives each step to any of them: neither keeps anything that the other would need."""
    first, second = Held(quiet.bot), Held(quiet.bot)
    first.release()
    second.release()
    async with heard(slack, first, quiet.clock), heard(slack, second, quiet.clock):
        await slack.slash(helmi, general, "programme create")
        await slack.until(lambda: slack.modal(helmi))
        await slack.submit(helmi, {**PROGRAMME, "Last day": "2026-12-01"})
        await slack.submit(helmi, PROGRAMME)
        made = await slack.until(lambda: slack.last(helmi, general))
        await slack.press(helmi, made, "Open applications")
        await slack.until(lambda: slack.modal(helmi))
    assert (first.asked, second.asked) == (2, 2)
    assert await programmes(quiet) == ["Over the water"]


async def test_dup_03_what_was_lost_on_its_way_is_processed_when_it_comes_again(
    slack: FakeSlack, luotsi: House, anna: User, general: Channel
) -> None:
    """NET-08: Slack still counts a websocket that nobody holds, and gives it what Anna has typed."""
    slack.ghosts = 1
    await slack.slash(anna, general, "help")
    lost = await slack.slash(anna, general, "mine")
    assert lost.lost
    slack.ghosts = 0
    await slack.redeliver(lost)
    await slack.until(lambda: len(slack.seen(anna, general)) == 2 or None)


async def test_the_home_is_the_facilitators_or_a_participants(
    slack: FakeSlack, luotsi: House, helmi: User, anna: User, general: Channel
) -> None:
    """Helmi sees what needs a human; Anna does not. A button there is answered where only the one who pressed reads."""
    await created(slack, helmi, general)
    for user in (helmi, anna):
        await slack.open_home(user)
        await slack.until(lambda who=user: slack.home(who))  # type: ignore[misc]  # bound in the loop
    facilitators, participants = slack.home(helmi), slack.home(anna)
    assert facilitators
    assert participants
    assert "Over the water" in str(facilitators.blocks)
    assert "Nothing needs you" in str(facilitators.blocks)
    assert "Open applications" in str(facilitators.blocks)
    assert "Nothing needs you" not in str(participants.blocks)
    assert "Only the facilitator" not in str(participants.blocks)
    assert "Open applications" not in str(participants.blocks)
    assert "What is yours now" in str(participants.blocks)
    label = next(element["text"]["text"] for block in participants.blocks for element in block.get("elements", ()))
    await slack.press(anna, participants, label)
    await slack.until(lambda: slack.dm(anna) or slack.modal(anna))

"""Acting as a person against a bare Bolt app, by Socket Mode and by HTTP: the fake speaks as Slack does."""

from tests.wire.slack.echo import Echo, form, question
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User


async def test_a_command_is_answered_to_its_asker_alone(
    slack: FakeSlack, anna: User, general: Channel, echo: Echo
) -> None:
    ben = slack.add_user("Ben")
    general.members.add(ben.id)
    sent = await slack.slash(anna, general, "a < b & @U0001")
    said = await slack.until(lambda: slack.last(anna))
    assert sent.acked
    assert said.words == "a < b & <@U0001|anna.mäkelä>\nGo"
    assert slack.seen(ben) == []
    assert echo.heard[0]["text"] == "a &lt; b &amp; <@U0001|anna.mäkelä>"
    assert slack.forgive("markup that was not escaped"), "the bare app says a mention back as it came"


async def test_an_acknowledgement_may_carry_the_answer(
    slack: FakeSlack, anna: User, general: Channel, echo: Echo
) -> None:
    ben = slack.add_user("Ben")
    general.members.add(ben.id)
    echo.replies = {"text": "Heard & noted"}
    await slack.slash(anna, general, "hello")
    assert "Heard & noted" in [message.words for message in slack.seen(anna)]
    echo.replies = {"text": "For everybody", "response_type": "in_channel"}
    await slack.slash(anna, general, "hello")
    assert [message.words for message in slack.seen(ben)] == ["For everybody"]
    echo.replies = {"text": "<!channel>"}
    await slack.slash(anna, general, "hello")
    slack.forgive("ack: text: has markup")


async def test_a_press_carries_its_message_and_may_replace_it(
    slack: FakeSlack, anna: User, general: Channel, echo: Echo
) -> None:
    await slack.slash(anna, general, "hello")
    said = await slack.until(lambda: slack.last(anna))
    await slack.press(anna, said, "Go")
    await slack.until(lambda: said.words == "You pressed it")
    body = echo.heard[1]
    assert body["actions"][0]["value"] == "Go"
    assert body["container"] == {
        "type": "message", "message_ts": said.ts, "channel_id": general.id, "is_ephemeral": True
    }  # fmt: skip


async def test_a_form_is_opened_filled_in_and_closed(
    slack: FakeSlack, anna: User, general: Channel, echo: Echo
) -> None:
    await slack.slash(anna, general, "form")
    await slack.until(lambda: slack.modal(anna))
    await slack.submit(anna, {"Name": "Anna & <Ben>"})
    await slack.until(lambda: slack.modal(anna) is None)
    assert echo.heard[1]["view"]["state"]["values"] == {
        "name": {"answer": {"type": "plain_text_input", "value": "Anna & <Ben>"}}
    }


async def test_a_form_can_be_changed_pushed_cleared_and_told_what_is_wrong(
    slack: FakeSlack, anna: User, general: Channel, echo: Echo
) -> None:
    await slack.slash(anna, general, "form")
    await slack.until(lambda: slack.modal(anna))
    echo.replies = {"response_action": "errors", "errors": {"name": "Too short"}}
    await slack.submit(anna, {"name": "A"})
    assert slack.modal(anna).errors == {"name": "Too short"}
    echo.replies = {"response_action": "update", "view": form(question("name"), question("town"))}
    await slack.submit(anna, {"name": "Anna"})
    echo.replies = {"response_action": "push", "view": form(question("sure"), notify_on_close=True)}
    await slack.submit(anna, {"town": "Turku"})
    kept = {block: values["answer"]["value"] for block, values in echo.heard[-1]["view"]["state"]["values"].items()}
    assert kept == {"name": "Anna", "town": "Turku"}, "what was typed stays when a form is changed"
    await slack.close(anna)
    assert echo.heard[-1]["type"] == "view_closed"
    assert slack.modal(anna).words.splitlines()[1:3] == ["Name", "Town"]
    echo.replies = {"response_action": "clear"}
    await slack.submit(anna)
    assert slack.modal(anna) is None


async def test_a_home_is_published_and_pressed(slack: FakeSlack, anna: User, echo: Echo) -> None:
    await slack.open_home(anna)
    home = await slack.until(lambda: slack.home(anna))
    await slack.press(anna, home, "Mine")
    assert echo.heard[-1]["container"] == {"type": "view", "view_id": home.id}
    await slack.open_home(anna)
    await slack.until(lambda: len(slack.called("views.publish")) == 2)
    assert echo.heard[-1]["view"]["id"] == slack.home(anna).id


async def test_the_same_is_handed_over_again(slack: FakeSlack, anna: User, echo: Echo) -> None:
    sent = await slack.open_home(anna)
    again = await slack.redeliver(sent)
    other = await slack.redeliver(sent, same_id=False)
    assert (again.id, again.attempt) == (sent.id, 1)
    assert other.id != sent.id
    await slack.until(lambda: len(echo.heard) == 3)

"""A person can do what Slack's own client lets a person do, and no more; and reads what it shows."""

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from tests.wire.slack.echo import Echo, button, form, plain, question
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, Message, User

OPTIONS = [{"text": plain(name), "value": f"/choose {name}"} for name in ("Tuesday", "Thursday")]


async def said(slack: FakeSlack, client: AsyncWebClient, channel: Channel) -> Message:
    menu = {"type": "static_select", "action_id": "choose:0", "placeholder": plain("Day"), "options": OPTIONS}
    row = {"type": "actions", "elements": [button("Yes"), button("No"), menu]}
    await client.chat_postMessage(channel=channel.id, text="Coming?", blocks=[row])
    return channel.messages[-1]


async def test_a_button_is_found_by_label_id_or_value(
    slack: FakeSlack, client: AsyncWebClient, anna: User, general: Channel
) -> None:
    message = await said(slack, client, general)
    echo = Echo(slack)
    async with echo.by_socket(slack):
        for wanted in ("Yes", "press:Yes"):
            await slack.press(anna, message, wanted)
        with pytest.raises(AssertionError, match="0 controls fit 'Maybe'"):
            await slack.press(anna, message, "Maybe")
    assert [body["actions"][0]["value"] for body in echo.heard] == ["Yes", "Yes"]
    assert echo.heard[0]["message"]["ts"] == message.ts


async def test_an_option_is_chosen(slack: FakeSlack, client: AsyncWebClient, anna: User, general: Channel) -> None:
    message = await said(slack, client, general)
    echo = Echo(slack)
    async with echo.by_socket(slack):
        await slack.choose(anna, message, "Thursday")
        await slack.choose(anna, message, "/choose Tuesday", menu="Day")
        with pytest.raises(AssertionError, match="no option 'Monday'"):
            await slack.choose(anna, message, "Monday", menu="Day")
    chosen = [body["actions"][0]["selected_option"]["value"] for body in echo.heard]
    assert chosen == ["/choose Thursday", "/choose Tuesday"]


async def test_who_does_not_see_it_can_not_press_it(
    slack: FakeSlack, client: AsyncWebClient, anna: User, general: Channel
) -> None:
    message = await said(slack, client, general)
    ben = slack.add_user("Ben")
    with pytest.raises(AssertionError, match="Ben is not in general"):
        await slack.press(ben, message, "Yes")
    anna.deleted = True
    with pytest.raises(AssertionError, match="is deactivated"):
        await slack.slash(anna, general, "help")


async def test_a_form_is_sent_only_when_slack_would_send_it(
    slack: FakeSlack, client: AsyncWebClient, anna: User
) -> None:
    view = form(
        question("name", max_length=10),
        {**question("town"), "optional": True},
        question("day", type="static_select", options=OPTIONS),
        question("days", type="checkboxes", options=OPTIONS, initial_options=OPTIONS[:1]),
        question("who", type="users_select"),
    )
    echo = Echo(slack)
    async with echo.by_socket(slack):
        await client.views_open(trigger_id=slack.trigger(anna), view=view)
        for wrong, why in (
            ({"name": "Anna"}, "'Day' is empty"),
            ({"name": "x" * 11}, "takes 10 characters"),
            ({"name": "a\nb"}, "takes one line"),
            ({"day": "Monday"}, "no option 'Monday'"),
            ({"colour": "red"}, "0 controls fit 'colour'"),
        ):
            with pytest.raises(AssertionError, match=why):
                await slack.submit(anna, wrong)
        await slack.submit(anna, {"name": "Anna", "Day": "Tuesday", "days": ["Tuesday", "Thursday"], "who": anna})
    values = {name: actions["answer"] for name, actions in echo.heard[0]["view"]["state"]["values"].items()}
    assert values == {
        "name": {"type": "plain_text_input", "value": "Anna"},
        "town": {"type": "plain_text_input", "value": None},
        "day": {"type": "static_select", "selected_option": OPTIONS[0]},
        "days": {"type": "checkboxes", "selected_options": OPTIONS},
        "who": {"type": "users_select", "selected_user": anna.id},
    }


async def test_a_command_in_a_conversation_of_two_hides_its_name(
    slack: FakeSlack, client: AsyncWebClient, anna: User
) -> None:
    echo = Echo(slack)
    ben = slack.add_user("Ben")
    alone, pair = slack.conversation(slack.team, [anna.id]), slack.conversation(slack.team, [anna.id, ben.id])
    async with echo.by_socket(slack):
        await slack.slash(anna, alone, "mine")
        await slack.slash(anna, pair, f"hello @{ben.id} #{pair.id} @Uxxx")
    assert [body["channel_name"] for body in echo.heard] == ["directmessage", "privategroup"]
    assert echo.heard[1]["text"] == f"hello <@{ben.id}|ben> <#{pair.id}|{pair.name}> @Uxxx"
    await slack.until(lambda: slack.faults)
    slack.forgive("markup")


async def test_an_address_for_events_is_checked(slack: FakeSlack) -> None:
    async with Echo(slack).by_http(slack):
        await slack.challenge()


async def test_an_address_that_does_not_say_the_word_back(slack: FakeSlack) -> None:
    async def deaf(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_post("/", deaf)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await slack.challenge()
    slack.forgive("url_verification: answered with {'text': 'hello'}")
    await runner.cleanup()


async def test_a_signature_that_is_wrong_is_turned_away(slack: FakeSlack, anna: User, general: Channel) -> None:
    echo = Echo(slack)
    async with echo.by_http(slack):
        slack.signing_secret = "another"
        await slack.slash(anna, general, "hello")
    assert echo.heard == []
    slack.forgive("answered with 401")


async def test_waiting_in_vain_says_what_happened(slack: FakeSlack, client: AsyncWebClient) -> None:
    await client.auth_test()
    with pytest.raises(AssertionError, match="in vain; calls: auth"):
        await slack.until(lambda: False, 0.01)

"""What must not happen is a fault: unknown calls, bad tokens, missing acknowledgements, things used too often."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.wire.slack.echo import Echo, client_for, form
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User


async def test_an_unknown_method_and_argument(slack: FakeSlack, client: AsyncWebClient, general: Channel) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("conversations.history", params={"channel": general.id})
    slack.forgive("unknown method conversations.history")
    await client.api_call("chat.postMessage", json={"channel": general.id, "text": "x", "txet": "y"})
    slack.forgive("unknown arguments txet")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.api_call("chat.update", json={"channel": general.id, "text": "x"})
    slack.forgive("missing arguments ts")


async def test_a_bad_token(slack: FakeSlack, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client_for(slack, "xoxb-nobody").auth_test()
    slack.forgive("bad token xoxb-nobody")
    with pytest.raises(SlackApiError, match="not_authed"):
        await AsyncWebClient(base_url=slack.url, retry_handlers=[]).auth_test()
    slack.forgive("no token")
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=slack.bot_token)
    slack.forgive("wants the app token")


async def test_an_envelope_without_an_acknowledgement(anna: User) -> None:
    async with FakeSlack(patience=0.05) as slack:
        slack.add_user(anna.real_name, anna.id)
        general = slack.add_channel("general", [anna])
        echo = Echo(slack)
        echo.deaf = True
        async with echo.by_socket(slack):
            sent = await slack.slash(anna, general, "hello")
        assert slack.faults == ["not acknowledged within 0.05 s: /mentoring hello"]
        assert (sent.acked, sent.late) == (False, True)


async def test_a_post_without_an_acknowledgement(anna: User) -> None:
    async with FakeSlack(patience=0.05) as slack:
        slack.add_user(anna.real_name, anna.id)
        general = slack.add_channel("general", [anna])
        echo = Echo(slack)
        echo.deaf = True
        async with echo.by_http(slack):
            await slack.slash(anna, general, "hello")
        assert slack.faults == ["not acknowledged within 0.05 s (TimeoutError): /mentoring hello"]


async def test_time_that_passes_on_slacks_side_makes_an_acknowledgement_late(
    slack: FakeSlack, anna: User, general: Channel
) -> None:
    echo = Echo(slack)
    echo.deaf = True
    async with echo.by_socket(slack):
        await slack.slash(anna, general, "hello", wait=False)
        slack.advance(2.9)
        assert slack.faults == []
        slack.advance(0.2)
    slack.forgive("not acknowledged within 3 s")


async def test_what_nobody_handles_is_a_fault_by_http(slack: FakeSlack, anna: User, general: Channel) -> None:
    async with Echo(slack).by_http(slack):
        await slack.slash(anna, general, "hello", command="/other")
    slack.forgive("answered with 404: /other hello")


async def test_an_acknowledgement_of_nothing_and_a_second_one(slack: FakeSlack, anna: User, general: Channel) -> None:
    listening = SocketModeClient(app_token=slack.app_token, web_client=client_for(slack))
    await listening.connect_to_new_endpoint()
    await slack.linked()
    await listening.send_socket_mode_response({"envelope_id": "envelope-nobody"})
    await slack.until(lambda: slack.faults)
    slack.forgive("acknowledged, but never sent")
    sent = await slack.slash(anna, general, "hello", wait=False)
    for _ in range(2):
        await listening.send_socket_mode_response({"envelope_id": sent.id})
    await slack.until(lambda: slack.faults)
    slack.forgive("acknowledged twice")
    pressed = await slack.open_home(anna, wait=False)
    await listening.send_socket_mode_response({"envelope_id": pressed.id, "payload": {"text": "Hello"}})
    await slack.until(lambda: slack.faults)
    slack.forgive("where Slack takes none")
    await listening.close()


async def test_a_form_that_is_answered_wrongly(slack: FakeSlack, anna: User, general: Channel, echo: Echo) -> None:
    await slack.slash(anna, general, "form")
    await slack.until(lambda: slack.modal(anna))
    for wrong, why in (
        ({"response_action": "errors", "errors": {"town": "Where?"}}, "['town'], but the inputs are ['name']"),
        ({"response_action": "update", "view": form(colour="red")}, "unknown properties colour"),
    ):
        echo.replies = wrong
        await slack.submit(anna, {"name": "Anna"})
        slack.forgive(why)
        slack.faults.clear()
        assert slack.modal(anna), "the form stays open"


async def test_a_trigger_serves_once_and_for_three_seconds(
    slack: FakeSlack, client: AsyncWebClient, anna: User
) -> None:
    trigger = slack.trigger(anna)
    await client.views_open(trigger_id=trigger, view=form())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=form())
    slack.forgive("a trigger used twice")
    late = slack.trigger(anna)
    slack.advance(3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=late, view=form())
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_open(trigger_id="1.2.3", view=form())
    slack.forgive("a trigger that was never given out")


async def test_a_stack_of_modals_is_three_high(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    await client.views_open(trigger_id=slack.trigger(anna), view=form())
    for _ in range(2):
        await client.views_push(trigger_id=slack.trigger(anna, slack.modal(anna)), view=form())
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await client.views_push(trigger_id=slack.trigger(anna, slack.modal(anna)), view=form())
    slack.forgive("more than 3 on the stack")


async def test_a_response_url_serves_five_times_in_half_an_hour(slack: FakeSlack, anna: User, general: Channel) -> None:
    address = AsyncWebhookClient(slack.response_url(general, anna), retry_handlers=[])
    for _ in range(5):
        assert (await address.send(text="hello")).status_code == 200
    assert (await address.send(text="hello")).status_code == 404
    slack.forgive("used 6 times")
    assert (await AsyncWebhookClient(f"{slack.base}/response/r0").send(text="hello")).status_code == 404
    slack.forgive("never given out")
    other = AsyncWebhookClient(slack.response_url(general, anna), retry_handlers=[])
    await other.send_dict({"text": "hello", "txet": "y"})
    slack.forgive("unknown properties txet")
    old = AsyncWebhookClient(slack.response_url(general, anna), retry_handlers=[])
    slack.advance(1_801)
    assert (await old.send(text="hello")).status_code == 404
    slack.forgive("after half an hour")
    assert len(slack.seen(anna)) == 6


async def test_eleven_websockets_are_one_too_many(slack: FakeSlack) -> None:
    listening = [SocketModeClient(app_token=slack.app_token, web_client=client_for(slack)) for _ in range(11)]
    for number, one in enumerate(listening[:10], 1):
        await one.connect_to_new_endpoint()
        await slack.linked(number)
    listening[10].auto_reconnect_enabled = False
    await listening[10].connect_to_new_endpoint()
    await slack.until(lambda: slack.faults)
    slack.forgive("more than 10 websockets")
    for one in listening:
        await one.close()
    slack.faults.clear()  # it tries again, as often as it is turned away


def test_a_fault_that_was_not_there_can_not_be_forgiven() -> None:
    with pytest.raises(AssertionError, match="no fault with 'token' in it"):
        FakeSlack().forgive("token")

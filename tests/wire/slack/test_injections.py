"""What is told to go wrong goes wrong, for the call it was told for and no other."""

import asyncio

import pytest
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.wire.slack.echo import WATCHFUL, Echo
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User

ERRORS = """user_disabled channel_not_found not_in_channel is_archived account_inactive token_expired token_revoked
invalid_auth expired_trigger_id restricted_action missing_scope ratelimited""".split()


@pytest.mark.parametrize("error", ERRORS)
async def test_an_error(slack: FakeSlack, client: AsyncWebClient, general: Channel, error: str) -> None:
    slack.fail("chat.postMessage", error)
    with pytest.raises(SlackApiError, match=error):
        await client.chat_postMessage(channel=general.id, text="x")
    assert general.messages == []
    await client.chat_postMessage(channel=general.id, text="x")
    assert len(general.messages) == 1


async def test_the_second_and_third_call(slack: FakeSlack, client: AsyncWebClient, general: Channel) -> None:
    slack.fail("chat.postMessage", "fatal_error", nth=2, times=2)
    outcomes = []
    for number in range(4):
        try:
            await client.chat_postMessage(channel=general.id, text=str(number))
            outcomes.append("said")
        except SlackApiError as error:
            outcomes.append(error.response["error"])
    assert outcomes == ["said", "fatal_error", "fatal_error", "said"]


async def test_one_channel_and_for_good(slack: FakeSlack, client: AsyncWebClient, general: Channel) -> None:
    other = slack.add_channel("other")
    slack.fail("chat.postMessage", "is_archived", times=None, where={"channel": other.id})
    for _ in range(2):
        await client.chat_postMessage(channel=general.id, text="x")
        with pytest.raises(SlackApiError, match="is_archived"):
            await client.chat_postMessage(channel=other.id, text="x")


async def test_too_many_requests(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    slack.fail("users.info", retry_after=30)
    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        await client.users_info(user=anna.id)
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "30"


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_that_breaks(slack: FakeSlack, client: AsyncWebClient, general: Channel, status: int) -> None:
    slack.fail("chat.postMessage", status=status)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=general.id, text="x")
    assert caught.value.response.status_code == status
    assert general.messages == []


@pytest.mark.parametrize(("drop", "stored"), [("before", 0), ("after", 1)])
async def test_a_connection_that_is_cut(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, drop: str, stored: int
) -> None:
    slack.fail("chat.postMessage", drop=drop)
    with pytest.raises(ClientError):
        await client.chat_postMessage(channel=general.id, text="x")
    assert len(general.messages) == stored
    assert len(slack.called("chat.postMessage")) == 1


async def test_a_call_that_is_held(slack: FakeSlack, client: AsyncWebClient, general: Channel) -> None:
    held = slack.hold("chat.postMessage")
    saying = asyncio.create_task(client.chat_postMessage(channel=general.id, text="x"))
    await held.reached()
    assert general.messages == []
    held.release()
    await saying
    assert len(general.messages) == 1


async def test_a_delay_longer_than_the_client_waits(slack: FakeSlack, general: Channel) -> None:
    slack.fail("chat.postMessage", delay=0.2)
    hasty = AsyncWebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[], timeout=0.05)
    with pytest.raises(TimeoutError):
        await hasty.chat_postMessage(channel=general.id, text="x")


async def test_uploads_and_response_urls_can_fail(
    slack: FakeSlack, client: AsyncWebClient, anna: User, general: Channel
) -> None:
    slack.fail("upload", status=500)
    with pytest.raises(Exception, match="Failed to upload"):
        await client.files_upload_v2(channel=general.id, filename="a.txt", content="hello")
    slack.fail("response_url", status=500)
    address = AsyncWebhookClient(slack.response_url(general, anna), retry_handlers=[])
    assert (await address.send(text="x")).status_code == 500
    assert general.messages == []


async def test_only_one_workspace(slack: FakeSlack, client: AsyncWebClient) -> None:
    other = slack.add_team("T0002", "Archive")
    slack.fail("auth.test", "account_inactive", team=other.id, times=None)
    assert (await client.auth_test())["team"] == "Library"
    with pytest.raises(SlackApiError, match="account_inactive"):
        await AsyncWebClient(token=other.bot_token, base_url=slack.url, retry_handlers=[]).auth_test()


async def test_the_rates_of_the_tiers(slack: FakeSlack, client: AsyncWebClient, general: Channel) -> None:
    slack.rates = True
    for _ in range(20):
        await client.users_list()
    with pytest.raises(SlackApiError) as caught:
        await client.users_list()
    wait = int(caught.value.response.headers["Retry-After"])
    assert 59 <= wait <= 61
    slack.advance(wait)
    await client.users_list()
    for _ in range(5):
        await client.chat_postMessage(channel=general.id, text="x")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.chat_postMessage(channel=general.id, text="x")


async def test_a_request_to_connect_anew(slack: FakeSlack, anna: User, general: Channel) -> None:
    async with Echo(slack).by_socket(slack):
        before = slack.links[0]
        await slack.disconnect()
        assert slack.links[0] is not before
        assert (await slack.slash(anna, general, "hello")).acked
        assert len(slack.called("apps.connections.open")) == 2


async def heard(slack: FakeSlack, anna: User, general: Channel) -> bool:
    """Whether the app hears her, if she tries again where a watchful app has just connected anew."""
    for _ in range(20):
        await slack.linked()
        if (await slack.slash(anna, general, "hello")).acked:
            return True
    return False


@pytest.mark.parametrize("abruptly", [True, False])
async def test_a_websocket_that_is_cut(slack: FakeSlack, anna: User, general: Channel, abruptly: bool) -> None:
    async with Echo(slack).by_socket(slack, WATCHFUL):
        slack.links[0].mute = True
        lost = await slack.slash(anna, general, "lost")
        slack.links[0].mute = False
        await slack.drop(abruptly=abruptly)
        assert lost.lost
        assert await heard(slack, anna, general)


async def test_a_websocket_that_falls_silent(slack: FakeSlack, anna: User, general: Channel) -> None:
    async with Echo(slack).by_socket(slack, WATCHFUL):
        silent = slack.links[0]
        silent.mute = True
        await slack.until(lambda: slack.links and silent not in slack.links)
        assert await heard(slack, anna, general)


async def test_a_websocket_that_nobody_holds_takes_every_second_click(
    slack: FakeSlack, anna: User, general: Channel
) -> None:
    slack.ghosts = 1
    async with Echo(slack).by_socket(slack):
        sent = [await slack.slash(anna, general, "hello") for _ in range(4)]
    assert [one.lost for one in sent] == [False, True, False, True]


async def test_each_payload_goes_to_one_of_two_processes(slack: FakeSlack, anna: User, general: Channel) -> None:
    first, second = Echo(slack), Echo(slack)
    async with first.by_socket(slack), second.by_socket(slack):
        await slack.linked(2)
        for _ in range(4):
            await slack.slash(anna, general, "hello")
        await slack.until(lambda: len(slack.called("chat.postEphemeral")) == 4)
    assert (len(first.heard), len(second.heard)) == (2, 2)


async def test_an_injection_that_was_never_met_is_noticed(slack: FakeSlack) -> None:
    missed = slack.fail("chat.postMessage", "is_archived")
    assert missed.waited_for
    slack.injections.remove(missed)

"""Each of Slack's limits bites: one more than the most is refused and a fault, the most itself is neither."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.wire.slack.echo import button, form
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.limit_cases import FORMS, MESSAGES, section
from tests.wire.slack.limits import check_view
from tests.wire.slack.things import Channel, User

Json = dict[str, Any]


@pytest.mark.parametrize("name", MESSAGES)
async def test_a_message_takes_the_most_and_no_more(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, name: str
) -> None:
    fits, over = MESSAGES[name]
    await client.chat_postMessage(channel=general.id, text="x", blocks=fits)
    assert slack.faults == []
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel=general.id, text="x", blocks=over)
    assert slack.forgive("chat.postMessage: blocks")
    assert len(general.messages) == 1, "what is refused is not stored"


@pytest.mark.parametrize("name", FORMS)
async def test_a_form_takes_the_most_and_no_more(
    slack: FakeSlack, client: AsyncWebClient, anna: User, name: str
) -> None:
    fits, over = FORMS[name]
    await client.views_open(trigger_id=slack.trigger(anna), view=fits)
    assert slack.faults == []
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_open(trigger_id=slack.trigger(anna), view=over)
    assert slack.forgive("views.open: ")


async def test_a_view_of_more_than_250_kilobytes_is_too_large(
    slack: FakeSlack, client: AsyncWebClient, anna: User
) -> None:
    await client.views_open(trigger_id=slack.trigger(anna), view=form(*[section("x" * 2_400)] * 100))
    with pytest.raises(SlackApiError, match="view_too_large"):
        await client.views_open(trigger_id=slack.trigger(anna), view=form(*[section("x" * 2_500)] * 100))
    slack.forgive("bytes, at most 250000")


async def test_a_home_has_no_title(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_publish(user_id=anna.id, view={**form(section("x")), "type": "home"})
    assert slack.forgive("has no place on a home")
    assert slack.forgive("slack_sdk: home view cannot have submit and close")


@pytest.mark.parametrize(
    "text", ["<!channel>", "<@U0001>", "<https://x.example|pay>", "<#C0001>", "<mailto:a@b.example>"]
)
async def test_markup_in_our_words_is_a_fault(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, text: str
) -> None:
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    await client.chat_postMessage(channel=general.id, text=escaped, blocks=[section(escaped)])
    assert slack.faults == []
    assert general.messages[0].words == text
    await client.chat_postMessage(channel=general.id, text=text)
    await client.chat_postMessage(channel=general.id, text="x", blocks=[section(text)])
    assert len(slack.forgive("markup")) == 2


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"parse": "full"}, "parse=full"),
        ({"link_names": True}, "parse=full"),
        ({"markdown_text": "**x**"}, "formats what people typed"),
        ({"attachments": [{"text": "x"}]}, "attachments are not checked"),
    ],
)
async def test_words_are_handed_over_in_no_other_way(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, how: Json, why: str
) -> None:
    await client.chat_postMessage(channel=general.id, text="@anna", **how)
    assert slack.forgive(why)


async def test_a_shape_that_nobody_can_read(slack: FakeSlack, client: AsyncWebClient, general: Channel) -> None:
    for blocks, why in (
        ({"type": "divider"}, "blocks: must be a list"),
        (["divider"], "unknown block type None"),
        ([{"type": "actions", "elements": {}}], "elements: must be a list"),
        ([{"type": "actions", "elements": ["x"]}], "must be an element"),
        ([{"type": "section", "text": "x"}], "must be a text object"),
        ([{"type": "section", "text": {"type": "plain_text", "text": 1}}], "must be a text, is int"),
        ([{"type": "actions", "elements": [button("x", confirm="sure?")]}], "must be an object"),
    ):
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            await client.chat_postMessage(channel=general.id, text="x", blocks=blocks)
        slack.forgive(why)
        slack.faults.clear()  # slack_sdk's word on it, where it has one
    assert check_view("x", "modal").refused == ["view: must be an object"]


async def test_the_words_of_a_message(slack: FakeSlack, client: AsyncWebClient, general: Channel) -> None:
    await client.chat_postMessage(channel=general.id, text="x" * 40_000)
    assert slack.faults == []
    await client.chat_postMessage(channel=general.id, text="x" * 39_999 + "<")
    assert slack.forgive("text: has 40003 characters")
    assert len(general.messages[1].text) == 40_000, "Slack cuts it"
    with pytest.raises(SlackApiError, match="no_text"):
        await client.api_call("chat.postMessage", json={"channel": general.id, "text": "  "})
    slack.forgive("no_text")
    await client.api_call("chat.postMessage", json={"channel": general.id, "blocks": [section("x")]})
    assert slack.forgive("notifications")


async def test_an_ephemeral_message_and_an_update_are_checked_as_well(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, anna: User
) -> None:
    said = await client.chat_postMessage(channel=general.id, text="x")
    over = [section("x" * 3_001)]
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postEphemeral(channel=general.id, user=anna.id, text="x", blocks=over)
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_update(channel=general.id, ts=said["ts"], text="x", blocks=over)
    slack.forgive("chat.postEphemeral: blocks")
    slack.forgive("chat.update: blocks")

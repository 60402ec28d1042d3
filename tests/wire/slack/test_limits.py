"""Each of Slack's limits bites: one more than the most is refused and a fault, the most itself is neither."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.wire.slack.echo import button, form, plain, question
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User

Json = dict[str, Any]


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": plain(text), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def options(count: int) -> list[Json]:
    return [{"text": plain(f"Option {n}"), "value": f"v{n}"} for n in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "choose", "options": options(2), **more}


def confirm(**more: Any) -> Json:
    texts = {name: plain(name) for name in ("title", "text", "confirm", "deny")}
    return button("Go", confirm={**texts, **{name: plain(text) for name, text in more.items()}})


WHOLE: dict[str, tuple[list[Json], list[Json]]] = {
    "blocks": ([section("x")] * 50, [section("x")] * 51),
    "section": ([section("&" * 600)], [section("&" * 601)]),
    "header": (
        [{"type": "header", "text": plain("x" * 150)}],
        [{"type": "header", "text": plain("x" * 147 + "<")}],
    ),
    "fields": (
        [{"type": "section", "fields": [plain("x" * 2_000)] * 10}],
        [{"type": "section", "fields": [plain("x")] * 11}],
    ),
    "field": ([{"type": "section", "fields": [plain("x")]}], [{"type": "section", "fields": [plain("x" * 2_001)]}]),
    "context": (
        [{"type": "context", "elements": [plain("x")] * 10}],
        [{"type": "context", "elements": [plain("x")] * 11}],
    ),
    "actions": ([actions(*(button(str(n)) for n in range(25)))], [actions(*(button(str(n)) for n in range(26)))]),
    "button text": (
        [actions(button("x" * 75, action_id="a", value="v"))],
        [actions(button("x" * 76, action_id="a", value="v"))],
    ),
    "button value": ([actions(button("x", value="v" * 2_000))], [actions(button("x", value="v" * 2_001))]),
    "button style": ([actions(button("x", style="danger"))], [actions(button("x", style="default"))]),
    "confirm text": ([actions(confirm(text="x" * 300))], [actions(confirm(text="x" * 301))]),
    "confirm label": ([actions(confirm(confirm="x" * 30))], [actions(confirm(confirm="x" * 31))]),
    "option text": (
        [actions(select(options=[{"text": plain("x" * 75), "value": "v"}]))],
        [actions(select(options=[{"text": plain("x" * 76), "value": "v"}]))],
    ),
    "option value": (
        [actions(select(options=[{"text": plain("x"), "value": "v" * 150}]))],
        [actions(select(options=[{"text": plain("x"), "value": "v" * 151}]))],
    ),
    "options": ([actions(select(options=options(100)))], [actions(select(options=options(101)))]),
    "options that differ": ([actions(select())], [actions(select(options=[*options(1), *options(1)]))]),
    "initial option": (
        [actions(select(initial_option=options(2)[1]))],
        [actions(select(initial_option={"text": plain("Other"), "value": "other"}))],
    ),
    "overflow": (
        [actions(select(type="overflow", options=options(5)))],
        [actions(select(type="overflow", options=options(6)))],
    ),
    "placeholder": ([actions(select(placeholder=plain("x" * 150)))], [actions(select(placeholder=plain("x" * 151)))]),
    "block_id": ([section("x", block_id="b" * 255)], [section("x", block_id="b" * 256)]),
    "block_id once": (
        [section("x", block_id="a"), section("x", block_id="b")],
        [section("x", block_id="a"), section("x", block_id="a")],
    ),
    "action_id": ([actions(button("x", action_id="a" * 255))], [actions(button("x", action_id="a" * 256))]),
    "action_id once": ([actions(button("x")), actions(button("y"))], [actions(button("x")), actions(button("x"))]),
    "block type": ([{"type": "divider"}], [{"type": "dividr"}]),
    "element's place": ([section("x", accessory=select())], [{"type": "context", "elements": [button("x")]}]),
    "property": ([section("x", expand=True)], [section("x", colour="red")]),
    "empty text": ([section(" ")], [section("")]),
    "no text": ([section("x")], [{"type": "section"}]),
    "header is plain": (
        [{"type": "header", "text": plain("x")}],
        [{"type": "header", "text": {**plain("x"), "type": "mrkdwn"}}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
async def test_a_message_takes_the_most_and_no_more(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, name: str
) -> None:
    fits, over = WHOLE[name]
    await client.chat_postMessage(channel=general.id, text="x", blocks=fits)
    assert slack.faults == []
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel=general.id, text="x", blocks=over)
    assert slack.forgive("chat.postMessage: blocks")
    assert len(general.messages) == 1, "what is refused is not stored"


FORMS: dict[str, tuple[Json, Json]] = {
    "blocks": (form(*[section("x")] * 100), form(*[section("x")] * 101)),
    "title": (form(title=plain("x" * 24)), form(title=plain("x" * 25))),
    "title is there": (form(), {name: value for name, value in form().items() if name != "title"}),
    "submit": (form(submit=plain("x" * 24)), form(submit=plain("x" * 25))),
    "submit is there": (
        form(section("x")),
        {name: value for name, value in form().items() if name != "submit"},
    ),
    "close": (form(close=plain("x" * 24)), form(close=plain("x" * 21 + "&"))),
    "private_metadata": (form(private_metadata="x" * 3_000), form(private_metadata="x" * 3_001)),
    "callback_id": (form(callback_id="x" * 255), form(callback_id="x" * 256)),
    "most that can be typed": (form(question("a", max_length=3_000)), form(question("a", max_length=3_001))),
    "initial value": (
        form(question("a", max_length=5, initial_value="<" * 5)),
        form(question("a", max_length=5, initial_value="<" * 6)),
    ),
    "label": (form(question("a") | {"label": plain("x" * 2_000)}), form(question("a") | {"label": plain("x" * 2_001)})),
    "hint": (form(question("a") | {"hint": plain("x" * 2_000)}), form(question("a") | {"hint": plain("x" * 2_001)})),
    "ids of inputs": (form(question("a"), question("b")), form(question("a"), question("a"))),
    "ticks": (
        form(question("a", type="checkboxes", options=options(10))),
        form(question("a", type="checkboxes", options=options(11))),
    ),
    "property": (form(notify_on_close=True), form(colour="red")),
}  # fmt: skip


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


@pytest.mark.parametrize("how", [{"parse": "full"}, {"link_names": True}])
async def test_names_are_never_made_into_pings(
    slack: FakeSlack, client: AsyncWebClient, general: Channel, how: Json
) -> None:
    await client.chat_postMessage(channel=general.id, text="@anna", **how)
    assert slack.forgive("parse=full")


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

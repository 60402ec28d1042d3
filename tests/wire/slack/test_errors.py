"""Every error of Slack that we can meet becomes one of our outcomes; none is an exception (the table in errors.py)."""

import pytest

from adapters.slack.errors import ANEW, BUG, ERRORS, INVITE, TOO_LATE, advice_for
from bot.message import Field, Form, Message
from bot.ports import Outcome, Result
from tests.contracts.slack import SlackPlatform

OF_THE_TOKEN = {code for code, row in ERRORS.items() if row.result == Result.REVOKED}
OF_THE_MOMENT = {code for code, row in ERRORS.items() if row.result == Result.LIMITED}


async def posted(desk: SlackPlatform, key: str, topic: str = "") -> Outcome:
    return await desk.messenger.post(desk.space, desk.channel(), Message("Hello", topic=topic), key)


async def test_every_row_is_what_a_send_ends_with(desk: SlackPlatform) -> None:
    """In a channel, to a person, and when a pair's place is opened; and the next one goes."""
    ann, bo = desk.account("ann"), desk.account("bo")
    for code, row in ERRORS.items():
        how = {"retry_after": 7} if code in OF_THE_MOMENT else {}
        desk.slack.fail("chat.postMessage", code, times=2, **how)
        desk.slack.fail("conversations.open", code, **how)
        outcomes = [
            await posted(desk, f"post {code}"),
            await desk.messenger.send(desk.space, ann, Message("Hello"), f"send {code}"),
            await desk.messenger.open(desk.space, "A pair", [ann, bo], "pairing:1"),
        ]
        wanted = Outcome(row.result, wait=7 if how else 0, detail=code)
        assert outcomes == [wanted] * 3
        assert (await posted(desk, f"again {code}")).result == Result.SENT


@pytest.mark.parametrize("code", sorted(OF_THE_TOKEN | OF_THE_MOMENT | {"user_not_found", "fatal_error"}))
async def test_what_goes_wrong_before_the_message_leaves_no_doubt_about_it(desk: SlackPlatform, code: str) -> None:
    """Who somebody is cannot be asked: nothing was sent, so nothing can have arrived."""
    desk.slack.fail("users.info", code)
    outcome = await desk.messenger.send(desk.space, desk.account("ann"), Message("Hello"), "k")
    wanted = ERRORS[code].result
    assert outcome.result == (Result.FAILED if wanted == Result.UNKNOWN else wanted)
    assert not desk.slack.called("chat.postMessage")


@pytest.mark.parametrize(
    ("how", "result"),
    [
        ({"drop": "before"}, Result.UNKNOWN),  # whether it got through cannot be seen from here
        ({"drop": "after"}, Result.UNKNOWN),
        ({"status": 502}, Result.UNKNOWN),
        ({"status": 404}, Result.FAILED),
        ({"error": "a_word_that_slack_makes_next_year"}, Result.FAILED),
    ],
)
async def test_dup_06_what_is_no_word_of_slacks(desk: SlackPlatform, how: dict[str, str], result: Result) -> None:
    desk.slack.fail("chat.postMessage", **how)
    assert (await posted(desk, "k")).result == result


async def test_net_02_too_many_requests_without_a_word_of_slacks(desk: SlackPlatform) -> None:
    """Answered by what stands before Slack."""
    desk.slack.fail("chat.postMessage", status=429)
    assert await posted(desk, "k") == Outcome(Result.LIMITED, detail="http-429")


@pytest.mark.parametrize("code", sorted(ANEW))
async def test_what_cannot_be_changed_any_more_is_said_anew(desk: SlackPlatform, code: str) -> None:
    await posted(desk, "k1", "session:1")
    desk.slack.fail("chat.update", code)
    assert (await posted(desk, "k2", "session:1")).result == Result.SENT
    assert len(await desk.reads("bo", alone=False)) == 2


@pytest.mark.parametrize("code", sorted(TOO_LATE | {"ratelimited"}))
async def test_int_02_a_form_that_cannot_be_opened_any_more_can_be_asked_for_again(
    desk: SlackPlatform, code: str
) -> None:
    desk.bot.answer = Form("ask", "A form", (Field("one", "One"),), submit="Send")
    desk.slack.fail("views.open", code)
    await desk.types("ann", "/mentoring ask", alone=False)
    told = desk.slack.last(desk.people["ann"], desk.news)
    assert told
    assert "Press once more" in told.words
    await desk.slack.press(desk.people["ann"], told, "A form")
    await desk.listener.finish(5)
    assert desk.slack.modal(desk.people["ann"])


def test_each_row_says_whom_to_tell() -> None:
    """What an admin can put right has a sentence for them; what is tried again needs nobody."""
    assert advice_for("not_in_channel") == INVITE
    assert advice_for("invalid_blocks") == BUG
    assert advice_for("brand_new") == "Slack says “brand_new”. Look it up in Slack's reference."
    assert not [code for code in OF_THE_TOKEN if not ERRORS[code].advice]
    assert not [code for code in OF_THE_MOMENT if ERRORS[code].advice]
    assert all(row.result != Result.SENT for row in ERRORS.values())

"""Everything fits Slack's limits as Slack counts, after escaping; nothing is lost; what people type stays words.

The strict Slack refuses what is over a limit, and that fails each of these.
"""

from random import Random

import pytest

from bot.message import SLACK, Button, Choice, Field, FieldKind, Form, Message, Option, Section
from tests.contracts.samples import HOSTILE
from tests.contracts.slack import SlackPlatform
from tests.wire.slack.reading import controls, labels_of
from tests.wire.slack.things import Message as Said
from tests.wire.slack.things import View

AMPERSANDS = "&" * 9_000
"""Each counts five times."""


async def said(desk: SlackPlatform, message: Message) -> Said:
    """What Ann is answered in the channel."""
    desk.bot.answer = message
    await desk.types("ann", "/mentoring mine", alone=False)
    found = desk.slack.last(desk.people["ann"], desk.news)
    assert found
    return found


async def asked(desk: SlackPlatform, form: Form) -> View:
    """The form that Ann is shown."""
    desk.bot.answer = form
    await desk.types("ann", "/mentoring ask", alone=False)
    found = desk.slack.modal(desk.people["ann"])
    assert found
    return found


async def told(desk: SlackPlatform, *pages: dict[str, object]) -> dict[str, str]:
    """Ann fills in what she is shown, page by page: what the core then gets."""
    for number, page in enumerate(pages, 1):
        if number == len(pages):
            desk.bot.answer = Message("Done")
        await desk.slack.submit(desk.people["ann"], page)
        await desk.listener.finish(5)
    return dict(desk.bot.requests[-1].values or {})


async def test_lim_01_sixty_pairs_each_with_a_button_can_all_be_reached(desk: SlackPlatform) -> None:
    """More than fifty blocks: shortened in sight, the whole text beside it, and every button is there."""
    pairs = tuple(
        Section(f"Pair {n}", "Weak", (("Since", "May"),), (Button(f"Pair {n}", f"see {n}"),)) for n in range(60)
    )
    shown = await said(desk, Message("All pairs", sections=pairs))
    assert len(shown.blocks) <= 50
    assert set(shown.labels) == {f"Pair {n}" for n in range(60)}
    assert "…" in shown.words
    [file] = [one for message in desk.slack.dm(desk.people["ann"]) for one in message.files]
    assert file.name == "message.txt"
    await desk.slack.press(desk.people["ann"], shown, "Pair 59")
    await desk.listener.finish(5)
    assert desk.bot.requests[-1].line == "see 59"


@pytest.mark.parametrize("kind", [FieldKind.ONE, FieldKind.MANY])
async def test_lim_02_the_last_of_a_hundred_and_one_can_be_chosen_in_a_form(
    desk: SlackPlatform, kind: FieldKind
) -> None:
    mentors = tuple(Option(str(n), f"{'The same long beginning of a name ' * 3}{n}") for n in range(101))
    field = Field("mentor", "Mentor", kind, options=mentors, value="99")
    await asked(desk, Form("ask", "A form", (field,), submit="Send"))
    assert await told(desk, {"mentor": ["100"] if kind == FieldKind.MANY else "100"}) == {"mentor": "100"}


async def test_lim_02_the_last_of_a_hundred_and_one_can_be_chosen_in_a_message(desk: SlackPlatform) -> None:
    mentors = tuple(Option(str(n), f"Mentor {n}") for n in range(101))
    shown = await said(desk, Message("Who?", choice=Choice("Pick", "pick", mentors)))
    await desk.slack.choose(desk.people["ann"], shown, "Mentor 100")
    await desk.listener.finish(5)
    assert desk.bot.requests[-1].line == "pick 100"


async def test_lim_03_long_names_that_begin_alike_are_told_apart(desk: SlackPlatform) -> None:
    names = tuple(Option(str(n), f"{'<&>' * 40}{n}") for n in range(3))
    view = await asked(desk, Form("ask", "A form", (Field("one", "One", FieldKind.ONE, options=names),), submit="Send"))
    [labels] = [labels_of(element) for _, element in controls(view.blocks)]
    assert len(set(labels)) == 3


@pytest.mark.parametrize("text", ["x" * 3_000, "x" * 3_001, "word " * 1_800, AMPERSANDS, "<b>\n" * 2_500])
async def test_lim_05_a_text_of_any_length_arrives_whole(desk: SlackPlatform, text: str) -> None:
    shown = await said(desk, Message(text))
    assert "".join(shown.words.split()) == "".join(text.split())


async def test_lim_06_every_part_of_a_message_at_its_longest(desk: SlackPlatform) -> None:
    button = Button(AMPERSANDS, f"session {'9' * 19} {'8' * 19}", confirm=AMPERSANDS)
    part = Section(AMPERSANDS[:100], AMPERSANDS[:700], ((AMPERSANDS[:300], AMPERSANDS[:400]),) * 11, (button,) * 26)
    shown = await said(desk, Message(AMPERSANDS[:600], AMPERSANDS, (part,), (button,) * 26))
    assert len(shown.labels) == 52


async def test_lim_12_a_form_at_every_limit_is_shown_and_everything_in_it_comes_back(desk: SlackPlatform) -> None:
    """Three pages of long answers are more than a form can carry along: they come back all the same."""
    title, label = "&" * SLACK.form_title, "&" * SLACK.field_label
    fields = tuple(
        Field(f"f{n}", label, FieldKind.LONG, most=5_000, hint=AMPERSANDS[:900], required=False) for n in range(25)
    )
    await asked(desk, Form("ask", title, fields, submit=AMPERSANDS, intro=AMPERSANDS[:3_000]))
    drawn = Random(1)  # what cannot be packed small
    words = {f"f{n}": "".join(drawn.choices("abcdefghijklmnopqrstuvwxyz<&> ", k=2_900)).strip() for n in range(25)}
    first, rest = {f"f{n}": words[f"f{n}"] for n in range(10)}, {f"f{n}": words[f"f{n}"] for n in range(10, 25)}
    assert await told(desk, first, rest) == words


@pytest.mark.parametrize("value", ["x" * 250, "x" * 3_500])
async def test_lim_12_a_draft_that_is_too_long_for_its_field_opens(desk: SlackPlatform, value: str) -> None:
    """Up to what a field of Slack's can hold nothing of it is cut."""
    field = Field("aims", "Aims", FieldKind.LONG, most=200, value=value)
    view = await asked(desk, Form("ask", "A form", (field,), submit="Send", errors={"aims": "Too long"}))
    [(_, element)] = controls(view.blocks)
    assert element["initial_value"] == (value if len(value) <= 3_000 else f"{value[:2_999]}…")


@pytest.mark.parametrize("text", HOSTILE)
async def test_lim_08_to_11_what_people_type_pings_links_and_formats_nothing(desk: SlackPlatform, text: str) -> None:
    """Neither where it is read nor in the notification; answered, sent, posted and put in its place again."""
    message = Message(text, text, (Section(text, text, ((text, text),), (Button(text, "x"),)),), topic="t")
    await said(desk, message)
    await desk.messenger.send(desk.space, desk.account("ann"), message, "k1")
    for key in ("k2", "k3"):
        await desk.messenger.post(desk.space, desk.channel(), message, key)
    calls = [call for call in desk.slack.calls if call.method.startswith("chat.")]
    assert {call.method for call in calls} == {"chat.postEphemeral", "chat.postMessage", "chat.update"}
    for call in calls:
        assert "<" not in call.arguments["text"]
        assert call.arguments["parse"] == "none"
        assert "mrkdwn" not in str([block.get("type") for block in call.arguments["blocks"]])
        assert '"mrkdwn"' not in str(call.arguments["blocks"]).replace("'", '"')


async def test_lim_13_twenty_six_sessions_are_all_there(desk: SlackPlatform) -> None:
    facts = tuple((f"Session {n}", "Thursday") for n in range(26))
    shown = await said(desk, Message("This week", sections=(Section("Sessions", facts=facts),)))
    assert [f"Session {n}\nThursday" in shown.words for n in range(26)] == [True] * 26


async def test_a_message_that_has_changed_changes_in_its_place(desk: SlackPlatform) -> None:
    """The same message for everybody, with the new words; where it was taken away the new one is said anew."""
    first = await desk.messenger.post(desk.space, desk.channel(), Message("Thursday", topic="session:1"), "k1")
    again = await desk.messenger.post(desk.space, desk.channel(), Message("Friday", topic="session:1"), "k2")
    assert first.reference == again.reference
    [kept] = desk.news.messages
    assert (kept.words, kept.text, kept.edits) == ("Friday", "Friday", 1)
    kept.deleted = True
    await desk.messenger.post(desk.space, desk.channel(), Message("Monday", topic="session:1"), "k3")
    assert await desk.reads("bo", alone=False) == ["Monday"]

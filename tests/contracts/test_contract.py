"""What every platform must do with what people do and what the bot says."""

from collections.abc import Callable, Coroutine

import pytest

from bot.app import load_features
from bot.arguments import texts_of
from bot.context import Request
from bot.line import without_prefix
from bot.message import DISCORD, Button, Choice, Field, FieldKind, Form, Message, Section
from bot.ports import Result
from tests.contracts.platform import Platform
from tests.contracts.samples import FAMILY, FORMS, HOSTILE, LONG, MESSAGES, TWINS

Act = Callable[[Platform], Coroutine[None, None, None]]


# --- what people do -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda one: one.types("ann", "/mentoring apply", alone=False), ("apply", None, False, True)),
        (lambda one: one.types("ann", "apply", alone=True), ("apply", None, False, False)),
        (lambda one: one.presses("ann", "pairing:1"), ("pairing:1", None, True, True)),
        (lambda one: one.submits("ann", "ask", {"a": "1\n2", "b": ""}), ("ask", {"a": "1\n2", "b": ""}, False, False)),
    ],
)  # fmt: skip
async def test_what_a_person_does_becomes_the_same_request(platform: Platform, act: Act, expected: object) -> None:
    await act(platform)
    request = platform.bot.requests[-1]
    place = request.place == platform.channel().external_id
    assert (without_prefix(request.line), request.values, request.pressed, place) == expected
    assert place or not request.place
    assert (request.platform, request.space) == (platform.name, platform.space.external_id)
    assert request.account == platform.account("ann").external_id
    assert (request.name, request.language[:2]) == ("Ann", "en")
    assert request.zone == ("Europe/Helsinki" if platform.limits != DISCORD else "")  # Discord does not tell it
    assert isinstance(request, Request)


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_a_person_types_arrives_as_it_was_typed(platform: Platform, text: str) -> None:
    await platform.types("ann", f"/mentoring concern {text}", alone=False)
    command, rest = load_features().find(without_prefix(platform.bot.requests[-1].line))
    assert command
    assert texts_of(command, rest, None)["text"].strip() == text.strip()


async def test_ordinary_talk_is_never_handed_to_the_bot(platform: Platform) -> None:
    await platform.types("ann", "How was your week?", alone=False)
    assert platform.bot.requests == []


# --- who sees what --------------------------------------------------------------------------------------------------
async def test_prm_04_an_answer_in_a_channel_is_seen_by_the_asker_only(platform: Platform) -> None:
    platform.bot.answer = Message("for your eyes")
    await platform.types("ann", "/mentoring mine", alone=False)
    await platform.presses("ann", "mine")
    assert (await platform.reads("ann", alone=False)).count("for your eyes") == 2
    assert "for your eyes" not in await platform.reads("bo", alone=False)


async def test_a_public_answer_is_seen_by_all(platform: Platform) -> None:
    platform.bot.answer = Message("for everybody", public=True)
    await platform.types("ann", "/mentoring mine", alone=False)
    assert "for everybody" in await platform.reads("bo", alone=False)


async def test_a_direct_message_is_seen_by_its_reader_only_and_a_post_by_all(platform: Platform) -> None:
    await platform.messenger.send(platform.space, platform.account("ann"), Message("direct"), "k1")
    await platform.messenger.post(platform.space, platform.channel(), Message("posted"), "k2")
    assert await platform.reads("ann", alone=True) == ["direct"]
    assert await platform.reads("bo", alone=True) == []
    assert await platform.reads("ann", alone=False) == await platform.reads("bo", alone=False) == ["posted"]


# --- what the bot says ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", MESSAGES)
async def test_every_message_is_drawn_whole_and_within_the_limits(platform: Platform, name: str) -> None:
    message = MESSAGES[name]
    shown = platform.drawn(message)
    assert shown.whole == message.text
    menu = message.choice
    picks = {f"{menu.line} {option.value}" for option in menu.options} if menu else set()
    assert set(shown.lines) == {*message.lines()} - {menu.line if menu else ""} | picks
    longest = max(platform.limits.button_label, platform.limits.option_label)
    assert all(label and len(label) <= longest for label in shown.labels)
    words = " ".join(shown.words)
    assert all(part in words for section in message.sections for part in (section.heading, section.text))
    assert message.title in words
    outcome = await platform.messenger.send(platform.space, platform.account("ann"), message, name)
    assert outcome.result == Result.SENT
    assert outcome.reference


@pytest.mark.parametrize("text", HOSTILE)
async def test_lim_08_to_11_what_a_person_typed_stays_literal_text(platform: Platform, text: str) -> None:
    shown = platform.drawn(Message(text, sections=(Section(text, text, ((text, text),)),)))
    assert sum(word.count(text) for word in shown.words) == 5
    form = platform.drawn_form(Form("ask", "A form", (Field("one", "One", value=text, hint=text),), submit="Send"))
    assert form.words.count(text) == 2


async def test_lim_05_a_text_too_long_is_never_cut_in_silence(platform: Platform) -> None:
    shown = platform.drawn(Message(LONG))
    assert shown.whole == LONG
    cut = any(word.endswith("…") and len(word) <= platform.limits.text for word in shown.words)
    assert cut or LONG in "".join(shown.words)


@pytest.mark.parametrize("before", range(70, 81))
async def test_lim_07_nothing_is_cut_inside_an_emoji(platform: Platform, before: int) -> None:
    label = platform.drawn(Message("x", buttons=(Button("a" * before + FAMILY * 3, "x"),))).labels[0]
    emoji = label.rstrip("…").lstrip("a")
    assert emoji == FAMILY * (len(emoji) // len(FAMILY))


async def test_lim_02_and_03_every_option_can_be_chosen_and_told_apart(platform: Platform) -> None:
    shown = platform.drawn(Message("x", choice=Choice("Pick", "pick", TWINS)))
    assert len(set(shown.labels)) == len(TWINS)
    form = Form("ask", "A form", (Field("one", "One", FieldKind.ONE, options=TWINS),), submit="Send")
    assert len(set(platform.drawn_form(form).labels)) == len(TWINS)


@pytest.mark.parametrize("name", FORMS)
async def test_every_form_is_drawn_whole_in_pages_that_fit(platform: Platform, name: str) -> None:
    form = FORMS[name]
    if name == FieldKind.PERSON:  # who is known by an id that only the platform gives
        form = form.filled({"one": platform.account("ann").external_id}, form.errors)
    shown = platform.drawn_form(form)
    asked = {part for field in form.fields for part in (field.label, field.hint)}
    asked |= {field.value for field in form.fields if field.kind != FieldKind.FILE}  # nobody can choose it for a person
    if platform.limits != DISCORD:  # which has a word of its own on the button below
        asked.add(form.submit)
    assert asked | {form.title, form.intro, *form.errors.values()} <= {*shown.words, ""}
    assert shown.pages == -(-len(form.fields) // platform.limits.fields_a_page)
    assert shown.lines == [form.line]


# --- how it ends ----------------------------------------------------------------------------------------------------
async def test_the_same_key_is_seen_once(platform: Platform) -> None:
    for _ in range(2):
        outcome = await platform.messenger.send(platform.space, platform.account("ann"), Message("once"), "key")
        assert outcome.result == Result.SENT
    assert await platform.reads("ann", alone=True) == ["once"]


async def test_a_later_message_on_a_topic_takes_the_earlier_ones_place(platform: Platform) -> None:
    for number, text in enumerate(("Thursday", "Friday")):
        message = Message(text, topic="session:1")
        await platform.messenger.post(platform.space, platform.channel(), message, f"k{number}")
    assert await platform.reads("bo", alone=False) == ["Friday"]


async def test_every_outcome_is_one_of_ours_and_never_an_exception(platform: Platform) -> None:
    for result, who in platform.outcomes().items():
        outcome = await platform.messenger.send(platform.space, platform.account(who), Message("hello"), f"to {who}")
        assert outcome.result == result, who


async def test_a_pair_space_is_for_its_members_and_opened_once(platform: Platform) -> None:
    members = [platform.account("ann"), platform.account("bo")]
    opened = [await platform.messenger.open(platform.space, "Ann and Bo", members, "pairing:1") for _ in range(2)]
    assert {outcome.result for outcome in opened} == {Result.SENT}
    assert len({outcome.reference for outcome in opened}) == 1

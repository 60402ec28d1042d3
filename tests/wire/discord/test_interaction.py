"""What Discord hands over becomes a request, in time or too late, and the answer gets where it belongs."""

import asyncio
from typing import Any

import discord
import pytest
import simcord

from adapters.discord.listen import DiscordListener, Interaction
from bot.context import Request
from bot.entities import Announcement
from bot.line import words_of
from bot.message import Answer, Button, Choice, Field, FieldKind, File, Form, Message, Option
from tests.contracts.platform import RecordingBot
from tests.contracts.samples import HOSTILE
from tests.wire.discord.harbour import Harbour, Seen
from tests.wire.discord.reading import read
from tests.wire.discord.test_programme import opened

ASK = Form("fit", "A form", (Field("one", "One"),), submit="Send")


class SlowBot(RecordingBot):
    """Answers when it is let."""

    def __init__(self, env: simcord.Env, answer: Answer) -> None:
        super().__init__()
        self.env, self.answer, self.let = env, answer, asyncio.Event()

    async def handle(self, request: Request) -> Answer:
        await self.env.external_wait(self.let.wait(), reason="a slow answer")
        return await super().handle(request)


async def late(harbour: Harbour, answer: Answer) -> Seen:
    """Ann asks, and Discord is asked to wait before there is an answer; what she sees in the end."""
    bot = harbour.hears(SlowBot(harbour.env, answer), patience=0)
    seen = await harbour.says(harbour.join("Ann"), "mentoring mine")
    assert seen.result.deferred
    bot.let.set()
    await harbour.env.settle()
    return seen


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_somebody_types_arrives_as_it_was_typed(harbour: Harbour, text: str) -> None:
    bot = harbour.hears(RecordingBot())
    await harbour.says(harbour.helmi, "mentoring concern", text=text, named=True)
    request = bot.requests[-1]
    words = words_of(request.line, frozenset({"text", "named"}))
    assert [(word.name, word.text) for word in words[-2:]] == [("text", text), ("named", "yes")]
    assert request.line.startswith("/mentoring concern text:")
    assert (request.space, request.account) == (str(harbour.guild.id), str(harbour.helmi.id))
    assert (request.name, request.language, request.place) == ("Helmi Laine", "en-US", str(harbour.general.id))


async def test_a_person_and_a_file_are_handed_over(harbour: Harbour) -> None:
    bot, ann = harbour.hears(RecordingBot()), harbour.join("Ann")
    await harbour.says(harbour.helmi, "mentoring match move", mentor=ann)
    assert bot.requests[-1].line == f"/mentoring match move mentor:{ann.id}"
    await harbour.says(harbour.helmi, "mentoring import", file=("people.csv", b"a;b"))
    assert bot.requests[-1].files == {"file": b"a;b"}


async def test_every_kind_of_field_comes_back_as_it_was_filled_in(harbour: Harbour) -> None:
    options = (Option("a", "A"), Option("b", "B"))
    fields = (
        Field("many", "Many", FieldKind.MANY, options=options), Field("tick", "Tick", FieldKind.TICK),
        Field("person", "Person", FieldKind.PERSON), Field("file", "File", FieldKind.FILE),
        Field("nothing", "Nothing", FieldKind.LONG, required=False),
    )  # fmt: skip
    bot, ann = harbour.hears(RecordingBot()), harbour.join("Ann")
    bot.answer = Form("fit pairing:7", "A form", fields, submit="Send")
    shown = await harbour.says(harbour.helmi, "mentoring fit")
    bot.answer = Message("Thank you")
    await shown.fill(many=["a", "b"], tick=True, person=[ann], file=("x.csv", b"1"))
    request = bot.requests[-1]
    assert request.line == "fit pairing:7"
    assert request.values == {"many": "a\nb", "tick": "yes", "person": str(ann.id), "nothing": ""}
    assert request.files == {"file": b"1"}
    assert not request.pressed


async def test_lim_02_the_last_of_26_options_can_be_chosen_in_a_form(harbour: Harbour) -> None:
    options = tuple(Option(str(n), f"Mentor {n}") for n in range(26))
    bot = harbour.hears(RecordingBot())
    bot.answer = Form("fit", "A form", (Field("who", "Who", FieldKind.ONE, options=options),), submit="Send")
    shown = await harbour.says(harbour.helmi, "mentoring fit")
    asked = len(bot.requests)
    await shown.fill(who="mentor 25")
    assert [one.values for one in bot.requests[asked:]] == [None, {"who": "25"}]


async def test_lim_02_the_last_of_101_can_be_chosen_from_a_menu(harbour: Harbour) -> None:
    bot = harbour.hears(RecordingBot())
    choice = Choice("Pick", "match lock", tuple(Option(f"pairing:{n}", f"Pair {n}") for n in range(101)))
    bot.answer = Message("Which?", choice=choice)
    seen = await harbour.says(harbour.helmi, "mentoring mine")
    menu = seen.message.components[-1]["components"][0]["custom_id"]
    await harbour.helmi.select(seen.message.message, ["match lock pairing:100"], custom_id=menu)
    assert (bot.requests[-1].line, bot.requests[-1].pressed) == ("match lock pairing:100", True)


async def test_the_same_line_twice_is_one_button_and_27_can_all_be_pressed(harbour: Harbour) -> None:
    bot = harbour.hears(RecordingBot())
    buttons = tuple(Button(f"Button {n}", f"press {n}") for n in range(26))
    bot.answer = Message("Press", buttons=(*buttons, Button("Again", "press 0")))
    seen = await harbour.says(harbour.helmi, "mentoring mine")
    assert "Again" not in seen.labels
    await harbour.helmi.select(seen.message.message, ["press 25"])
    assert bot.requests[-1].line == "press 25"


# --- in time, and too late ------------------------------------------------------------------------------------------
async def test_int_01_an_answer_that_takes_long_comes_all_the_same_and_privately(harbour: Harbour) -> None:
    seen = await late(harbour, Message("Here it is", files=(File("a.txt", "text/plain", b"a"),)))
    assert seen.words == "Here it is"
    assert seen.message.ephemeral
    assert [file.filename for file in seen.message.attachments] == ["a.txt"]


async def test_int_01_a_public_answer_that_takes_long_is_public(harbour: Harbour) -> None:
    await late(harbour, Message("For all", public=True))
    said = harbour.general.last_message
    assert said
    assert read(said) == "For all"
    assert not said.flags.ephemeral


async def test_int_02_a_form_that_comes_too_late_is_a_button_that_opens_it(harbour: Harbour) -> None:
    seen = await late(harbour, ASK)
    assert "too slow to open the form" in seen.words
    shown = await seen.press("Go on")
    assert shown.asks == ["One"]


@pytest.mark.parametrize("code", [10062, 40060, 10015])
async def test_int_02_an_answer_that_nobody_waits_for_is_no_surprise(harbour: Harbour, code: int) -> None:
    bot = harbour.hears(RecordingBot())
    harbour.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=code)
    shown = await harbour.helmi.slash(harbour.general, "mentoring mine")
    assert len(bot.requests) == 1  # it is done, and done once
    assert not shown.acknowledged
    assert harbour.env.errors == []


async def test_dup_03_what_two_processes_hear_is_done_and_answered_once(harbour: Harbour) -> None:
    """Each process with the bot's token is told of everything, so all but one of them leave it alone."""
    await opened(harbour)
    listener = DiscordListener(harbour.bot)

    class Twice(DiscordListener):
        async def hear(self, interaction: Interaction) -> None:
            await listener.hear(interaction)
            await listener.hear(interaction)

    harbour.client.listener = Twice(harbour.bot)
    await harbour.says(harbour.helmi, "mentoring announce", text="Hello", at="2026-11-20 12:00")
    async with harbour.store.work((await harbour.space()).community_id) as work:
        assert len(await work.all(Announcement)) == 1


async def test_int_01_an_answer_comes_although_another_process_asked_discord_to_wait(harbour: Harbour) -> None:
    """The other one was told that it is done already, so it says nothing."""
    bot = RecordingBot()

    class Second(DiscordListener):
        async def hear(self, interaction: Interaction) -> None:
            elsewhere: discord.InteractionResponse[Any] = discord.InteractionResponse(interaction)
            await elsewhere.defer(ephemeral=True, thinking=True)
            await super().hear(interaction)

    harbour.client.listener = Second(bot)
    seen = await harbour.says(harbour.helmi, "mentoring mine")
    assert seen.words == "Done"
    assert len(bot.requests) == 1


async def test_prm_07_a_command_in_direct_messages_is_for_the_server_in_common(harbour: Harbour) -> None:
    bot, ann = harbour.hears(RecordingBot()), harbour.join("Ann")
    shown = await ann.user.slash("mentoring mine")
    assert (bot.requests[-1].space, bot.requests[-1].place) == (str(harbour.guild.id), "")
    assert not shown.ephemeral


async def test_prm_07_who_shares_no_server_gets_a_clear_word(harbour: Harbour) -> None:
    stranger = harbour.env.create_user("stranger")
    other = harbour.env.create_guild("Elsewhere")
    member = other.add_member(stranger)
    other.remove_member(member)
    shown = await stranger.slash("mentoring mine")
    assert shown.response
    assert "not connected" in shown.response.content

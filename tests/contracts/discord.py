"""Discord under the contract: the real discord.py on simcord."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

import simcord

from adapters.discord.app import client_for
from adapters.discord.forms import Step, at_once, between, draw_modal, step_of
from adapters.discord.listen import PLATFORM, DiscordListener
from adapters.discord.render import CONTENT, SURE, draw
from adapters.discord.send import DiscordMessenger
from adapters.discord.tree import tree_of
from adapters.discord.words import size
from bot.app import load_features
from bot.config import DiscordSettings
from bot.entities import Account, Community, Place, Space
from bot.i18n import Reader
from bot.line import without_prefix
from bot.message import DISCORD, Button, Field, FieldKind, Form, Message
from bot.ports import Result
from scheduling.timelapse import MovableClock
from storage import SqlStore
from storage.posted import SqlPosted
from tests.contracts.platform import RecordingBot, Shown
from tests.support.stage import START
from tests.wire.discord.reading import plain, read

COMMAND = "/mentoring "
SAID = {"concern": "text"}
"""Where what follows a command's name goes: on Discord nothing is typed outside of an option."""
HOW: Mapping[Result, Mapping[str, int]] = {
    Result.CLOSED: {"status": 403, "code": 50007},
    Result.GONE: {"status": 403, "code": 50278},
    Result.LIMITED: {"status": 429, "code": 40003},
    Result.FAILED: {"status": 503, "code": 130000},
    Result.UNKNOWN: {"status": 503},
    Result.REVOKED: {"status": 401},
}


class DiscordPlatform:
    """A server with Ann and Bo in a channel, and further people who can be written to less well."""

    name = PLATFORM
    limits = DISCORD

    @classmethod
    @asynccontextmanager
    async def opened(cls, store: SqlStore) -> AsyncIterator[Self]:
        client = client_for(DiscordSettings(token="t"), tree_of(load_features().commands.values(), Reader()))
        env = simcord.Env(client)
        await env.start()
        guild = env.create_guild("Library")
        space = await store.found(Community("Library"), Space(0, cls.name, str(guild.id)))
        made = cls(env, guild, store, space)
        client.listener = DiscordListener(made.bot)
        await env.settle()
        yield made
        await env.shutdown()
        env.raise_errors()

    def __init__(self, env: simcord.Env, guild: Any, store: SqlStore, space: Space) -> None:
        self.bot, self.env, self.guild, self.space = RecordingBot(), env, guild, space
        self.news = guild.create_text_channel("news")
        self.people = {who: self._join(who) for who in ("ann", "bo")}

        async def home(_: Space) -> str:
            return str(self.news.id)

        posted = SqlPosted(store.sessions)
        self.messenger = DiscordMessenger(env.bot, posted, MovableClock(START), home)

    async def types(self, who: str, line: str, *, alone: bool) -> None:
        """What is for the bot always begins with its command; all else is between people."""
        member = self.people[who]
        if not alone and not line.startswith(COMMAND):
            await member.send(self.news, line)
            return
        name, _, rest = without_prefix(line).partition(" ")
        options = {SAID[name]: rest} if rest else {}
        if alone:
            self.shown = await member.user.slash(f"mentoring {name}", **options)
        else:
            self.shown = await member.slash(self.news, f"mentoring {name}", **options)

    async def presses(self, who: str, line: str) -> None:
        message = Message("Press", buttons=(Button("Go", line),))
        await self.messenger.post(self.space, self.channel(), message, f"press {line}")
        await self.people[who].click(self.news.history()[-1], label="Go")

    async def submits(self, who: str, line: str, values: Mapping[str, str]) -> None:
        fields = tuple(Field(name, name, FieldKind.LONG, required=False) for name in values)
        answer, self.bot.answer = self.bot.answer, Form(line, "A form", fields, submit="Send")
        await self.types(who, "mine", alone=True)
        self.bot.answer = answer
        await self.people[who].user.submit_modal(self.shown, dict(values))

    async def reads(self, who: str, *, alone: bool) -> list[str]:
        member = self.people[who]
        place, viewer = (member.user.dm_channel, member.user) if alone else (self.news, member)
        return [read(said) for said in place.history(viewer=viewer)]

    def account(self, who: str) -> Account:
        """Somebody's account. Whom only `outcomes` speaks of is there from now on."""
        member = self.people.get(who) or self._difficult(Result(who))
        return Account(self.space.community_id, self.space.id, 1, str(member.id))

    def channel(self) -> Place:
        return Place(self.space.community_id, self.space.id, "community", str(self.news.id))

    def drawn(self, message: Message) -> Shown:
        drawn = draw(message)
        rows = drawn.controls.to_components() if drawn.controls else []
        controls = [one for row in rows for one in row["components"]]
        options = [option for one in controls for option in one.get("options", ())]
        buttons = [one for one in controls if "label" in one]
        lines = [one["custom_id"] for one in buttons] + [option["value"] for option in options]
        labels = [one["label"] for one in (*buttons, *options)]
        beside = [file.data.decode() for file in drawn.files if file.name == "message.txt"]
        words = [drawn.content, *(embed.description or "" for embed in drawn.embeds)]
        content = re.sub(r"\A\*\*(?:\\.|[^*\\])*\*\*\n", "", drawn.content) if message.title else drawn.content
        whole = plain(content) if size(message.text) <= CONTENT else beside[0]
        read_ = [*(plain(word) for word in words), *labels, *beside]
        return Shown(read_, [line.removeprefix(SURE) for line in lines], labels, whole)

    def drawn_form(self, form: Form) -> Shown:
        """The modals, and what is said before each that does not open by itself."""
        many = max(len(form.pages(DISCORD.fields_a_page)), 1)
        steps = [Step(form.line, page, errors=form.errors) for page in range(many)]
        before = [between(form, step, Reader()) for step in steps if step.page or not at_once(form, "")]
        modals = [draw_modal(form, step).to_dict() for step in steps]
        words = [word for message in before for word in parts_of(message)]
        words += [word for modal in modals for word in words_of(modal, form)]
        labels = [
            one["label"] for modal in modals for control in controls_of(modal) for one in control.get("options", ())
        ]
        lines = {step.line for modal in modals if (step := step_of(modal["custom_id"], None))}
        return Shown(words, sorted(lines), labels, "", len(modals))

    def outcomes(self) -> Mapping[Result, str]:
        """Each of them, by what Discord says when somebody is written to."""
        return {Result.SENT: "ann", **{one: one.value for one in HOW}}

    # --- small parts ---------------------------------------------------------------------------------------------
    def _join(self, who: str) -> Any:
        return self.guild.add_member(self.env.create_user(who, global_name=who.title()))

    def _difficult(self, result: Result) -> Any:
        member = self.people[result.value] = self._join(result.value)
        how = HOW[result]
        path = f"/channels/{member.user.dm_channel.id}/messages"
        self.env.inject_error("POST", path, status=how["status"], code=how.get("code", 0))
        return member


def parts_of(message: Message) -> Iterator[str]:
    """The words of a message, each of its bold parts by itself."""
    drawn = draw(message)
    for text in (drawn.content, *(embed.description or "" for embed in drawn.embeds)):
        for part in re.split(r"(?<!\\)\*\*|\n", text):
            yield plain(part).strip()


def controls_of(modal: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [part["component"] for part in modal["components"] if "component" in part]


def words_of(modal: Mapping[str, Any], form: Form) -> Iterator[str]:
    """What is read on a modal, and what stands in its fields."""
    yield modal["title"]
    for part in modal["components"]:
        yield part["label"] if "label" in part else plain(part["content"])
        hint = part.get("description", "")
        for error in form.errors.values():
            hint = hint.removeprefix(f"⚠ {error} ")
        yield hint
    for control in controls_of(modal):
        yield control.get("value") or ""
        yield from (one["value"] for one in control.get("options", ()) if one.get("default"))
        yield from (str(one["id"]) for one in control.get("default_values", ()))

"""What people type, press and submit on Discord, as requests; and where the answer goes.

Discord waits three seconds for a first response, and a form can only be that first one. So the answer is waited for a
little; where it takes longer, Discord is told to wait, and a form then comes as a button that opens it.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import discord
import structlog

from adapters.discord.errors import ACKNOWLEDGED, GIVEN_UP
from adapters.discord.forms import (
    MORE,
    STATE,
    Step,
    answers_of,
    at_once,
    between,
    chosen,
    draw_modal,
    first_wrong,
    step_of,
)
from adapters.discord.render import CHOOSE, SURE, draw, opened
from adapters.discord.tree import line_of, typing_in
from bot.context import Request
from bot.i18n import Reader
from bot.message import DISCORD, REPEATED, Answer, Button, Form, Message, Style

PLATFORM = "discord"
PATIENCE = 2.0  # seconds that an answer is waited for, of the three that Discord allows
OUTDATED = "outdated"  # a line that no command has: the core says that the message is an old one (INT-06)
NO_FILES: Mapping[str, str] = {}
Interaction = discord.Interaction[Any]
_log = structlog.get_logger(__name__)


class Core(Protocol):
    """What Discord needs of the bot."""

    async def handle(self, request: Request) -> Answer:
        """Answer a line, a press or a form."""


class Offers(Protocol):
    """What Discord can be told while somebody types the name of a programme."""

    async def named(self, server: str, typed: str) -> list[tuple[str, str]]:
        """Names and values, 25 at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An interaction, and where it is: `server` is Discord's id of it, `kept` what its message keeps of a form."""

    interaction: Interaction
    server: str
    kept: Step | None = None

    @property
    def id(self) -> str:
        """Each process with the bot's token hears everything: by this only one of them does it (DUP-03)."""
        return f"interaction:{self.interaction.id}"

    @property
    def alone(self) -> bool:
        """Whether only this person and the bot are there."""
        return self.interaction.guild_id is None

    @property
    def reader(self) -> Reader:
        """In the language that the person has set in Discord."""
        return Reader(self.interaction.locale.value)


class DiscordListener:
    """Holds nothing but the tasks that are running."""

    def __init__(self, bot: Core, patience: float = PATIENCE, offers: Offers | None = None) -> None:
        self.bot = bot
        self.offers = offers
        self.patience = patience
        self.running: set[asyncio.Task[Any]] = set()

    async def finish(self, seconds: float) -> None:
        """Let what is under way finish, for so long at most."""
        if self.running:
            await asyncio.wait(self.running, timeout=seconds)

    async def hear(self, interaction: Interaction) -> None:
        """Whatever somebody does. What is stored is stored, whether or not the answer gets through."""
        task = asyncio.current_task()
        if task:
            self.running.add(task)
            task.add_done_callback(self.running.discard)
        try:
            await self._heard(interaction)
        except discord.HTTPException as error:
            if error.code not in GIVEN_UP:
                raise
            _log.warning("an answer came too late", platform=PLATFORM, code=error.code)

    async def _heard(self, interaction: Interaction) -> None:
        data: Mapping[str, Any] = interaction.data or {}  # Any: JSON as Discord's reference of interactions has it
        match interaction.type:
            case discord.InteractionType.application_command:
                await self._typed(interaction, data)
            case discord.InteractionType.component:
                await self._pressed(interaction, data)
            case discord.InteractionType.modal_submit:
                await self._submitted(interaction, data)
            case discord.InteractionType.autocomplete:
                await self._offer(interaction, data)
            case _:
                pass

    # --- what arrives --------------------------------------------------------------------------------------------
    async def _typed(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        line, files = line_of(data)
        asked = Asked(interaction, await self._server(interaction))
        await self._answer(asked, self._ask(asked, line, files, id=asked.id))

    async def _offer(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        """The only option that offers something is the programme."""
        found = await self.offers.named(await self._server(interaction), typing_in(data)) if self.offers else []
        await interaction.response.autocomplete(
            [discord.app_commands.Choice(name=name, value=key) for name, key in found]
        )

    async def _pressed(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        custom_id: str = data["custom_id"]
        if custom_id.startswith(CHOOSE):
            custom_id = data["values"][0]
        line, server = opened(custom_id)
        asked = Asked(interaction, await self._server(interaction, server))
        if line == MORE:
            return await self._go_on(asked, await _kept(interaction))
        if line.startswith(SURE):
            return await self._sure(asked, line.removeprefix(SURE), custom_id)
        await self._answer(asked, self._ask(asked, line, pressed=True, id=asked.id))

    async def _submitted(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        custom_id, server = opened(data["custom_id"])
        kept = await _kept(interaction)
        asked = Asked(interaction, await self._server(interaction, server), kept)
        step = step_of(custom_id, kept)
        if step is None:
            return await self._answer(asked, self._ask(asked, OUTDATED, pressed=True))
        values = {**step.values, **answers_of(data["components"])}
        sent = data.get("resolved", {}).get("attachments", {})
        files = {name: value for name, value in values.items() if value in sent}
        values = {name: value for name, value in values.items() if name not in files}
        step = Step(step.line, step.page, values, last=step.last)
        await self._answer(asked, self._submit(asked, step, files), step)

    # --- what comes of it ----------------------------------------------------------------------------------------
    async def _submit(self, asked: Asked, step: Step, files: Mapping[str, str]) -> Answer:
        """A page of a form: on to the next, or the whole of it. A form that comes back has something wrong in it."""
        values = step.values
        if not step.last:
            form = await self._ask(asked, step.line)
            if not isinstance(form, Form):
                return form
            values = chosen(form, values)
            if step.page + 1 < len(form.pages(DISCORD.fields_a_page)):
                return between(form, Step(step.line, step.page + 1, values), asked.reader)
        answer = await self._ask(asked, step.line, files, values=values, id=asked.id)
        if isinstance(answer, Form):
            return between(answer, Step(answer.line, first_wrong(answer), values, answer.errors), asked.reader)
        return answer

    async def _go_on(self, asked: Asked, step: Step | None) -> None:
        """The button between two pages."""
        if step is None:
            return await self._answer(asked, self._ask(asked, OUTDATED, pressed=True))
        await self._answer(asked, self._ask(asked, step.line), step, modal=True)

    async def _sure(self, asked: Asked, line: str, custom_id: str) -> None:
        """A question first. What it is about stands in the message."""
        label = _label(asked.interaction, custom_id) or asked.reader.t("discord-go-on")
        question = Message(asked.reader.t("discord-sure"), buttons=(Button(label, line, Style.DANGER),))
        await _say(asked, question)

    async def _answer(
        self, asked: Asked, work: Coroutine[Any, Any, Answer], step: Step | None = None, *, modal: bool = False
    ) -> None:
        """Say what the core says, or show the form that it asks. `modal` says that a page of the form is wanted."""
        working = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({working}, timeout=self.patience)
        response = asked.interaction.response
        replacing = asked.kept is not None
        if not done:
            try:
                await response.defer(ephemeral=not asked.alone, thinking=not replacing)
            except discord.HTTPException as error:
                if error.code != ACKNOWLEDGED:  # else another process has asked Discord to wait
                    raise
        answer = await working
        if isinstance(answer, Form):
            shown = Step(answer.line) if step is None else step
            form = answer.filled(dict(shown.values), dict(shown.errors))
            if done and (modal or at_once(form, _seal(asked))):
                await response.send_modal(draw_modal(form, shown, _seal(asked)))
                return
            answer = between(form, shown, asked.reader, late=not done)
        try:
            await _say(asked, answer, late=not done)
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise
            await _say(asked, answer, late=True)

    # --- small parts ---------------------------------------------------------------------------------------------
    async def _ask(self, asked: Asked, line: str, files: Mapping[str, str] = NO_FILES, **more: Any) -> Answer:
        """What the core says. `files` are Discord's ids of what was given, by what it is for; `more` is a Request's."""
        user = asked.interaction.user
        request = Request(
            PLATFORM, asked.server, str(user.id), line, place="" if asked.alone else str(asked.interaction.channel_id),
            name=user.display_name, language=asked.interaction.locale.value,
            files=await _files(asked.interaction, files), **more,
        )  # fmt: skip
        return await self.bot.handle(request)

    @staticmethod
    async def _server(interaction: Interaction, told: str = "") -> str:
        """The server it concerns: where it is; in a direct message what the control says, else the first in common."""
        if interaction.guild_id:
            return str(interaction.guild_id)
        for guild in interaction.client.guilds:
            if told in {"", str(guild.id)}:
                try:
                    await guild.fetch_member(interaction.user.id)
                except discord.HTTPException:
                    continue
                return str(guild.id)
        return told


def _seal(asked: Asked) -> str:
    return asked.server if asked.alone else ""


async def _say(asked: Asked, answer: Message, *, late: bool = False) -> None:
    """To the asker alone, unless it is public. What stands between the pages of a form gives way to it."""
    interaction = asked.interaction
    drawn = draw(answer, _seal(asked))
    private = not (answer.public or asked.alone)
    if answer.topic == REPEATED:
        return  # whoever does it answers as well
    if late and answer.public and asked.kept is None:
        await interaction.edit_original_response(content="…")  # what is private stays so: all see another message
        await interaction.followup.send(**drawn.arguments())
        await interaction.delete_original_response()
    elif late:
        await interaction.edit_original_response(**drawn.instead())
    elif asked.kept is not None and not answer.public:
        await interaction.response.edit_message(**drawn.instead())
    else:
        await interaction.response.send_message(**drawn.arguments(), ephemeral=private)


async def _kept(interaction: Interaction) -> Step | None:
    """What the message keeps of a form; None for any other message."""
    message = interaction.message
    for file in message.attachments if message else ():
        if file.filename == STATE:
            try:
                return Step.unpacked(await file.read())
            except ValueError:
                return None
    return None


async def _files(interaction: Interaction, ids: Mapping[str, str]) -> dict[str, bytes]:
    """Files that were given, by what they are for."""
    data: Mapping[str, Any] = interaction.data or {}
    sent = data.get("resolved", {}).get("attachments", {})
    http = interaction.client.http
    return {name: await http.get_from_cdn(sent[one]["url"]) for name, one in ids.items() if one in sent}


def _label(interaction: Interaction, custom_id: str) -> str:
    """What stands on the control that was pressed."""
    for row in interaction.message.components if interaction.message else ():
        for one in getattr(row, "children", ()):
            if getattr(one, "custom_id", "") == custom_id:
                return getattr(one, "label", "") or ""
            for option in getattr(one, "options", ()):
                if option.value == custom_id:
                    return str(option.label)
    return ""

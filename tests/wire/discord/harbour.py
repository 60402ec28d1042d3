"""Luotsi in a simulated server of Discord, put together as it runs, and the people in it."""

from typing import Any, TypeVar

import discord
import simcord
from simcord.builders import ChannelHandle, GuildHandle
from simcord.results import InteractionResult

from adapters.discord.app import DiscordClient
from adapters.discord.founding import CHANNEL_KEY, Founding
from adapters.discord.listen import PATIENCE, PLATFORM, Core, DiscordListener
from adapters.discord.send import DiscordMessenger
from adapters.discord.side import Discord, put_together
from bot.app import Bot
from bot.config import DiscordSettings
from bot.entities import Account, Community, Place, Space
from scheduling.timelapse import MovableClock, Timelapse
from storage import SqlStore
from storage.posted import SqlPosted
from tests.support.fakes import QuietWakeups
from tests.support.stage import START
from tests.wire.discord.reading import read

T = TypeVar("T", bound=Core)
Member = Any  # simcord's MemberActor


class Harbour:
    """A server with a channel, an owner who is the first facilitator, and a clock that stands."""

    env: simcord.Env
    guild: GuildHandle
    general: ChannelHandle
    helmi: Member

    def __init__(self, store: SqlStore) -> None:
        self.store, self.clock = store, MovableClock(START)
        self.discord = self._put_together()
        self.bot = Bot(store, self.clock, {PLATFORM: self.messenger}, QuietWakeups())
        self.time = Timelapse(self.bot, self.clock)
        self.client.listener = DiscordListener(self.bot, offers=self.discord.offers)

    def _put_together(self) -> Discord:
        founding = Founding(self.store, Community("Harbour libraries", country=""), "general", "")
        posted = SqlPosted(self.store.sessions)
        return put_together(DiscordSettings(token="t"), self.store, posted, self.clock, founding)

    @property
    def client(self) -> DiscordClient:
        return self.discord.client

    @property
    def messenger(self) -> DiscordMessenger:
        return self.discord.messenger

    def hears(self, core: T, patience: float = PATIENCE) -> T:
        """Another core answers from now on."""
        self.client.listener = DiscordListener(core, patience)
        return core

    async def open(self) -> None:
        """The server is there, and the bot has been invited."""
        owner = self.env.create_user("helmi", global_name="Helmi Laine")
        self.guild = self.env.create_guild("Harbour", owner=owner)
        self.general = self.guild.create_text_channel("general")
        self.helmi = self.guild.add_member(owner)
        await self.env.settle()

    async def restart(self) -> None:
        """The program ends and starts again: all that it knew is what stands in its database."""
        self.discord = self._put_together()
        self.bot.delivery.messengers = {PLATFORM: self.messenger}
        self.client.listener = DiscordListener(self.bot)
        await self.env.restart_bot(self.client)

    def join(self, name: str) -> Member:
        """Somebody new in the server."""
        return self.guild.add_member(self.env.create_user(name.split(maxsplit=1)[0].lower(), global_name=name))

    # --- what is there -------------------------------------------------------------------------------------------
    async def space(self) -> Space:
        async with self.store.origin(PLATFORM, str(self.guild.id), "") as origin:
            return origin.space

    async def account(self, member: Member) -> Account:
        space = await self.space()
        async with self.store.work(space.community_id) as work:
            found = await work.one(Account, space_id=space.id, external_id=str(member.id))
            assert found
            return found

    async def channel(self) -> Place:
        space = await self.space()
        async with self.store.work(space.community_id) as work:
            found = await work.one(Place, space_id=space.id, key=CHANNEL_KEY)
            assert found
            return found

    async def pass_by(self) -> None:
        """What is due goes out."""
        await self.time.advance(self.clock.now())

    # --- what people do ------------------------------------------------------------------------------------------
    async def says(self, member: Member, line: str, where: ChannelHandle | None = None, **options: Any) -> "Seen":
        """A slash command, with its options."""
        return Seen(self, member, await member.slash(where or self.general, line, **options))

    def direct(self, member: Member) -> list[discord.Message]:
        """What stands in somebody's direct messages."""
        return member.user.dm_channel.history()


def standing(control: dict[str, Any]) -> Any:  # Any: JSON
    """What stands in a control before anybody touches it, which Discord's client sends along."""
    if "options" in control:
        return [one["value"] for one in control["options"] if one.get("default")]
    return control.get("value", control.get("default"))


class Seen:
    """What somebody sees after they did something, and what they do next."""

    def __init__(self, harbour: Harbour, member: Member, result: InteractionResult) -> None:
        self.harbour, self.member, self.result = harbour, member, result

    @property
    def message(self) -> Any:  # Any: simcord's ResponseMessage
        assert self.result.response, self.result
        return self.result.response

    @property
    def words(self) -> str:
        return read(self.message)

    @property
    def labels(self) -> list[str]:
        return [one["label"] for row in self.message.components for one in row["components"] if "label" in one]

    @property
    def asks(self) -> list[str]:
        """The labels of the form that is shown."""
        assert self.result.modal, self.words
        return [part["label"] for part in self.result.modal["components"] if "label" in part]

    async def press(self, label: str) -> "Seen":
        return Seen(self.harbour, self.member, await self.member.click(self.message.message, label=label))

    async def fill(self, **values: Any) -> "Seen":
        """Fill in the form, what stands in it kept, and send it."""
        assert self.result.modal, self.words
        controls = [part["component"] for part in self.result.modal["components"] if "component" in part]
        there = {one["custom_id"]: standing(one) for one in controls}
        menus = {one["custom_id"] for one in controls if "options" in one}
        values = {
            name: [value] if name in menus and isinstance(value, str) else value for name, value in values.items()
        }
        told = {name: value for name, value in {**there, **values}.items() if value not in (None, [])}
        return Seen(self.harbour, self.member, await self.member.submit_modal(self.result, told))

"""Slack under the contract: the real slack-bolt over real sockets, on our strict fake."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import client_for
from adapters.slack.listen import SlackListener
from adapters.slack.people import Profiles
from adapters.slack.render import Step, draw, draw_form
from adapters.slack.send import SlackMessenger
from bot.entities import Account, Community, Place, Space
from bot.message import SLACK, Button, Field, FieldKind, Form, Message
from bot.ports import Result
from bot.rules.text import pieces
from scheduling.timelapse import MovableClock
from storage import SqlStore
from storage.posted import SqlPosted
from tests.contracts.platform import RecordingBot, Shown
from tests.support.stage import START
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.listening import heard, settings_for
from tests.wire.slack.reading import controls, labels_of, named, options_of, unescape
from tests.wire.slack.things import Channel, User
from tests.wire.slack.things import Message as Said

COMMAND = "/mentoring "


class SlackPlatform:
    """A workspace with Ann and Bo in a channel, and further people who can be written to less well."""

    name = "slack"
    limits = SLACK

    @classmethod
    @asynccontextmanager
    async def opened(cls, store: SqlStore) -> AsyncIterator[Self]:
        async with FakeSlack() as slack:
            space = await store.found(Community("Library"), Space(0, cls.name, slack.team.id))
            made = cls(slack, store, space)
            async with heard(slack, made.bot, made.clock) as made.listener:
                yield made
        assert not slack.faults

    def __init__(self, slack: FakeSlack, store: SqlStore, space: Space) -> None:
        self.bot, self.slack, self.space = RecordingBot(), slack, space
        self.people = {who: slack.add_user(who.title()) for who in ("ann", "bo")}
        self.news = slack.add_channel("news", self.people.values())
        self.clock = MovableClock(START)
        self.listener: SlackListener

        async def client_of(team: str) -> AsyncWebClient:
            return client_for(settings_for(slack), slack.teams[team].bot_token)

        self.messenger = SlackMessenger(client_of, SqlPosted(store.sessions), Profiles(self.clock), self.clock)

    async def types(self, who: str, line: str, *, alone: bool) -> None:
        """On Slack what is for the bot always begins with its command; all else is between people."""
        user = self.people[who]
        if not alone and not line.startswith(COMMAND):
            self.news.messages.append(Said(self.slack.stamp(), self.news.id, line, []))
        else:
            await self.slack.slash(user, self._dm(user) if alone else self.news, line.removeprefix(COMMAND))
        await self.listener.finish(5)

    async def presses(self, who: str, line: str) -> None:
        blocks = draw(Message("Press", buttons=(Button("Go", line),))).blocks
        said = Said(self.slack.stamp(), self.news.id, "Press", named(blocks))
        self.news.messages.append(said)
        await self.slack.press(self.people[who], said, "Go")
        await self.listener.finish(5)

    async def submits(self, who: str, line: str, values: Mapping[str, str]) -> None:
        fields = tuple(Field(name, name, FieldKind.LONG, required=False) for name in values)
        answer, self.bot.answer = self.bot.answer, Form(line, "A form", fields, submit="Send")
        await self.types(who, line, alone=True)
        self.bot.answer = answer
        await self.slack.submit(self.people[who], values)
        await self.listener.finish(5)

    async def reads(self, who: str, *, alone: bool) -> list[str]:
        user = self.people[who]
        return [said.words for said in self.slack.seen(user, self._dm(user) if alone else self.news)]

    def account(self, who: str) -> Account:
        """Somebody's account. Whom only `outcomes` speaks of is there from now on."""
        user = self.people.get(who) or self._difficult(Result(who))
        return Account(self.space.community_id, self.space.id, 1, user.id)

    def channel(self) -> Place:
        return Place(self.space.community_id, self.space.id, "community", self.news.id)

    def drawn(self, message: Message) -> Shown:
        drawn = draw(message)
        elements = [element for _, element in controls(drawn.blocks)]
        lines = [element["value"] for element in elements if element["type"] == "button"]
        lines += [option["value"] for element in elements for option in options_of(element)]
        beside = [file.data.decode() for file in drawn.files if file.name == "message.txt"]
        labels = [unescape(one["text"]["text"]) for one in elements if one["type"] == "button"]
        labels += [label for one in elements if one["type"] != "button" for label in labels_of(one)]
        words = [*words_of(drawn.blocks), *beside]
        first = 1 if message.title else 0
        parts = [block["text"]["text"] for block in drawn.blocks[first:] if "text" in block]
        spoken = [unescape(part) for part in parts[: len(pieces(message.text, SLACK.text, _size))]]
        return Shown(words, lines, labels, "".join(spoken))

    def drawn_form(self, form: Form) -> Shown:
        many = max(len(form.pages(SLACK.fields_a_page)), 1)
        views = [draw_form(form, Step(form.line, "", page), "Next") for page in range(many)]
        words = [word.removeprefix("⚠ ") for view in views for word in words_of(view)]
        labels = [label for view in views for _, element in controls(view["blocks"]) for label in labels_of(element)]
        lines = {Step.unpacked(view["private_metadata"]).line for view in views}
        return Shown([*words, *filled_in(views)], sorted(lines), labels, "", len(views))

    def outcomes(self) -> Mapping[Result, str]:
        """Each of them: by who somebody is, and by what Slack says when they are written to."""
        return {Result.SENT: "ann", **{one: one.value for one in Result if one != Result.SENT}}

    # --- small parts ---------------------------------------------------------------------------------------------
    def _dm(self, user: User) -> Channel:
        return self.slack.conversation(self.slack.team, [user.id])

    def _difficult(self, result: Result) -> User:
        user = self.people[result.value] = self.slack.add_user(
            result.value.title(), deleted=result == Result.GONE, is_stranger=result == Result.CLOSED
        )
        how: dict[str, Any] = {
            Result.LIMITED: {"retry_after": 30},
            Result.FAILED: {"error": "team_added_to_org"},
            Result.UNKNOWN: {"drop": "after"},
            Result.REVOKED: {"error": "token_revoked"},
        }.get(result, {})
        if how:
            self.slack.fail("chat.postMessage", where={"channel": user.id}, **how)
        return user


def _size(text: str) -> int:
    return len(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def words_of(value: Any) -> Iterator[str]:  # Any: blocks
    """Every text in blocks as it is read, in order."""
    if isinstance(value, Mapping):
        if value.get("type") == "plain_text":
            yield unescape(value["text"])
        for each in value.values():
            yield from words_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from words_of(each)


def filled_in(views: Sequence[Any]) -> Iterator[str]:
    """What stands in the fields of forms at the start, as it would be sent."""
    for view in views:
        for _, element in controls(view["blocks"]):
            yield from (option["value"] for option in element.get("initial_options", ()))
            yield element.get("initial_option", {}).get("value", "")
            yield element.get("initial_value", "") or element.get("initial_user", "")

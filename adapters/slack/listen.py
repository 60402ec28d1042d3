"""What people type, press and submit on Slack, as requests; and where the answer goes.

Slack waits three seconds for an acknowledgement. So a command and a press are acknowledged before anything else is
done, and the work goes on in a task of its own: what fails after `ack()` in the listener itself can take the
acknowledgement along. A form is different: only the acknowledgement can change its page, so its work is waited for, and
where it takes too long the form closes and the answer follows as a message.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import unescaped
from adapters.slack.people import Profile, Profiles
from adapters.slack.render import FORM, PASTED, STEP, Step, View, answers_of, draw, draw_form, draw_home
from bot.context import Request
from bot.i18n import Reader
from bot.message import REPEATED, SLACK, Answer, Form, Message

PLATFORM = "slack"
COMMAND = "/mentoring"
PATIENCE = 2.3  # seconds that a form is held open for its answer, of the three that Slack allows
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_log = structlog.get_logger(__name__)
Payload = Mapping[str, Any]  # Any: JSON as Slack's reference of interaction payloads describes it
Ack = Callable[..., Awaitable[object]]


class Core(Protocol):
    """What Slack needs of the bot."""

    async def handle(self, request: Request) -> Answer:
        """Answer a line, a press or a form."""


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody asks, and by which ways they can be answered: `trigger` opens a form within three seconds."""

    team: str
    account: str
    channel: str = ""
    alone: bool = False
    trigger: str = ""

    @property
    def place(self) -> str:
        """The channel, empty for what only this person and the app share."""
        return "" if self.alone else self.channel


class SlackListener:
    """Hangs on a Bolt app, and holds nothing of its own but the tasks that are running."""

    def __init__(self, bot: Core, profiles: Profiles, patience: float = PATIENCE) -> None:
        self.bot = bot
        self.profiles = profiles
        self.patience = patience
        self.running: set[asyncio.Task[None]] = set()

    def hang_on(self, app: AsyncApp) -> None:
        """Register what is listened to. Ordinary talk is not: no event of it is asked for."""
        app.command(COMMAND)(self.command)
        app.action(re.compile(r"^(press|choose):"))(self.press)
        app.view(FORM)(self.submit)
        app.view(STEP)(self.turn)
        app.event("app_home_opened")(self.home)

    async def finish(self, seconds: float) -> None:
        """Let what is under way finish, for so long at most."""
        if self.running:
            await asyncio.wait(self.running, timeout=seconds)

    # --- what arrives --------------------------------------------------------------------------------------------
    async def command(self, ack: Ack, body: Payload, client: AsyncWebClient) -> None:
        """`/mentoring …`, anywhere."""
        await ack()
        self._go_on(self._typed(client, body))

    async def press(self, ack: Ack, body: Payload, client: AsyncWebClient) -> None:
        """A button, or an option of a menu: both carry a whole command line."""
        await ack()
        self._go_on(self._pressed(client, body))

    async def turn(self, ack: Ack, body: Payload, client: AsyncWebClient) -> None:
        """A page of a form that is not its last: on to the next, with what was told kept in the form."""
        step, where, values = self._submitted(body)
        form = await self.bot.handle(await self._request(client, where, step.line))
        if not isinstance(form, Form):
            await ack(response_action="clear")
            return self._go_on(self._say(client, where, form))
        page = Step(step.line, step.place, step.page + 1, values)
        view = self._view(form.filled(values, {}), page, await self._who(client, where))
        await ack(response_action="update", view=view)

    async def submit(self, ack: Ack, body: Payload, client: AsyncWebClient) -> None:
        """A whole form. Its answer may be the form again, with what was wrong beside each field."""
        step, where, values = self._submitted(body)
        files = {name.removeprefix(PASTED): text.encode() for name, text in values.items() if name.startswith(PASTED)}
        told = {name: text for name, text in values.items() if not name.startswith(PASTED)}
        request = await self._request(
            client, where, step.line, values=told, files={name: data for name, data in files.items() if data},
            id=f"submit:{body.get('trigger_id', '')}",
        )  # fmt: skip
        working = asyncio.ensure_future(self.bot.handle(request))
        done, _ = await asyncio.wait({working}, timeout=self.patience)
        if not done:
            await ack(response_action="clear")
            return self._go_on(self._say_when_ready(client, where, working))
        answer = working.result()
        if isinstance(answer, Form):
            who = await self._who(client, where)
            await ack(response_action="update", view=self._view(answer, _back(answer, step.place, told), who))
        else:
            await ack(response_action="clear")
            self._go_on(self._say(client, where, answer))

    async def home(self, body: Payload, client: AsyncWebClient) -> None:
        """The app's home: what is mine now, what waits for me, my settings; for a facilitator the programme as well."""
        event = body["event"]
        if event.get("tab") == "home":
            self._go_on(self._show_home(client, Where(body["team_id"], event["user"], alone=True)))

    # --- what comes of it ----------------------------------------------------------------------------------------
    async def _typed(self, client: AsyncWebClient, body: Payload) -> None:
        alone = body.get("channel_name") == "directmessage"
        where = Where(body["team_id"], body["user_id"], body["channel_id"], alone, body["trigger_id"])
        text = _MENTION.sub(r"@\1", unescaped(body.get("text") or ""))
        await self._answer(client, where, f"{COMMAND} {text}", id=f"command:{where.trigger}")

    async def _pressed(self, client: AsyncWebClient, body: Payload) -> None:
        action = body["actions"][0]
        line = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
        channel = (body.get("channel") or {}).get("id", "")
        alone = not channel or channel.startswith("D")
        where = Where(body["team"]["id"], body["user"]["id"], channel, alone, body["trigger_id"])
        await self._answer(client, where, line, pressed=True, id=f"press:{where.trigger}")

    async def _answer(self, client: AsyncWebClient, where: Where, line: str, **more: Any) -> None:  # Any: a Request's
        answer = await self.bot.handle(await self._request(client, where, line, **more))
        if isinstance(answer, Form):
            view = self._view(answer, Step(answer.line, where.channel), await self._who(client, where))
            await client.views_open(trigger_id=where.trigger, view=view)
        else:
            await self._say(client, where, answer)

    async def _say(self, client: AsyncWebClient, where: Where, answer: Message) -> None:
        """An answer: to the asker alone, unless it is public or nobody else is there. A repeat is answered already."""
        if answer.topic == REPEATED:
            return
        drawn = draw(answer)
        if where.alone or not where.channel:
            said = await client.chat_postMessage(channel=where.account, **drawn.arguments())
        elif answer.public:
            said = await client.chat_postMessage(channel=where.channel, **drawn.arguments())
        else:
            said = await self._aside(client, where, drawn.arguments())
        for file in drawn.files:  # nobody but the asker: a file in a channel would be everybody's
            target = said["channel"] if where.alone else await self._alone(client, where.account)
            await client.files_upload_v2(channel=target, filename=file.name, content=file.data, title=file.name)

    @staticmethod
    async def _aside(client: AsyncWebClient, where: Where, arguments: Mapping[str, Any]) -> Any:  # Any: as Slack's
        """Where the app is no member of a channel it cannot speak there even to one person: then in their own place."""
        try:
            return await client.chat_postEphemeral(channel=where.channel, user=where.account, **arguments)
        except SlackClientError:
            return await client.chat_postMessage(channel=where.account, **arguments)

    @staticmethod
    async def _alone(client: AsyncWebClient, account: str) -> str:
        return str((await client.conversations_open(users=account))["channel"]["id"])

    async def _say_when_ready(self, client: AsyncWebClient, where: Where, working: "asyncio.Future[Answer]") -> None:
        answer = await working
        if isinstance(answer, Form):  # it is closed by now; what was typed cannot be shown in it any more
            answer = Message("\n".join([answer.title, *answer.errors.values()]))
        await self._say(client, where, answer)

    async def _show_home(self, client: AsyncWebClient, where: Where) -> None:
        shown = []
        for line in ("mine", "todo", "settings show", "help"):
            answer = await self.bot.handle(await self._request(client, where, line))
            if isinstance(answer, Message) and (line != "todo" or answer.sections):
                shown.append(answer)
        await client.views_publish(user_id=where.account, view=draw_home(shown))

    # --- small parts ---------------------------------------------------------------------------------------------
    def _submitted(self, body: Payload) -> tuple[Step, Where, dict[str, str]]:
        """A form's step, where it was asked for, and everything told so far."""
        step = Step.unpacked(body["view"]["private_metadata"])
        alone = not step.place or step.place.startswith("D")
        where = Where(body["team"]["id"], body["user"]["id"], step.place, alone)
        return step, where, {**(step.values or {}), **answers_of(body["view"]["state"]["values"])}

    async def _request(self, client: AsyncWebClient, where: Where, line: str, **more: Any) -> Request:  # Any: as above
        who = await self._who(client, where)
        return Request(
            PLATFORM, where.team, where.account, line, place=where.place, name=who.name, language=who.language,
            zone=who.zone, **more,
        )  # fmt: skip

    async def _who(self, client: AsyncWebClient, where: Where) -> Profile:
        """What Slack knows of somebody; without an answer it is asked another time."""
        try:
            return await self.profiles.of(client, where.team, where.account)
        except (SlackClientError, OSError, TimeoutError):
            return Profile(where.account)

    @staticmethod
    def _view(form: Form, step: Step, who: Profile) -> View:
        return draw_form(form, step, Reader(who.language or "en").t("form-next"))

    def _go_on(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(work))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    @staticmethod
    async def _guarded(work: Coroutine[Any, Any, None]) -> None:
        """What is stored is stored, whether or not the answer gets through: it is logged and nothing else."""
        try:
            await work
        except Exception:
            _log.exception("an answer did not get through", platform=PLATFORM)


def _back(form: Form, place: str, values: Mapping[str, str]) -> Step:
    """The first page on which something was wrong, with all that was told."""
    pages = form.pages(SLACK.fields_a_page)
    wrong = next((n for n, page in enumerate(pages) if any(one.name in form.errors for one in page)), 0)
    return Step(form.line, place, wrong, values)

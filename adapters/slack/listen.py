"""What people type, press and submit on Slack, as requests; and where the answer goes.

Slack waits three seconds for an acknowledgement. So a command and a press are acknowledged before anything else is
done, and the work goes on in a task of its own: what fails after `ack()` in the listener itself can take the
acknowledgement along. A form is different: only the acknowledgement can change its page, so its work is waited for, and
where it takes too long the form closes and the answer follows as a message.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Protocol

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import unescaped
from adapters.slack.errors import TOO_LATE, code_of, outcome_of
from adapters.slack.people import Profile, Profiles
from adapters.slack.render import FORM, PASTED, STEP, Step, answers_of, draw_form, draw_home, shown_again
from adapters.slack.reply import Where, patiently, say
from bot.context import Request
from bot.i18n import Reader
from bot.message import SLACK, Answer, Button, Form, Message, Section
from bot.ports import Result

PLATFORM = "slack"
COMMAND = "/mentoring"
PATIENCE = 2.3  # seconds that a form is held open for its answer, of the three that Slack allows
OUTDATED = "outdated"  # a line that no command has: the core says that the message is an old one (INT-06)
HOME = ("mine", "todo", "programme show", "settings show", "help")
"""What stands in the app's home; the second and the third for facilitators only."""
_ANYTHING = re.compile("")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_log = structlog.get_logger(__name__)
Payload = Mapping[str, Any]  # Any: JSON as Slack's reference of interaction payloads describes it
Told = tuple[Answer, Reader]
Ack = Callable[..., Awaitable[object]]


class Core(Protocol):
    """What Slack needs of the bot."""

    async def handle(self, request: Request) -> Answer:
        """Answer a line, a press or a form."""


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
        app.event("user_change")(self.changed)
        app.action(_ANYTHING)(self.outdated_press)  # Bolt takes the first that fits
        app.view(_ANYTHING)(self.outdated_form)

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
        """A page of a form that is not its last: on to the next, with what was told kept in the form.

        Where that takes too long the page stays as it is, and turns as soon as it can.
        """
        if not (submitted := _submitted(body)):
            return await self.outdated_form(ack, body, client)
        step, where, values = submitted
        page = Step(step.line, step.place, step.page + 1, values)
        working = asyncio.ensure_future(self._asked(client, where, step.line))
        if not await self._in_time(working):
            await ack(response_action="update", view=shown_again(body["view"]))
            return self._go_on(self._turned(client, where, body["view"]["id"], page, working))
        form, reader = working.result()
        if isinstance(form, Form):
            view = draw_form(form.filled(values, {}), page, reader.t("form-next"))
            await ack(response_action="update", view=view)
        else:
            await ack(response_action="clear")
            self._go_on(say(client, where, form))

    async def submit(self, ack: Ack, body: Payload, client: AsyncWebClient) -> None:
        """A whole form. Its answer may be the form again, with what was wrong beside each field.

        The form is known by its id and by the state of it that was sent, so that sending it again from a form that
        stayed open does nothing twice (INT-05).
        """
        if not (submitted := _submitted(body)):
            return await self.outdated_form(ack, body, client)
        step, where, values = submitted
        files = {name.removeprefix(PASTED): text.encode() for name, text in values.items() if name.startswith(PASTED)}
        told = {name: text for name, text in values.items() if not name.startswith(PASTED)}
        asked = self._asked(
            client, where, step.line, values=told, files={name: data for name, data in files.items() if data},
            id=f"submit:{body['view']['id']}:{body['view'].get('hash', '')}",
        )  # fmt: skip
        working = asyncio.ensure_future(asked)
        if not await self._in_time(working):
            await ack(response_action="clear")
            return self._go_on(self._say_when_ready(client, where, told, working))
        answer, reader = working.result()
        if isinstance(answer, Form):
            view = draw_form(answer, _back(answer, step.place, told), reader.t("form-next"))
            await ack(response_action="update", view=view)
        else:
            await ack(response_action="clear")
            self._go_on(say(client, where, answer))

    async def outdated_press(self, ack: Ack, body: Payload, client: AsyncWebClient) -> None:
        """A control of an earlier release, whatever it is: that is said, and nothing else happens (INT-06)."""
        await ack()
        self._go_on(self._answer(client, _pressed_where(body), OUTDATED, pressed=True))

    async def outdated_form(self, ack: Ack, body: Payload, client: AsyncWebClient) -> None:
        """A form of an earlier release (INT-06)."""
        await ack(response_action="clear")
        where = Where(body["team"]["id"], body["user"]["id"], alone=True)
        self._go_on(self._answer(client, where, OUTDATED, pressed=True))

    async def home(self, body: Payload, client: AsyncWebClient) -> None:
        """The app's home: what is mine now, what waits for me, my settings; for a facilitator the programme as well."""
        event = body["event"]
        if event.get("tab") == "home":
            self._go_on(self._show_home(client, Where(body["team_id"], event["user"], alone=True)))

    async def changed(self, body: Payload) -> None:
        """Somebody has another name, or has left: what was remembered of them is old."""
        self.profiles.forget(body["team_id"], body["event"]["user"]["id"])

    # --- what comes of it ----------------------------------------------------------------------------------------
    async def _typed(self, client: AsyncWebClient, body: Payload) -> None:
        alone = body.get("channel_name") == "directmessage"
        where = Where(body["team_id"], body["user_id"], body["channel_id"], alone, body["trigger_id"])
        text = unescaped(_MENTION.sub(r"@\1", body.get("text") or ""))  # what is escaped was typed, and is no mention
        await self._answer(client, where, f"{COMMAND} {text}", id=f"command:{where.trigger}")

    async def _pressed(self, client: AsyncWebClient, body: Payload) -> None:
        action, where = body["actions"][0], _pressed_where(body)
        line = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
        await self._answer(client, where, line, pressed=True, id=f"press:{where.trigger}")

    async def _answer(self, client: AsyncWebClient, where: Where, line: str, **more: Any) -> None:  # Any: a Request's
        answer, reader = await self._asked(client, where, line, **more)
        said = await self._opened(client, where, answer, reader) if isinstance(answer, Form) else answer
        if said:
            await say(client, where, said)

    @staticmethod
    async def _opened(client: AsyncWebClient, where: Where, form: Form, reader: Reader) -> Message | None:
        """Show a form; where it is too late for that, a button that shows it after all (INT-02)."""
        view = draw_form(form, Step(form.line, where.channel), reader.t("form-next"))
        try:
            await client.views_open(trigger_id=where.trigger, view=view)
        except SlackApiError as error:
            if code_of(error) not in TOO_LATE and outcome_of(error).result != Result.LIMITED:
                raise
            return Message(reader.t("slack-again"), buttons=(Button(form.title, form.line),))
        return None

    async def _turned(
        self, client: AsyncWebClient, where: Where, view_id: str, page: Step, working: "asyncio.Future[Told]"
    ) -> None:
        form, reader = await working
        if not isinstance(form, Form):
            return await say(client, where, form)
        view = draw_form(form.filled(dict(page.values or {}), {}), page, reader.t("form-next"))
        await patiently(lambda: client.views_update(view_id=view_id, view=view))

    @staticmethod
    async def _say_when_ready(
        client: AsyncWebClient, where: Where, told: Mapping[str, str], working: "asyncio.Future[Told]"
    ) -> None:
        """The form is closed by now. Where it would be asked again, what was typed is given back (INT-05)."""
        answer, _ = await working
        if isinstance(answer, Form):
            labels = {field.name: field.label for field in answer.fields}
            facts = tuple((labels.get(name, name), text) for name, text in told.items() if text)
            text = "\n".join([answer.title, *answer.errors.values()])
            again = Button(answer.title, answer.line)
            answer = Message(text, sections=tuple(Section(*fact) for fact in facts), buttons=(again,))
        await say(client, where, answer)

    async def _show_home(self, client: AsyncWebClient, where: Where) -> None:
        told = {line: (await self._asked(client, where, line))[0] for line in HOME}
        todo = told["todo"]
        if not (isinstance(todo, Message) and (todo.title or todo.sections)):  # it is refused, with a word and no more
            del told["todo"], told["programme show"]
        shown = [answer for answer in told.values() if isinstance(answer, Message)]
        await patiently(lambda: client.views_publish(user_id=where.account, view=draw_home(shown)))

    # --- small parts ---------------------------------------------------------------------------------------------
    async def _asked(self, client: AsyncWebClient, where: Where, line: str, **more: Any) -> Told:  # Any: as above
        """What the core says, and a reader in the asker's language.

        Members of another company, met in a channel that two workspaces share, are refused with a word (RCH-08).
        """
        who = await self._who(client, where)
        reader = Reader(who.language or "en")
        if who.reach == Result.CLOSED:
            return Message(reader.t("slack-stranger")), reader
        request = Request(
            PLATFORM, where.team, where.account, line, place=where.place, name=who.name, language=who.language,
            zone=who.zone, **more,
        )  # fmt: skip
        return await self.bot.handle(request), reader

    async def _in_time(self, working: "asyncio.Future[Told]") -> bool:
        """Whether there is an answer before Slack's patience ends. A failure counts as late: it is acknowledged too."""
        done, _ = await asyncio.wait({working}, timeout=self.patience)
        return bool(done) and working.exception() is None

    async def _who(self, client: AsyncWebClient, where: Where) -> Profile:
        """What Slack knows of somebody; without an answer it is asked another time."""
        try:
            return await self.profiles.of(client, where.team, where.account)
        except (SlackClientError, OSError, TimeoutError):
            return Profile(where.account)

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


def _pressed_where(body: Payload) -> Where:
    channel = (body.get("channel") or {}).get("id", "")
    alone = not channel or channel.startswith("D")
    return Where(body["team"]["id"], body["user"]["id"], channel, alone, body["trigger_id"])


def _submitted(body: Payload) -> tuple[Step, Where, dict[str, str]] | None:
    """A form's step, where it was asked for, and everything told so far; None for a form of an earlier release."""
    try:
        step = Step.unpacked(body["view"]["private_metadata"])
    except ValueError:
        return None
    alone = not step.place or step.place.startswith("D")
    where = Where(body["team"]["id"], body["user"]["id"], step.place, alone)
    return step, where, {**(step.values or {}), **answers_of(body["view"]["state"]["values"])}


def _back(form: Form, place: str, values: Mapping[str, str]) -> Step:
    """The first page on which something was wrong, with all that was told."""
    pages = form.pages(SLACK.fields_a_page)
    wrong = next((n for n, page in enumerate(pages) if any(one.name in form.errors for one in page)), 0)
    return Step(form.line, place, wrong, values)

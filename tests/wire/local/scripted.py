"""A bot that answers by script, and time that passes by script: what the page is tested against."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.context import Request
from bot.line import without_prefix
from bot.message import Answer, Button, Choice, Field, FieldKind, File, Form, Message, Option, Section, Style

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday, 10:00 in Helsinki

FORM = Form(
    "found",
    "Found a club",
    (
        Field("name", "Name", most=20),
        Field("about", "About", FieldKind.LONG, required=False, most=50, hint="In a sentence"),
        Field("day", "Day", FieldKind.DATE, required=False),
        Field("size", "Size", FieldKind.NUMBER, value="2"),
        Field("word", "Word", FieldKind.ONE, options=(Option("actor", "Actor"), Option("mentee", "Mentee"))),
        Field("languages", "Languages", FieldKind.MANY, options=(Option("fi", "Suomi"), Option("sv", "Svenska"))),
        Field("list", "List", FieldKind.FILE, required=False),
        Field("agreed", "Agreed", FieldKind.TICK, required=False),
    ),
    submit="Found it",
    intro="All can be changed later.",
)
CARD = Message(
    "Kick-off in Tampere",
    title="Kick-off",
    sections=(Section("Who", facts=(("Coming", "14"),), buttons=(Button("Who exactly?", "who"),)),),
    buttons=(
        Button("I will come", "come", Style.PRIMARY),
        Button("Cancel it", "cancel", Style.DANGER, "Cancel the kick-off for everybody?"),
    ),
    choice=Choice("Bring", "bring", (Option("cake", "A cake"), Option("tea", "Tea"))),
)


class ScriptedBot:
    """Knows a few words, keeps every request, and repeats to a person whatever else was typed."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    async def handle(self, request: Request) -> Answer:
        self.requests.append(request)
        line = without_prefix(request.line)
        if line == "found":
            return self._found(request)
        if line == "explode":
            raise RuntimeError("a bot never does this; the page must live with it")
        scripted = {
            "card": CARD,
            "proclaim": Message("For everybody", public=True),
            "report": Message("Here it is", files=(File('ääni ja "kuva".html', "text/html", b"<script>1</script>"),)),
        }
        return scripted.get(line, Message(f"You said: {request.line}", topic="echo" if line == "again" else ""))

    def _found(self, request: Request) -> Answer:
        if request.values is None:
            return FORM
        if request.values["name"] == "Taken":
            return FORM.filled(dict(request.values), {"name": "There is a club of this name."})
        return Message(f"Founded {request.values['name']}")


class ScriptedTime:
    """A clock, and the passing of time with one stop a day. `on_stop` is called at each."""

    def __init__(self) -> None:
        self.at = START
        self.on_stop: Callable[[], Awaitable[None]] | None = None

    def now(self) -> datetime:
        return self.at

    async def advance(self, to: datetime, passed: Callable[[datetime], Awaitable[None]] | None = None) -> int:
        while self.at < to:
            self.at = min(self.at + timedelta(days=1), to)
            if self.on_stop:
                await self.on_stop()
            if passed:
                await passed(self.at)
        return 3

    async def to_next_message(self) -> int:
        return 0

"""The facilitator of a simulated programme: goes through a script, and deals with what comes up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from adapters.local.players.controls import Control, controls_of
from adapters.local.players.habits import FACILITATOR_HABITS
from adapters.local.players.player import Player
from adapters.local.players.script import Setting, Task, script
from adapters.local.players.temperament import PROMPT
from adapters.local.ports import private_place
from adapters.local.render import draw
from bot.message import Answer, File, Message
from bot.rules.calendar import instant

ZONE = "Europe/Helsinki"
REPORT = "text/html"
ANSWER = "imported answer"


class Facilitator:
    """Whoever runs the programme. Reads and presses like everybody else; `report` is the last one they were given."""

    def __init__(self, player: Player, setting: Setting, file: bytes | None) -> None:
        self.player = player
        self.player.temperament = PROMPT
        self.setting = setting
        self.player.habits = FACILITATOR_HABITS
        self.file = file
        self.report: File | None = None
        self._last: Answer | None = None

    def plan(self) -> None:
        """Put the whole script on the agenda."""
        for task in script(self.setting):
            moment = datetime.combine(self.setting.start + timedelta(days=task.day), task.at)
            self._plan(instant(moment, ZONE), task)

    def _plan(self, at: datetime, task: Task) -> None:
        async def act() -> None:
            await self.does(task)

        self.player.agenda.add(at, self.player.person.account, act)

    async def does(self, task: Task) -> None:
        """A task, by the button that the last answer has for it, else by typing its line."""
        with self.player.at_the_keys():
            self._keep(await self._done(task))

    async def _done(self, task: Task) -> Answer:
        files = {"file": self.file} if task.with_file and self.file else {}
        button = next((control for control in _controls(self._last) if control.line.startswith(task.line)), None)
        answer = await (self._press(button) if button else self._type(f"/mentoring {task.line}"))
        answer = await self._fill(answer, task.values, files)
        return await self._settle_import(answer) if task.with_file else answer

    async def _settle_import(self, answer: Answer) -> Answer:
        """Answer what the file leaves in doubt, question by question, then store it."""
        settled: set[str] = set()
        while button := next((one for one in _controls(answer) if _asks_anew(one, settled)), None):
            settled.add(_question(button))
            answer = await self._fill(await self._press(button), {"value": ZONE}, {})
        store = next((one for one in _controls(answer) if one.command == "imported confirm"), None)
        return await self._press(store) if store else answer

    def _keep(self, answer: Answer) -> None:
        self._last = answer
        if isinstance(answer, Message):
            self.report = next((file for file in answer.files if file.media_type.startswith(REPORT)), self.report)

    async def _type(self, line: str) -> Answer:
        return await self.player.hands.types(self.player.person, line)

    async def _press(self, control: Control) -> Answer:
        return await self.player.hands.presses(self.player.person, self._place, control)

    async def _fill(self, answer: Answer, values: Mapping[str, str], files: Mapping[str, bytes]) -> Answer:
        return await self.player.fills(self._place, answer, values, files)

    @property
    def _place(self) -> str:
        return private_place(self.player.person.account)


def _controls(answer: Answer | None) -> Sequence[Control]:
    return controls_of(draw(answer)) if isinstance(answer, Message) else ()


def _question(control: Control) -> str:
    return next((word for word in control.line.split() if word.startswith("question:")), "")


def _asks_anew(control: Control, settled: set[str]) -> bool:
    return control.command == ANSWER and _question(control) not in settled

"""What of a message can be used: its buttons and menus, read from what the page draws."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.local.ports import Json
from bot.command import registry


@dataclass(frozen=True, slots=True)
class Control:
    """Something that can be pressed: the words on it and the command line that it sends."""

    label: str
    line: str

    @property
    def command(self) -> str:
        """The name of the command that the line begins with, empty if there is none."""
        found, _ = registry.find(self.line)
        return found.name if found else ""


def rows_of(payload: Mapping[str, Json]) -> list[list[Control]]:
    """The controls that stand together, from top to bottom: those of each part, of the whole, and of a menu."""
    rows = [*(buttons_of(section) for section in sections_of(payload)), buttons_of(payload), menu_of(payload)[1]]
    return [row for row in rows if row]


def controls_of(payload: Mapping[str, Json]) -> list[Control]:
    """All the controls of a message."""
    return [control for row in rows_of(payload) for control in row]


def sections_of(payload: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    """The parts of a message."""
    return _list(payload.get("sections"))


def facts_of(section: Mapping[str, Json]) -> list[str]:
    """The labelled facts of a part, a line each."""
    facts = section.get("facts")
    pairs = facts if isinstance(facts, list | tuple) else ()
    return [f"{pair[0]}: {pair[1]}" for pair in pairs if isinstance(pair, list | tuple)]


def buttons_of(payload: Mapping[str, Json]) -> list[Control]:
    """The buttons of a message itself, or of one of its parts."""
    return [Control(str(button["label"]), str(button["line"])) for button in _list(payload.get("buttons"))]


def menu_of(payload: Mapping[str, Json]) -> tuple[str, list[Control]]:
    """The words beside a message's menu, and its options."""
    choice = payload.get("choice")
    if not isinstance(choice, Mapping):
        return "", []
    options = [
        Control(str(option["label"]), f"{choice['line']} {option['value']}") for option in _list(choice.get("options"))
    ]
    return str(choice["label"]), options


def _list(value: Json) -> list[Mapping[str, Json]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []

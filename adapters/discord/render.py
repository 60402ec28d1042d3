"""Messages as Discord draws them. Limits are Discord's own (its reference of messages and of components)."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from adapters.discord.words import escaped, size, units
from bot.message import LONGEST_LINE, Button, File, Message, Section, Style
from bot.rules.text import labels, pieces, shorten

CONTENT, TITLE, DESCRIPTION, ALL_EMBEDS, LABEL, OPTION, PLACEHOLDER = 2_000, 250, 4_000, 5_900, 80, 100, 150
ROWS, BUTTONS_A_ROW, OPTIONS = 5, 5, 25
STYLES = {Style.PRIMARY: discord.ButtonStyle.primary, Style.DANGER: discord.ButtonStyle.danger}
NOTHING = "\u200b"  # Discord refuses an empty message
SURE = "?"
"""Begins the id of a control whose question is asked first."""
CHOOSE = "choose:"
"""Begins the id of a menu; its options carry the command lines."""
_SERVER = re.compile(r" @(\d{15,20})$")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as Discord takes it."""

    content: str
    embeds: list[discord.Embed]
    controls: discord.ui.View | None = None
    files: tuple[File, ...] = ()

    def arguments(self) -> dict[str, Any]:  # Any: what discord.py's methods take by name
        """What to hand to whatever says it: no word of ours pings anybody."""
        made: dict[str, Any] = {"content": self.content, "embeds": self.embeds,
                                "allowed_mentions": discord.AllowedMentions.none()}  # fmt: skip
        if self.controls:
            made["view"] = self.controls
        if self.files:
            made["files"] = [discord.File(io.BytesIO(file.data), file.name) for file in self.files]
        return made

    def instead(self) -> dict[str, Any]:  # Any: as above
        """What to hand to whatever changes a message: nothing of what stood there stays."""
        made = self.arguments()
        files = made.pop("files", [])
        return {"view": None, **made, "attachments": files}


def draw(message: Message, server: str = "") -> Drawn:
    """A message; what does not fit is shortened in sight, and goes along whole as a file (LIM-05).

    `server` is the id of the server that a direct message comes from: its controls carry it, as far as it fits, since
    Discord does not tell where somebody pressed them belongs to.
    """
    head = f"**{escaped(shorten(message.title, TITLE, size))}**\n" if message.title else ""
    first, *more = pieces(message.text, CONTENT - units(head), size)
    asked = [Section(button.label, button.confirm) for button in _buttons(message) if button.confirm]
    blocks = [escaped(part) for part in more]
    blocks += [part for section in (*message.sections, *asked) for part in _described(section)]
    texts, whole = _packed(blocks)
    controls = [(label, sealed(line, server), style) for label, line, style in _controls(message)]
    files = message.files
    if not whole or len(controls) > ROWS * OPTIONS:
        files = (*files, File("message.txt", "text/plain; charset=utf-8", message.plain().encode()))
        texts = [*texts[:-1], f"{texts[-1] if texts else ''}\n…"]
    embeds = [discord.Embed(description=text) for text in texts]
    content = f"{head}{escaped(first)}"
    return Drawn(content if content.strip() else NOTHING, embeds, _view(controls, message, server), files)


def sealed(line: str, server: str) -> str:
    """A command line with the server it is meant for, where there is room for both."""
    made = f"{line} @{server}"
    return made if server and len(made) <= LONGEST_LINE else line


def opened(line: str) -> tuple[str, str]:
    """The command line and the server of a control, empty where it has none."""
    found = _SERVER.search(line)
    return (line[: found.start()], found[1]) if found else (line, "")


# --- words ----------------------------------------------------------------------------------------------------------
def _described(section: Section) -> list[str]:
    """A part as text: a heading, its words, its facts."""
    heading = f"**{escaped(section.heading)}**" if section.heading else ""
    facts = [
        f"**{escaped(label)}** {escaped(value)}" if value else f"**{escaped(label)}**" for label, value in section.facts
    ]
    lines = [heading, escaped(section.text), *facts]
    whole = "\n".join(line for line in lines if line)
    return [whole] if units(whole) <= DESCRIPTION else _apart(section)


def _apart(section: Section) -> list[str]:
    """A part that is too long for one embed, in several."""
    words = "\n".join([section.heading, section.text, *(f"{label} {value}" for label, value in section.facts)])
    return [escaped(part) for part in pieces(words.strip("\n"), DESCRIPTION, size)]


def _packed(blocks: Sequence[str]) -> tuple[list[str], bool]:
    """Blocks in as few embeds as hold them, and whether all of them fit in what a message's embeds may hold."""
    texts: list[str] = []
    for block in blocks:
        if not block.strip():
            continue
        if sum(map(units, texts)) + units(block) + 2 > ALL_EMBEDS:
            return texts, False
        if texts and units(texts[-1]) + units(block) + 2 <= DESCRIPTION:
            texts[-1] += f"\n\n{block}"
        else:
            texts.append(block)
    return texts, True


# --- controls -------------------------------------------------------------------------------------------------------
Control = tuple[str, str, Style]
"""A label, a command line, and how it is drawn."""


def _buttons(message: Message) -> list[Button]:
    return [*message.buttons, *(button for section in message.sections for button in section.buttons)]


def _controls(message: Message) -> list[Control]:
    """Every button, each line once. Where several parts have buttons, each is named after its part."""
    parts = [section for section in message.sections if section.buttons]
    found = [(button, button.label) for button in message.buttons]
    for section in parts:
        name = f": {section.heading}" if len(parts) > 1 and section.heading else ""
        found += [(button, f"{button.label}{name}") for button in section.buttons]
    once = {button.line: (button, label) for button, label in reversed(found)}
    kept = list(reversed(once.values()))
    shown = labels([label or NOTHING for _, label in kept], LABEL, units)
    return [(label, _line(button), button.style) for (button, _), label in zip(kept, shown, strict=True)]


def _line(button: Button) -> str:
    asked = f"{SURE}{button.line}"
    return asked if button.confirm and len(asked) <= LONGEST_LINE else button.line


def _view(controls: Sequence[Control], message: Message, server: str) -> discord.ui.View | None:
    """Buttons in rows, then menus. Buttons that do not fit go into a menu of their own (LIM-02)."""
    menus = _menus(message, server)
    room = max(ROWS - len(menus), 0)
    spare = next((n for n in range(room + 1) if BUTTONS_A_ROW * (room - n) + OPTIONS * n >= len(controls)), room)
    pressed, listed = controls[: BUTTONS_A_ROW * (room - spare)], controls[BUTTONS_A_ROW * (room - spare) :]
    menus = [*_lists("…", [(label, line) for label, line, _ in listed]), *menus][:ROWS]
    if not (pressed or menus):
        return None
    view = discord.ui.View(timeout=None)
    for number, (label, line, style) in enumerate(pressed):
        shown = STYLES.get(style, discord.ButtonStyle.secondary)
        view.add_item(discord.ui.Button(label=label, custom_id=line, style=shown, row=number // BUTTONS_A_ROW))
    for row, menu in enumerate(menus, -(-len(pressed) // BUTTONS_A_ROW)):
        menu.custom_id, menu.row = f"{CHOOSE}{row}", row
        view.add_item(menu)
    view.stop()  # nothing of it is to be kept by the library: every press is read from what Discord sends
    return view


def _menus(message: Message, server: str) -> list[discord.ui.Select[Any]]:
    choice = message.choice
    if choice is None:
        return []
    shown = labels([option.label for option in choice.options], OPTION, units)
    lines = [sealed(f"{choice.line} {option.value}", server) for option in choice.options]
    return _lists(choice.label, list(zip(shown, lines, strict=True)))


def _lists(label: str, options: Sequence[tuple[str, str]]) -> list[discord.ui.Select[Any]]:
    """Menus of at most 25 options; where it takes several, each says which it holds."""
    starts = range(0, len(options), OPTIONS)
    made = []
    for start in starts:
        some = options[start : start + OPTIONS]
        part = f" ({start + 1}–{start + len(some)})" if len(starts) > 1 else ""
        offered = [discord.SelectOption(label=text, value=line) for text, line in some]
        placeholder = f"{shorten(label, PLACEHOLDER - len(part), units)}{part}"
        made.append(discord.ui.Select[Any](placeholder=placeholder, options=offered))
    return made

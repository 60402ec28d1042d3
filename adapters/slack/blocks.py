"""The parts that Slack's messages, modals and home are made of: our texts as plain text, measured as Slack counts.

Everything is `plain_text`: what a person typed can then neither ping, nor link, nor format. Limits are Slack's own
(its reference of Block Kit), counted after escaping.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.message import SLACK, Button, Choice, Section, Style
from bot.rules.text import labels, pieces, shorten

Block = dict[str, Any]  # Any: JSON as Slack's reference describes it
HEADER, SECTION, FIELD, CONFIRM, LABEL, OPTIONS, VALUE = 150, 3_000, 2_000, 300, 75, 100, 150
FIELDS_A_SECTION, BUTTONS_A_ROW = 10, 25
STYLES = {Style.PRIMARY: "primary", Style.DANGER: "danger"}


def escaped(text: str) -> str:
    """A text in which Slack finds no link, mention or entity (LIM-08 to LIM-11)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """What a person typed, as Slack hands it over escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def size(text: str) -> int:
    """How long Slack counts a text: after escaping."""
    return len(escaped(text))


def plain(text: str, most: int = SECTION) -> Block:
    """Our text as one of Slack's, shortened in sight where it does not fit."""
    return {"type": "plain_text", "text": escaped(shorten(text, most, size)) or " ", "emoji": False}


def paragraphs(text: str) -> list[Block]:
    """A text of any length as sections, one after the other."""
    return [{"type": "section", "text": plain(part)} for part in pieces(text, SECTION, size) if part.strip()]


def section(part: Section, first: int = 0) -> list[Block]:
    """A heading, its text, its facts and its buttons; `first` numbers the buttons within the message."""
    blocks: list[Block] = [{"type": "section", "text": plain(part.heading)}] if part.heading else []
    blocks += paragraphs(part.text)
    for start in range(0, len(part.facts), FIELDS_A_SECTION):
        some = part.facts[start : start + FIELDS_A_SECTION]
        blocks.append({"type": "section", "fields": [plain(_fact(label, value), FIELD) for label, value in some]})
    return blocks + rows(part.buttons, first)


def _fact(label: str, value: str) -> str:
    return f"{label}\n{value}" if value else label


def rows(buttons: Sequence[Button], first: int = 0) -> list[Block]:
    """Buttons in rows. The command line is the value: nothing about them is kept anywhere."""
    made = [_button(button, number) for number, button in enumerate(buttons, first)]
    starts = range(0, len(made), BUTTONS_A_ROW)
    return [{"type": "actions", "elements": made[start : start + BUTTONS_A_ROW]} for start in starts]


def _button(button: Button, number: int) -> Block:
    made: Block = {
        "type": "button",
        "action_id": f"press:{number}",
        "text": plain(button.label, LABEL),
        "value": button.line,
    }
    if button.style in STYLES:
        made["style"] = STYLES[button.style]
    if button.confirm:
        made["confirm"] = {
            "title": plain(button.label, 100),
            "text": plain(button.confirm, CONFIRM),
            "confirm": plain(button.label, 30),
            "deny": plain("✕", 30),
        }
    return made


def menus(choice: Choice) -> list[Block]:
    """A menu; as many as it takes when there are more options than one can hold (LIM-02)."""
    shown = labels([option.label for option in choice.options], LABEL, size)
    options = [
        {"text": plain(label, LABEL), "value": f"{choice.line} {option.value}"}
        for label, option in zip(shown, choice.options, strict=True)
    ]
    return [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "static_select",
                    "action_id": f"choose:{start}",
                    "placeholder": plain(choice.label, VALUE),
                    "options": options[start : start + OPTIONS],
                }
            ],
        }
        for start in range(0, len(options), OPTIONS)
    ]


def count(parts: Iterable[Section]) -> list[int]:
    """With which number each part's buttons begin, the ids of a message's controls being unique."""
    firsts, at = [], 0
    for part in parts:
        firsts.append(at)
        at += len(part.buttons)
    return [*firsts, at]


LIMITS = SLACK
"""What the core is told of Slack, so that a title or a label that could not be shown is found by a test."""

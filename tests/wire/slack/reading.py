"""What people see of blocks: the words, in order and as they read them, and what can be pressed or chosen."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]
ISOLATES = re.compile("[\u2066-\u2069]")
"""Direction marks, which nobody sees."""


def escape(text: str) -> str:
    """As Slack keeps a text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """As people read what Slack keeps."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def read(text: str) -> str:
    """A text as people see it."""
    return ISOLATES.sub("", unescape(text))


def kept(given: Any) -> Any:
    """Blocks as Slack hands them back: every text escaped, whether or not it came so."""
    if isinstance(given, list):
        return [kept(one) for one in given]
    if not isinstance(given, dict):
        return given
    made = {name: kept(value) for name, value in given.items()}
    if made.get("type") in {"plain_text", "mrkdwn"} and isinstance(made.get("text"), str):
        made["text"] = escape(unescape(made["text"]))
    return made


def named(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with the ids that Slack gives where there are none."""
    made = []
    for number, given in enumerate(blocks):
        block = {"block_id": f"b{number:03}", **given}
        for place in ("accessory", "element"):
            if place in block:
                block[place] = {"action_id": f"a{number:03}", **block[place]}
        if block["type"] == "actions":
            block["elements"] = [{"action_id": f"a{number:03}.{at}", **one} for at, one in enumerate(block["elements"])]
        made.append(block)
    return made


def controls(blocks: Sequence[Block]) -> Iterator[tuple[Block, Element]]:
    """Everything that can be pressed, chosen or filled in, with the block it stands in."""
    for block in blocks:
        found = block.get("elements", ()) if block["type"] == "actions" else ()
        for element in (*found, block.get("accessory"), block.get("element")):
            if element and "action_id" in element:
                yield block, element


def said(text: Any) -> str:
    """A text object as people read it."""
    return read(text["text"]) if isinstance(text, dict) and "text" in text else ""


def options_of(element: Element) -> list[Element]:
    """All options of a menu, in groups or not."""
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", ())]


def labels_of(element: Element) -> list[str]:
    """What stands on a control: a button's label, a menu's options."""
    return (
        [said(element["text"])] if element["type"] == "button" else [said(one["text"]) for one in options_of(element)]
    )


def words_of(blocks: Sequence[Block]) -> str:
    """Everything that can be read, a line each."""
    lines: list[str] = []
    for block in blocks:
        lines += [said(block.get(name)) for name in ("text", "label", "hint", "title")]
        lines += [said(field) for field in block.get("fields", ())]
        if block["type"] == "context":
            lines += [said(element) for element in block["elements"]]
        for _, element in controls([block]):
            lines += [said(element.get("placeholder")), *labels_of(element)]
    return "\n".join(line for line in lines if line)

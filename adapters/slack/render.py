"""Messages, forms and the home as Slack draws them."""

import base64
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from adapters.slack.blocks import (
    BUTTONS_A_ROW,
    LABEL,
    OPTIONS,
    Block,
    count,
    escaped,
    menus,
    paragraphs,
    plain,
    rows,
    section,
    size,
    unescaped,
)
from bot.message import SLACK, Field, FieldKind, File, Form, Message
from bot.rules.text import labels, shorten

BLOCKS_A_MESSAGE, BLOCKS_A_VIEW, TEXT, METADATA, INPUT = 50, 100, 4_000, 3_000, 3_000
FORM, STEP = "form", "step"
_PERSON = re.compile("[UW][A-Z0-9]+")
PASTED = "file:"
"""Begins the id of a field that wants a file. Without a right to read files, what is pasted there is the file."""
View = dict[str, Any]  # Any: as Block


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as Slack takes it: `text` for notifications and readers of screens, blocks, and files beside them."""

    text: str
    blocks: list[Block]
    files: tuple[File, ...] = ()

    def arguments(self) -> dict[str, Any]:  # Any: what slack_sdk's methods take by name
        """What to hand to `chat.postMessage` and its kin: no mention, link or preview is made of our words."""
        return {"text": self.text, "blocks": self.blocks, "parse": "none", "link_names": False,
                "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}  # fmt: skip


def draw(message: Message) -> Drawn:
    """A message; one that does not fit fifty blocks is shortened in sight, and goes along whole as a file (LIM-05)."""
    blocks = drawn_blocks(message)
    files = message.files
    if len(blocks) > BLOCKS_A_MESSAGE:
        files = (*files, File("message.txt", "text/plain; charset=utf-8", message.plain().encode()))
        controls = _together([block for block in blocks if block["type"] == "actions"])
        words = [block for block in blocks if block["type"] != "actions"]
        kept = max(BLOCKS_A_MESSAGE - len(controls) - 1, 0)
        blocks = [*words[:kept], {"type": "section", "text": plain("…")}, *controls[: BLOCKS_A_MESSAGE - kept - 1]]
    notice = message.title or message.text or " "
    return Drawn(escaped(shorten(notice, TEXT, size)), blocks or paragraphs(" "), files)


def _together(controls: Sequence[Block]) -> list[Block]:
    """Controls in as few rows as hold them."""
    every = [element for block in controls for element in block["elements"]]
    starts = range(0, len(every), BUTTONS_A_ROW)
    return [{"type": "actions", "elements": every[start : start + BUTTONS_A_ROW]} for start in starts]


def drawn_blocks(message: Message) -> list[Block]:
    """Everything of a message, however many blocks it takes."""
    firsts = count(message.sections)
    head: list[Block] = [{"type": "header", "text": plain(message.title, 150)}] if message.title else []
    parts = chain.from_iterable(section(part, at) for part, at in zip(message.sections, firsts, strict=False))
    menu = menus(message.choice) if message.choice else []
    return [*head, *paragraphs(message.text), *parts, *rows(message.buttons, firsts[-1]), *menu]


# --- forms ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Step:
    """What a modal knows of its form: the line, where it was asked for, its page, and what earlier pages were told."""

    line: str
    place: str = ""
    page: int = 0
    values: Mapping[str, str] | None = None

    def packed(self) -> str:
        """As private metadata, which Slack hands back unread. It may hold too much; see `draw_form`."""
        whole = json.dumps([self.line, self.place, self.page, dict(self.values or {})], ensure_ascii=False)
        return base64.urlsafe_b64encode(zlib.compress(whole.encode(), 9)).decode()

    @classmethod
    def unpacked(cls, metadata: str) -> "Step":
        """What `packed` made. Raises ValueError for anything else."""
        try:
            line, place, page, values = json.loads(zlib.decompress(base64.urlsafe_b64decode(metadata)))
        except (zlib.error, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise ValueError("not a form of ours") from error
        return cls(line, place, page, values)


def draw_form(form: Form, step: Step, more: str) -> View:
    """One page of a form as a modal. `more` is the word on the button that leads to the next page.

    What earlier pages were told travels in the modal itself. Where that is too much for it, the form is one long page
    with everything on it: slower to read, and nothing is lost.
    """
    pages = form.pages(SLACK.fields_a_page)
    kept = {name: value for name, value in (step.values or {}).items() if value}
    page = min(step.page, len(pages) - 1)
    packed = Step(step.line, step.place, page, kept).packed()
    shown: Sequence[Field] = pages[page] if pages else ()
    last = page >= len(pages) - 1
    if len(packed) > METADATA:
        packed, shown, last = Step(step.line, step.place, len(pages) - 1).packed(), form.fields, True
    blocks = [*(paragraphs(form.intro) if page == 0 else []), *chain.from_iterable(_asked(one, form) for one in shown)]
    return {
        "type": "modal",
        "callback_id": FORM if last else STEP,
        "private_metadata": packed,
        "title": plain(form.title, SLACK.form_title),
        "submit": plain(form.submit if last else more, 24),
        "blocks": blocks[:BLOCKS_A_VIEW] or paragraphs(form.intro or " "),
    }


def _asked(field: Field, form: Form) -> list[Block]:
    """A field, under what was wrong with it: Slack shows an error beside a field only while the form is being sent."""
    wrong = [{"type": "section", "text": plain(f"⚠ {form.errors[field.name]}")}] if field.name in form.errors else []
    block: Block = {
        "type": "input",
        "block_id": f"{PASTED}{field.name}" if field.kind == FieldKind.FILE else field.name,
        "label": plain(field.label, SLACK.field_label if field.kind != FieldKind.TICK else 2_000),
        "element": _element(field),
        "optional": not field.required,
    }
    if field.hint:
        block["hint"] = plain(field.hint, 2_000)
    return [*wrong, block]


def _element(field: Field) -> Block:
    match field.kind:
        case FieldKind.MANY if not field.options:  # one a line
            return _typed(field, multiline=True)
        case FieldKind.ONE | FieldKind.MANY | FieldKind.TICK:
            return _options(field)
        case FieldKind.PERSON:
            chosen = {"initial_user": field.value} if _PERSON.fullmatch(field.value) else {}
            return {"type": "users_select", "action_id": "answer", **chosen}
        case FieldKind.FILE:
            return _typed(field, multiline=True)
        case _:
            return _typed(field, multiline=field.kind == FieldKind.LONG)


def _typed(field: Field, *, multiline: bool) -> Block:
    """Days and times are typed as well: what people type for them is read in their own words and zone."""
    made: Block = {
        "type": "plain_text_input",
        "action_id": "answer",
        "multiline": multiline,
        "max_length": min(max(field.most, 1), INPUT),
    }
    if field.value:
        made["initial_value"] = shorten(field.value, INPUT)
        made["max_length"] = max(made["max_length"], len(made["initial_value"]))  # too long is said, and never cut
    return made


TICKED = "yes"


def _options(field: Field) -> Block:
    """Ticks for several, a menu for one. An answer that is no option any more is simply not ticked."""
    offered = [(option.value, option.label) for option in field.options] or [(TICKED, field.label)]
    shown = labels([label for _, label in offered], SLACK.option_label, size)
    options = [
        {"text": plain(label, SLACK.option_label), "value": value}
        for (value, _), label in zip(offered, shown, strict=True)
    ]
    chosen = [option for option in options if option["value"] in field.value.split("\n")]
    if field.kind == FieldKind.ONE:
        made: Block = {"type": "static_select", "action_id": "answer", **_grouped(options)}
        return made | ({"initial_option": chosen[0]} if chosen else {})
    kind = "checkboxes" if len(options) <= 10 else "multi_static_select"
    made = {"type": kind, "action_id": "answer", **_grouped(options)}
    return made | ({"initial_options": chosen} if chosen else {})


def _grouped(options: Sequence[Block]) -> Block:
    """A menu's options; where there are more than it takes, in groups, each named by its first and last (LIM-02)."""
    if len(options) <= OPTIONS:
        return {"options": list(options)}
    groups = [options[start : start + OPTIONS] for start in range(0, len(options), OPTIONS)]
    ends = [[unescaped(one["text"]["text"]) for one in (group[0], group[-1])] for group in groups]
    names = [f"{shorten(first, 30, size)} – {shorten(last, 30, size)}" for first, last in ends]
    return {
        "option_groups": [
            {"label": plain(name, LABEL), "options": list(group)} for name, group in zip(names, groups, strict=True)
        ]
    }


def answers_of(state: Mapping[str, Any]) -> dict[str, str]:
    """What stands in a modal's fields, by our names: several options are lines, nothing is an empty text."""
    found = {}
    for name, actions in state.items():
        value = actions.get("answer", {})
        options = value.get("selected_options")
        one = value.get("selected_option") or {}
        text = value.get("value") or one.get("value") or value.get("selected_user") or ""
        found[name] = "\n".join(option["value"] for option in options) if options is not None else text
    return found


def shown_again(view: Mapping[str, Any]) -> View:  # Any: JSON
    """A modal as Slack handed it over, to be left as it is: what was typed stays in it."""
    return {name: view[name] for name in ("type", "callback_id", "private_metadata", "title", "submit", "blocks")}


def draw_home(messages: Sequence[Message]) -> View:
    """The home: several messages one under the other."""
    firsts = 0
    blocks: list[Block] = []
    for message in messages:
        blocks += [*drawn_blocks(message), {"type": "divider"}]
    for block in blocks:
        for element in block.get("elements", ()):
            element["action_id"] = f"{element['action_id'].split(':')[0]}:home-{firsts}"
            firsts += 1
    if len(blocks) > BLOCKS_A_VIEW:  # cut in sight; each part can be asked for by itself
        blocks = [*blocks[: BLOCKS_A_VIEW - 1], {"type": "section", "text": plain("…")}]
    return {"type": "home", "blocks": blocks}

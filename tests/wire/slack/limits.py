"""Slack's limits, as its reference of Block Kit and of the Web API gives them; texts are counted after escaping.

`refused` is what Slack would turn down; `frowned` is what Slack would take and we do not want: our words with markup
in them, or a message that a notification could not tell.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from tests.wire.slack.controls import check_element
from tests.wire.slack.reading import escape, unescape

Block = dict[str, Any]
MESSAGE_TEXT, BLOCKS_A_MESSAGE, BLOCKS_A_VIEW, VIEW_BYTES, ID = 40_000, 50, 100, 250_000, 255
MARKUP = re.compile(r"<(?:[!@#]|https?:|mailto:)")
BLOCK_KEYS = {
    "section": {"text", "fields", "accessory", "expand"},
    "divider": set(),
    "header": {"text", "level"},
    "context": {"elements"},
    "actions": {"elements"},
    "image": {"image_url", "alt_text", "title", "slack_file"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
}
VIEW_KEYS = {
    "type", "title", "submit", "close", "blocks", "callback_id", "private_metadata", "external_id",
    "clear_on_close", "notify_on_close", "submit_disabled",
}  # fmt: skip


class Check:
    """One message or view being checked. `at` names the place in it for whoever reads the fault."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.frowned: list[str] = []
        self.block_ids: set[str] = set()
        self.action_ids: set[str] = set()

    def refuse(self, at: str, why: str) -> None:
        """Slack would turn it down."""
        self.refused.append(f"{at}: {why}")

    def words(self, text: object, at: str, most: int) -> None:
        """A string that people read."""
        if not isinstance(text, str):
            return self.refuse(at, f"must be a text, is {type(text).__name__}")
        if not text:
            self.refuse(at, "is empty")
        if (size := len(escape(unescape(text)))) > most:
            self.refuse(at, f"has {size} characters after escaping, at most {most}")
        if MARKUP.search(text):
            self.frowned.append(f"{at}: has markup that was not escaped: {text[:80]!r}")

    def text(self, given: object, at: str, most: int, kinds: Sequence[str] = ("plain_text",)) -> None:
        """A text object."""
        if not isinstance(given, dict):
            return self.refuse(at, "must be a text object")
        if (kind := given.get("type")) not in kinds:
            self.refuse(at, f"must be {' or '.join(kinds)}, is {kind!r}")
        self.keys(given, {"type", "text", "emoji" if kind == "plain_text" else "verbatim"}, at)
        self.words(given.get("text"), at, most)

    def keys(self, given: Mapping[str, Any], known: set[str], at: str) -> None:
        """Slack turns down a property that it does not know."""
        if unknown := sorted(set(given) - known):
            self.refuse(at, f"has unknown properties {', '.join(unknown)}")

    def name(self, given: object, at: str, most: int = ID) -> None:
        """An id or value, that nobody reads."""
        if not isinstance(given, str) or not given:
            self.refuse(at, "must be a text that is not empty")
        elif (size := len(escape(given))) > most:
            self.refuse(at, f"has {size} characters after escaping, at most {most}")

    def once(self, given: object, taken: set[str], at: str) -> None:
        """An id that may stand there once."""
        if given is None:
            return
        self.name(given, at)
        if str(given) in taken:
            self.refuse(at, f"{given!r} is there twice")
        taken.add(str(given))


def check_message(text: object, blocks: object, markdown: object = None) -> Check:
    """A message's words and blocks, before they are stored."""
    check = Check()
    if text not in (None, ""):
        check.words(text, "text", MESSAGE_TEXT)
    if markdown is not None:
        check.frowned.append("markdown_text: formats what people typed")
    if blocks in (None, []):
        if not str(text or "").strip():
            check.refuse("text", "no_text: there is neither text nor blocks")
        return check
    if not str(text or "").strip():
        check.frowned.append("text: is missing beside blocks, so notifications and readers of screens have nothing")
    _check_blocks(check, blocks, BLOCKS_A_MESSAGE)
    return check


def check_view(view: object, kind: str) -> Check:
    """A modal or a home."""
    check = Check()
    if not isinstance(view, dict):
        check.refuse("view", "must be an object")
        return check
    if view.get("type") != kind:
        check.refuse("view.type", f"must be {kind}, is {view.get('type')!r}")
    check.keys(view, VIEW_KEYS, "view")
    if (size := len(json.dumps(view, ensure_ascii=False).encode())) > VIEW_BYTES:
        check.refuse("view", f"has {size} bytes, at most {VIEW_BYTES}")
    for name, most in (("callback_id", ID), ("external_id", ID), ("private_metadata", 3_000)):
        if view.get(name) not in (None, ""):
            check.name(view[name], f"view.{name}", most)
    _check_titles(check, view, kind)
    _check_blocks(check, view.get("blocks"), BLOCKS_A_VIEW)
    _ask_sdk(check, "view", lambda: SdkView(**view).to_dict())
    return check


def _check_titles(check: Check, view: Block, kind: str) -> None:
    if kind == "modal" and "title" not in view:
        check.refuse("view.title", "is missing")
    asks = any(block.get("type") == "input" for block in view.get("blocks") or () if isinstance(block, dict))
    if kind == "modal" and asks and "submit" not in view:
        check.refuse("view.submit", "is missing beside inputs")
    for name in ("title", "submit", "close"):
        if name not in view:
            continue
        if kind == "home":
            check.refuse(f"view.{name}", "has no place on a home")
        check.text(view[name], f"view.{name}", 24)


def _check_blocks(check: Check, blocks: object, most: int) -> None:
    if not isinstance(blocks, list):
        return check.refuse("blocks", "must be a list")
    if not 0 < len(blocks) <= most:
        check.refuse("blocks", f"there are {len(blocks)}, at least 1 and at most {most}")
    for number, block in enumerate(blocks):
        at = f"blocks[{number}]"
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in BLOCK_KEYS:
            check.refuse(at, f"unknown block type {kind!r}")
            continue
        check.keys(block, BLOCK_KEYS[kind] | {"type", "block_id"}, at)
        check.once(block.get("block_id"), check.block_ids, f"{at}.block_id")
        CHECKS[kind](check, block, f"{at} {kind}")
        _ask_sdk(check, at, partial(_parsed, block))


def _parsed(block: Block) -> object:
    made = SdkBlock.parse(block)
    return made and made.to_dict()


def _ask_sdk(check: Check, at: str, parse: Callable[[], object]) -> None:
    """What slack_sdk's own models find. Anything else that it raises is a shape that it could not read."""
    try:
        parse()
    except SlackObjectFormationError as error:
        check.refuse(at, f"slack_sdk: {error}")
    except Exception as error:
        check.refuse(at, f"slack_sdk cannot read it: {error!r}")


def _section(check: Check, block: Block, at: str) -> None:
    if "text" not in block and not block.get("fields"):
        check.refuse(at, "has neither text nor fields")
    if "text" in block:
        check.text(block["text"], f"{at}.text", 3_000, ("plain_text", "mrkdwn"))
    if "fields" in block:
        for number, field in enumerate(_some(check, block["fields"], f"{at}.fields")):
            check.text(field, f"{at}.fields[{number}]", 2_000, ("plain_text", "mrkdwn"))
    if "accessory" in block:
        check_element(check, block["accessory"], "section", f"{at}.accessory", check.action_ids)


def _header(check: Check, block: Block, at: str) -> None:
    check.text(block.get("text"), f"{at}.text", 150)


def _context(check: Check, block: Block, at: str) -> None:
    for number, element in enumerate(_some(check, block.get("elements"), f"{at}.elements")):
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(check, element, "context", f"{at}.elements[{number}]", check.action_ids)
        else:
            check.text(element, f"{at}.elements[{number}]", 3_000, ("plain_text", "mrkdwn"))


def _actions(check: Check, block: Block, at: str) -> None:
    for number, element in enumerate(_some(check, block.get("elements"), f"{at}.elements")):
        check_element(check, element, "actions", f"{at}.elements[{number}]", check.action_ids)


def _image(check: Check, block: Block, at: str) -> None:
    check.words(block.get("alt_text"), f"{at}.alt_text", 2_000)
    check.name(block.get("image_url"), f"{at}.image_url", 3_000)
    if "title" in block:
        check.text(block["title"], f"{at}.title", 2_000)


def _input(check: Check, block: Block, at: str) -> None:
    """The ids of inputs are unique within their block: a form's values are told apart by the block's."""
    check.text(block.get("label"), f"{at}.label", 2_000)
    if "hint" in block:
        check.text(block["hint"], f"{at}.hint", 2_000)
    check_element(check, block.get("element"), "input", f"{at}.element", set())


def _some(check: Check, given: object, at: str) -> list[Any]:
    """A list with something in it. How much at most slack_sdk sees."""
    if not isinstance(given, list) or not given:
        check.refuse(at, "must be a list with something in it")
        return []
    return given


CHECKS: dict[str, Callable[[Check, Block, str], None]] = {
    "section": _section,
    "divider": lambda check, block, at: None,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "input": _input,
}

"""The limits of what can be pressed, chosen and filled in, as Slack's reference of block elements gives them."""

from collections.abc import Sequence
from typing import Any, Protocol

Element = dict[str, Any]
SELECTS = {"static_select", "users_select", "conversations_select", "channels_select"}
MULTI = {f"multi_{kind}" for kind in SELECTS}
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
TICKED = {"checkboxes", "radio_buttons"}
PLACES = {
    "actions": {"button", "overflow", "datepicker", "timepicker", "datetimepicker"} | SELECTS | TICKED,
    "section": {"button", "overflow", "datepicker", "timepicker", "image"} | SELECTS | MULTI | TICKED,
    "input": {"datepicker", "timepicker", "datetimepicker"} | SELECTS | MULTI | TICKED | TYPED,
    "context": {"image"},
}
"""Which element may stand in which block."""
COMMON = {"type", "action_id", "confirm", "focus_on_load", "placeholder"}
CHOICES = {"options", "option_groups", "initial_option", "initial_options", "max_selected_items"}
PICKED = {
    "initial_user", "initial_users", "initial_conversation", "initial_conversations", "initial_channel",
    "initial_channels", "max_selected_items", "default_to_current_conversation", "filter", "response_url_enabled",
}  # fmt: skip
TEXTS = {"initial_value", "min_length", "max_length", "multiline", "dispatch_action_config",
         "min_value", "max_value", "is_decimal_allowed"}  # fmt: skip
TIMES = {"initial_date", "initial_time", "initial_date_time", "timezone"}
MOST_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}


class Checks(Protocol):
    """What limits.Check gives."""

    def refuse(self, at: str, why: str) -> None: ...
    def words(self, text: object, at: str, most: int) -> None: ...
    def text(self, given: object, at: str, most: int, kinds: Sequence[str] = ("plain_text",)) -> None: ...
    def keys(self, given: Element, known: set[str], at: str) -> None: ...
    def name(self, given: object, at: str, most: int = 255) -> None: ...
    def once(self, given: object, taken: set[str], at: str) -> None: ...


def check_element(check: Checks, element: object, place: str, at: str, ids: set[str]) -> None:
    """One control. `ids` are the action ids that are taken where it stands."""
    if not isinstance(element, dict):
        return check.refuse(at, "must be an element")
    kind = element.get("type")
    if kind not in PLACES[place]:
        return check.refuse(at, f"{kind!r} has no place in {place}")
    check.keys(element, known_keys(str(kind)), f"{at} {kind}")
    check.once(element.get("action_id"), ids, f"{at}.action_id")
    if "placeholder" in element:
        check.text(element["placeholder"], f"{at}.placeholder", 150)
    if "confirm" in element:
        _confirm(check, element["confirm"], f"{at}.confirm")
    if kind == "button":
        _button(check, element, at)
    elif kind == "image":
        check.words(element.get("alt_text"), f"{at}.alt_text", 2_000)
    elif kind in TYPED:
        _typed(check, element, at)
    elif kind in {"static_select", "multi_static_select", "overflow"} | TICKED:
        _choice(check, element, at)


def known_keys(kind: str) -> set[str]:
    """The properties that Slack knows of this kind of element."""
    if kind == "button":
        return (COMMON - {"placeholder"}) | {"text", "value", "url", "style", "accessibility_label"}
    if kind == "image":
        return {"type", "image_url", "alt_text", "slack_file"}
    if kind in TYPED:
        return (COMMON - {"confirm"}) | TEXTS
    if kind.endswith("picker"):
        return COMMON | TIMES
    if kind in TICKED | {"overflow", "static_select", "multi_static_select"}:
        return COMMON | CHOICES
    return COMMON | PICKED


def _confirm(check: Checks, given: object, at: str) -> None:
    if not isinstance(given, dict):
        return check.refuse(at, "must be an object")
    check.keys(given, {"title", "text", "confirm", "deny", "style"}, at)
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        check.text(given.get(name), f"{at}.{name}", most)


def _button(check: Checks, element: Element, at: str) -> None:
    check.text(element.get("text"), f"{at}.text", 75)
    if "value" in element:
        check.name(element["value"], f"{at}.value", 2_000)
    if "url" in element:
        check.name(element["url"], f"{at}.url", 3_000)
    if element.get("style", "primary") not in {"primary", "danger"}:
        check.refuse(f"{at}.style", f"must be primary or danger, is {element['style']!r}")


def _typed(check: Checks, element: Element, at: str) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if not (0 <= least <= 3_000 and 1 <= most <= 3_000 and least <= most):
        check.refuse(at, f"min_length {least} and max_length {most} must lie within 3,000")
    if len(str(element.get("initial_value", ""))) > most:  # put into the field as it is, so it is counted as it is
        check.refuse(f"{at}.initial_value", f"has {len(element['initial_value'])} characters, at most {most}")


def _choice(check: Checks, element: Element, at: str) -> None:
    groups = element.get("option_groups")
    if (groups is None) == (element.get("options") is None):
        return check.refuse(at, "must have either options or option_groups")
    if groups is not None and not 0 < len(groups) <= 100:
        check.refuse(f"{at}.option_groups", f"there are {len(groups)}, at most 100")
    options = []
    for number, group in enumerate(groups or [element]):
        if groups is not None:
            check.text(group.get("label"), f"{at}.option_groups[{number}].label", 75)
        options += _options(check, element["type"], group.get("options"), f"{at}.options")
    if len({option.get("value") for option in options}) < len(options):
        check.refuse(f"{at}.options", "two have the same value")
    initial = element.get("initial_options", [])
    for option in [*initial, *([element["initial_option"]] if "initial_option" in element else [])]:
        if option not in options:
            check.refuse(f"{at}.initial_option", "is none of the options")
    if "initial_options" in element and not initial:
        check.refuse(f"{at}.initial_options", "is empty")


def _options(check: Checks, kind: str, options: object, at: str) -> list[Element]:
    most = MOST_OPTIONS.get(kind, 100)
    if not isinstance(options, list) or not 0 < len(options) <= most:
        check.refuse(at, f"there must be 1 to {most}, are {len(options) if isinstance(options, list) else options!r}")
        return []
    kinds = ("plain_text", "mrkdwn") if kind in TICKED else ("plain_text",)
    for number, option in enumerate(options):
        check.keys(option, {"text", "value", "description", "url"}, f"{at}[{number}]")
        check.text(option.get("text"), f"{at}[{number}].text", 75, kinds)
        check.name(option.get("value"), f"{at}[{number}].value", 150)
        if "description" in option:
            check.text(option["description"], f"{at}[{number}].description", 75, kinds)
    return options

"""Finding a control by what a person calls it, and filling in a form as Slack's own client lets one."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.wire.slack.reading import Block, Element, controls, labels_of, options_of, said
from tests.wire.slack.things import Json, View

TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
ONE, MANY = {"static_select", "radio_buttons", "overflow"}, {"multi_static_select", "checkboxes"}
PICKED = {
    "users_select": "selected_user", "multi_users_select": "selected_users", "datepicker": "selected_date",
    "timepicker": "selected_time", "datetimepicker": "selected_date_time",
    "conversations_select": "selected_conversation", "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel", "multi_channels_select": "selected_channels",
}  # fmt: skip


def find(blocks: Sequence[Block], wanted: Any, kinds: set[str] | None) -> tuple[str, Element]:
    """The only control with this id, label, option or value, and its block's id. Raises where none or several fit."""
    exact, found = [], []
    for block, element in controls(blocks):
        if kinds and element["type"] not in kinds:
            continue
        names = {element["action_id"], block["block_id"], element.get("value")}
        texts = {said(block.get("label")), said(element.get("placeholder"))}
        if element["type"] not in TYPED | set(PICKED):
            texts |= set(labels_of(element)) | {option["value"] for option in options_of(element)}
        if wanted in texts | ({said(element["text"])} if element["type"] == "button" else set()):
            found.append((block["block_id"], element))
        if wanted in names:
            exact.append((block["block_id"], element))
    either = found or exact
    there = [(element["action_id"], labels_of(element)) for _, element in controls(blocks) if "text" in element]
    assert len(either) == 1, f"{len(either)} controls fit {wanted!r}; there are {there}"
    return either[0]


def default_of(element: Element) -> Json:
    """What stands in a field before anybody touched it."""
    kind = element["type"]
    if kind in TYPED:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in ONE:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MANY:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    name = PICKED[kind]
    initial = element.get(name.replace("selected", "initial"))
    return {"type": kind, name: initial if initial is not None else [] if name.endswith("s") else None}


def chosen(element: Element, wanted: Any) -> Json:
    """A field's state when somebody puts this into it; True ticks all. Raises where Slack would not let them."""
    kind = element["type"]
    if kind in TYPED:
        return {"type": kind, "value": _typed(element, str(wanted))}
    if kind in ONE:
        return {"type": kind, "selected_option": _option(element, wanted) if wanted else None}
    if kind in MANY:
        every = [option["value"] for option in options_of(element)] if wanted is True else []
        several = [wanted] if isinstance(wanted, str) else every or wanted or []
        return {"type": kind, "selected_options": [_option(element, one) for one in several]}
    value = [getattr(one, "id", one) for one in wanted] if isinstance(wanted, list) else getattr(wanted, "id", wanted)
    return {"type": kind, PICKED[kind]: value}


def _typed(element: Element, text: str) -> str | None:
    most, least = element.get("max_length", 3_000), element.get("min_length", 0)
    assert len(text) <= most, f"{element['action_id']} takes {most} characters, not {len(text)}"
    assert not text or len(text) >= least, f"{element['action_id']} wants {least} characters, not {len(text)}"
    assert element.get("multiline") or "\n" not in text, f"{element['action_id']} takes one line"
    return text or None


def _option(element: Element, wanted: Any) -> Element:
    options = options_of(element)
    for one in options:
        if wanted in (said(one["text"]), one["value"]):
            return {"text": one["text"], "value": one["value"]}
    raise AssertionError(f"no option {wanted!r}; there are {[said(one['text']) for one in options]}")


def filled(view: View, values: Mapping[str, Any]) -> None:
    """Put values into the fields, by block_id, action_id or label; and see that nothing needed is empty."""
    for name, wanted in values.items():
        block_id, element = find([block for block in view.blocks if block["type"] == "input"], name, None)
        view.typed[block_id, element["action_id"]] = chosen(element, wanted)
    for block_id, actions in state_of(view).items():
        block = next(one for one in view.blocks if one["block_id"] == block_id)
        empty = [name for name, value in actions.items() if not _something(value)]
        needed = block["type"] == "input" and not block.get("optional")
        assert not (needed and empty), f"Slack would not send the form: {said(block.get('label'))!r} is empty"


def _something(value: Json) -> bool:
    return any(value[name] for name in value if name != "type")


def state_of(view: View) -> Json:
    """All fields of a view and what stands in them, as in `state.values`."""
    values: Json = {}
    for block, element in controls(view.blocks):
        if element["type"] in {"button", "overflow"}:
            continue
        typed = view.typed.get((block["block_id"], element["action_id"]))
        same = typed if typed and typed["type"] == element["type"] else None
        values.setdefault(block["block_id"], {})[element["action_id"]] = same or default_of(element)
    return values

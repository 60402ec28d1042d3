"""For each limit what just fits and what is just too much, counted after escaping: slack_sdk, which counts before, sees
nothing wrong with most of the latter.
"""

from typing import Any

from tests.wire.slack.echo import button, form, plain, question

Json = dict[str, Any]


def full(most: int) -> str:
    """A text of just this length once it is escaped."""
    return "x" * (most - 4) + "<"


def over(most: int) -> str:
    """A text one longer than this once it is escaped, and shorter before."""
    return "x" * (most - 3) + "<"


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": plain(text), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def fields(*texts: str) -> Json:
    return {"type": "section", "fields": [plain(text) for text in texts]}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://library.example/a.png", "alt_text": "A picture", **more}


def options(count: int) -> list[Json]:
    return [option(f"Option {n}", f"v{n}") for n in range(count)]


def option(label: str = "Option", value: str = "v", **more: Any) -> Json:
    return {"text": plain(label), "value": value, **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "choose", "options": options(2), **more}


def groups(count: int = 1, label: str = "Group") -> Json:
    made = select(option_groups=[{"label": plain(label), "options": [option(value=f"{n}")]} for n in range(count)])
    return {name: value for name, value in made.items() if name != "options"}


def confirm(**more: str) -> Json:
    texts = {name: plain(more.get(name, name)) for name in ("title", "text", "confirm", "deny")}
    return actions(button("Go", confirm=texts))


def pressing(label: str = "Go", **more: Any) -> Json:
    return actions(button(label, **{"action_id": "a", "value": "v", **more}))


def choosing(**more: Any) -> Json:
    return actions(select(**more))


def without(view: Json, name: str) -> Json:
    return {one: value for one, value in view.items() if one != name}


MESSAGES: dict[str, tuple[list[Json], list[Json]]] = {
    "blocks": ([section("x")] * 50, [section("x")] * 51),
    "no blocks in a list": ([section("x")], [{"type": "actions", "elements": []}]),
    "block type": ([{"type": "divider"}], [{"type": "dividr"}]),
    "section": ([section(full(3_000))], [section(over(3_000))]),
    "empty text": ([section(" ")], [section("")]),
    "neither text nor fields": ([section("x")], [{"type": "section"}]),
    "property": ([section("x", expand=True)], [section("x", colour="red")]),
    "property of a text": ([section("x")], [{"type": "section", "text": {**plain("x"), "colour": "red"}}]),
    "header": ([{"type": "header", "text": plain(full(150))}], [{"type": "header", "text": plain(over(150))}]),
    "header is plain": (
        [{"type": "header", "text": plain("x")}],
        [{"type": "header", "text": {**plain("x"), "type": "mrkdwn"}}],
    ),
    "field": ([fields(full(2_000))], [fields(over(2_000))]),
    "fields": ([fields(*["x"] * 10)], [fields(*["x"] * 11)]),
    "context": ([context(*[plain("x")] * 10)], [context(*[plain("x")] * 11)]),
    "context's text": ([context(plain(full(3_000)))], [context(plain(over(3_000)))]),
    "context's picture": ([context(image(alt_text=full(2_000)))], [context(image(alt_text=over(2_000)))]),
    "picture": ([image(alt_text=full(2_000))], [image(alt_text=over(2_000))]),
    "picture's title": ([image(title=plain(full(2_000)))], [image(title=plain(over(2_000)))]),
    "picture's address": ([image(image_url=full(3_000))], [image(image_url=over(3_000))]),
    "actions": ([actions(*(button(str(n)) for n in range(25)))], [actions(*(button(str(n)) for n in range(26)))]),
    "place in actions": ([choosing()], [choosing(type="multi_static_select")]),
    "place in context": ([context(plain("x"))], [context(button("x"))]),
    "button": ([pressing(full(75))], [pressing(over(75))]),
    "button's value": ([pressing(value=full(2_000))], [pressing(value=over(2_000))]),
    "button's address": ([pressing(url=full(3_000))], [pressing(url=over(3_000))]),
    "button's style": ([pressing(style="danger")], [pressing(style="default")]),
    "confirm: title": ([confirm(title=full(100))], [confirm(title=over(100))]),
    "confirm: text": ([confirm(text=full(300))], [confirm(text=over(300))]),
    "confirm: yes": ([confirm(confirm=full(30))], [confirm(confirm=over(30))]),
    "confirm: no": ([confirm(deny=full(30))], [confirm(deny=over(30))]),
    "option": ([choosing(options=[option(full(75))])], [choosing(options=[option(over(75))])]),
    "option's value": ([choosing(options=[option(value=full(150))])], [choosing(options=[option(value=over(150))])]),
    "option's description": (
        [choosing(options=[option(description=plain(full(75)))])],
        [choosing(options=[option(description=plain(over(75)))])],
    ),
    "options": ([choosing(options=options(100))], [choosing(options=options(101))]),
    "options that differ": ([choosing()], [choosing(options=[*options(1), *options(1)])]),
    "groups": ([actions(groups(100))], [actions(groups(101))]),
    "group's label": ([actions(groups(label=full(75)))], [actions(groups(label=over(75)))]),
    "options or groups": ([actions(groups())], [choosing(option_groups=groups()["option_groups"])]),
    "initial option": ([choosing(initial_option=options(2)[1])], [choosing(initial_option=option("Other", "other"))]),
    "overflow": ([choosing(type="overflow", options=options(5))], [choosing(type="overflow", options=options(6))]),
    "radio": (
        [choosing(type="radio_buttons", options=options(10))],
        [choosing(type="radio_buttons", options=options(11))],
    ),
    "placeholder": ([choosing(placeholder=plain(full(150)))], [choosing(placeholder=plain(over(150)))]),
    "block_id": ([section("x", block_id=full(255))], [section("x", block_id=over(255))]),
    "block_id once": (
        [section("x", block_id="a"), section("x", block_id="b")],
        [section("x", block_id="a"), section("x", block_id="a")],
    ),
    "action_id": ([pressing(action_id=full(255))], [pressing(action_id=over(255))]),
    "action_id once": ([actions(button("x")), actions(button("y"))], [actions(button("x")), actions(button("x"))]),
}

FORMS: dict[str, tuple[Json, Json]] = {
    "blocks": (form(*[section("x")] * 100), form(*[section("x")] * 101)),
    "type": (form(), form(type="home")),
    "title": (form(title=plain(full(24))), form(title=plain(over(24)))),
    "title is there": (form(), without(form(), "title")),
    "submit": (form(submit=plain(full(24))), form(submit=plain(over(24)))),
    "submit is there": (without(form(section("x")), "submit"), without(form(), "submit")),
    "close": (form(close=plain(full(24))), form(close=plain(over(24)))),
    "private_metadata": (form(private_metadata=full(3_000)), form(private_metadata=over(3_000))),
    "callback_id": (form(callback_id=full(255)), form(callback_id=over(255))),
    "external_id": (form(external_id=full(255)), form(external_id=over(255))),
    "most that can be typed": (form(question("a", max_length=3_000)), form(question("a", max_length=3_001))),
    "least that can be typed": (form(question("a", min_length=3_000)), form(question("a", min_length=3_001))),
    "initial value, as it is": (
        form(question("a", max_length=5, initial_value="<" * 5)),
        form(question("a", max_length=5, initial_value="<" * 6)),
    ),
    "label": (
        form(question("a") | {"label": plain(full(2_000))}),
        form(question("a") | {"label": plain(over(2_000))}),
    ),
    "hint": (form(question("a") | {"hint": plain(full(2_000))}), form(question("a") | {"hint": plain(over(2_000))})),
    "ids of inputs": (form(question("a"), question("b")), form(question("a"), question("a"))),
    "place in an input": (form(question("a")), form(question("a", type="button", text=plain("x")))),
    "ticks": (
        form(question("a", type="checkboxes", options=options(10))),
        form(question("a", type="checkboxes", options=options(11))),
    ),
    "ticked at first": (
        form(question("a", type="checkboxes", options=options(2), initial_options=options(1))),
        form(question("a", type="checkboxes", options=options(2), initial_options=[])),
    ),
    "property": (form(notify_on_close=True), form(colour="red")),
}

"""What the bot says, as blocks: within Slack's limits as Slack counts, and nobody's words become anything but words."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack.blocks import escaped, size, unescaped
from adapters.slack.render import METADATA, Step, answers_of, draw, draw_form, draw_home
from bot.message import Field, FieldKind, Form, Message, Option
from tests.contracts.samples import FORMS, MESSAGES

MOST = {"button": 75, "header": 150, "section": 3_000, "field": 2_000, "option": 75}


def texts(value: Any) -> Iterator[dict[str, Any]]:  # Any: JSON
    """Every text object in blocks."""
    if isinstance(value, dict):
        if value.get("type") in {"plain_text", "mrkdwn"}:
            yield value
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("name", MESSAGES)
def test_lim_01_every_message_is_one_that_slack_takes(name: str) -> None:
    drawn = draw(MESSAGES[name])
    assert 0 < len(drawn.blocks) <= 50
    assert 0 < len(drawn.text) <= 40_000
    for block in drawn.blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.to_dict()  # validates
    ids = [element["action_id"] for block in drawn.blocks for element in block.get("elements", ())]
    assert len(ids) == len(set(ids))
    assert {text["type"] for text in texts(drawn.blocks)} <= {"plain_text"}
    assert all(0 < len(text["text"]) <= 3_000 for text in texts(drawn.blocks))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_a_modal_that_slack_takes_on_each_of_its_pages(name: str) -> None:
    form = FORMS[name]
    for page in range(len(form.pages(10))):
        view = draw_form(form, Step(form.line, "C1", page), "Next")
        View(**view).to_dict()
        assert len(view["private_metadata"]) <= METADATA
        assert view["callback_id"] == ("form" if page == len(form.pages(10)) - 1 else "step")


@given(st.text(max_size=300))
def test_what_is_escaped_holds_no_mark_of_slack_and_comes_back_as_it_was(text: str) -> None:
    assert not set("<>") & set(escaped(text))
    assert unescaped(escaped(text)) == text
    assert size(text) >= len(text)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.text(max_size=200), max_size=8), st.integers(0, 9))
def test_a_form_hands_back_what_earlier_pages_were_told(values: dict[str, str], page: int) -> None:
    step = Step("apply programme:1", "C1", page, values)
    assert Step.unpacked(step.packed()) == step


@pytest.mark.parametrize("metadata", ["", "nonsense", "{}"])
def test_somebody_elses_modal_is_told_from_ours(metadata: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Step.unpacked(metadata)


def test_a_form_told_more_than_a_modal_can_carry_becomes_one_long_page_and_loses_nothing() -> None:
    form = Form(
        "apply", "Apply", tuple(Field(f"f{n}", f"Field {n}", FieldKind.LONG, most=3_000) for n in range(12)), "Go"
    )
    told = {f"f{n}": "".join(chr(0x4E00 + (n * 977 + i * 31) % 20_000) for i in range(900)) for n in range(10)}
    view = draw_form(form.filled(told, {}), Step("apply", "", 1, told), "Next")
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert len(inputs) == 12
    assert {name: inputs[name]["element"]["initial_value"] for name in told} == told
    assert len(view["private_metadata"]) <= METADATA
    assert view["callback_id"] == "form"


def test_every_kind_of_answer_comes_back_by_its_name() -> None:
    option = {"value": "b", "text": {"type": "plain_text", "text": "B"}}
    state = {
        "typed": {"answer": {"type": "plain_text_input", "value": "words"}},
        "empty": {"answer": {"type": "plain_text_input", "value": None}},
        "one": {"answer": {"type": "static_select", "selected_option": option}},
        "none": {"answer": {"type": "static_select", "selected_option": None}},
        "many": {"answer": {"type": "checkboxes", "selected_options": [option, option | {"value": "c"}]}},
        "nobody": {"answer": {"type": "users_select", "selected_user": None}},
        "who": {"answer": {"type": "users_select", "selected_user": "U1"}},
    }
    assert answers_of(state) == {
        "typed": "words", "empty": "", "one": "b", "none": "", "many": "b\nc", "nobody": "", "who": "U1",
    }  # fmt: skip


def test_what_was_ticked_is_ticked_again_and_what_is_no_option_any_more_is_not() -> None:
    options = tuple(Option(str(n), f"Option {n}") for n in range(3))
    field = Field("many", "Many", FieldKind.MANY, options=options, value="1\n7\n2")
    view = draw_form(Form("x", "X", (field,), "Go"), Step("x"), "Next")
    assert [one["value"] for one in view["blocks"][0]["element"]["initial_options"]] == ["1", "2"]


def test_the_home_shows_all_that_it_is_given_with_controls_told_apart() -> None:
    view = draw_home([MESSAGES["buttons"], MESSAGES["choice"], Message("Nothing")])
    View(**view).to_dict()
    ids = [element["action_id"] for block in view["blocks"] for element in block.get("elements", ())]
    assert len(ids) == len(set(ids)) >= 4
    assert all(one.startswith(("press:", "choose:")) for one in ids)
    assert len(json.dumps(view)) < 250_000

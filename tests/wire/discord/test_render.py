"""What Discord shows stays within its limits, is read as it was meant, and can all be pressed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.forms import Step, draw_modal
from adapters.discord.render import draw, opened, sealed
from adapters.discord.tree import CHILDREN, DESCRIPTION, LARGEST, OPTIONS, line_of, same, tree_of, weight
from adapters.discord.words import escaped, units
from bot.app import load_features
from bot.command import Command
from bot.i18n import Reader
from bot.message import Button, Choice, Field, FieldKind, Form, Message, Option, Section
from bot.people import Who
from tests.wire.discord.reading import plain


@given(st.text(alphabet=st.sampled_from("\\*_~`|<>[]@#-+1. :/hts\na👩🏽é"), max_size=60))
def test_lim_08_to_11_what_is_escaped_is_read_as_it_was(text: str) -> None:
    assert plain(escaped(text)) == text


@pytest.mark.parametrize(
    "text",
    ["**b**", "_i_", "~~s~~", "`c`", "||s||", "> q", "# h", "- l", "+ l", "1. l", "[a](https://x.example)", "@everyone",
     "<@1>", "<#1>", "<t:1>", "<:e:1>", "https://x.example", "\\*b*"],
)  # fmt: skip
def test_lim_08_to_11_nothing_that_people_type_is_left_to_discord(text: str) -> None:
    for line in (text, f"a\n{text}"):
        shown = escaped(line)
        assert shown != line
        assert "://" not in shown
        signs = [n for n, sign in enumerate(shown) if sign in "*_~`|<>[]@#"]
        assert all(shown[n - 1] == "\\" for n in signs)


@given(st.lists(st.tuples(st.text(max_size=300), st.text(max_size=3_000)), max_size=30), st.text(max_size=5_000))
async def test_every_message_fits(parts: list[tuple[str, str]], text: str) -> None:
    sections = tuple(Section(heading, words, buttons=(Button("Go", f"go {words[:5]}"),)) for heading, words in parts)
    drawn = draw(Message(text, title=text[:100], sections=sections))
    assert 0 < units(drawn.content) <= 2_000
    assert len(drawn.embeds) <= 10
    sizes = [units(embed.description or "") for embed in drawn.embeds]
    assert sum(sizes) <= 6_000
    assert all(0 < one <= 4_096 for one in sizes)
    for row in drawn.controls.to_components() if drawn.controls else []:
        for one in row["components"]:
            assert len(one["custom_id"]) <= 100
            assert 0 < len(one.get("label", "x")) <= 80


def test_lim_04_a_long_list_of_names_goes_on_in_other_embeds_or_along_as_a_file() -> None:
    names = [f"{'Anna-Maria Wilhelmiina ' * 4}{n}" for n in range(60)]
    drawn = draw(Message("Who comes", sections=(Section("Kick-off", "\n".join(names)),)))
    shown = plain("".join(embed.description or "" for embed in drawn.embeds))
    along = "".join(file.data.decode() for file in drawn.files)
    assert all(name in shown or name in along for name in names)
    assert not along or shown.endswith("…")


async def test_a_button_of_several_parts_says_which_it_is_of() -> None:
    sections = tuple(Section(name, buttons=(Button("Cancel", f"session cancel session:{name}"),)) for name in "ab")
    drawn = draw(Message("Sessions", sections=sections))
    assert drawn.controls
    assert [one.label for one in drawn.controls.children] == ["Cancel: a", "Cancel: b"]


async def test_buttons_that_do_not_fit_beside_a_menu_are_in_a_menu_of_their_own() -> None:
    options = tuple(Option(str(n), f"Option {n}") for n in range(75))
    buttons = tuple(Button(f"Button {n}", f"press {n}") for n in range(30))
    drawn = draw(Message("Pick", buttons=buttons, choice=Choice("Pick", "pick", options)))
    assert drawn.controls
    rows = drawn.controls.to_components()
    assert [len(row["components"]) for row in rows] == [5, 1, 1, 1, 1]
    assert len(rows[1]["components"][0]["options"]) == 25


def test_a_direct_message_names_its_server_where_there_is_room() -> None:
    server = "123456789012345678"
    assert opened(sealed("pairing list", server)) == ("pairing list", server)
    assert opened(sealed("x" * 100, server)) == ("x" * 100, "")
    assert opened("mine") == ("mine", "")


async def test_a_form_of_a_line_too_long_for_an_id_is_still_one_of_that_line() -> None:
    form = Form("x" * 200, "A form", (Field("one", "One", FieldKind.LONG),), submit="Send")
    assert len(draw_modal(form, Step(form.line)).custom_id) <= 100


# --- the command tree -----------------------------------------------------------------------------------------------
COMMANDS = load_features().commands
TREE = tree_of(COMMANDS.values(), Reader())
MORE = [replace(COMMANDS["mine"], name=f"more{n}", who=Who.FACILITATOR) for n in range(10)]
"""More than one command has room for."""


@pytest.mark.parametrize(("more", "roots"), [([], ["mentoring"]), (MORE, ["mentoring", "mentoring-office"])])
def test_the_tree_is_within_discords_limits(more: list[Command], roots: list[str]) -> None:
    def visit(node: dict) -> None:  # type: ignore[type-arg]
        assert 1 <= len(node["name"]) <= 32
        assert node["name"] == node["name"].lower()
        assert 1 <= len(node["description"]) <= DESCRIPTION
        assert len(node.get("options", ())) <= OPTIONS
        assert len(node.get("choices", ())) <= 25
        names = [one["name"] for one in node.get("options", ())]
        assert len(names) == len(set(names))
        for one in node.get("options", ()):
            visit(one)

    tree = tree_of([*COMMANDS.values(), *more], Reader())
    assert [root["name"] for root in tree] == roots
    for root in tree:
        visit(root)
        assert len(root["options"]) <= CHILDREN
        assert weight(root) <= LARGEST


def test_every_command_that_is_listed_is_in_the_tree_once() -> None:
    found = [
        " ".join([child["name"], *([leaf["name"]] if leaf else [])])
        for root in TREE
        for child in root["options"]
        for leaf in (child["options"] if child["type"] == 2 else [None])
    ]
    assert sorted(found) == sorted(name for name, one in COMMANDS.items() if one.listed)


def test_a_command_of_a_group_becomes_its_line() -> None:
    data = {"options": [{"name": "match", "type": 2, "options": [{"name": "move", "type": 1, "options": [
        {"name": "why", "type": 3, "value": 'a "b" c'}, {"name": "sure", "type": 5, "value": False},
        {"name": "file", "type": 11, "value": "9"}, {"name": "many", "type": 4, "value": 3}]}]}]}  # fmt: skip
    assert line_of(data) == ('/mentoring match move why:"a ""b"" c" sure:no many:3', {"file": "9"})


def test_what_discord_adds_is_no_difference_and_what_it_lacks_is() -> None:
    ours = tree_of([*COMMANDS.values(), *MORE], Reader())
    theirs = [{**ours[1], "id": "1", "version": "2"}, {**ours[0], "id": "3", "nsfw": False}]
    assert same(ours, theirs)
    assert not same(ours, theirs[:1])
    assert not same(ours, [{**theirs[0], "description": "Other"}, theirs[1]])

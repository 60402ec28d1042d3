"""What every command must do, whoever asks and whatever is typed: answer in words, and never be surprised."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.processors import format_exc_info
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import load_features
from bot.command import Kind, Param
from bot.entities import Grant, Programme, ProgrammeState
from bot.i18n import Reader
from bot.message import DISCORD, LOCAL, LONGEST_LINE, SLACK, Answer, Form, Message, too_long
from tests.contracts.world import World, furnished
from tests.support.stage import Player, Stage, buttons, plain

COMMANDS = load_features().commands
SURPRISES = {"unexpected", "text missing", "text cannot be formatted", "a message could not be made", "planning failed"}
ROLES = ("stranger", "member", "mentor", "actor", "facilitator")


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    with capture_logs(processors=[format_exc_info]) as kept:
        yield kept


@pytest.fixture
async def world(stage: Stage) -> World:
    return await furnished(stage)


def faults(answer: Answer) -> list[str]:
    """What is wrong with an answer, whatever it was to."""
    found = [] if plain(answer).strip() else ["is silent"]
    if isinstance(answer, Message):
        found += [f"a button of {len(line)} characters: {line}" for line in answer.lines() if len(line) > LONGEST_LINE]
        found += ["says something for everybody to see"] if answer.public else []
        return found + ([] if answer.text.strip() else ["has no text of its own"])
    # Options that are people's names are shortened where they are drawn (LIM-03); those of ours are tested below.
    long = [fault for limits in (LOCAL, SLACK, DISCORD) for fault in too_long(answer, limits)]
    return found + [fault for fault in long if ": the option " not in fault]


def surprises(logs: list[EventDict]) -> list[str]:
    """What was logged that should not have happened, and forgotten again."""
    found = [entry for entry in logs if entry["event"] in SURPRISES]
    logs.clear()
    return [f"{one['event']}: {one.get('exception', '').splitlines()[-3:] or one.get('key')}" for one in found]


async def asked(player: Player, line: str, logs: list[EventDict], **more: object) -> list[str]:
    """The faults in the answer to a line, with who asked."""
    answer = await player.says(line, **more)
    return [f"{line!r} by {player.name}: {fault}" for fault in [*faults(answer), *surprises(logs)]]


def none(found: list[str]) -> None:
    """Fail with every fault on a line of its own."""
    assert not found, "\n" + "\n".join(found)


def test_every_command_and_parameter_has_its_words() -> None:
    reader, silent = Reader(), []
    for command in COMMANDS.values():
        keys = [command.key, f"{command.key}-title"]
        keys += [f"option-{option}" for param in command.params for option in param.options]
        keys += [] if command.fields else [f"{command.key}-{asks(param)}" for param in command.params if in_form(param)]
        silent += [key for key in keys if not reader.has(key)]
    assert silent == []


def asks(param: Param) -> str:
    return param.name.replace("_", "-")


def in_form(param: Param) -> bool:
    return param.in_form and param.kind != Kind.ENTITY


def test_descriptions_and_titles_fit_every_platform() -> None:
    reader = Reader()
    long = {command.key: reader.t(command.key) for command in COMMANDS.values() if len(reader.t(command.key)) > 100}
    long |= {key: reader.t(key) for key in (f"{one.key}-title" for one in COMMANDS.values()) if len(reader.t(key)) > 24}
    options = {f"option-{option}" for one in COMMANDS.values() for param in one.params for option in param.options}
    long |= {key: reader.t(key) for key in options if len(reader.t(key)) > min(SLACK.option_label, SLACK.button_label)}
    assert long == {}


def test_names_fit_a_tree_of_groups_and_clash_with_nothing() -> None:
    groups: dict[str, list[str]] = {}
    for name in COMMANDS:
        group, _, rest = name.partition(" ")
        groups.setdefault(group, []).append(rest)
        assert all(word == word.lower() and len(word) <= 32 and " " not in word for word in (group, rest)), name
    assert {group: len(names) for group, names in groups.items() if len(names) > 25} == {}
    assert len(groups) <= 100
    for command in COMMANDS.values():
        assert len(command.params) <= 25, command.name
        assert len({param.name for param in command.params}) == len(command.params), command.name


@pytest.mark.parametrize("role", ROLES)
async def test_bare_in_an_empty_community_every_command_answers(stage: Stage, logs: list[EventDict], role: str) -> None:
    player = Player(stage, role, "new") if role == "stranger" else await stage.person(role)
    none([fault for name in COMMANDS for fault in await asked(player, name, logs)])


@pytest.mark.parametrize("role", ROLES)
async def test_bare_in_a_running_programme_every_command_answers(
    world: World, logs: list[EventDict], role: str
) -> None:
    player = world.players()[role]
    none([fault for name in COMMANDS for fault in await asked(player, name, logs)])


@pytest.mark.parametrize("role", ["actor", "facilitator"])
@pytest.mark.parametrize("state", [ProgrammeState.OPEN, ProgrammeState.ENDED])
async def test_bare_before_and_after_a_programme_every_command_answers(
    stage: Stage, logs: list[EventDict], role: str, state: ProgrammeState
) -> None:
    player = (await furnished(stage, state)).players()[role]
    none([fault for name in COMMANDS for fault in await asked(player, name, logs)])


@pytest.mark.parametrize("role", ROLES)
async def test_with_the_number_of_something_every_command_answers(
    world: World, logs: list[EventDict], role: str
) -> None:
    player, found = world.players()[role], []
    for command in COMMANDS.values():
        entities = [param.name for param in command.params if param.kind == Kind.ENTITY]
        for number in ("1", "999999", "99999999999999999999", "-1", "x"):
            line = " ".join([command.name, *(f"{name}:{number}" for name in entities)])
            found += await asked(player, line, logs) if entities else []
    none(found)


async def test_every_form_can_be_sent_empty_and_says_what_it_wants(world: World, logs: list[EventDict]) -> None:
    found = []
    for role in ("actor", "facilitator"):
        for name in COMMANDS:
            form = await world.players()[role].says(name)
            if isinstance(form, Form):
                empty = dict.fromkeys((item.name for item in form.fields), "")
                found += await asked(world.players()[role], form.line, logs, values=empty)
    none(found)


def junk(param: Param) -> st.SearchStrategy[str]:
    """What people, and what nobody, would type for a parameter."""
    usual = ["1", "0", "-1", "--5", "9" * 40, "٣", "tomorrow 18:00", "2026-12-01", "31/12", "yes", "no",
             "@Ann Virtanen", "90 min", "Europe/Helsinki", "", " ", '"', "a:b", "null"]  # fmt: skip
    return st.sampled_from([*usual, *param.options]) | st.text(st.characters(exclude_categories=()), max_size=12)


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, Mapping[str, str] | None, bool]:
    """A line, the answers of a form if it is one, and whether a button was pressed."""
    command = draw(st.sampled_from(list(COMMANDS.values())))
    values = {param.name: draw(junk(param)) for param in command.params if draw(st.booleans())}
    if draw(st.booleans()):
        return command.name, values, False
    words = [f'{name}:"{text}"' if draw(st.booleans()) else text for name, text in values.items()]
    return " ".join([draw(st.sampled_from(["", "/mentoring ", "/"])) + command.name, *words]), None, draw(st.booleans())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(request=requests(), role=st.sampled_from(ROLES))
async def test_whatever_is_typed_nothing_surprises(
    world: World, logs: list[EventDict], request: tuple[str, Mapping[str, str] | None, bool], role: str
) -> None:
    line, values, pressed = request
    found = await asked(world.players()[role], line, logs, values=values, pressed=pressed)
    none(
        [fault for fault in found if ": the label of " not in fault]
    )  # those are the same in every form, and tested above


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.text(st.characters(exclude_categories=()), max_size=200))
async def test_what_is_no_command_at_all_gets_help(stage: Stage, logs: list[EventDict], line: str) -> None:
    none(await asked(Player(stage, "Somebody", "new"), line, logs))


async def test_prm_07_a_command_in_a_direct_message_is_checked_as_anywhere(world: World) -> None:
    for place in ("", "general"):
        assert "Only the facilitator" in plain(await world.member.says("announce hello", place=place))


async def test_prm_09_a_right_that_is_gone_is_gone_at_the_next_press(world: World) -> None:
    form = await world.facilitator.says("announce")
    async with world.stage.store.work(world.stage.community) as work:
        for grant in await work.all(Grant, person_id=world.facilitator.id):
            await work.delete(grant)
    assert "Only the facilitator" in plain(await world.facilitator.submits(form, {"text": "Hello all"}))
    assert not world.stage.messenger.posted


async def test_prm_02_what_belongs_to_others_is_not_found(world: World) -> None:
    for line in ("meeting cancel 1", "agreement show pairing:1", "pairing leave pairing:1", "fit go_on pairing:1"):
        answer = plain(await world.member.says(line))
        assert "find" in answer, line
        assert "ihsom" not in answer


async def test_among_several_programmes_one_is_chosen_before_anything_else_is_asked(world: World) -> None:
    async with world.stage.store.work(world.stage.community) as work:
        second = await work.add(Programme(world.stage.community, "A second one " * 6, state=ProgrammeState.OPEN))
    asked = await world.facilitator.says("announce")
    assert list(buttons(asked)) == ["Over the water", second.name]
    form = await world.facilitator.presses(asked, second.name)
    assert isinstance(form, Form)
    assert form.line == f"announce programme:{second.id}"
    text = "a long text " * 20
    asked = await world.facilitator.says(f"announce {text}")
    assert isinstance(asked, Form)
    assert {item.name: item.value for item in asked.fields}["text"] == text.strip()
    seen = await world.facilitator.submits(asked, {"programme": str(second.id)})
    assert text.strip() in plain(seen)


async def test_a_refusal_speaks_of_the_programme_by_its_name(world: World) -> None:
    answer = plain(await world.facilitator.says("programme announce"))
    assert "Over the water" in answer
    assert "{" not in answer


@pytest.mark.parametrize("number", ["--5", "9" * 5_000, "٣٣٣٣", "1e3", "½", "-1"])
async def test_what_is_no_number_here_is_said_and_no_surprise(world: World, logs: list[EventDict], number: str) -> None:
    answer = plain(await world.facilitator.says(f"programme pace silence {number}"))
    assert "whole number" in answer
    assert surprises(logs) == []


async def test_what_no_database_can_keep_is_left_out(world: World, logs: list[EventDict]) -> None:
    new = Player(world.stage, "New", "brand-new")
    await new.says("help", name="An\x00n\ud800a")
    form = await world.facilitator.says("programme create")
    made = {"name": "A\x00B", "starts": "2027-01-11", "ends": "2027-09-30", "aims": "half \ud83d emoji"}
    assert "AB" in plain(await world.facilitator.submits(form, made))
    assert surprises(logs) == []


@pytest.mark.parametrize("wrong", ["someone-else", ""])
async def test_prm_05_a_space_that_nobody_connected_learns_nothing(world: World, wrong: str) -> None:
    world.stage.space.external_id = wrong
    assert "not connected" in plain(await world.facilitator.says("programme show"))


async def test_a_redelivered_request_does_nothing_twice(world: World) -> None:
    first = await world.member.says("stop", id="event 1")
    again = await world.member.says("stop", id="event 1")
    assert plain(first) != plain(again)
    assert "already" in plain(again)


def test_no_command_is_also_the_first_word_of_others() -> None:
    """Discord has either a command or a group of that name."""
    names = set(load_features().commands)
    assert not names & {name.split()[0] for name in names if " " in name}

"""Discord's command tree, made from the registry: one command, as long as everything has room in it.

Discord takes 25 subcommands or groups in a command and 25 in a group, names of 32 and descriptions of 100 characters,
25 options and 25 choices, and 8,000 characters in all (its reference of application commands).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord

from bot.command import Command, Kind, Param
from bot.entities import Programme
from bot.i18n import Reader
from bot.line import quoted
from bot.people import Who
from bot.rules.text import shorten

EVERYBODY, OFFICE = "mentoring", "mentoring-office"
DESCRIPTION, OPTIONS, CHOICES, CHILDREN = 100, 25, 25, 25
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, ATTACHMENT = 1, 2, 3, 4, 5, 6, 11
KINDS = {Kind.NUMBER: INTEGER, Kind.TICK: BOOLEAN, Kind.PERSON: USER, Kind.FILE: ATTACHMENT}
ANYWHERE = [0, 1]  # in servers, and in the bot's own direct messages
LARGEST = 8_000
Node = dict[str, Any]  # Any: JSON as Discord's reference describes it


def tree_of(commands: Iterable[Command], reader: Reader) -> list[Node]:
    """What to register with Discord. Every option may be left out: what lacks is asked for.

    Where one command has no room for all, what is for facilitators is in another one.
    """
    listed = sorted((one for one in commands if one.listed), key=lambda one: one.name)
    if len({one.name.split()[0] for one in listed}) <= CHILDREN:
        return [_root(EVERYBODY, reader.t("discord-command"), listed, reader)]
    everybody = [one for one in listed if one.who == Who.ANYONE]
    office = [one for one in listed if one.who != Who.ANYONE]
    return [
        _root(EVERYBODY, reader.t("discord-command"), everybody, reader),
        _root(OFFICE, reader.t("discord-office"), office, reader),
    ]


def _root(name: str, about: str, commands: Sequence[Command], reader: Reader) -> Node:
    """A command with all of its subcommands. What is too much for Discord are options, and those with most lose them.

    Such a command shows its form, in which all of them are.
    """
    children: dict[str, Node] = {}
    for command in commands:
        first, _, second = command.name.partition(" ")
        leaf: Node = {"type": SUBCOMMAND, "name": second or first, "description": _short(reader.t(command.key))}
        leaf["options"] = [_option(command, one, reader) for one in command.params if _offered(command, one, reader)]
        leaf["options"] = leaf["options"][:OPTIONS]
        if second:
            group = children.setdefault(first, {"type": GROUP, "name": first, "description": first, "options": []})
            group["options"].append(leaf)
        else:
            children[first] = leaf
    root: Node = {"type": 1, "name": name, "description": _short(about), "contexts": ANYWHERE,
                  "integration_types": [0], "options": list(children.values())}  # fmt: skip
    longest = sorted(_leaves(root), key=lambda one: -sum(map(weight, one["options"])))
    for leaf in longest:
        if weight(root) > LARGEST:
            leaf["options"] = [one for one in leaf["options"] if one.get("autocomplete")]
    return root


def weight(node: Node) -> int:
    """How many characters count: names, descriptions and choices, at every level."""
    own = len(node["name"]) + len(node.get("description", "")) + len(str(node.get("value", "")))
    return own + sum(map(weight, (*node.get("options", ()), *node.get("choices", ()))))


def _leaves(node: Node) -> list[Node]:
    if node["type"] == SUBCOMMAND and not any(one["type"] <= GROUP for one in node["options"]):
        return [node]
    return [leaf for child in node["options"] for leaf in _leaves(child)]


def _offered(command: Command, param: Param, reader: Reader) -> bool:
    """What people would type: what stands in the form, and a programme. Ids are for buttons."""
    return param.entity is Programme or (param.in_form and reader.has(_text(command, param)))


def _text(command: Command, param: Param) -> str:
    return f"{command.key}-{param.name.replace('_', '-')}"


def _option(command: Command, param: Param, reader: Reader) -> Node:
    key = _text(command, param)
    made: Node = {
        "type": KINDS.get(param.kind, STRING),
        "name": param.name,
        "description": _short(reader.t(key if reader.has(key) else "discord-programme")),
    }
    if param.kind == Kind.ONE and len(param.options) <= CHOICES:
        made["choices"] = [{"name": _short(reader.t(f"option-{one}")), "value": one} for one in param.options]
    if param.entity is Programme:
        made["autocomplete"] = True
    if param.kind == Kind.NUMBER:
        made |= {"min_value": param.least, "max_value": param.most}
    return made


def _short(text: str) -> str:
    return shorten(text, DESCRIPTION)


# --- a command as it was given --------------------------------------------------------------------------------------
def line_of(data: Mapping[str, Any]) -> tuple[str, dict[str, str]]:  # Any: as above
    """The command line, and the ids of the files that were given with it, by parameter."""
    words, options, files = [f"/{EVERYBODY}"], data.get("options", []), {}
    while options and options[0]["type"] in {SUBCOMMAND, GROUP}:
        words.append(options[0]["name"])
        options = options[0].get("options", [])
    for one in options:
        if one["type"] == ATTACHMENT:
            files[one["name"]] = str(one["value"])
        else:
            words.append(f"{one['name']}:{quoted(_said(one['value']))}")
    return " ".join(words), files


def typing_in(data: Mapping[str, Any]) -> str:  # Any: as above
    """What stands so far in the option that somebody is typing."""
    options = data.get("options", [])
    while options and options[0]["type"] in {SUBCOMMAND, GROUP}:
        options = options[0].get("options", [])
    return next((str(one.get("value", "")) for one in options if one.get("focused")), "")


def _said(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


# --- registering ----------------------------------------------------------------------------------------------------
async def register(client: discord.Client, tree: Sequence[Node]) -> bool:
    """Register the commands if Discord has others; whether it had. Discord itself is what remembers them."""
    application = client.application_id or 0
    there = await client.http.get_global_commands(application)
    if same(list(tree), list(there)):
        return False
    await client.http.bulk_upsert_global_commands(application, list(tree))
    return True


def same(ours: object, theirs: object) -> bool:
    """Whether Discord has what we would register. It adds things of its own, and leaves out what is empty."""
    if isinstance(ours, Mapping):
        return isinstance(theirs, Mapping) and all(same(value, theirs.get(name)) for name, value in ours.items())
    if isinstance(ours, list):
        other = sorted(theirs, key=_by_name) if isinstance(theirs, list) else []
        mine = sorted(ours, key=_by_name)
        return len(mine) == len(other) and all(same(*pair) for pair in zip(mine, other, strict=True))
    return ours == theirs


def _by_name(one: object) -> str:
    return str(one.get("name") if isinstance(one, Mapping) else one)

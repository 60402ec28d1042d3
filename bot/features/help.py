"""Help: what can be asked, for the person who asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.command import Command, command, registry
from bot.context import Context
from bot.forms import usage
from bot.i18n import Reader
from bot.message import Button, Message, Section
from bot.people import Who, is_admin, may_facilitate


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A command that a typed beginning may become: its name, what it does, and how it is typed."""

    name: str
    description: str
    usage: str


def complete(typed: str, reader: Reader, limit: int = 12) -> list[Suggestion]:
    """The commands whose name begins with, or holds, what is typed; those that begin with it first."""
    text = typed.casefold().strip()
    listed = [item for item in registry.commands.values() if item.listed and text in item.name]
    listed.sort(key=lambda item: (not item.name.startswith(text), item.name))
    return [Suggestion(item.name, reader.t(item.key), usage(reader, item)) for item in listed[:limit]]


def guide(reader: Reader) -> str:
    """All commands as a Markdown table, for the README: who may ask, how it is typed, and what it does."""
    rows = [
        f"| `/mentoring {item.name}` | {reader.t(f'guide-{item.who}')} | {reader.t(item.key)} |"
        for item in sorted(registry.commands.values(), key=lambda item: (list(Who).index(item.who), item.name))
        if item.listed
    ]
    return "\n".join(["| command | for | what it does |", "|---|---|---|", *rows])


@command("help")
async def show_help(ctx: Context) -> Message:
    """What this person may ask for, their own things first."""
    groups = [(Who.ANYONE, "help-everybody")]
    if await may_facilitate(ctx.work, ctx.person):
        groups.append((Who.FACILITATOR, "help-facilitator"))
    if await is_admin(ctx.work, ctx.person):
        groups.append((Who.ADMIN, "help-admin"))
    sections = tuple(section for who, key in groups if (section := _section(ctx, who, key)).facts)
    return Message(ctx.t("help-intro"), title=ctx.t("help-title"), sections=sections)


def _section(ctx: Context, who: Who, key: str) -> Section:
    listed = [item for item in registry.commands.values() if item.listed and item.who == who]
    facts = tuple((f"/mentoring {item.name}", ctx.t(item.key)) for item in sorted(listed, key=lambda item: item.name))
    return Section(ctx.t(key), facts=facts, buttons=_shortcuts(ctx, listed))


def _shortcuts(ctx: Context, listed: Sequence[Command]) -> tuple[Button, ...]:
    """Buttons for what people need most: those commands that run, or ask, without an argument."""
    first = {"apply", "mine", "meeting log", "settings show", "todo", "match draft"}
    return tuple(Button(ctx.t(f"{item.key}-title"), item.name) for item in listed if item.name in first)

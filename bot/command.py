"""The registries: what can be asked, what can be said later, what is planned, and what is kept about people.

A command is declared once. Help, completion, forms and each platform's own command tree follow from the declaration.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.context import Context
from bot.entities import Due, Programme
from bot.message import Answer, Field, Message
from bot.people import Who
from bot.ports import Work


class Kind(StrEnum):
    """What a parameter is read as. The handler gets the value in brackets."""

    TEXT = "text"
    """One line (str)."""
    LONG = "long"
    """Several lines; as the last parameter it takes the rest of the line (str)."""
    NUMBER = "number"
    """A whole number between `least` and `most` (int)."""
    LENGTH = "length"
    """A length of time in minutes (int)."""
    DAY = "day"
    """A calendar day (date)."""
    WHEN = "when"
    """A day and time on the person's clock (aware UTC datetime)."""
    PAST = "past"
    """The same of something that has happened, where a day alone will do (aware UTC datetime)."""
    ONE = "one"
    """One of `options` (str)."""
    MANY = "many"
    """Any of the options, one a line (tuple of str)."""
    TICK = "tick"
    """Yes or no (bool)."""
    PERSON = "person"
    """Somebody of this community (Person)."""
    ENTITY = "entity"
    """Something by its id, of the class `entity`; a programme also by name, or the only one that fits."""
    FILE = "file"
    """An uploaded file (bytes)."""


@dataclass(frozen=True, slots=True)
class Param:
    """One value of a command. A default makes it optional; options are values whose labels are `option-<value>`."""

    name: str
    kind: Kind = Kind.TEXT
    default: str | None = None
    entity: type[object] | None = None
    options: tuple[str, ...] = ()
    least: int = 0
    most: int = 200
    in_form: bool = True

    @property
    def required(self) -> bool:
        """Whether the command cannot run without it."""
        return self.default is None


class Handler(Protocol):
    """A feature's answer to a command; its keyword arguments are the command's parameters."""

    def __call__(self, ctx: Context, /, **values: object) -> Awaitable[Answer]: ...


FormFields = Callable[[Context, Mapping[str, str]], Awaitable[tuple[Field, ...]]]


@dataclass(frozen=True, slots=True)
class Command:
    """A declared command. Its description is the text `cmd-<name>`, a parameter's label `cmd-<name>-<parameter>`."""

    name: str
    handler: Callable[..., Awaitable[Answer]]
    params: tuple[Param, ...] = ()
    who: Who = Who.ANYONE
    fields: FormFields | None = None
    listed: bool = True

    @property
    def key(self) -> str:
        """The beginning of its text keys."""
        return "cmd-" + self.name.replace(" ", "-")


class Unknown(StrEnum):
    """What to do when it can't be known whether a message arrived (DELIVERY.md, step 6)."""

    REPEAT = "repeat"
    DROP = "drop"


Build = Callable[[Context, Due], Awaitable[Message | None]]
Opens = Callable[[Context, Due], Awaitable[tuple[str, tuple[int, ...]]]]


@dataclass(frozen=True, slots=True)
class Builder:
    """How a due row becomes a message at the moment of sending, and the policy of its kind.

    `nudge` puts it under the weekly budget; a lower `urgency` goes first; `useful` is how long after its time it is
    still worth saying; `opens` gives name and members of the private place it goes to, if that has to be made first.
    """

    kind: str
    build: Build
    nudge: bool = False
    urgency: int = 5
    useful: timedelta = timedelta(days=7)
    unknown: Unknown = Unknown.REPEAT
    opens: Opens | None = None


Plan = Callable[[Context, Programme], Awaitable[None]]
Export = Callable[[Work, int], Awaitable[object]]
Erase = Callable[[Work, int, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a feature keeps about a person: how to hand it out and how to forget it, always both (ERA-01, ERA-03).

    `columns` names each `Entity.attribute` that points at a person and is covered by the pair.
    """

    name: str
    columns: tuple[str, ...]
    export: Export
    erase: Erase


@dataclass(slots=True)
class Registry:
    """Everything the features declare. Features fill it when they are imported; see `bot.app`."""

    commands: dict[str, Command] = field(default_factory=dict)
    builders: dict[str, Builder] = field(default_factory=dict)
    planners: list[tuple[str, Plan]] = field(default_factory=list)
    personal_data: dict[str, PersonalData] = field(default_factory=dict)

    def urgencies(self) -> dict[str, int]:
        """How soon each kind of message goes when many are due; lower goes first."""
        return {kind: builder.urgency for kind, builder in self.builders.items()}

    def find(self, text: str) -> tuple[Command | None, str]:
        """The command that a text begins with, the longest name first, and what follows it.

        The first word of several commands, alone, means the one that shows or lists: `settings` is `settings show`.
        """
        words = text.split(maxsplit=2)
        for length in (2, 1):
            name = " ".join(words[:length]).casefold()
            if len(words) >= length and name in self.commands:
                rest = text.split(maxsplit=length)[length:]
                return self.commands[name], rest[0] if rest else ""
        alone = (f"{words[0].casefold()} {verb}" for verb in ("show", "list") if len(words) == 1)
        return next((self.commands[name] for name in alone if name in self.commands), None), text


registry = Registry()


def command(
    name: str,
    *params: Param,
    who: Who = Who.ANYONE,
    fields: FormFields | None = None,
    listed: bool = True,
) -> Callable[[Callable[..., Awaitable[Answer]]], Callable[..., Awaitable[Answer]]]:
    """Declare a command of one or two words. `fields` makes its form when that depends on the world."""

    def declare(handler: Callable[..., Awaitable[Answer]]) -> Callable[..., Awaitable[Answer]]:
        if name in registry.commands:
            raise ValueError(f"two commands are called {name!r}")
        registry.commands[name] = Command(name, handler, params, who, fields, listed)
        return handler

    return declare


def message_builder(
    kind: str,
    *,
    nudge: bool = False,
    urgency: int = 5,
    useful: timedelta = timedelta(days=7),
    unknown: Unknown = Unknown.REPEAT,
    opens: Opens | None = None,
) -> Callable[[Build], Build]:
    """Declare how rows of a kind become messages. The builder reads the world again and may answer None: no longer."""

    def declare(build: Build) -> Build:
        if kind in registry.builders:
            raise ValueError(f"two builders are called {kind!r}")
        registry.builders[kind] = Builder(kind, build, nudge, urgency, useful, unknown, opens)
        return build

    return declare


def planner(plan: Plan) -> Plan:
    """Declare what a programme's calendar asks for. Called again and again: keys make a second planning harmless."""
    registry.planners.append((f"{plan.__module__}.{plan.__qualname__}", plan))
    return plan


def personal_data(name: str, *columns: str, export: Export, erase: Erase) -> None:
    """Declare what a feature keeps about a person, with the way to hand it out and the way to forget it."""
    registry.personal_data[name] = PersonalData(name, columns, export, erase)

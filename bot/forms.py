"""Forms for commands: made from the declaration, so that a missing argument is a question and never an error."""

from collections.abc import Mapping, Sequence

from bot.command import Command, Kind, Param, registry
from bot.context import Context
from bot.entities import Pairing, Person, Programme
from bot.i18n import Reader
from bot.line import quoted
from bot.message import LONGEST_LINE, Answer, Button, Field, FieldKind, Form, Message, Option

MOST_BUTTONS = 5
KINDS: Mapping[Kind, FieldKind] = {
    Kind.TEXT: FieldKind.TEXT,
    Kind.LONG: FieldKind.LONG,
    Kind.NUMBER: FieldKind.NUMBER,
    Kind.LENGTH: FieldKind.TEXT,
    Kind.DAY: FieldKind.DATE,
    Kind.WHEN: FieldKind.TEXT,
    Kind.ONE: FieldKind.ONE,
    Kind.MANY: FieldKind.MANY,
    Kind.TICK: FieldKind.TICK,
    Kind.PERSON: FieldKind.PERSON,
    Kind.ENTITY: FieldKind.TEXT,
    Kind.FILE: FieldKind.FILE,
}


async def ask(
    ctx: Context, command: Command, given: Mapping[str, str], errors: Mapping[str, str], lacking: list[Param]
) -> Answer:
    """Buttons when one choice among a few is all that lacks, else a form with what is known filled in."""
    if not errors and len(lacking) == 1 and lacking[0].kind == Kind.ONE and len(lacking[0].options) <= MOST_BUTTONS:
        message = _buttons(ctx, command, given, lacking[0])
        if all(len(line) <= LONGEST_LINE for line in message.lines()):
            return message
    return await form_for(ctx, command, given, errors)


async def form_for(
    ctx: Context, command: Command, given: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> Form:
    """The form of a command. What a line has already said and no field asks for stays in the form's line."""
    fields = await command.fields(ctx, given) if command.fields else default_fields(ctx, command)
    shown = {item.name for item in fields}
    line = line_of(command, {name: text for name, text in given.items() if name not in shown})
    form = Form(line, ctx.t(f"{command.key}-title"), fields, submit=ctx.t("form-submit"))
    return form.filled(dict(given), dict(errors or {}))


def which_programme(ctx: Context, command: Command, given: Mapping[str, str], programmes: Mapping[int, str]) -> Answer:
    """Ask which programme is meant: by buttons, or in a form that keeps what has been said already."""
    question = ctx.t("argument-which-programme")
    if not given:
        buttons = (Button(name, f"{command.name} programme:{key}") for key, name in programmes.items())
        return Message(question, buttons=tuple(buttons))
    options = tuple(Option(str(key), name) for key, name in programmes.items())
    choice = Field("programme", question, FieldKind.ONE, options=options)
    fields = (choice, *default_fields(ctx, command))
    return Form(command.name, ctx.t(f"{command.key}-title"), fields, ctx.t("form-submit")).filled(dict(given), {})


async def which_pair(ctx: Context, pairings: Sequence[Pairing], line: str, instead: str = "") -> Message:
    """Ask which of a person's pairs is meant, each by the partner's name; pressing sends `line` for that pair.

    A line that no button can hold gives way to `instead`, or else to the name of its command.
    """
    partners = {one.id: one.partner_of(ctx.person.id) for one in pairings}
    names = {person.id: person.name for person in await ctx.work.all(Person, id=set(partners.values()))}
    longest = max(len(f"{line} pairing:{key}") for key in partners)
    if longest > LONGEST_LINE:
        command, _ = registry.find(line)
        line = instead or (command.name if command else "mine")
    buttons = tuple(Button(names[partner], f"{line} pairing:{key}") for key, partner in partners.items())
    return Message(ctx.t("argument-which-pair"), buttons=buttons)


def default_fields(ctx: Context, command: Command) -> tuple[Field, ...]:
    """A field for each parameter that people would fill in."""
    return tuple(
        field_for(ctx, command.key, param)
        for param in command.params
        if param.in_form and param.kind != Kind.ENTITY and param.entity is not Programme
    )


def field_for(ctx: Context, key: str, param: Param, value: str = "") -> Field:
    """One parameter as a field: its label is the text `<key>-<name>`, its hint `<key>-<name>-hint` if there is one."""
    name = f"{key}-{param.name.replace('_', '-')}"
    return Field(
        param.name,
        label=ctx.t(name),
        kind=KINDS[param.kind],
        required=param.required,
        most=param.most,
        options=tuple(Option(option, ctx.t(f"option-{option}")) for option in param.options),
        value=value or param.default or "",
        hint=ctx.t(f"{name}-hint") if ctx.reader.has(f"{name}-hint") else "",
    )


def line_of(command: Command, given: Mapping[str, str]) -> str:
    """A command line that says what is given."""
    words = [f"{name}:{quoted(text)}" for name, text in given.items() if text]
    return " ".join([command.name, *words])


def usage(reader: Reader, command: Command) -> str:
    """How a command is typed, with its parameters by name; optional ones in brackets."""
    words = [f"{param.name}:…" if param.required else f"[{param.name}:…]" for param in command.params]
    return reader.t("usage", line=" ".join(["/mentoring", command.name, *words]))


def _buttons(ctx: Context, command: Command, given: Mapping[str, str], param: Param) -> Message:
    line = line_of(command, given)
    buttons = tuple(Button(ctx.t(f"option-{option}"), f"{line} {param.name}:{option}") for option in param.options)
    asked = field_for(ctx, command.key, param)
    return Message(f"{asked.label}\n{asked.hint}".strip(), buttons=buttons)

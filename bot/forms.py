"""Forms for commands: made from the declaration, so that a missing argument is a question and never an error."""

from collections.abc import Mapping, Sequence

from bot.command import Command, Kind, Param, registry
from bot.context import Context
from bot.entities import Pairing, PairingState, Person, Programme
from bot.errors import NotFound, Refusal
from bot.i18n import Reader
from bot.line import quoted
from bot.message import LONGEST_LINE, Answer, Button, Field, FieldKind, Form, Message, Option
from bot.people import pairings_of, require_member

MOST_BUTTONS = 5
KINDS: Mapping[Kind, FieldKind] = {
    Kind.TEXT: FieldKind.TEXT,
    Kind.LONG: FieldKind.LONG,
    Kind.NUMBER: FieldKind.NUMBER,
    Kind.LENGTH: FieldKind.TEXT,
    Kind.DAY: FieldKind.DATE,
    Kind.WHEN: FieldKind.TEXT,
    Kind.PAST: FieldKind.TEXT,
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


async def own_pair(
    ctx: Context, pairing: Pairing | None, states: Sequence[PairingState], line: str, *, none: str, instead: str = ""
) -> Pairing | Message:
    """The pair named, if it is this person's; else the only one in these states, or the question which.

    Whether something can be done with the pair named, in the state it is in, is the caller's to say. Raises NotFound
    for somebody else's pair and for a draft, Refusal(`none`) where nothing is named and there is no such pair.
    """
    if pairing is not None:
        require_member(pairing, ctx.person)
        if pairing.state == PairingState.DRAFT:
            raise NotFound("not-found-pairing")
        return pairing
    mine = await pairings_of(ctx.work, ctx.person.id, *states)
    if not mine:
        raise Refusal(none)
    return mine[0] if len(mine) == 1 else await _which_pair(ctx, mine, line, instead)


async def _which_pair(ctx: Context, pairings: Sequence[Pairing], line: str, instead: str) -> Message:
    """Ask which of a person's pairs is meant, each by the partner's name; pressing sends `line` for that pair.

    A line that no button can hold gives way to `instead`, or else to the name of its command.
    """
    names = await partner_names(ctx, pairings)
    longest = max(len(f"{line} pairing:{key}") for key in names)
    if longest > LONGEST_LINE:
        command, _ = registry.find(line)
        line = instead or (command.name if command else "mine")
    buttons = tuple(Button(name, f"{line} pairing:{key}") for key, name in names.items())
    return Message(ctx.t("argument-which-pair"), buttons=buttons)


async def pair_field(ctx: Context, pairings: Sequence[Pairing]) -> tuple[Field, ...]:
    """The question which of a person's pairs, as the first field of a form; none where there is nothing to choose."""
    if len(pairings) < 2:
        return ()
    options = tuple(Option(str(key), name) for key, name in (await partner_names(ctx, pairings)).items())
    return (Field("pairing", ctx.t("argument-which-pair"), FieldKind.ONE, options=options),)


async def partner_names(ctx: Context, pairings: Sequence[Pairing]) -> dict[int, str]:
    """How the other one is called, by pair."""
    partners = {one.id: one.partner_of(ctx.person.id) for one in pairings}
    people = {person.id: person.name for person in await ctx.work.all(Person, id=set(partners.values()))}
    return {key: people[partner] for key, partner in partners.items()}


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
    """How a command is typed, with its parameters by name; optional ones in brackets, those of buttons left out."""
    shown = [param for param in command.params if param.in_form]
    words = [f"{param.name}:…" if param.required else f"[{param.name}:…]" for param in shown]
    return reader.t("usage", line=" ".join(["/mentoring", command.name, *words]))


def _buttons(ctx: Context, command: Command, given: Mapping[str, str], param: Param) -> Message:
    line = line_of(command, given)
    buttons = tuple(Button(ctx.t(f"option-{option}"), f"{line} {param.name}:{option}") for option in param.options)
    asked = field_for(ctx, command.key, param)
    return Message(f"{asked.label}\n{asked.hint}".strip(), buttons=buttons)

"""From the words of a line and the answers of a form to the values a handler gets."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime

from bot.command import Command, Kind, Param
from bot.context import Context, Values
from bot.entities import Account, Person, Programme, ProgrammeState
from bot.errors import BadArgument, NotFound
from bot.line import Word, storable, words_of
from bot.people import Who, may_facilitate
from bot.rules.when import Unclear, parse_day, parse_length, parse_past, parse_when

WHICH_PROGRAMME = "argument-which-programme"
LONGEST_SHOWN = 60
YES = frozenset({"yes", "y", "true", "1", "on"})
NO = frozenset({"no", "n", "false", "0", "off", ""})


def texts_of(command: Command, rest: str, answers: Mapping[str, str] | None) -> dict[str, str]:
    """The raw text of each parameter. Named words first; the others fill what is left in order; a form wins."""
    by_name = {param.name: param for param in command.params}
    words = words_of(rest, frozenset(by_name))
    given = {word.name: word.text for word in words if word.name}
    unnamed = [word for word in words if not word.name]
    open_params = [param for param in command.params if param.name not in given and param.kind != Kind.FILE]
    for index, param in enumerate(open_params):
        if index >= len(unnamed):
            break
        if param.kind == Kind.LONG or (param is open_params[-1] and len(unnamed) > index + 1):
            given[param.name] = _rest_from(unnamed[index], words, rest)
            break
        given[param.name] = unnamed[index].text
    return {name: storable(text) for name, text in (given | dict(answers or {})).items()}


def _rest_from(first: Word, words: Sequence[Word], rest: str) -> str:
    """All that follows, as it was typed, without what is said by name; quotes around the whole of it are left out."""
    following = words[words.index(first) :]
    ends = [*(word.start for word in following[1:]), len(rest)]
    kept = [(word, end) for word, end in zip(following, ends, strict=True) if not (word.name and word.text)]
    if len(kept) == 1:
        return first.text
    return "".join(rest[word.start : end] for word, end in kept).strip().strip('"')


def missing(command: Command, given: Mapping[str, str], files: Mapping[str, bytes]) -> list[Param]:
    """Required parameters that have no value."""
    return [
        param
        for param in command.params
        if param.required and not given.get(param.name, "").strip() and param.name not in files
        and param.entity is not Programme
    ]  # fmt: skip


async def with_programme(ctx: Context, command: Command, given: Mapping[str, str]) -> dict[str, str]:
    """The same with the id of the programme that is meant, so that no form is filled in for one that is not clear.

    Raises NotFound, or BadArgument when several fit.
    """
    param = next((param for param in command.params if param.entity is Programme), None)
    if param is None:
        return dict(given)
    return {**given, param.name: str((await _programme(ctx, command, given.get(param.name, "").strip())).id)}


async def convert(ctx: Context, command: Command, given: Mapping[str, str]) -> Values:
    """The values for the handler. Raises BadArgument with the parameter's name, or NotFound."""
    values: Values = {}
    for param in command.params:
        text = given.get(param.name, param.default if param.default is not None else "").strip()
        if ctx.request and param.name in ctx.request.files:
            values[param.name] = ctx.request.files[param.name]
        elif param.entity is Programme:
            values[param.name] = await _programme(ctx, command, text)
        elif not text and (param.kind in EMPTY or not param.default):
            values[param.name] = EMPTY.get(param.kind)
        else:  # a number that was emptied in a form is the one that it began with
            values[param.name] = await _value(ctx, param, text or param.default or "")
    return values


EMPTY: Mapping[Kind, object] = {Kind.TEXT: "", Kind.LONG: "", Kind.MANY: (), Kind.TICK: False}


async def _value(ctx: Context, param: Param, text: str) -> object:
    try:
        return await READERS[param.kind](ctx, param, text)
    except Unclear as unclear:
        raise BadArgument(param.name, unclear.key, **unclear.arguments) from unclear


def _shown(text: str) -> str:
    """What somebody typed, as far as a sentence about it needs it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


async def _text(_ctx: Context, param: Param, text: str) -> str:
    if len(text) > param.most:
        raise BadArgument(param.name, "argument-too-long", most=param.most, length=len(text))
    return text


async def _number(_ctx: Context, param: Param, text: str) -> int:
    number = _whole(text)
    if number is None or not param.least <= number <= param.most:
        raise BadArgument(param.name, "argument-number", least=param.least, most=param.most, value=_shown(text))
    return number


def _whole(text: str) -> int | None:
    """A whole number of a sensible size; Python itself refuses some thousand digits."""
    return int(text) if re.fullmatch(r"-?\d{1,12}", text) else None


async def _length(_ctx: Context, _param: Param, text: str) -> int:
    return parse_length(text)


async def _day(ctx: Context, _param: Param, text: str) -> date:
    return parse_day(text, ctx.now, ctx.zone, ctx.reader.language)


async def _when(ctx: Context, param: Param, text: str) -> datetime:
    parse = parse_past if param.kind == Kind.PAST else parse_when
    return parse(text, ctx.now, ctx.zone, ctx.reader.language)


async def _one(ctx: Context, param: Param, text: str) -> str:
    for option in param.options:
        if text.casefold() in {option.casefold(), ctx.t(f"option-{option}").casefold()}:
            return option
    choices = ctx.reader.list(ctx.t(f"option-{option}") for option in param.options)
    raise BadArgument(param.name, "argument-one-of", choices=choices, value=_shown(text))


async def _many(_ctx: Context, param: Param, text: str) -> tuple[str, ...]:
    parts = tuple(dict.fromkeys(part.strip() for part in text.replace(";", "\n").splitlines() if part.strip()))
    if sum(len(part) for part in parts) > param.most * 20:
        raise BadArgument(param.name, "argument-too-long", most=param.most * 20, length=len(text))
    return parts


async def _tick(ctx: Context, param: Param, text: str) -> bool:
    word = text.casefold()
    if word in YES or word == ctx.t("option-yes").casefold():
        return True
    if word in NO or word == ctx.t("option-no").casefold():
        return False
    raise BadArgument(param.name, "argument-yes-no", value=_shown(text))


async def _person(ctx: Context, param: Param, text: str) -> Person:
    wanted = text.removeprefix("@").strip()
    if (number := _whole(wanted)) is not None:
        return await ctx.work.get(Person, number)
    here = {"space_id": ctx.space.id if ctx.space else 0, "external_id": wanted}
    if account := await ctx.work.one(Account, **here):  # picked from the platform's own list of people
        return await ctx.work.get(Person, account.person_id)
    found = await ctx.work.directory.named(wanted)
    exact = [person for person in found if person.name.casefold() == wanted.casefold()]
    if len(exact or found) == 1:
        return (exact or list(found))[0]
    if not found:
        raise BadArgument(param.name, "argument-nobody", value=_shown(text))
    raise BadArgument(
        param.name, "argument-several-people", value=_shown(text), people=[person.name for person in found]
    )


async def _entity(ctx: Context, param: Param, text: str) -> object:
    if param.entity is None:
        raise TypeError(f"parameter {param.name} names no entity")
    number = _whole(text.removeprefix("#"))
    if number is None:
        raise BadArgument(param.name, "argument-id", value=_shown(text))
    return await ctx.work.get(param.entity, number)


async def _programme(ctx: Context, command: Command, text: str) -> Programme:
    """The programme meant: by id or name, or the only one that it can be."""
    if (number := _whole(text.removeprefix("#"))) is not None:
        return await ctx.work.get(Programme, number)
    programmes = await ctx.work.all(Programme)
    if text:
        for programme in programmes:
            if programme.name.casefold() == text.casefold():
                return programme
        raise NotFound("not-found-programme-named", value=_shown(text))
    current = [item for item in programmes if item.state != ProgrammeState.ENDED] or list(programmes)
    if command.who == Who.FACILITATOR:
        current = [item for item in current if await may_facilitate(ctx.work, ctx.person, item.id)]
    if len(current) == 1:
        return current[0]
    if not current:
        raise NotFound("not-found-programme")
    raise BadArgument("programme", WHICH_PROGRAMME, programmes={item.id: item.name for item in current})


READERS: Mapping[Kind, Callable[[Context, Param, str], Awaitable[object]]] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.NUMBER: _number,
    Kind.LENGTH: _length,
    Kind.DAY: _day,
    Kind.WHEN: _when,
    Kind.PAST: _when,
    Kind.ONE: _one,
    Kind.MANY: _many,
    Kind.TICK: _tick,
    Kind.PERSON: _person,
    Kind.ENTITY: _entity,
    Kind.FILE: _text,
}

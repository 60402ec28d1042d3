"""`luotsi import`, `luotsi report` and `luotsi export`: what a facilitator's office does with files."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from adapters.cli.common import ConfigFile, ProgrammeName, Unusable, content_of, one_sentence, screen
from adapters.web.logs import log_to_stderr
from adapters.wiring import SystemClock, house
from bot.config import DatabaseSettings, Settings, load_settings
from bot.context import Context
from bot.entities import Person, Programme, Space
from bot.errors import NotFound
from bot.features import privacy
from bot.features.imports import Prepared, apply_prepared, read_file, report_lines, saved_mapping, stored
from bot.features.reports import report_of
from bot.i18n import Reader
from bot.i18n import without_direction_marks as readable
from bot.message import File


def take_file(
    file: Annotated[Path, typer.Argument(help="A CSV file of applications.")],
    programme: ProgrammeName,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be stored.")] = False,
    create: Annotated[bool, typer.Option("--create", help="Make the programme if there is none of that name.")] = False,
    column: Annotated[list[str] | None, typer.Option("--as", help="COLUMN=FIELD, for a column read wrongly.")] = None,
    answer: Annotated[list[str] | None, typer.Option("--answer", help="VALUE=ANSWER, for a question.")] = None,
    config: ConfigFile = None,
) -> None:
    """Take applications from a CSV file. Running it twice changes nothing."""
    with one_sentence():
        settings = load_settings(config)
        log_to_stderr(settings.log)
        changes, answers = _pairs(column or []), _pairs(answer or [])
        asyncio.run(_take(settings, content_of(file), programme, dry_run, create, changes, answers))


def _pairs(words: Sequence[str]) -> dict[str, str]:
    unclear = [word for word in words if "=" not in word]
    if unclear:
        raise Unusable(f"{unclear[0]} should look like NAME=VALUE.")
    return {name.strip(): value.strip() for name, _, value in (word.rpartition("=") for word in words)}


async def _take(
    settings: Settings,
    data: bytes,
    name: str,
    dry_run: bool,
    create: bool,
    changes: Mapping[str, str],
    answers: Mapping[str, str],
) -> None:
    """Read, say, and store unless it is a dry run. The block ends in an exception on a dry run, so nothing stays."""
    try:
        async with _office(settings, in_passing=dry_run) as ctx:
            programme = await _programme(ctx, name, create=create or dry_run)
            saved = await saved_mapping(ctx.work, programme)
            zone = ctx.work.community.time_zone
            prepared = await asyncio.to_thread(
                read_file, data, programme, ctx.now, zone, saved=saved, changes=changes, answers=answers
            )
            _say(ctx.about(programme).reader, prepared)
            if dry_run:
                raise _NothingStored
            _require_yes(prepared)
            typer.echo(readable(stored(ctx, programme, await apply_prepared(ctx, programme, prepared)).plain()))
    except _NothingStored:
        typer.echo(Reader().t("import-dry-run-done"))


class _NothingStored(Exception):
    """Rolls a dry run back."""


def _say(reader: Reader, prepared: Prepared) -> None:
    for line in report_lines(reader, prepared):
        typer.echo(readable(line))


def _require_yes(prepared: Prepared) -> None:
    """People are asked before anything is stored; a script has said it by leaving out --dry-run."""
    if sys.stdin.isatty() and prepared.reading is not None and not typer.confirm(Reader().t("import-confirm-question")):
        raise _NothingStored


async def _programme(ctx: Context, name: str, *, create: bool = False) -> Programme:
    programmes = await ctx.work.all(Programme)
    for programme in programmes:
        if programme.name.casefold() == name.strip().casefold():
            return programme
    if create:
        return await ctx.work.add(Programme(ctx.work.community.id, name.strip(), created_at=ctx.now))
    names = ctx.reader.list(programme.name for programme in programmes)
    raise NotFound("not-found-programme-cli", value=name, count=len(programmes), names=names)


@asynccontextmanager
async def _office(settings: Settings, *, in_passing: bool = False) -> AsyncIterator[Context]:
    """A transaction in the community, without a person. `in_passing` makes no database where there is none."""
    clock = SystemClock()
    with TemporaryDirectory(prefix="luotsi-") as folder:
        used = _elsewhere(settings, folder) if in_passing and not _exists(settings) else settings
        async with house(used, clock) as made:
            if not (communities := await made.store.communities()):
                raise Unusable(
                    "There is no community yet. Install the app in a workspace first: `luotsi run` says how."
                )
            async with made.store.work(communities[0]) as work:
                reader = Reader(work.community.language, work.community.time_zone)
                urgencies, [space, *_] = made.bot.registry.urgencies(), await work.all(Space)
                yield Context(work, clock.now(), reader, used.pace, space=space, urgencies=urgencies)


def _exists(settings: Settings) -> bool:
    """Whether there is a database already."""
    _, is_file, name = settings.database.url.partition("sqlite+aiosqlite:///")
    return not is_file or Path(name).exists()


def _elsewhere(settings: Settings, folder: str) -> Settings:
    database = DatabaseSettings(url=f"sqlite+aiosqlite:///{folder}/passing.db")
    return settings.model_copy(update={"database": database})


def report(
    programme: ProgrammeName,
    to: Annotated[Path, typer.Option(help="The folder for the files.")] = Path(),
    config: ConfigFile = None,
) -> None:
    """Write the report on a programme's three aims, as a page and as Markdown."""
    with one_sentence():
        settings = load_settings(config)
        log_to_stderr(settings.log)
        asyncio.run(_report(settings, programme, to))


async def _report(settings: Settings, name: str, to: Path) -> None:
    async with _office(settings) as ctx:
        programme = await _programme(ctx, name)
        floor = ctx.pace(programme).anonymity_floor
        made = await report_of(ctx.work, ctx.about(programme).reader, programme, floor, ctx.now)
    _write(made.files, to)


def export(
    person: Annotated[str, typer.Option("--person", help="The whole name of the person.")],
    to: Annotated[Path, typer.Option(help="The folder for the files.")] = Path(),
    config: ConfigFile = None,
) -> None:
    """Write everything that is kept about a person, for that person."""
    with one_sentence():
        settings = load_settings(config)
        log_to_stderr(settings.log)
        asyncio.run(_export(settings, person, to))


async def _export(settings: Settings, name: str, to: Path) -> None:
    async with _office(settings) as ctx:
        ctx.someone = await _person(ctx, name)
        message = await privacy.export(ctx)
    _write(message.files, to)  # type: ignore[union-attr]  # an export answers with a message, never with a form


async def _person(ctx: Context, name: str) -> Person:
    found = [one for one in await ctx.work.directory.named(name) if one.name.casefold() == name.strip().casefold()]
    if len(found) != 1:
        raise Unusable(f"{len(found)} people here are called {name}. Give the whole name, as /mentoring shows it.")
    return found[0]


def _write(files: Sequence[File], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            (folder / file.name).write_bytes(file.data)
            screen.print(f"Written: {folder / file.name}")
    except OSError as error:
        raise Unusable(f"{folder} cannot be written: {error.strerror}.") from error

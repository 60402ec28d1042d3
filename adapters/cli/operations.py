"""`luotsi backup` and `luotsi restore`: a copy of the database while the program runs, and the way back."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.common import ConfigFile, one_sentence
from adapters.wiring import House, SystemClock, migrated, opened
from bot.app import load_features
from bot.config import DatabaseSettings, Settings, load_settings
from bot.context import Context
from bot.entities import Person
from bot.errors import StorageUnavailable
from bot.features import privacy
from bot.i18n import Reader
from bot.ports import Store
from bot.rules.lifecycle import Pace
from storage import SqlStore
from storage.backup import Copied, copy, file_of, numbers_of, put_in_place, require_known
from storage.erased import ErasedList, list_beside, reserve
from storage.sole import sole_user
from storage.watch import SqlWatch

MEGABYTE = 1_000_000
KEEP_SECONDS = 60.0


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; no file is written over.")],
    config: ConfigFile = None,
) -> None:
    """Copy the database to a file, while Luotsi runs or not, and check the copy. It holds what people wrote."""
    with one_sentence():
        url = load_settings(config).database.url
        place = file_of(url)
        made = copy(place, file)
        list_beside(url).add(numbers_of(place)[1])
        typer.echo(f"Copied and checked: {_amount(made)}, {made.size / MEGABYTE:.1f} MB, to {file}.")


def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `luotsi backup` made.")],
    config: ConfigFile = None,
) -> None:
    """Put a copy in the place of the database, which is kept beside it. Stop Luotsi first."""
    with one_sentence():
        settings = load_settings(config)
        done = asyncio.run(_restore(settings, file))
        typer.echo(f"Restored and checked: {_amount(done.copied)}, from {file}.")
        if done.kept:
            typer.echo(f"The database that was there is kept as {done.kept}. Remove it when you are sure.")
        if done.erased:
            typer.echo(f"Erased again, since they were erased after the copy was made: {done.erased}.")


@dataclass(frozen=True, slots=True)
class _Restored:
    copied: Copied
    kept: Path | None
    erased: int


async def _restore(settings: Settings, file: Path) -> _Restored:
    """Make the copy ready under another name first: until the last step the database stays what it is."""
    place, now = file_of(settings.database.url), SystemClock().now()
    new = place.with_name(f"{place.name}.restored")
    with sole_user(settings.database.url):
        new.unlink(missing_ok=True)
        copied = copy(file, new)
        try:
            require_known(copied)
            erased = await _made_ready(settings, new, place, now)
            return _Restored(copied, put_in_place(new, place, now), erased)
        finally:
            new.unlink(missing_ok=True)


async def _made_ready(settings: Settings, new: Path, place: Path, now: datetime) -> int:
    """Bring a copy to this release's tables, and erase again who was erased since; how many those were (ERA-06)."""
    known, (largest, erased) = list_beside(settings.database.url), numbers_of(place)
    known.add(erased)
    there = settings.model_copy(update={"database": DatabaseSettings(url=f"sqlite+aiosqlite:///{new}")})
    await migrated(there)
    async with opened(there) as store:
        await reserve(store.engine, largest, now)
        return await keep_erased(store, known, now, settings.pace)


async def keep_erased(store: SqlStore, known: ErasedList, now: datetime, defaults: Pace) -> int:
    """Erase again whoever a backup brought back, and bring the list up to date; how many came back (ERA-06).

    To be called before anything is sent.
    """
    watch, listed = SqlWatch(store.engine), known.read()
    back = await _erase(store, listed - await watch.erased(), now, defaults)
    await reserve(store.engine, max((person for _, person in listed), default=0), now)
    known.add(await watch.erased())
    return back


@asynccontextmanager
async def keeping_erased(made: House) -> AsyncIterator[None]:
    """Before anything is sent, and every few minutes after that: the list and the database tell the same."""
    known = list_beside(made.settings.database.url)

    async def keep() -> None:
        await keep_erased(made.store, known, made.clock.now(), made.settings.pace)

    async def keep_on() -> None:
        while True:
            await asyncio.sleep(KEEP_SECONDS)
            with suppress(StorageUnavailable):  # the clock says so already
                await keep()

    await keep()
    keeping = asyncio.create_task(keep_on())
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(StorageUnavailable):
            await keep()


async def _erase(store: Store, people: Iterable[tuple[int, int]], now: datetime, defaults: Pace) -> int:
    """Erase as a person's own wish does, with a neutral note to partners. Who is not there joined after the backup."""
    urgencies, communities = load_features().urgencies(), set(await store.communities())
    done = 0
    for community_id, person_id in sorted(people):
        if community_id not in communities:
            continue
        async with store.work(community_id) as work:
            person = await work.one(Person, id=person_id)
            if person is None:
                continue
            reader = Reader(work.community.language, work.community.time_zone)
            ctx = Context(work, now, reader, defaults, person, urgencies=urgencies)
            await privacy.erase(ctx, confirm=True)
            await ctx.flush()
            done += 1
    return done


def _amount(copied: Copied) -> str:
    return f"{copied.rows} rows in {copied.tables} tables"

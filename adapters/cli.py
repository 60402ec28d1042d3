"""The command line: demo, run, check, migrate. Everything a person can mend is one sentence on stderr, exit code 2."""

import asyncio
import socket
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from adapters.local.founding import people_of, sample_file
from adapters.local.listen import LocalPage
from adapters.local.listen import Settings as PageSettings
from adapters.local.ports import FirstStep, LocalPerson, Timelapse
from adapters.web.app import web_app, web_server
from adapters.wiring import House, SystemClock, house, log_to_stderr, opened, ticking
from bot.config import Settings, WrongSettings, load_settings
from bot.errors import Refusal, StorageUnavailable
from bot.i18n import Reader
from bot.rules.importing import ImportRefused
from scheduling.timelapse import MovableClock
from scheduling.timelapse import Timelapse as Steps

HOST = "127.0.0.1"
DEMO_START_HOUR = 9
app = typer.Typer(no_args_is_help=True, add_completion=False, help="Mentoring programmes in chat.")
screen = Console(stderr=True)

ConfigFile = Annotated[Path | None, typer.Option("--config", help="The settings file; config.toml if there is one.")]


def main() -> None:
    """The entry point of the program."""
    app()


@contextmanager
def one_sentence() -> Iterator[None]:
    """What a person can mend is said in one sentence on stderr, with exit code 2, and without a trace."""
    try:
        yield
    except (WrongSettings, StorageUnavailable, Unusable) as error:
        _stop(str(error))
    except (Refusal, ImportRefused) as refusal:
        _stop(Reader().t(refusal.key, **refusal.arguments))


def _stop(sentences: str) -> None:
    typer.echo(sentences, err=True)
    raise typer.Exit(2)


class Unusable(Exception):
    """Something about the call or the machine that the caller can change."""


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page is served, on this machine only.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """A programme on the local page, with a clock that you move. Nothing is kept."""
    with one_sentence(), tempfile.TemporaryDirectory(prefix="luotsi-demo-") as folder:
        settings = _demo_settings(Path(folder), port)
        log_to_stderr(settings.log)
        people = people_of(sample_file(), settings.community.time_zone)
        asyncio.run(_demo(settings, people, browser))


def _demo_settings(folder: Path, port: int) -> Settings:
    database = {"url": f"sqlite+aiosqlite:///{folder / 'demo.db'}"}
    community = {"name": "Harbour libraries", "facilitator": "Helmi Harju", "channel": "library-news"}
    return Settings(database=database, community=community, web={"port": port}, log={"level": "warning"})  # type: ignore[arg-type]


def demo_start(now: datetime) -> datetime:
    """Where a demo's clock begins: in the morning of the coming weekday, so that nothing waits for Monday."""
    start = now.astimezone(UTC).replace(hour=DEMO_START_HOUR, minute=0, second=0, microsecond=0)
    while start.weekday() > 4:
        start += timedelta(days=1)
    return start


async def _demo(settings: Settings, people: list[LocalPerson], browser: bool) -> None:
    clock = MovableClock(demo_start(SystemClock().now()))
    async with house(settings, clock, people) as made:
        await _serve(made, browser, Steps(made.bot, clock))


@app.command()
def run(
    config: ConfigFile = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = False,
) -> None:
    """Run Luotsi for real, on the local page, until you stop it."""
    with one_sentence():
        settings = load_settings(config)
        log_to_stderr(settings.log)
        asyncio.run(_run(settings, browser))


async def _run(settings: Settings, browser: bool) -> None:
    async with house(settings, SystemClock()) as made:
        await _serve(made, browser, None)


async def _serve(made: House, browser: bool, timelapse: Timelapse | None) -> None:
    """The page, with the clock running behind it, until the program is told to stop."""
    port = made.settings.web.port
    _require_free(port)
    community = made.settings.community
    shown = PageSettings(made.space.external_id, community.time_zone, community.language, _first_steps(timelapse))
    page = LocalPage(made.bot, made.history, made.messenger, made.hub, made.clock, shown, timelapse)
    server = web_server(web_app(page.routes(), port), HOST, port, made.hub.close)
    address = f"http://{HOST}:{port}"
    screen.print(f"Luotsi is at [link={address}]{address}[/link]. Press Ctrl+C to stop.")
    if browser:
        webbrowser.open(address)
    async with ticking(made):
        await server.serve()


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Unusable(f"Port {port} is in use. Stop the other program, or choose another with --port.") from error


def _first_steps(timelapse: Timelapse | None) -> tuple[FirstStep, ...]:
    reader = Reader()
    steps = [("create", "facilitator", "/mentoring programme create"), ("apply", "p1", "/mentoring apply")]
    steps += [("match", "facilitator", "/mentoring match draft"), ("meet", "p1", "/mentoring mine")]
    steps += [("report", "facilitator", "/mentoring report")]
    return tuple(FirstStep(reader.t(f"demo-step-{key}"), account, line) for key, account, line in steps)


@app.command()
def check(config: ConfigFile = None) -> None:
    """Check the settings and the database, and say what to do about each."""
    with one_sentence():
        settings = load_settings(config)
        asyncio.run(_check(settings))


async def _check(settings: Settings) -> None:
    async with opened(settings) as store:
        communities = await store.communities()
    typer.echo("The settings are right.")
    typer.echo(f"The database is ready and holds {len(communities)} communities.")


@app.command()
def migrate(config: ConfigFile = None) -> None:
    """Bring the database to the tables of this release."""
    with one_sentence():
        settings = load_settings(config)
        asyncio.run(_migrate(settings))
        typer.echo("The database is up to date.")


async def _migrate(settings: Settings) -> None:
    from storage import connect
    from storage.migrate import upgrade

    engine = connect(settings.database.url)
    try:
        await upgrade(engine)
    finally:
        await engine.dispose()


if __name__ == "__main__":
    main()

"""`luotsi demo` and `luotsi run`: the local page, with a clock that is moved or the real one."""

import asyncio
import socket
import tempfile
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.cli.common import ConfigFile, Unusable, demo_settings, one_sentence, screen
from adapters.cli.operations import keeping_erased
from adapters.cli.playing import transcript
from adapters.cli.stopping import told_to_stop
from adapters.discord.check import invitation
from adapters.local.founding import SAMPLE, people_of, sample_file
from adapters.local.listen import LocalPage
from adapters.local.listen import Settings as PageSettings
from adapters.local.living import company_of
from adapters.local.players.company import LivingTimelapse
from adapters.local.ports import FirstStep, LocalPerson, Timelapse
from adapters.slack.installing import link_of
from adapters.web.app import WebServer, serve, web_app, web_server
from adapters.web.health import HealthPages
from adapters.web.logs import log_to_stderr
from adapters.wiring import House, Slack, SystemClock, house, listening, ticking
from bot.config import Settings, load_settings
from bot.i18n import Reader
from scheduling.timelapse import MovableClock
from scheduling.timelapse import Timelapse as Steps
from storage.watch import SqlWatch

HOST = "127.0.0.1"
DEMO_HOUR = 9
FRIDAY = 4


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the page is, on this machine only.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    alone: Annotated[bool, typer.Option("--alone", help="Nobody does anything but you.")] = False,
    as_transcript: Annotated[bool, typer.Option("--transcript", help="Play nine months now, and print them.")] = False,
    applications: Annotated[Path | None, typer.Option(help="For a transcript: a CSV file of applications.")] = None,
    seed: Annotated[int, typer.Option(help="For a transcript: the same seed gives the same play.")] = 1,
    report: Annotated[Path, typer.Option(help="For a transcript: where its report goes.")] = Path("luotsi-report.html"),
) -> None:
    """A programme on the local page, with a clock that you move. Nothing is kept."""
    with one_sentence(), tempfile.TemporaryDirectory(prefix="luotsi-demo-") as folder:
        settings = demo_settings(Path(folder), port)
        log_to_stderr(settings.log)
        if as_transcript:
            return transcript(settings, applications, seed, report)
        people = people_of(sample_file(), settings.community.time_zone)
        asyncio.run(_demo(settings, people, browser, alone))


def demo_start(now: datetime) -> datetime:
    """Where a demo's clock begins: on the morning of this or the coming weekday, so that nothing waits for Monday."""
    start = now.astimezone(UTC).replace(hour=DEMO_HOUR, minute=0, second=0, microsecond=0)
    while start.weekday() > FRIDAY:
        start += timedelta(days=1)
    return start


async def _demo(settings: Settings, people: list[LocalPerson], browser: bool, alone: bool) -> None:
    clock = MovableClock(demo_start(SystemClock().now()))
    async with house(settings, clock, people) as made:
        made.ticker.lock = lock = asyncio.Lock()
        steps = Steps(made.bot, clock, lock)
        with told_to_stop() as stop:
            if alone:
                return await _serve(made, browser, steps, stop)
            company = await company_of(made.bot, made.the_page)
            await _serve(made, browser, LivingTimelapse(steps, company), stop, company.leave)


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
    """Where people are on a chat platform there is no local page: on it anybody could be anyone of them."""
    with told_to_stop() as stop:
        async with house(settings, SystemClock()) as made:
            if made.page:
                async with keeping_erased(made):
                    return await _serve(made, browser, None, stop)
            async with keeping_erased(made), ticking(made), listening(made) as routes:
                if made.slack:
                    _greet(settings, made.slack)
                if made.discord:
                    screen.print(f"Luotsi is in Discord, as {made.discord.client.user}. Press Ctrl+C to stop.")
                    screen.print(f"To invite it: {invitation(made.discord.client)}", soft_wrap=True)
                await serve([*_health(made), *([_slack_server(settings, routes)] if routes else [])], stop)


def _greet(settings: Settings, slack: Slack) -> None:
    where = slack.space.name if slack.space else "every workspace that installs it"
    screen.print(f"Luotsi is in Slack, in {where}. Press Ctrl+C to stop.")
    if slack.installing:
        screen.print(f"To install it in a workspace: {link_of(settings.slack)}", soft_wrap=True)
    if slack.advice:
        screen.print(slack.advice)


def _slack_server(settings: Settings, routes: list[BaseRoute]) -> WebServer:
    """What Slack's events arrive at in its HTTP mode, and an admin's browser at an installation."""
    port = settings.web.port
    _require_free(port)
    screen.print(f"Slack is expected at http://{HOST}:{port}/slack/…, through a proxy of yours.")
    return web_server(Starlette(routes=routes), HOST, port)


async def _serve(
    made: House,
    browser: bool,
    timelapse: Timelapse | None,
    stop: asyncio.Event,
    acts: Callable[[str], None] = lambda account: None,
) -> None:
    """The page, with the clock running behind it, until the program is told to stop."""
    port, ours = made.settings.web.port, made.the_page
    _require_free(port)
    community = made.settings.community
    shown = PageSettings(ours.space.external_id, community.time_zone, community.language, _first_steps())
    page = LocalPage(made.bot, ours.history, ours.messenger, ours.hub, made.clock, shown, timelapse, acts)
    server = web_server(web_app(page.routes(), port), HOST, port, ours.hub.close)
    address = f"http://{HOST}:{port}"
    async with ticking(made):
        screen.print(f"Luotsi is at [link={address}]{address}[/link]. Press Ctrl+C to stop.")
        if browser:
            webbrowser.open(address)
        await serve([server, *(() if timelapse else _health(made))], stop)


def _health(made: House) -> list[WebServer]:
    """What watches the program asks here how it is; nothing where the settings switch it off.

    A port that is taken, as by another replica on this machine, keeps nobody from running: that would be worse.
    """
    wanted = made.settings.health
    if not wanted.port:
        return []
    try:
        _require_free(wanted.port, wanted.host)
    except Unusable:
        taken = f"The port {wanted.port} of health.port is in use"
        screen.print(f"{taken}, so nothing tells how this program is. Choose another in the settings, or 0.")
        return []
    pages = HealthPages(made.ticker.health, SqlWatch(made.store.engine), made.clock, made.counters)
    return [web_server(pages.app(), wanted.host, wanted.port, anywhere=True)]


def _require_free(port: int, host: str = HOST) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unusable(f"Port {port} is in use. Stop the other program, or choose another port.") from error


def _first_steps() -> tuple[FirstStep, ...]:
    reader = Reader()
    steps = (
        ("create", "facilitator", "/mentoring programme create"),
        ("apply", f"{SAMPLE}1", "/mentoring apply"),
        ("match", "facilitator", "/mentoring match draft"),
        ("meet", f"{SAMPLE}1", "/mentoring mine"),
        ("report", "facilitator", "/mentoring report"),
    )
    return tuple(FirstStep(reader.t(f"demo-step-{key}"), account, line) for key, account, line in steps)

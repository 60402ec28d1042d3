"""`luotsi check`, `luotsi migrate` and `luotsi commands`: for whoever looks after an installation."""

import asyncio
import json
from typing import Annotated

import typer

from adapters.cli.common import ConfigFile, one_sentence
from adapters.discord.check import checked as checked_discord
from adapters.slack.check import checked, checked_installs
from adapters.slack.manifest import manifest
from adapters.slack.workspaces import Workspaces
from adapters.wiring import SystemClock, installs_of, migrated, opened
from bot.app import load_features
from bot.config import Settings, load_settings
from bot.features.help import guide
from bot.i18n import Reader
from scheduling.wakeups import NO_TABLES
from storage.backup import copy_before_migrating
from storage.watch import SqlWatch


def check(config: ConfigFile = None) -> None:
    """Check the settings and the database, and say what to do about each."""
    with one_sentence():
        asyncio.run(_check(load_settings(config)))


async def _check(settings: Settings) -> None:
    async with opened(settings) as store:
        communities = len(await store.communities())
        has_queue = await SqlWatch(store.engine).has_queue()
    typer.echo("The settings are right.")
    if not has_queue:
        typer.echo(NO_TABLES)
        raise typer.Exit(1)
    typer.echo(f"The database is ready. Communities in it: {communities}.")
    found = await _checked_slack(settings) + await _checked_discord(settings)
    for _, sentence in found:
        typer.echo(sentence)
    if not all(right for right, _ in found):
        raise typer.Exit(1)


async def _checked_slack(settings: Settings) -> list[tuple[bool, str]]:
    """What is found of Slack, if there are settings for it."""
    if settings.slack.by_oauth:
        async with opened(settings) as store:
            workspaces = Workspaces(settings.slack, installs_of(settings, store), SystemClock())
            return [one async for one in checked_installs(settings.slack, workspaces)]
    if settings.slack.bot_token:
        return [one async for one in checked(settings.slack, settings.community.channel)]
    return []


async def _checked_discord(settings: Settings) -> list[tuple[bool, str]]:
    """What is found of Discord, if there are settings for it."""
    if not settings.discord.token:
        return []
    return [one async for one in checked_discord(settings.discord, settings.community.channel)]


def migrate(config: ConfigFile = None) -> None:
    """Bring the database to the tables of this release. A SQLite file is copied first; for a server, make a backup."""
    with one_sentence():
        settings = load_settings(config)
        if kept := copy_before_migrating(settings.database.url, SystemClock().now()):
            typer.echo(f"A copy of the database as it was is kept as {kept}.")
        asyncio.run(migrated(settings))
        typer.echo("The database is up to date.")


def slack_manifest(
    name: Annotated[str, typer.Option(help="What the app is called in Slack.")] = "Luotsi",
    events: Annotated[str, typer.Option(help="For the HTTP mode: the public address of /slack/events.")] = "",
    redirect: Annotated[str, typer.Option(help="For several workspaces: the public address of /slack/installed.")] = "",
) -> None:
    """Print the manifest to paste into Slack at "Create an app", "From a manifest"."""
    typer.echo(json.dumps(manifest(name, redirect, events), indent=2, ensure_ascii=False))


def commands() -> None:
    """Print what people can ask in the chat, as the table in the README."""
    load_features()
    typer.echo(guide(Reader()))

"""What every command of the command line shares: settings, one sentence for what a person can mend, and exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.config import Settings, WrongSettings
from bot.errors import Refusal, StorageUnavailable, Unreachable
from bot.i18n import Reader
from bot.rules.importing import ImportRefused, check_size

screen = Console(stderr=True)
ConfigFile = Annotated[Path | None, typer.Option("--config", help="The settings file; config.toml if there is one.")]
ProgrammeName = Annotated[str, typer.Option("--programme", help="The name of the programme.")]


class Unusable(Exception):
    """Something about the call or the machine that the caller can change; its text says how."""


@contextmanager
def one_sentence() -> Iterator[None]:
    """What a person can mend is said in one sentence on stderr, with exit code 2, and without a trace."""
    try:
        yield
    except (WrongSettings, StorageUnavailable, Unreachable, Unusable) as error:
        _stop(str(error))
    except (Refusal, ImportRefused) as refusal:
        _stop(Reader().t(refusal.key, **refusal.arguments))


def _stop(sentences: str) -> None:
    typer.echo(sentences, err=True)
    raise typer.Exit(2)


def content_of(file: Path) -> bytes:
    """What is in a file of applications. Raises Unusable, or ImportRefused for one that is too large."""
    try:
        check_size(file.stat().st_size)  # before reading: a huge file is refused without filling the memory
        return file.read_bytes()
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror}.") from error


def demo_settings(folder: Path, port: int = 8765) -> Settings:
    """A community for a while, in a folder of its own; settings files and the environment do not count."""
    return Settings.model_validate(
        {
            "database": {"url": f"sqlite+aiosqlite:///{folder / 'demo.db'}"},
            "community": {"name": "Harbour libraries", "facilitator": "Helmi Harju", "channel": "library-news"},
            "web": {"port": port},
            "log": {"level": "warning"},
        }
    )

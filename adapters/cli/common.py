"""What every command of the command line shares: settings, one sentence for what a person can mend, and exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.config import WrongSettings
from bot.errors import Refusal, StorageUnavailable
from bot.i18n import Reader
from bot.rules.importing import ImportRefused

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
    except (WrongSettings, StorageUnavailable, Unusable) as error:
        _stop(str(error))
    except (Refusal, ImportRefused) as refusal:
        _stop(Reader().t(refusal.key, **refusal.arguments))


def _stop(sentences: str) -> None:
    typer.echo(sentences, err=True)
    raise typer.Exit(2)

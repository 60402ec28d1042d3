"""What is written to stderr: what happened, by which request, and nothing that people wrote."""

import logging
import sys
import traceback
from contextlib import suppress
from typing import TextIO

import structlog

from bot.config import LogSettings


def log_to_stderr(settings: LogSettings) -> None:
    """Structured logs on stderr: stdout is for what a command was asked for. Nothing that people wrote is in them."""
    console = structlog.dev.ConsoleRenderer(exception_formatter=_write_trace)
    renderer = structlog.processors.JSONRenderer() if settings.json_lines else console
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    others = logging.StreamHandler(sys.stderr)
    others.setFormatter(_Wordless("%(name)s: %(message)s"))
    logging.basicConfig(handlers=[others], level=max(level, logging.WARNING))
    # A tick that finds the last one still at work is left out, which is meant: it would warn of it every second.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    traces = structlog.processors.ExceptionRenderer(trace)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            traces if settings.json_lines else structlog.processors.StackInfoRenderer(),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Lines,
    )


class _Lines(structlog.PrintLogger):
    """Lines on stderr. Where they cannot be written, as on a full disk, the work goes on without them."""

    def __init__(self, *_: object) -> None:
        super().__init__(sys.stderr)

    def msg(self, message: str) -> None:
        """One line."""
        with suppress(OSError):
            super().msg(message)

    debug = info = warning = error = exception = critical = log = msg


def trace(exc_info: object) -> str:
    """Where an exception came from, and from which others, by their kinds.

    What they say is left out: it often repeats a value, and values are people's own words.
    """
    error = exc_info[1] if isinstance(exc_info, tuple) else None
    parts: list[str] = []
    while isinstance(error, BaseException):
        parts.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhich came of\n".join(parts)


def _write_trace(to: TextIO, found: object) -> None:
    to.write(f"\n{trace(found)}")


class _Wordless(logging.Formatter):
    """The same for what libraries log."""

    def formatException(self, ei: object) -> str:  # noqa: N802  # the library's name
        """A trace."""
        return trace(ei)

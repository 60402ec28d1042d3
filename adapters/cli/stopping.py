"""How the program is told to stop: by Ctrl+C, or by the system's SIGTERM."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def told_to_stop() -> Iterator[asyncio.Event]:
    """An event that is set when the program is told to stop, so that what is in flight is let finish.

    Told a second time, the program ends at once.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def tell(*_: object) -> None:
        for sign in SIGNALS:
            signal.signal(sign, signal.SIG_DFL)
        loop.call_soon_threadsafe(stop.set)

    before = {sign: signal.signal(sign, tell) for sign in SIGNALS}
    try:
        yield stop
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)

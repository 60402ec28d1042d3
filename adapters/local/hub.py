"""Tells open pages that something has changed, as Server-Sent Events. What changed, each page then fetches itself."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import suppress

from adapters.local.ports import Json

MOST_WAITING = 200  # events not yet taken by a page; beyond that it is cut off, comes back by itself and fetches
HEARTBEAT = 15.0  # seconds; a comment that keeps the connection open and finds those that are gone


class Hub:
    """Every page that is open now, by the account it is used as."""

    def __init__(self) -> None:
        self._pages: dict[asyncio.Queue[str], str] = {}

    def publish(self, name: str, data: Json, accounts: Collection[str] | None = None) -> None:
        """Tell the pages of these accounts, or all pages."""
        event = f"event: {name}\ndata: {json.dumps(data)}\n\n"
        for queue, account in list(self._pages.items()):
            if accounts is not None and account not in accounts:
                continue
            if queue.qsize() >= MOST_WAITING:
                self._end(queue)
            else:
                queue.put_nowait(event)

    async def stream(self, account: str) -> AsyncIterator[str]:
        """The events for one page until it goes or the hub closes."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._pages[queue] = account
        try:
            yield ": welcome\n\n"
            while event := await self._next(queue):
                yield event
        finally:
            self._pages.pop(queue, None)

    def close(self) -> None:
        """End every stream, so that a server with open pages can stop."""
        for queue in list(self._pages):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[str]) -> None:
        self._pages.pop(queue, None)
        queue.put_nowait("")

    async def _next(self, queue: asyncio.Queue[str]) -> str:
        with suppress(TimeoutError):
            return await asyncio.wait_for(queue.get(), HEARTBEAT)
        return ": still here\n\n"

"""One Starlette application and its server. The wiring fills it: the local page, health, reports, calendar feeds."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from adapters.web.guard import Guard, loopback_hosts

GRACE = 5  # seconds an answer that is under way is waited for when the server stops


def web_app(routes: Sequence[BaseRoute], port: int, hosts: Collection[str] = ()) -> Starlette:
    """The application: these routes behind the guard, under this machine's own names and `hosts` (name:port)."""
    guard = Middleware(Guard, hosts=[*loopback_hosts(port), *hosts])
    return Starlette(routes=list(routes), middleware=[guard])


class WebServer(uvicorn.Server):
    """uvicorn, which first ends what would keep it from stopping: the open event streams."""

    def __init__(self, config: uvicorn.Config, closing: Callable[[], None]) -> None:
        super().__init__(config)
        self._closing = closing

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: uvicorn raises them again when it has stopped, which ends the program before what
        is in flight has arrived. Whoever starts servers tells them to stop; see `serve`.
        """
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop as uvicorn does."""
        self._closing()
        await super().shutdown(sockets)


def web_server(
    app: Starlette, host: str, port: int, closing: Callable[[], None] = lambda: None, *, anywhere: bool = False
) -> WebServer:
    """A server for the application; `await server.serve()` runs it.

    Raises ValueError for an address that other machines could reach, since on the local page anybody can be anyone;
    what is served `anywhere` has to be fit for it.
    """
    if not (anywhere or _is_loopback(host)):
        raise ValueError(f"the web page is served on this machine only, not on {host}")
    return WebServer(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE,
        ),
        closing,
    )


async def serve(servers: Sequence[WebServer], stop: asyncio.Event) -> None:
    """Serve until told to stop, and let answers that are under way finish. If one server ends, so do the others."""
    running = [asyncio.create_task(server.serve()) for server in servers]
    told = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([told, *running], return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*running)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""What every answer of the web server carries and every request must pass, whatever is served behind it."""

from collections.abc import Collection, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through what was meant for this server, from its own pages.

    The Host header must name the server, else a foreign page could reach it under a name of its own (DNS rebinding).
    What changes something must not come from another site's page (cross-site request forgery); a caller that is no
    browser sends neither Origin nor Sec-Fetch-Site and is let through.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.casefold() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif refused := self._refusal(scope["method"], scope["path"], Headers(scope=scope)):
            await PlainTextResponse(refused, 403)(scope, receive, _with_headers(send))
        else:
            await self.app(scope, receive, _with_headers(send))

    def _refusal(self, method: str, path: str, headers: Headers) -> str:
        host = headers.get("host", "").casefold()
        if host not in self.hosts:
            return "This server answers to its own name only."
        foreign = headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
        if "origin" in headers:
            foreign = foreign or headers["origin"].casefold() not in {f"http://{host}", f"https://{host}"}
        if foreign and (method not in SAFE or path != "/"):
            return "Another web page tried to act here, and was refused."
        return ""


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return wrapped


def loopback_hosts(port: int) -> Iterable[str]:
    """What the Host header of a request to this machine itself says."""
    return [f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")]

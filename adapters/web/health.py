"""`/health/live`, `/health/ready`, `/health` and `/metrics`: for whatever watches the program. Nothing of people's.

Whoever can reach them learns how many messages wait where, and no more: there is no log-in.
"""

from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from adapters.web.metrics import Counters, exposition
from adapters.web.standing import Jobs, Standing, look
from bot.ports import Clock
from bot.watch import LaneState, Watch


class HealthPages:
    """The four addresses."""

    def __init__(self, jobs: Jobs, watch: Watch, clock: Clock, counters: Counters) -> None:
        self.jobs = jobs
        self.watch = watch
        self.clock = clock
        self.counters = counters

    def app(self) -> Starlette:
        """To be served by itself: what watches a program asks by any name it knows the machine by."""
        pages = {
            "/health/live": self.live,
            "/health/ready": self.ready,
            "/health": self.details,
            "/metrics": self.metrics,
        }
        return Starlette(routes=[Route(path, page) for path, page in pages.items()])

    async def live(self, _: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("Luotsi is running.\n")

    async def ready(self, _: Request) -> Response:
        """The database answers and the work is done; else 503 with a sentence."""
        reason = (await self._look(whole=False)).reason
        return PlainTextResponse(f"{reason or 'Luotsi is at work.'}\n", 503 if reason else 200)

    async def details(self, _: Request) -> Response:
        """Everything, as JSON; always 200, since it has been answered."""
        return JSONResponse(as_json(await self._look()), headers={"Cache-Control": "no-store"})

    async def metrics(self, _: Request) -> Response:
        """For Prometheus."""
        return Response(exposition(self.counters, await self._look()), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _look(self, *, whole: bool = True) -> Standing:
        return await look(self.jobs, self.watch, self.clock.now(), whole=whole)


def as_json(standing: Standing) -> dict[str, object]:
    """What `/health` answers; `luotsi status` reads it. Times are ISO 8601 in UTC."""
    return {
        "ready": not standing.reason,
        "reason": standing.reason,
        "last_tick": _iso(standing.last_tick),
        "last_plan": _iso(standing.last_plan),
        "errors": dict(standing.errors),
        "lanes": [_lane(lane) for lane in standing.lanes],
    }


def _lane(lane: LaneState) -> dict[str, object]:
    return {
        "lane": lane.lane,
        "platform": lane.platform,
        "connected": lane.connected,
        "silent_until": _iso(lane.silent_until),
        "waiting": lane.waiting,
        "planned": lane.planned,
        "oldest_due": _iso(lane.oldest_due),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

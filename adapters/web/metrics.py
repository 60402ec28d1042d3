"""What Prometheus is told: counters of this process, and gauges read from the database when it asks.

Labels are platforms, results, jobs and the numbers of lanes: never a person's words or name.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from adapters.web.standing import Standing
from bot.watch import LaneState


class Counters:
    """Implements `bot.ports.Meter`. They begin at nothing with each process, as Prometheus expects of a counter."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._messages = Counter(
            "luotsi_messages", "Messages by how the platform answered.", ["platform", "result"], registry=self.registry
        )
        self._commands = Counter(
            "luotsi_commands", "What people asked, by how it ended.", ["result"], registry=self.registry
        )

    def message(self, platform: str, result: str) -> None:
        """Count a message that a platform was given."""
        self._messages.labels(platform, result).inc()

    def command(self, result: str) -> None:
        """Count a line, a press or a form that was answered."""
        self._commands.labels(result).inc()


class _Seen(Collector):
    """One look at everything, as gauges."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All gauges."""
        seen = self.standing
        yield _plain("luotsi_ready", "1 when this process does its work.", float(not seen.reason))
        yield _plain("luotsi_database_up", "1 when the database answers.", float(seen.answers))
        if seen.last_tick:
            yield _plain("luotsi_last_tick_seconds", "Age of this process's last tick.", _age(seen, seen.last_tick))
        failing = GaugeMetricFamily("luotsi_job_errors", "1 for a job of this process that fails.", labels=["job"])
        for job in seen.errors:
            failing.add_metric([job], 1.0)
        yield failing
        yield from self._of_lanes(seen.lanes)

    def _of_lanes(self, lanes: Sequence[LaneState]) -> Iterator[GaugeMetricFamily]:
        seen = self.standing
        yield _by_lane("luotsi_due_planned", "Messages to be sent, today or later.", ((x, x.planned) for x in lanes))
        yield _by_lane("luotsi_due_waiting", "Messages due and not settled.", ((x, x.waiting) for x in lanes))
        oldest = ((x, _age(seen, x.oldest_due) if x.oldest_due else 0) for x in lanes)
        yield _by_lane("luotsi_oldest_due_seconds", "For how long the oldest message has been due.", oldest)
        connected = ((x, int(x.connected)) for x in lanes)
        yield _by_lane("luotsi_lane_connected", "0 for a lane whose platform refuses us.", connected)


def exposition(counters: Counters, standing: Standing) -> bytes:
    """Everything in Prometheus's text format."""
    looked = CollectorRegistry()
    looked.register(_Seen(standing))
    return generate_latest(counters.registry) + generate_latest(looked)


def _age(standing: Standing, moment: datetime) -> float:
    return max((standing.at - moment).total_seconds(), 0.0)


def _plain(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def _by_lane(name: str, meaning: str, values: Iterable[tuple[LaneState, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=["lane", "platform"])
    for lane, value in values:
        family.add_metric([str(lane.lane), lane.platform], value)
    return family

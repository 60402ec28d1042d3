"""How fast a lane may send: the platforms' limits, kept as one moment for each lane (the generic cell rate algorithm).

A lane's moment is when everything that it has sent would have gone at an even pace. It may run ahead of the clock by as
much as the burst allows, and no further. Times are aware UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `per_minute` messages a minute for long, `burst` of them at once; `place_seconds` apart in one channel.

    Slack allows about one message a second in a channel and some hundreds a minute in a workspace, Discord fifty
    requests a second for a bot, by their documentation of rate limits.
    """

    per_minute: int
    burst: int
    place_seconds: float = 0.0

    @property
    def interval(self) -> timedelta:
        """Between two messages at an even pace."""
        return timedelta(minutes=1) / self.per_minute

    def allows(self, paced_until: datetime | None, now: datetime) -> int:
        """How many messages may go now; never more than the burst."""
        ahead = max((paced_until or now) - now, timedelta(0))
        return max((self.interval * self.burst - ahead) // self.interval, 0)

    def after(self, paced_until: datetime | None, now: datetime, sent: int) -> datetime:
        """The lane's moment once so many have gone."""
        return max(paced_until or now, now) + self.interval * sent

    def next_at(self, paced_until: datetime) -> datetime:
        """When one more may go, for a lane that may send nothing now."""
        return paced_until - self.interval * (self.burst - 1)

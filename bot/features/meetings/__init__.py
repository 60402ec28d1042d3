"""Meetings of a pair: planned, moved, cancelled and logged by either of the two, and asked for when there are none."""

from bot.features.meetings import dates, log, notices, nudges, private

__all__ = ["dates", "log", "notices", "nudges", "private"]

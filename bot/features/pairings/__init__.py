"""Pairings: what is mine, whether it fits, a pause, the end without blame, and the facilitator's list."""

from bot.features.pairings import departures, fit, leaving, mine, overview, pausing

__all__ = ["departures", "fit", "leaving", "mine", "overview", "pausing"]

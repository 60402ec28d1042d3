"""The pulse: a few questions to everybody in a pair, with names or only in totals, and no figure while it is open."""

from bot.features.pulse import answering, asking, results

__all__ = ["answering", "asking", "results"]

"""Matching: a draft for the facilitator, a round that goes out, a time to say no, and the introduction."""

from bot.features.matching import answering, drafting, introducing, private, publishing

__all__ = ["answering", "drafting", "introducing", "private", "publishing"]

"""The agreement of a pair: written or spoken, ticked by both, reopened by either, every version kept.

The words are the pair's. Nobody else reads them; the office sees only when they agreed and when they read it again.
"""

from bot.features.agreements import asking, notices, private, ticks, words

__all__ = ["asking", "notices", "private", "ticks", "words"]

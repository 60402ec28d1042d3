"""Whole-group sessions: planned by the facilitator, answered by everybody, with a waiting list that moves by itself."""

from bot.features.sessions import answers, notices, planning, roster

__all__ = ["answers", "notices", "planning", "roster"]

"""What the facilitator says to everybody: seen first, confirmed, and then posted and copied at its time."""

from bot.features.announcements import asking, sending

__all__ = ["asking", "sending"]

"""The one way out: what is due goes past one gate, to one recipient at a time, and never twice."""

from bot.delivery.delivery import Delivery

__all__ = ["Delivery"]

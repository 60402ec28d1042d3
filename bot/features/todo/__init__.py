"""The facilitator's list of what needs a human: facts with their dates, each with a draft, gone when it is settled.

No score, no colour, and no concerns: those go past the facilitator (PROGRAMME.md, section 4).
"""

from bot.features.todo import letters, lists

__all__ = ["letters", "lists"]

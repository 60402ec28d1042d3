"""What people read of a message, without the signs that only Discord sees."""

import re
from typing import Any

_SIGN = re.compile(r"\\([^0-9A-Za-z\s])|\*\*")


def plain(text: str) -> str:
    """Text as it is read: what is escaped stands for itself, and our bold is no sign."""
    return _SIGN.sub(lambda found: found[1] or "", text)


def read(message: Any) -> str:  # Any: a message of discord.py's or simcord's
    """The words of a message and its embeds."""
    return "\n".join(plain(part) for part in (message.content, *(one.description or "" for one in message.embeds)))

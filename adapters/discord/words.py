"""Our texts as Discord reads them: escaped, and measured as they are sent."""

import re

_SPECIAL = re.compile(r"[\\*_~`|<>\[\]@#]")
_LIST = re.compile(r"^(\s*)([-+])", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d+)\.", re.MULTILINE)


def escaped(text: str) -> str:
    r"""A text in which Discord finds no format, link, mention or list (LIM-08 to LIM-11).

    Discord shows a sign of punctuation after a backslash as it is; `:\//` keeps an address from becoming a link.
    """
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _NUMBER.sub(r"\1\\.", _LIST.sub(r"\1\\\2", text))
    return text.replace("://", ":\\//")


def units(text: str) -> int:
    """How long a text is that is sent as it stands, such as a label: Discord may count a rare character as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def size(text: str) -> int:
    """How long a text is once it is escaped."""
    return units(escaped(text))

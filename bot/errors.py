"""Expected failures. Each carries the key of a sentence that tells the person what to do; all else is a surprise."""


class Refusal(Exception):
    """Something that cannot be done as asked. Shown to the person who asked, in their language; nothing is stored."""

    def __init__(self, key: str, **arguments: object) -> None:
        super().__init__(key, arguments)
        self.key = key
        self.arguments = arguments


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of (PRM-02: the two are not told apart)."""


class NotAllowed(Refusal):
    """The person has not the role, as it is now, for this action."""


class BadArgument(Refusal):
    """A value could not be read or is out of range; `parameter` names which one, so a form can show it there."""

    def __init__(self, parameter: str, key: str, **arguments: object) -> None:
        super().__init__(key, **arguments)
        self.parameter = parameter


class UnknownSpace(Exception):
    """Nobody has connected this workspace or server."""


class Conflict(Exception):
    """Two transactions wanted the same thing at once and this one lost. Done again, it sees what the other did."""


class Unreachable(Exception):
    """A platform refuses us, or does not answer. The message is one sentence for an admin."""


class StorageUnavailable(Exception):
    """The database is locked, read-only, missing or of another version. The message is one sentence for an admin."""

"""The one way in which a file is refused."""


class ImportRefused(ValueError):
    """This file cannot be used. `key` names the text that says why and what to do, `arguments` fill it."""

    def __init__(self, key: str, **arguments: str | int) -> None:
        super().__init__(key, arguments)
        self.key = key
        self.arguments = arguments

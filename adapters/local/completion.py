"""Which commands a typed beginning may become, for the list above the line."""

from adapters.local.ports import Json
from adapters.local.render import Drawn
from bot.command import Command, registry
from bot.features.help import complete
from bot.i18n import Reader
from bot.line import PREFIX, without_prefix

MOST_OPTIONAL = 3
MOST = 200  # the list scrolls, so all commands are offered


def offers(typed: str, reader: Reader) -> list[Json]:
    """The commands that fit, written the way the person writes them: with the common prefix or without."""
    long = typed.casefold().startswith(f"/{PREFIX}")
    text = without_prefix(typed)
    names = [found.name for found in complete(text, reader, MOST)]
    command, _ = registry.find(text)
    if not names and command and command.listed:
        names = [command.name]  # its arguments are being typed: keep showing what they are
    if not names and PREFIX.startswith(text.casefold()):
        names, long = [found.name for found in complete("", reader, MOST)], True
    return [_offer(registry.commands[name], long, reader) for name in names]


def _offer(command: Command, long: bool, reader: Reader) -> Drawn:
    parameters = [f"{param.name}:…" for param in command.params if param.required]
    optional = [f"[{param.name}:…]" for param in command.params if not param.required]
    parameters += optional if len(optional) <= MOST_OPTIONAL else [*optional[:MOST_OPTIONAL], "[…]"]
    return {
        "line": f"/{PREFIX} {command.name}" if long else f"/{command.name}",
        "parameters": " ".join(parameters),
        "about": reader.t(command.key),
    }

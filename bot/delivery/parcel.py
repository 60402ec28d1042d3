"""What goes to one recipient at a time, and how several messages become one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.context import REQUEST
from bot.entities import Account, Due, DueState, Place, Space
from bot.i18n import Reader
from bot.message import Button, Message, Section
from bot.ports import Ending
from bot.rules.gate import Verdict

DOUBT = "unknown"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message for one recipient, and the due rows it settles."""

    rows: Sequence[Due]
    message: Message
    space: Space
    account: Account | None = None
    place: Place | None = None
    opens: tuple[str, Sequence[Account]] | None = None


def trace_of(rows: Sequence[Due]) -> dict[str, object]:
    """What stands in the log beside everything about these rows: numbers and kinds, and the requests they came of."""
    found: dict[str, object] = {
        "lane": rows[0].space_id,
        "due": [row.id for row in rows],
        "kinds": sorted({row.kind for row in rows}),
    }
    asked = sorted({str(row.details[REQUEST]) for row in rows if REQUEST in row.details})
    return {**found, REQUEST: ",".join(asked)} if asked else found


def by_recipient(rows: Iterable[Due]) -> list[list[Due]]:
    """Rows for one person together, those for a place each alone, in the order of the most urgent.

    What may have arrived goes again as it went, under the same key: a platform that knows the key shows nothing of a
    message that it has shown, neither what is said again in it nor what would have been added.
    """

    def recipient(row: Due) -> tuple[int, int, str]:
        return (row.person_id, 0, row.message_key if row.in_doubt else "") if row.person_id else (0, row.id, "")

    ordered = sorted(rows, key=recipient)
    groups = [list(group) for _, group in groupby(ordered, key=recipient)]
    return sorted(groups, key=lambda group: min((row.urgency, row.next_at, row.id) for row in group))


def unsent(verdict: Verdict) -> Ending:
    """How a row ends, or waits, that the gate or its builder did not let go."""
    if verdict.until:
        return Ending(DueState.PLANNED, verdict.reason, next_at=verdict.until)
    if verdict.reason == "unreachable":
        return Ending(DueState.UNDELIVERABLE, verdict.reason)
    return Ending(DueState.EXPIRED, verdict.reason or "no-longer")


def merged(reader: Reader, messages: Sequence[Message]) -> Message:
    """Several messages for one person as one: each keeps its words and its buttons (MIS-03, TZ-10)."""
    if len(messages) == 1:
        return messages[0]
    menus = [message.choice for message in messages if message.choice]
    only_menu = menus[0] if len(menus) == 1 else None
    sections: list[Section] = []
    said: set[str] = set()
    for message in messages:
        options = () if only_menu else _options_of(message)
        controls = (*message.buttons, *options)
        text = _unsaid(message.text, said)
        sections.append(Section(message.title, text, buttons=() if message.sections else controls))
        sections += message.sections
        if message.sections and controls:  # below all that they are about
            sections[-1] = replace(sections[-1], buttons=(*sections[-1].buttons, *controls))
    files = tuple(file for message in messages for file in message.files)
    return Message(reader.t("several", count=len(messages)), sections=tuple(sections), files=files, choice=only_menu)


def _unsaid(text: str, said: set[str]) -> str:
    """A text without the paragraphs that stand in the same message already, such as the one on privacy."""
    paragraphs = text.split("\n\n")
    kept = [paragraph for number, paragraph in enumerate(paragraphs) if not number or paragraph not in said]
    said.update(paragraphs)
    return "\n\n".join(kept)


def _options_of(message: Message) -> tuple[Button, ...]:
    """A menu as buttons: a message has room for one menu, and several became one."""
    menu = message.choice
    return tuple(Button(item.label, f"{menu.line} {item.value}") for item in menu.options) if menu else ()

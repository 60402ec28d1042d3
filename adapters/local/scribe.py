"""Writes a dialogue down as it is seen: when, where, who, and what, with buttons in brackets."""

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TextIO

from adapters.local.players.controls import Control, buttons_of, facts_of, menu_of, sections_of
from adapters.local.players.hands import Deed, Filled, Pressed
from adapters.local.ports import Json, LocalMessage, LocalPerson, LocalPlace, owner_of
from adapters.local.render import files_of
from bot.message import FieldKind, Form
from bot.rules.calendar import local

WIDTH = 100
INDENT = " " * 8
BOT = "Luotsi"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something said or done at a minute in one place, or the same words at once in several."""

    at: datetime
    head: str
    lines: tuple[str, ...]
    places: list[str]

    def repeats(self, other: "Entry") -> bool:
        """Whether it says the same in another place."""
        same = (self.at, self.head, self.lines) == (other.at, other.head, other.lines)
        return same and bool(self.lines) and self.places[0] not in other.places


class Scribe:
    """Writes what is said and done, in the order in which it happens, on one clock; `zone` is that clock's."""

    def __init__(self, out: TextIO, people: Iterable[LocalPerson], zone: str) -> None:
        self.out = out
        self.zone = zone
        self.people = {person.account: person for person in people}
        self.places: dict[str, str] = {}
        self._day: date | None = None
        self._entry: Entry | None = None

    def hears(self, news: LocalMessage | LocalPlace) -> None:
        """Something was said in some place, or a place was opened."""
        if isinstance(news, LocalPlace):
            self.places[news.id] = news.name
            return
        author = self._name(news.author) if news.author else BOT
        only = f" (only {self._name(news.private_to)} sees this)" if news.private_to else ""
        changed = " (changed)" if news.version > news.id else ""
        self._write(news.at, news.place, f"{author}{only}{changed}", _drawn(news))

    def sees(self, deed: Deed) -> None:
        """Something was done without a word."""
        match deed:
            case Pressed():
                self._write(deed.at, deed.place, f"{clean(deed.person.name)} presses [{clean(deed.label)}]", ())
            case Filled():
                head = f"{clean(deed.person.name)} fills in “{clean(deed.form.title)}”"
                self._write(deed.at, deed.place, head, _filled(deed.form, deed.values))

    def close(self) -> None:
        """Nothing more comes: write what was held back."""
        entry, self._entry = self._entry, None
        if entry is None:
            return
        there = local(entry.at, self.zone)
        if there.date() != self._day:
            self._day = there.date()
            self.line(f"\n=== {there:%A} {there.day} {there:%B} {there.year} ===")
        self.line(_wrapped(f"{there:%H:%M}  {' '.join(entry.places)}  {entry.head}", "", INDENT, before="\n"))
        for line in entry.lines:
            self.line(_wrapped(line, INDENT, INDENT))

    def _write(self, at: datetime, place: str, head: str, lines: Iterable[str]) -> None:
        """Held back until the next entry, because the same words to several people are written once."""
        entry = Entry(at.replace(second=0, microsecond=0), head, tuple(lines), [self._where(place, at)])
        if self._entry and entry.repeats(self._entry):
            self._entry.places.append(entry.places[0])
        else:
            self.close()
            self._entry = entry

    def line(self, text: str) -> None:
        """A line of the scribe's own."""
        self.out.write(f"{text}\n")

    def _where(self, place: str, at: datetime) -> str:
        owner = self.people.get(owner_of(place))
        if owner is None:
            return f"[{clean(self.places.get(place, '#' + place))}]"
        if not owner.zone or local(at, owner.zone).utcoffset() == local(at, self.zone).utcoffset():
            return f"[{clean(owner.name)} & {BOT}]"
        return f"[{clean(owner.name)} & {BOT}, {local(at, owner.zone):%H:%M} there]"

    def _name(self, account: str) -> str:
        person = self.people.get(account)
        return clean(person.name if person else account)


def _wrapped(text: str, first: str, following: str, before: str = "") -> str:
    return before + textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=following) if text else ""


def clean(text: str) -> str:
    """Without characters that a terminal acts on, or that have no width: a name must not move the cursor."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(one for one in text if one == "\n" or unicodedata.category(one) not in {"Cc", "Cf"})


def _drawn(message: LocalMessage) -> Iterator[str]:
    """A message from top to bottom."""
    payload = message.payload
    yield from _paragraphs(f"** {payload['title']} **" if payload.get("title") else "", str(payload.get("text", "")))
    for section in sections_of(payload):
        heading = str(section.get("heading", ""))
        yield from _paragraphs(f"* {heading}" if heading else "", str(section.get("text", "")), *facts_of(section))
        yield from _buttons(buttons_of(section))
    yield from _buttons(buttons_of(payload))
    yield from _menu(payload)
    for file in files_of(message):
        yield f"[file: {clean(str(file['name']))}, {file['size']} bytes]"


def _paragraphs(*texts: str) -> Iterator[str]:
    return (line for text in texts if text for line in clean(text).splitlines())


def _buttons(controls: Iterable[Control]) -> Iterator[str]:
    labels = [f"[{clean(control.label)}]" for control in controls]
    return iter([" ".join(labels)] if labels else [])


def _menu(payload: Mapping[str, Json]) -> Iterator[str]:
    label, options = menu_of(payload)
    if options:
        yield f"{clean(label)}: " + " | ".join(clean(option.label) for option in options)


def _filled(form: Form, values: Mapping[str, str]) -> Iterator[str]:
    """The questions that were answered, with what the form said was wrong before."""
    for field in form.fields:
        if error := form.errors.get(field.name):
            yield f"! {clean(error)}"
        if value := values.get(field.name, ""):
            labels = {option.value: option.label for option in field.options}
            lines = value.splitlines() if field.kind in {FieldKind.MANY, FieldKind.LONG} else [value]
            yield f"{clean(field.label)}: " + "; ".join(clean(labels.get(line, line)) for line in lines)
        elif field.kind == FieldKind.FILE:
            yield f"{clean(field.label)}: (a file)"

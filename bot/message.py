"""What can be said: messages, buttons, choices and forms, and nothing else.

All text is plain: no markup of any platform. An adapter escapes it and draws it, so what a person typed can never
become a link, a mention or a format. Texts are already in the reader's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

REPEATED = "repeated"  # the topic of an answer to what was answered before: nothing need be said again
LONGEST_LINE = 100  # a Discord custom_id; every button of every platform fits it


class Style(StrEnum):
    """How a button is drawn."""

    NORMAL = "normal"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A command line that somebody sends by pressing. `confirm` is a question asked first, empty for none."""

    label: str
    line: str
    style: Style = Style.NORMAL
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers; `value` is a short word or id, `label` what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A menu: picking an option sends `line`, a space and the option's value."""

    label: str
    line: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message, such as a report or an export."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a message: a heading, a text, labelled facts, and buttons that concern just this part."""

    heading: str = ""
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """Something the bot says.

    `text` stands alone: it is also the notification. An answer is seen by the asker only unless `public` is true.
    `topic` names what the message is about (for example `session:7`); a later message on the same topic in the
    same place replaces it instead of following it.
    """

    text: str
    title: str = ""
    sections: tuple[Section, ...] = ()
    buttons: tuple[Button, ...] = ()
    choice: Choice | None = None
    files: tuple[File, ...] = ()
    public: bool = False
    topic: str = ""

    def lines(self) -> Iterator[str]:
        """Every command line that a control of this message can send, without what a choice adds."""
        yield from (button.line for button in self.buttons)
        yield from (button.line for section in self.sections for button in section.buttons)
        if self.choice:
            yield self.choice.line

    def plain(self) -> str:
        """The whole message as plain text, controls left out: for transcripts, logs of tests and e-mail."""
        parts = [self.title, self.text]
        for section in self.sections:
            facts = "\n".join(f"{label}: {value}" for label, value in section.facts)
            parts += [section.heading, section.text, facts]
        return "\n".join(part for part in parts if part)


class FieldKind(StrEnum):
    """What sort of answer a field takes; each platform has a control for each."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    ONE = "one"
    MANY = "many"
    PERSON = "person"
    TICK = "tick"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `most` is the longest answer in characters, or the most options of a MANY field."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    most: int = 200
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Questions whose answers complete a command line. An adapter shows it in as many pages as its platform needs."""

    line: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    intro: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def pages(self, size: int) -> tuple[tuple[Field, ...], ...]:
        """The fields in pages of at most `size`, in order (Discord allows five inputs a modal)."""
        return tuple(self.fields[start : start + size] for start in range(0, len(self.fields), size))

    def filled(self, values: dict[str, str], errors: dict[str, str]) -> "Form":
        """The same form with what the person typed kept and each error beside its field."""
        fields = tuple(replace(item, value=values.get(item.name, item.value)) for item in self.fields)
        return replace(self, fields=fields, errors=errors)


Answer = Message | Form


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform can show, in characters as that platform counts them."""

    form_title: int
    field_label: int
    fields_a_page: int
    options: int
    option_label: int
    button_label: int
    buttons: int
    answer: int
    text: int


LOCAL = Limits(120, 120, 5, 1_000, 200, 80, 50, 4_000, 40_000)
SLACK = Limits(24, 48, 10, 100, 75, 75, 25, 3_000, 3_000)
DISCORD = Limits(45, 45, 5, 25, 100, 80, 25, 4_000, 2_000)


def too_long(form: Form, limits: Limits) -> list[str]:
    """What of a form does not fit a platform, one sentence each; empty when all fits."""
    found = []
    if len(form.title) > limits.form_title:
        found.append(f"{form.line}: the title has {len(form.title)} characters, {limits.form_title} fit")
    for item in form.fields:
        if len(item.label) > limits.field_label:
            found.append(f"{form.line}: the label of {item.name} has {len(item.label)}, {limits.field_label} fit")
        found += [
            f"{form.line}: the option {option.label} of {item.name} is too long"
            for option in item.options
            if len(option.label) > limits.option_label
        ]
    return found

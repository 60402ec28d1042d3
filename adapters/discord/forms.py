"""Forms as Discord draws them: a modal for every five questions, and between two of them a message with a button.

A modal can only be the first answer to a command or a press, never to another modal. So what was told on earlier pages
goes along as a file of that message, from which the press takes it back: nothing is kept by us, and a restart does not
matter.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import discord

from adapters.discord.render import OPTIONS, sealed
from adapters.discord.words import escaped, size, units
from bot.i18n import Reader
from bot.message import DISCORD, LONGEST_LINE, Button, Field, FieldKind, File, Form, Message, Option, Section, Style
from bot.rules.text import labels, shorten

HINT, INPUT, INTRO = 100, 4_000, 4_000
PARTS = 5  # of a modal
STATE = "answers.json"
MORE = "more:"
"""The id of the button that leads to the next page, or back to what was wrong."""
TICKED = "yes"
_FORM = re.compile(r"(done|page):(\d+):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the form of a line, what was told on other pages, and what was wrong with it."""

    line: str
    page: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    last: bool = False

    def packed(self) -> File:
        """As the file that goes along."""
        return File(STATE, "application/json", json.dumps(asdict(self), ensure_ascii=False).encode())

    @classmethod
    def unpacked(cls, data: bytes) -> "Step":
        """What `packed` made. Raises ValueError for anything else."""
        try:
            return cls(**json.loads(data))
        except (TypeError, UnicodeDecodeError) as error:
            raise ValueError("not a form of ours") from error


def step_of(custom_id: str, kept: Step | None) -> Step | None:
    """What a modal's id says, with what its message keeps; None for a form of an earlier release."""
    found = _FORM.fullmatch(custom_id)
    if not found:
        return None
    line = found[3] or (kept.line if kept else "")
    return Step(line, int(found[2]), kept.values if kept else {}, last=found[1] == "done") if line else None


def at_once(form: Form, server: str) -> bool:
    """Whether a form can be opened without a message before it: nothing of it would be lost."""
    crowded = bool(form.intro) and len(form.fields) >= PARTS
    return not (crowded or form.errors or _long_hints(form, 0)) and len(_form_id(form, 0, server)) > len("page:0:")


def between(form: Form, step: Step, reader: Reader, *, late: bool = False) -> Message:
    """What stands between two modals: how far it is, what was wrong, and the button that goes on.

    `late` says that the modal was meant to open by itself, and it was too late for that (INT-02).
    """
    pages = max(len(form.pages(DISCORD.fields_a_page)), 1)
    names = {one.name: one.label for one in form.fields}
    wrong = tuple((names.get(name, name), said) for name, said in step.errors.items())
    told = tuple((names[name], said) for name, said in step.values.items() if said and name in names)
    words = [
        reader.t("discord-again") if late else "",
        form.intro if not step.values else "",
        reader.t("discord-page", page=step.page + 1, pages=pages) if pages > 1 else "",
    ]
    sections = (Section("⚠", facts=wrong) if wrong else Section(), Section(facts=_long_hints(form, step.page)),
                Section(facts=told))  # fmt: skip
    label = reader.t("discord-correct") if wrong else reader.t("discord-go-on")
    text = "\n".join(word for word in words if word)
    button = Button(label, MORE, Style.PRIMARY)
    return Message(text, form.title, sections, (button,), files=(step.packed(),))


def _long_hints(form: Form, page: int) -> tuple[tuple[str, str], ...]:
    """What a page says about its questions that a modal has no room for: it is said before."""
    shown = form.pages(DISCORD.fields_a_page)[page : page + 1]
    return tuple((one.label, one.hint) for some in shown for one in some if units(one.hint) > HINT)


def draw_modal(form: Form, step: Step, server: str = "") -> discord.ui.Modal:
    """One page of a form."""
    pages = form.pages(DISCORD.fields_a_page)
    page = min(step.page, max(len(pages) - 1, 0))
    modal = discord.ui.Modal(
        title=shorten(form.title, DISCORD.form_title, units), custom_id=_form_id(form, page, server), timeout=None
    )
    shown: Sequence[Field] = pages[page] if pages else ()
    if form.intro and page == 0 and len(shown) < PARTS:
        modal.add_item(discord.ui.TextDisplay(escaped(shorten(form.intro, INTRO, size))))
    for one in shown:
        modal.add_item(_asked(one, step.errors.get(one.name, "")))
    modal.stop()  # the library is to keep nothing of it: what is sent is read from what Discord hands over
    return modal


def _form_id(form: Form, page: int, server: str) -> str:
    """Whether it is the last page, and the line as far as there is room; else it stands in the message's file.

    A menu that is too long is typed, and what was typed is compared with its options: that is not the last word.
    """
    last = page >= len(form.pages(DISCORD.fields_a_page)) - 1 and not any(map(_typed_menu, form.fields))
    begin = f"{'done' if last else 'page'}:{page}:"
    whole = begin + sealed(form.line, server)
    if len(whole) > LONGEST_LINE:
        whole = begin + form.line
    return whole if len(whole) <= LONGEST_LINE else begin


def _typed_menu(one: Field) -> bool:
    return len(one.options) > OPTIONS


def _asked(one: Field, wrong: str) -> "discord.ui.Label[Any]":
    label = shorten(one.label, DISCORD.field_label, units)
    hint = " ".join(word for word in (f"⚠ {wrong}" if wrong else "", one.hint) if word)
    if not hint and label != one.label:
        hint = one.label
    description = shorten(hint, HINT, units) or None
    return discord.ui.Label(text=label or "…", description=description, component=_element(one))


def _element(one: Field) -> "discord.ui.Item[Any]":
    match one.kind:
        case FieldKind.TICK if not one.options:
            return discord.ui.Checkbox(custom_id=one.name, default=one.value == TICKED)
        case FieldKind.ONE | FieldKind.MANY | FieldKind.TICK if 0 < len(one.options) <= OPTIONS:
            return _menu(one)
        case FieldKind.PERSON:
            chosen = [discord.Object(int(one.value))] if one.value.isdecimal() and len(one.value) > 15 else []
            known = [discord.SelectDefaultValue.from_user(person) for person in chosen]
            return discord.ui.UserSelect(custom_id=one.name, required=one.required, default_values=known)
        case FieldKind.FILE:
            return discord.ui.FileUpload(custom_id=one.name, required=one.required)
        case _:
            return _typed(one)


def _typed(one: Field) -> "discord.ui.TextInput[Any]":
    """Days and times are typed as well: what people type for them is read in their own words and zone."""
    several = one.kind in {FieldKind.LONG, FieldKind.MANY}
    shown = shorten(one.value, INPUT, units)
    most = INPUT if one.options or one.kind == FieldKind.MANY else min(max(one.most, 1), INPUT)
    return discord.ui.TextInput(
        custom_id=one.name,
        style=discord.TextStyle.paragraph if several else discord.TextStyle.short,
        required=one.required,
        default=shown or None,
        max_length=max(most, units(shown)),  # too long is said, and never cut
    )


def _menu(one: Field) -> "discord.ui.Select[Any]":
    shown = labels([option.label for option in one.options], DISCORD.option_label, units)
    chosen = one.value.split("\n")
    options = [
        discord.SelectOption(label=label, value=option.value, default=option.value in chosen)
        for label, option in zip(shown, one.options, strict=True)
    ]
    most = 1 if one.kind == FieldKind.ONE else len(options)
    fewest = 1 if one.required else 0
    return discord.ui.Select(
        custom_id=one.name, options=options, required=one.required, min_values=fewest, max_values=most
    )


# --- what was told --------------------------------------------------------------------------------------------------
def answers_of(components: Sequence[Mapping[str, Any]]) -> dict[str, str]:  # Any: JSON as Discord's reference has it
    """What stands in a modal's fields, by our names: several options are lines, nothing is an empty text.

    A file is the id that Discord gives it.
    """
    found = {}
    for part in components:
        for one in (part["component"],) if "component" in part else part.get("components", ()):
            value = one.get("value", "")
            if isinstance(value, bool):
                value = TICKED if value else ""
            found[one["custom_id"]] = "\n".join(one["values"]) if "values" in one else str(value or "")
    return found


def chosen(form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """The same, where a menu was too long to be shown and its options were typed: by what people read."""
    menus = {one.name: _by_label(one.options) for one in form.fields if _typed_menu(one)}
    return {
        name: "\n".join(menus[name].get(part.strip().casefold(), part) for part in text.split("\n"))
        if name in menus
        else text
        for name, text in values.items()
    }


def _by_label(options: Sequence[Option]) -> dict[str, str]:
    return {option.label.casefold(): option.value for option in options}


def first_wrong(form: Form) -> int:
    """The first page on which something was wrong."""
    pages = form.pages(DISCORD.fields_a_page)
    return next((n for n, page in enumerate(pages) if any(one.name in form.errors for one in page)), 0)

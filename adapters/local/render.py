"""Messages and forms as the plain data that the page draws. No HTML here: the page makes text nodes only."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from adapters.local.ports import Json, LocalMessage, LocalPerson, LocalPlace
from bot.message import LOCAL, Button, Choice, Field, File, Form, Message, Option, Section
from bot.rules.text import labels, shorten

Drawn = dict[str, Json]


def draw(message: Message) -> Drawn:
    """What the page needs to draw a message. A text too long for a screen is shortened and goes along as a file."""
    files = message.files
    if len(message.text) > LOCAL.text:
        files = (*files, File("message.txt", "text/plain; charset=utf-8", message.text.encode()))
    return {
        "title": message.title,
        "text": shorten(message.text, LOCAL.text),
        "sections": [_section(section) for section in message.sections],
        "buttons": _buttons(message.buttons),
        "choice": _choice(message.choice) if message.choice else None,
        "files": [_file(file) for file in files],
    }


def speech(text: str) -> Drawn:
    """What a person typed, as a message."""
    return draw(Message(text))


def _section(section: Section) -> Drawn:
    return {
        "heading": section.heading,
        "text": section.text,
        "facts": [[label, value] for label, value in section.facts],
        "buttons": _buttons(section.buttons),
    }


def _buttons(buttons: Iterable[Button]) -> list[Json]:
    return [
        {
            "label": shorten(button.label, LOCAL.button_label),
            "line": button.line,
            "style": button.style.value,
            "confirm": button.confirm,
        }
        for button in buttons
    ]


def _choice(choice: Choice) -> Drawn:
    return {"label": choice.label, "line": choice.line, "options": _options(choice.options)}


def _options(options: Sequence[Option]) -> list[Json]:
    shown = labels([option.label for option in options], LOCAL.option_label)
    return [{"value": option.value, "label": label} for option, label in zip(options, shown, strict=True)]


def _file(file: File) -> Drawn:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "size": len(file.data),
        "data": base64.b64encode(file.data).decode("ascii"),
    }


def draw_form(form: Form) -> Drawn:
    """What the page needs to draw a form in pages."""
    return {
        "line": form.line,
        "title": shorten(form.title, LOCAL.form_title),
        "intro": form.intro,
        "submit": shorten(form.submit, LOCAL.button_label),
        "errors": dict(form.errors),
        "pages": [[_field(field) for field in page] for page in form.pages(LOCAL.fields_a_page)],
    }


def _field(field: Field) -> Drawn:
    return {
        "name": field.name,
        "label": shorten(field.label, LOCAL.field_label),
        "kind": field.kind.value,
        "required": field.required,
        "most": min(field.most, LOCAL.answer),
        "options": _options(field.options),
        "value": field.value,
        "hint": field.hint,
    }


def draw_entry(said: LocalMessage, names: Mapping[str, LocalPerson], account: str) -> Drawn:
    """A stored message as a line of the conversation, for one account."""
    author = names.get(said.author)
    shown = {"account": said.author, "name": author.name if author else said.author} if said.author else None
    return {
        "id": said.id,
        "version": said.version,
        "at": said.at.isoformat(),
        "author": shown,
        "private": bool(said.private_to),
        "changed": said.version > said.id,
        "message": {
            **said.payload,
            "files": [_link(said, index, file, account) for index, file in enumerate(files_of(said))],
        },
    }


def files_of(said: LocalMessage) -> list[Drawn]:
    """The files that went with a stored message, as they were stored."""
    files = said.payload.get("files")
    return [dict(file) for file in files if isinstance(file, Mapping)] if isinstance(files, Sequence) else []


def _link(said: LocalMessage, index: int, file: Drawn, account: str) -> Drawn:
    address = f"/files/{said.id}/{index}?{urlencode({'as': account})}"
    return {"name": file["name"], "size": file["size"], "address": address}


def file_data(file: Drawn) -> bytes:
    """The bytes of a stored file."""
    return base64.b64decode(str(file["data"]))


def draw_person(person: LocalPerson) -> Drawn:
    """Somebody in the picker."""
    return {"account": person.account, "name": person.name, "about": person.about}


def draw_place(place: LocalPlace, unread: int) -> Drawn:
    """A place in the list, with how much is unread there."""
    return {"id": place.id, "kind": place.kind.value, "name": place.name, "about": place.about, "unread": unread}

"""How a simulated person fills in a form: known answers by the field's name, else whatever the field allows."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random

from bot.message import Field, FieldKind, Form
from bot.rules.applying import Answers
from bot.rules.calendar import is_working_day, local

COUNTRY = "FI"
"""Whose public holidays people keep free."""


def application(answers: Answers) -> dict[str, str]:
    """The answers of an application form."""
    return {
        "role": answers.role.value,
        "aims": answers.aims,
        "offers": "\n".join(answers.offers),
        "wants": "\n".join(answers.wants),
        "languages": "\n".join(answers.languages),
        "format": answers.format.value,
        "place": answers.place,
        "time_zone": answers.time_zone,
        "capacity": str(answers.capacity or ""),
        "employer": answers.employer,
        "wishes": "\n".join(answers.wishes),
        "avoid": "\n".join(answers.avoid),
        "note": answers.note,
        "consent": "yes",
    }


def completed(form: Form, known: Mapping[str, str], random: Random) -> dict[str, str]:
    """A value for each field: the known one if the field takes it, else what it holds, else a sensible one."""
    return {item.name: _known(item, known) or item.value or sensible(item, random) for item in form.fields}


def _known(field: Field, known: Mapping[str, str]) -> str:
    """A known answer; where one option is to be chosen, only if it is one of them."""
    value = known.get(field.name, "")
    fits = field.kind != FieldKind.ONE or not field.options or value in {option.value for option in field.options}
    return value if fits else ""


def sensible(field: Field, random: Random) -> str:
    """Something that a required field takes; an optional one is left empty, and files go another way."""
    if not field.required or field.kind == FieldKind.FILE:
        return ""
    if field.kind in {FieldKind.ONE, FieldKind.MANY} and field.options:
        return random.choice(field.options).value
    return {FieldKind.TICK: "yes", FieldKind.NUMBER: "1"}.get(field.kind, "As we agreed")


def meeting_time(now: datetime, zone: str, days: int, random: Random) -> datetime:
    """A local time for two people to meet: that many days from now in `zone`, or on the next working day after."""
    day = local(now, zone).date() + timedelta(days=days)
    while not is_working_day(day, COUNTRY):
        day += timedelta(days=1)
    return datetime.combine(day, time(random.choice((9, 10, 13, 14, 15)), random.choice((0, 30))))


def written(moment: datetime) -> str:
    """A local time as somebody types it."""
    return f"{moment:%Y-%m-%d %H:%M}"

"""Texts in the reader's language: Fluent for sentences, Babel for numbers, dates, times and lists.

There is no global locale: every call says for whom it speaks (LOC-05). A key that a language lacks falls back to
English and is logged once (LOC-02).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache, reduce
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

TEXTS = Path(__file__).parent / "texts"
DEFAULT = "en"
REGIONS = {"en": "en-GB"}  # day before month, as on the page and in most of the places that will use it
LONGEST_VALUE = 2_000  # Fluent writes {???} for a value of more than 2,500 characters
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_log = structlog.get_logger(__name__)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have texts, the default first."""
    found = sorted(folder.name for folder in TEXTS.iterdir() if folder.is_dir())
    return (DEFAULT, *(name for name in found if name != DEFAULT))


@cache
def bundle(language: str) -> FluentBundle:
    """All texts of a language. Placeables are isolated, so a right-to-left name reorders nothing else (LIM-10)."""
    made = FluentBundle([language], use_isolating=True)
    for file in sorted((TEXTS / language).glob("*.ftl")):
        made.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return made


@cache
def _report_gap(language: str, key: str) -> None:
    _log.warning("text missing", language=language, key=key)


def _stand_in(name: str) -> str:
    """What stands for a long value while Fluent puts the sentence together: nothing that anybody can have typed."""
    return f"\ufdd0{name}\ufdd1"


def without_direction_marks(text: str) -> str:
    """What somebody typed, without the characters that could close an isolate or turn the text around (LIM-10)."""
    return _BIDI_CONTROLS.sub("", text)


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a text is written: a language (BCP 47) and a time zone (IANA)."""

    language: str = DEFAULT
    zone: str = "UTC"
    words: Mapping[str, str] = field(default_factory=dict)

    def t(self, key: str, **arguments: object) -> str:
        """The text with this key. Datetimes become weekday, date, time and zone on the reader's own clock."""
        values = {name: self._value(value) for name, value in ({**self.words, **arguments}).items()}
        long = {name: str(value) for name, value in values.items() if len(str(value)) > LONGEST_VALUE}
        for language in dict.fromkeys((self._known(), DEFAULT)):
            texts = bundle(language)
            if texts.has_message(key) and (pattern := texts.get_message(key).value) is not None:
                formatted, errors = texts.format_pattern(pattern, values | {name: _stand_in(name) for name in long})
                for error in errors:
                    _log.error("text cannot be formatted", key=key, language=language, error=str(error))
                return reduce(lambda text, name: text.replace(_stand_in(name), long[name]), long, str(formatted))
            _report_gap(language, key)
        return key

    def has(self, key: str) -> bool:
        """Whether there is a text with this key."""
        return bundle(DEFAULT).has_message(key)

    def when(self, at: datetime) -> str:
        """An instant on the reader's clock: weekday, day, month in letters, time, and the zone by name (TZ-07)."""
        local = at.astimezone(ZoneInfo(self.zone))
        day = format_skeleton("yMMMEd", local, locale=self._locale())
        clock = format_skeleton("Hm", local, locale=self._locale())
        return f"{day} {clock} ({self.zone.replace('_', ' ')})"

    def day(self, at: date) -> str:
        """A date with its weekday, the month in letters (LOC-03)."""
        return format_skeleton("yMMMEd", datetime(at.year, at.month, at.day), locale=self._locale())  # noqa: DTZ001

    def list(self, items: Iterable[str]) -> str:
        """Several items in one phrase."""
        return format_list([without_direction_marks(item) for item in items], locale=self._locale())

    def month(self, at: date) -> str:
        """A month and year in letters."""
        return format_date(at, "LLLL yyyy", locale=self._locale())

    def _value(self, value: object) -> str | int | float:
        match value:
            case bool():
                return "yes" if value else "no"
            case int() | float():
                return value
            case datetime():
                return self.when(value)
            case date():
                return self.day(value)
            case Enum():
                return str(value.value)
            case tuple() | list() | set() | frozenset():
                return self.list(str(item) for item in value)
            case None:
                return ""
            case _:
                return without_direction_marks(str(value))

    def _known(self) -> str:
        wanted = self.language.replace("_", "-")
        have = languages()
        return next((name for name in (wanted, wanted.split("-")[0]) if name in have), DEFAULT)

    def _locale(self) -> Locale:
        """Dates speak the language of the texts around them."""
        try:
            return Locale.parse(REGIONS.get(self._known(), self._known()), sep="-")
        except (ValueError, UnknownLocaleError):
            return Locale.parse(DEFAULT)

"""Finding a time zone in what people type: an IANA name, a city, a country, an abbreviation, an offset.

Names and links come from the tz database (tzdata) and from CLDR (Babel). What could mean several places is never
guessed: the candidates are given back, to be chosen from (TZ-08).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

from babel.core import get_global

from bot.rules.calendar import local
from bot.rules.locales import understood

Zones = frozenset[str]
Index = Mapping[str, Zones]


_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
# Names in the tz database that people use as abbreviations of something wider.
_NOT_NAMES = frozenset({"CET", "EET", "EST", "GMT", "HST", "MET", "MST", "WET"})
_NO_PLACES = frozenset({"Factory", "localtime"})
# Abbreviations in use that the tz database shows as an offset or not at all.
_MORE_ABBREVIATIONS = {
    "AST": frozenset({"Asia/Riyadh"}),
    "BST": frozenset({"Asia/Dhaka", "Pacific/Bougainville"}),
    "GST": frozenset({"Asia/Dubai", "Atlantic/South_Georgia"}),
    "SGT": frozenset({"Asia/Singapore"}),
}
_STATES_TOO = frozenset({"GE"})  # "Atlanta, Georgia" is not in the country of that name
_OFFSET = re.compile(
    r"(?<![^\s(,;/])(?:(?:UTC|GMT)\s*)?(?P<sign>[+\-−])(?P<hours>\d{1,2})(?:(?P<mark>[:.,]?)(?P<rest>\d{1,2}))?\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b[A-Z]{3,5}\b")


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone beyond doubt, by its canonical IANA name."""

    name: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """The zones a text may mean, one or more, by name in alphabetical order; the person is to choose."""

    names: tuple[str, ...]


def find_zone(text: str, now: datetime, locale: str = "en") -> Zone | Candidates | None:
    """The zone that a text names, the zones it may mean, or None when it says nothing of a place or an offset.

    City and country names are understood in English and in the language of `locale`. Abbreviations and offsets count
    as in the year of `now`, so that "Helsinki (UTC+2)" is right in summer too; a lone offset as it is at `now`, if
    any zone has it then.
    """
    whole = _abbreviations(now.year).get(text.strip().upper()) or _offset(text.strip(), now)
    if whole:
        return Candidates(tuple(sorted(whole)))
    hints, parts = ([], [text]) if _place(text, locale) else _take_hints(text, now.year)
    places = {part: _place(part, locale) for part in parts}
    known = [*hints, *(zones for zones in places.values() if zones)]
    if not known:
        return None
    narrowed = frozenset.intersection(*known) or frozenset.union(*known)
    if len(narrowed) == 1 and _is_certain(places, locale):
        return Zone(*narrowed)
    return Candidates(tuple(sorted(narrowed)))


def certain_zone(text: str, now: datetime, locale: str = "en") -> str:
    """The zone that a text names beyond doubt, or "": for an import, where nobody can be asked back at once."""
    found = find_zone(text, now, locale)
    return found.name if isinstance(found, Zone) else ""


def _is_certain(places: Mapping[str, Zones], locale: str) -> bool:
    """Hints alone are no place. A word not understood may be another London's country, or a town in a named country."""
    countries = _countries(locale)
    return any(places.values()) and (all(places.values()) or any(_fold(part) in countries for part in places))


def _take_hints(text: str, year: int) -> tuple[list[Zones], list[str]]:
    """The zones of each offset and abbreviation in a text, and the parts that are left without them."""
    hints = [zones for match in _OFFSET.finditer(text) if (zones := _by_offset(year).get(_length(match)))]
    text = _OFFSET.sub(",", text)
    known = _abbreviations(year)
    words = [word for word in _WORD.findall(text) if word in known]
    text = _WORD.sub(lambda match: "," if match[0] in known else match[0], text)
    parts = (part.strip(" /.") for part in re.split(r"[,;()]|\s[/–-]\s", text))
    return [*hints, *(known[word] for word in words)], [part for part in parts if part]


def _offset(text: str, now: datetime) -> Zones:
    """The zones that have this offset at the moment, when the text is an offset and nothing else."""
    match = _OFFSET.fullmatch(text)
    if not match:
        return frozenset()
    return frozenset(zone for zone in _by_country() if local(now, zone).utcoffset() == _length(match))


def _length(match: re.Match[str]) -> timedelta:
    """How far an offset is from UTC: "+5:45" and "+0545" are in minutes, "+5.5" is half past (TZ-02)."""
    hours, rest = int(match["hours"]), match["rest"] or "0"
    decimal = match["mark"] in (".", ",") and rest in ("5", "25", "75")
    length = timedelta(hours=float(f"{hours}.{rest}")) if decimal else timedelta(hours=hours, minutes=int(rest))
    return length if match["sign"] == "+" else -length


def _place(part: str, locale: str) -> Zones:
    name = _fold(part)
    return _names().get(name) or _cities(locale).get(name) or _countries(locale).get(name) or frozenset()


def _fold(text: str) -> str:
    """Letters without accents or case and words with single spaces, so that Sao_Paulo and "são paulo" are one."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return re.sub(r"[\s_.’'-]+", " ", plain.casefold()).strip()


@lru_cache
def _by_country() -> Mapping[str, str]:
    """The canonical zones, each with its country (ISO 3166): those the tz database offers to people to choose from."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {name: country for country, _, name, *_ in rows}


@lru_cache
def _canonical() -> Mapping[str, str]:
    """Every name in the tz database with its canonical one.

    CLDR knows which old name is which place, where the tz database has merged places; CLDR's own canonical names are
    at times the old ones, so it serves only as the bridge between an old name and the one offered today.
    """
    alias = get_global("zone_aliases")
    today = {alias.get(name, name): name for name in _by_country()} | {"Etc/UTC": "UTC"}
    targets = {name: alias.get(name, name) for name in available_timezones() - _NOT_NAMES - _NO_PLACES}
    return {name: today.get(target, target) for name, target in targets.items()}


@lru_cache
def _names() -> Index:
    return _index((name, zone) for name, zone in _canonical().items())


@lru_cache(maxsize=32)
def _cities(locale: str) -> Index:
    """The last part of each zone's name, old ones too, and the name of its city in English and in the language."""
    tails = ((name.rpartition("/")[2], zone) for name, zone in _canonical().items() if name.split("/")[0] in _AREAS)
    alias = get_global("zone_aliases")
    translated = (
        (city, zone)
        for language in understood(locale)
        for zone in _by_country()
        if (city := language.time_zones.get(alias.get(zone, zone), {}).get("city"))
    )
    return _index([*tails, *translated])


@lru_cache(maxsize=32)
def _countries(locale: str) -> Index:
    return _index(
        (name, zone)
        for language in understood(locale)
        for zone, country in _by_country().items()
        if country not in _STATES_TOO and (name := language.territories.get(country))
    )


@lru_cache(maxsize=8)
def _by_offset(year: int) -> Mapping[timedelta, Zones]:
    """The zones that have an offset at some time in a year."""
    pairs = defaultdict(set)
    for zone, moment in _months(year):
        pairs[local(moment, zone).utcoffset() or timedelta()].add(zone)
    return {offset: frozenset(zones) for offset, zones in pairs.items()}


@lru_cache(maxsize=8)
def _abbreviations(year: int) -> Index:
    """The zones by each abbreviation that clocks there go by at some time in a year, in capitals."""
    pairs = [(local(moment, zone).tzname() or "", zone) for zone, moment in _months(year)]
    found = defaultdict(set)
    for abbreviation, zone in pairs:
        if abbreviation.isalpha():
            found[abbreviation].add(zone)
    found["MET"] = found["CET"]
    return {name: frozenset(zones) | _MORE_ABBREVIATIONS.get(name, frozenset()) for name, zones in found.items()}


def _months(year: int) -> list[tuple[str, datetime]]:
    return [(zone, datetime(year, month, 1, tzinfo=UTC)) for zone in _by_country() for month in range(1, 13)]


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    found = defaultdict(set)
    for name, zone in pairs:
        found[_fold(name)].add(zone)
    return {name: frozenset(zones) for name, zones in found.items()}

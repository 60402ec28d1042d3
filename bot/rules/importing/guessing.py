"""Guessing what the columns of a new file mean, from their headers and from the look of their values."""

import re
from collections.abc import Callable

from bot.rules.importing.capacity import read_capacity
from bot.rules.importing.languages import find_language, split_languages
from bot.rules.importing.mapping import REPEATABLE, Certainty, ColumnMapping, Field, Mapping
from bot.rules.importing.moments import is_moment
from bot.rules.importing.names import find_address
from bot.rules.importing.table import Table
from bot.rules.importing.words import find_format, find_role, find_yes

# The first pattern found in a header decides, so what is said more narrowly stands above: "Languages you can have a
# meeting in" is about languages, "If mentor: how many people at once?" about capacity.
_HEADERS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (Field.IGNORE, r"^(start ?time|aloitusaika|alkamisaika|starttid|ip|ip.?address|ip.?osoite|ip.?adress)$"),
        (Field.RESPONDENT, r"vastaajan (nro|num|id)|respondent|(response|submission|svars).?id|^(nro?|no|id|#)\.?$"),
        (Field.CONSENT, r"suostu|hyväksyn|\bi agree|consent|samtyck|godkänn|einverstanden|j.accepte|gdpr|tietosuoja"),
        (
            Field.AVOID,
            r"\b(et|en|ei) halu|inte (vill|bli)|vill (du )?inte|not (want|like|be paired)|"
            r"avoid|rather not|vält|undvik|nicht",
        ),
        (
            Field.WISHES,
            r"toive|paired with|önskemål|önska|\bwish|wunsch|wünsch|preferred (mentor|partner|people)|souhait",
        ),
        (Field.LANGUAGES, r"language|kiel(i|et|iä|ten)\b|kielitai|språk|sprache|langue"),
        (
            Field.CAPACITY,
            r"(kuinka mon|how many|hur många|wie viele|combien)(?!.*(year|vuo|\bår|hour|tunt|timm))|"
            r"max\w*\.? (antal|määr|number)|antal adept|capacity|kapasit|number of (mentee|actor)",
        ),
        (
            Field.ROLE,
            r"haen (ohjelmaan|mukaan)|rooli|\broll(e|en)?\b|\broles?\b|like to be an?\b|haluan olla|vill vara|vill bli|"
            r"delta som|söker som|"
            r"apply (as|to be)|mentor(i|iksi)? ?(/|tai|or|eller|oder) ?\w",
        ),
        (Field.EMAIL, r"sähköposti|e-?mail|e-?post|courriel|\bmail\b"),
        (Field.FAMILY_NAME, r"sukunimi|efternamn|surname|last name|family name|nachname|nom de famille"),
        (Field.FIRST_NAME, r"etunimi|kutsumanimi|förnamn|first name|given name|forename|vorname|prénom"),
        (
            Field.SUBMITTED_AT,
            r"timestamp|^aika$|aikaleima|vastausaika|lähetetty|tidstämpel|^tid$|inskicka|^datum|submitted|submission|"
            r"^date\b|completion time|päivämäärä|zeitstempel|horodat",
        ),
        (Field.LOCATION, r"(city|place|town|where).*time ?zone|paikka.*aikavyöhyke|\bort\b.*tidszon|where are you"),
        (Field.TIME_ZONE, r"time ?zone|aikavyöhyke|tidszon|zeitzone|fuseau"),
        (Field.FORMAT, r"\bmeet|tapaami|tapaan|träff|\bmöt|format|treffen|rencontr"),
        (Field.WANTS, r"learn|oppi|opin|\blära|topics wanted|\bwants?\b|need help|lernen|apprendre"),
        (Field.OFFERS, r"share|voin jakaa|osaan|osaami|\bdela\b|\boffer|teach|expert|asiantunt|kunskap|partager"),
        (Field.TOPICS, r"topic|teema|aihe|\bämne|theme|\btema|\bthem(a|en)\b|kiinnost|intress|interest|sujet|thème"),
        (Field.AIMS, r"tavoit|\baims?\b|\bgoal|\bmål\b|syfte|\bziele?\b|objecti|expect|odot|förvänt"),
        (
            Field.EMPLOYER,
            r"organi[sz]a|employer|(do|where) you work|työnantaja|työpaikka|arbetsgivare|arbetsplats|"
            r"bibliotek|library|kirjasto|arbeitgeber|"
            r"employeur|workplace|company|institution",
        ),
        (
            Field.PLACE,
            r"paikkakunta|kaupunki|kotikunta|\bort\b|bostadsort|\bstad\b|\bcity\b|\btown\b|location|\bplace\b|ville",
        ),
        (Field.NOTE, r"anything|muuta|lisätie|övrigt|\bnotes?\b|comment|kommen|other info|bemerkung|remarque"),
        (Field.NAME, r"\bname\b|nimi|namn|\bnom\b"),
    )
)

_LOOKS: dict[Field, Callable[[str], bool]] = {
    Field.EMAIL: lambda value: bool(find_address(value)),
    Field.ROLE: lambda value: find_role(value, {}) is not None,
    Field.SUBMITTED_AT: is_moment,
    Field.LANGUAGES: lambda value: bool(split_languages(value)[0]) and not split_languages(value)[1],
    Field.FORMAT: lambda value: find_format(value) is not None and len(value) <= 60,
    Field.CAPACITY: lambda value: not read_capacity(value).problem,
    Field.CONSENT: lambda value: find_yes(value) is not None,
    Field.LOCATION: lambda value: len(value) <= 80,
}
_TELLING = (Field.EMAIL, Field.ROLE, Field.SUBMITTED_AT, Field.LANGUAGES)  # looks that tell a field without its header

_TOPIC_PREFIX = re.compile(
    r"^(?:[^:\[]*\b)?(?:teema\w*|tema|theme|topics?|aihe\w*|ämnen?|thema|themen|thème)\b"
    r"[^:\[–]*(?::|\[| [-–] )\s*(.+?)\]?$",
    re.IGNORECASE,
)
_ANY_PREFIX = re.compile(r"^[^:\[]+(?::|\[)\s*(.+?)\]?$")


def guess_mapping(table: Table) -> Mapping:
    """What each column probably means.

    Sure is a header that says so and values that do not contradict it; doubtful is everything else: values that look
    like something under a header that says nothing, a header whose values look different, a second column for what
    takes only one, and a column nobody could place, which is ignored unless a person decides otherwise.
    """
    columns = [_guess(header, table.column(index)) for index, header in enumerate(table.header)]
    return Mapping(tuple(_second_ones_doubtful(columns)))


def _guess(header: str, values: tuple[str, ...]) -> ColumnMapping:
    return _guess_flag(header, values) or _guess_from_header(header, values) or _guess_from_look(header, values)


def _guess_flag(header: str, values: tuple[str, ...]) -> ColumnMapping | None:
    """A column of ticks, for one topic or one language."""
    topic = _TOPIC_PREFIX.match(header)
    labels = (header, topic[1]) if topic else (header,)
    if not any(values) or any(find_yes(value, *labels) is None for value in values):
        return None
    if topic:
        return ColumnMapping(header, Field.TOPIC_FLAG, detail=topic[1].strip())
    if language := find_language(re.split(r"[\s:\[]+", header.rstrip("]"))[-1]):
        return ColumnMapping(header, Field.LANGUAGE_FLAG, detail=language)
    prefixed = _ANY_PREFIX.match(header)
    if prefixed and _field_of(header) is None:
        return ColumnMapping(header, Field.TOPIC_FLAG, Certainty.DOUBTFUL, prefixed[1].strip())
    return None


def _field_of(header: str) -> Field | None:
    folded = " ".join(header.split()).casefold()
    return next((field for field, pattern in _HEADERS if pattern.search(folded)), None)


def _guess_from_header(header: str, values: tuple[str, ...]) -> ColumnMapping | None:
    field = _field_of(header)
    if field is None:
        return None
    looks_right = field not in _LOOKS or _share(values, field) >= 0.8
    return ColumnMapping(header, field, Certainty.SURE if looks_right else Certainty.DOUBTFUL)


def _guess_from_look(header: str, values: tuple[str, ...]) -> ColumnMapping:
    field = next((field for field in _TELLING if any(values) and _share(values, field) >= 0.9), Field.IGNORE)
    return ColumnMapping(header, field, Certainty.DOUBTFUL)


def _share(values: tuple[str, ...], field: Field) -> float:
    """How many of the filled cells look like this field; all of them where none is filled."""
    filled = [value for value in values if value]
    return sum(map(_LOOKS[field], filled)) / len(filled) if filled else 1.0


def _second_ones_doubtful(columns: list[ColumnMapping]) -> list[ColumnMapping]:
    seen: set[Field] = set()
    result = []
    for column in columns:
        again = column.field in seen and column.field not in REPEATABLE
        seen.add(column.field)
        result.append(
            ColumnMapping(column.header, column.field, Certainty.DOUBTFUL, column.detail) if again else column
        )
    return result

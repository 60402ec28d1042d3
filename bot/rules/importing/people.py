"""Everything else in the rows of those who apply."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bot.rules.applying import LONGEST_NAME, LONGEST_TEXT, MOST_ACTORS, MOST_WISHES, Answers, Format, Role
from bot.rules.importing.capacity import Capacity, read_capacity
from bot.rules.importing.choices import Splitter, learn
from bot.rules.importing.entries import Standing
from bot.rules.importing.findings import Findings
from bot.rules.importing.languages import split_languages
from bot.rules.importing.mapping import Field
from bot.rules.importing.names import fold_name, split_names
from bot.rules.importing.places import find_place
from bot.rules.importing.reading import NOT_SAID, ZONE_QUESTION, Applicant, Defaults
from bot.rules.importing.sheet import Sheet
from bot.rules.importing.table import Row
from bot.rules.importing.words import find_format, find_yes

_TOPIC_FIELDS = (Field.TOPICS, Field.OFFERS, Field.WANTS)


def read_people(
    sheet: Sheet, standing: list[Standing], defaults: Defaults, findings: Findings, zone_of: Callable[[str], str]
) -> tuple[Applicant, ...]:
    """The answers of those who stand."""
    counts = Counter(fold_name(one.entry.name) for one in standing)
    shared = frozenset(name for name, count in counts.items() if count > 1)
    splitter = _splitter(sheet, standing, defaults, findings)
    reader = _Reader(sheet, defaults, findings, zone_of, splitter, shared)
    return tuple(Applicant(one.entry.row.number, reader.answers(one)) for one in standing)


def _splitter(sheet: Sheet, standing: list[Standing], defaults: Defaults, findings: Findings) -> Splitter:
    """Learnt from all the columns of topics together, since they offer the same choices; doubtful pairs are asked."""
    splitter = learn(sheet.column(*_TOPIC_FIELDS), defaults.topics)
    header = next(filter(None, map(sheet.mapping.header, _TOPIC_FIELDS)), "")
    one_choice = set()
    for row in (one.entry.row for one in standing):
        cells = [cell for field in _TOPIC_FIELDS for cell in sheet.values(row, field)]
        for pair in sorted({pair for cell in cells for pair in splitter.doubtful_in(cell)}):
            value, options = ", ".join(pair), ("one", "several")
            if findings.ask("choices", "import-question-choices", row.number, header, value, options) == "one":
                one_choice.add(pair)
    return splitter.with_joints(one_choice)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one person's row after the other; `shared_names` are those that more than one person bears."""

    sheet: Sheet
    defaults: Defaults
    findings: Findings
    zone_of: Callable[[str], str]
    splitter: Splitter
    shared_names: frozenset[str]

    def answers(self, standing: Standing) -> Answers:
        entry, row = standing.entry, standing.entry.row
        ticked = self._ticked_topics(row)
        return Answers(
            name=entry.name,
            email=entry.email,
            role=standing.role,
            aims=self._text(row, Field.AIMS),
            offers=self._topics(row, Field.OFFERS, ticked),
            wants=self._topics(row, Field.WANTS, ticked),
            languages=self._languages(row),
            format=self._format(row),
            place=self._text(row, Field.PLACE) or find_place(self._text(row, Field.LOCATION)),
            time_zone=self._time_zone(row),
            capacity=self._capacity(row, standing.role),
            wishes=self._wishes(row, entry.name),
            avoid=self._names(row, Field.AVOID, entry.name),
            employer=self._text(row, Field.EMPLOYER),
            note=self._text(row, Field.NOTE),
            consent=standing.consent,
            submitted_at=entry.submitted_at,
        )

    def _text(self, row: Row, field: Field) -> str:
        return self.sheet.text(row, field, LONGEST_TEXT, self.findings)

    def _ticked(self, row: Row, field: Field) -> list[str]:
        """The details of the flag columns that are ticked in this row."""
        ticked = []
        for index in self.sheet.mapping.indexes(field):
            column, written = self.sheet.mapping.columns[index], row.cells[index].strip()
            is_ticked = find_yes(written, column.detail, column.header)
            if is_ticked:
                ticked.append(column.detail)
            elif is_ticked is None:
                self.findings.error(row.number, column.header, "import-problem-tick", written)
        return ticked

    def _ticked_topics(self, row: Row) -> list[str]:
        """Topics that are both offered and wanted: those ticked, and those of a column that says neither."""
        return [*self._ticked(row, Field.TOPIC_FLAG), *self._split(row, Field.TOPICS)]

    def _topics(self, row: Row, field: Field, ticked: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self._split(row, field), *ticked]))

    def _split(self, row: Row, field: Field) -> tuple[str, ...]:
        return self.splitter.split(self._text(row, field))

    def _languages(self, row: Row) -> tuple[str, ...]:
        codes = self._ticked(row, Field.LANGUAGE_FLAG)
        header = self.sheet.mapping.header(Field.LANGUAGES)
        found, unknown = split_languages(self._text(row, Field.LANGUAGES))
        for word in unknown:
            self.findings.error(row.number, header, "import-problem-language", word)
        return tuple(dict.fromkeys([*codes, *found]))

    def _format(self, row: Row) -> Format:
        written = self._text(row, Field.FORMAT)
        found = find_format(written)
        if written and found is None:
            self.findings.error(row.number, self.sheet.mapping.header(Field.FORMAT), "import-problem-format", written)
        return found or Format.EITHER

    def _time_zone(self, row: Row) -> str:
        """The zone that is surely meant; a place alone is tried, words meant as a zone are asked about."""
        field = Field.TIME_ZONE if self.sheet.value(row, Field.TIME_ZONE) else Field.LOCATION
        written = self.sheet.value(row, field)
        zone = self.zone_of(written or self.sheet.value(row, Field.PLACE))
        if zone or not written:
            return zone
        header, accepts = self.sheet.mapping.header(field), lambda answer: bool(self.zone_of(answer))
        answer = self.findings.ask("zone", ZONE_QUESTION, row.number, header, written, (), accepts)
        return self.zone_of(answer) if answer else ""

    def _capacity(self, row: Row, role: Role) -> int | None:
        if role is Role.ACTOR:
            return None
        header, written = self.sheet.mapping.header(Field.CAPACITY), self.sheet.value(row, Field.CAPACITY)
        if not header:
            return self.defaults.capacity
        read = read_capacity(written)
        if read.problem:
            self.findings.error(row.number, header, read.problem, written, most=MOST_ACTORS)
        if read.options or not written:
            return self._asked_capacity(row, header, written, read)
        return read.number

    def _asked_capacity(self, row: Row, header: str, written: str, read: Capacity) -> int | None:
        key = "import-question-capacity" if written else "import-question-capacity-empty"
        options = (*map(str, read.options or (1, 2, 3)), NOT_SAID)
        default = self._stated_capacity(read)
        answer = self.findings.ask(
            "capacity", key, row.number, header, written, options, _is_possible_capacity, default
        )
        return int(answer) if answer and answer != NOT_SAID else None

    def _stated_capacity(self, read: Capacity) -> str:
        """The programme's default, kept inside the range that somebody gave."""
        default = self.defaults.capacity
        if default is None:
            return ""
        if read.is_range:
            default = min(max(default, read.options[0]), read.options[-1])
        return str(default)

    def _wishes(self, row: Row, own_name: str) -> tuple[str, ...]:
        names = self._names(row, Field.WISHES, own_name)
        if len(names) > MOST_WISHES:
            header = self.sheet.mapping.header(Field.WISHES)
            self.findings.error(row.number, header, "import-problem-wishes", ", ".join(names), most=MOST_WISHES)
        return names[:MOST_WISHES]

    def _names(self, row: Row, field: Field, own_name: str) -> tuple[str, ...]:
        header = self.sheet.mapping.header(field)
        kept = []
        for name in dict.fromkeys(name for cell in self.sheet.values(row, field) for name in split_names(cell)):
            if len(name) > LONGEST_NAME:
                self.findings.error(
                    row.number, header, "import-problem-too-long", length=len(name), longest=LONGEST_NAME
                )
            elif self._is_own(name, own_name):
                self.findings.notice(row.number, header, "import-notice-own-name", name)
            else:
                kept.append(name)
        return tuple(kept)

    def _is_own(self, name: str, own_name: str) -> bool:
        """Whether people wrote themselves down; a name that somebody else bears too may be meant for the other."""
        folded = fold_name(name)
        return folded == fold_name(own_name) and folded not in self.shared_names


def _is_possible_capacity(answer: str) -> bool:
    return answer.isascii() and answer.isdigit() and len(answer) <= 3 and int(answer) <= MOST_ACTORS
